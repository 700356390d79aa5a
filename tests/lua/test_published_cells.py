"""Cells of assembling machines, as somebody built them on a running game and read what they held.

Source: the notes of arturh85/factorio-bot on what fits in a slot (run-1788517971-48257, game 2.1.17), section 7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Yard = Callable[..., Any]

#: Gears for red packs, handed on by an arm; nobody takes the packs.
RED_CELL = """
gear, pack = place("assembling-machine-1", 4.5, 0.5), place("assembling-machine-1", 4.5, 4.5)
gear.set_recipe("iron-gear-wheel") pack.set_recipe("automation-science-pack")
for y, item in pairs{[0.5] = "iron-plate", [4.5] = "copper-plate"} do
    place("wooden-chest", 1.5, y).insert{name = item, count = 100}
    place("inserter", 2.5, y, {direction = defines.direction.west})
end
place("inserter", 4.5, 2.5, {direction = defines.direction.north})
function made_of(machine) return {machine.products_finished, machine.get_output_inventory().get_item_count()} end
"""


def test_a_cell_whose_packs_nobody_takes_ends_with_four_packs_and_three_gears(yard: Yard) -> None:
    """The game's held four packs and had finished four crafts, ever; its gears had jammed at three."""
    game = yard(RED_CELL, 6000)
    assert game.value("made_of(pack)") == [4, 4]
    assert game.value("made_of(gear)[2]") == 3


def test_machines_that_stopped_because_their_products_pile_up_say_so(yard: Yard) -> None:
    """622 and 627 samples of full_output, though neither machine had the ingredients of another craft."""
    game = yard(RED_CELL, 6000)
    for machine in ("gear", "pack"):
        assert game.value(f"{machine}.status == defines.entity_status.full_output") is True
    game.run("pack.get_output_inventory().clear()")
    assert game.value("pack.status == defines.entity_status.item_ingredient_shortage") is True
    game.ticks(300)
    assert game.value("pack.status == defines.entity_status.working") is True
