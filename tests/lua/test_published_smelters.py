"""Smelters of burner machines, as somebody built them on a running game and counted their plates.

Source: the notes of arturh85/factorio-bot (2026-09-06 and 07, game 2.1.17, docs/superpowers/notes): t-junction-smelter,
two-rows-off-one-belt, the one on SaturatedSmelter, the-block-was-drill-limited. Each block was built by entity, charged
by hand and left alone; its parts were charged one command after the other, which moves a plate or two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Yard = Callable[..., Any]

#: Ore comes from chests north of a belt to the east, coal from a belt that runs into its side at x = 5.
BELT_OF_ORE_AND_COAL = """
north, east = defines.direction.north, defines.direction.east
south, west = defines.direction.south, defines.direction.west
function arm(x, y, direction) return place("burner-inserter", x, y, {direction = direction}) end
function fill(chest, item, count) chest.insert{name = item, count = count} return chest end
function loader(x, ore)
    fill(place("iron-chest", x + 0.5, -1.5), "iron-ore", ore)
    arm(x + 0.5, -0.5, north).insert{name = "coal", count = 5}
end
function main_belt(first, last, coal)
    for x = first, last do place("transport-belt", x + 0.5, 0.5, {direction = east}) end
    for y = -2, -1 do place("transport-belt", 5.5, y + 0.5, {direction = south}) end
    coal_chest = fill(place("iron-chest", 5.5, -3.5), "coal", coal)
    arm(5.5, -2.5, north)
end
function six_furnaces()
    rows = {{}, {}}
    for i, x in ipairs{7, 9, 11} do
        arm(x + 0.5, -0.5, south) rows[1][i] = place("stone-furnace", x, -2)
        arm(x + 0.5, 1.5, north) rows[2][i] = place("stone-furnace", x, 3)
    end
end
function count(furnaces, inventory, item)
    local counts = {}
    for i, furnace in ipairs(furnaces) do counts[i] = furnace.get_inventory(inventory).get_item_count(item) end
    return counts
end
function plates(furnaces) return count(furnaces, defines.inventory.furnace_result, "iron-plate") end
"""

#: Burner drills north of a belt to the east, coal from a chest in the east: both run into a belt to the south at x = 6.
DRILLS_AND_COAL = """
function block(drills, coal)
    for x = -8, 8 do for y = -4, -1 do
        surface.create_entity{name = "iron-ore", position = {x + 0.5, y + 0.5}, amount = 5000}
    end end
    for y = 0, 12 do place("transport-belt", 6.5, y + 0.5, {direction = south}) end
    for x = 6 - 2 * drills - 1, 5 do place("transport-belt", x + 0.5, 0.5, {direction = east}) end
    for x = 7, 9 do place("transport-belt", x + 0.5, 0.5, {direction = west}) end
    fill(place("iron-chest", 11.5, 0.5), "coal", coal)
    arm(10.5, 0.5, east)
    for i = 1, drills do
        fill(place("burner-mining-drill", 6 - 2 * i, -1, {direction = south}), "coal", 25)
    end
    furnaces = {}
    for i, y in ipairs{8, 11} do
        arm(7.5, y + 0.5, west)
        furnaces[i] = place("stone-furnace", 9, y)
    end
    made = 0
end
function collect()
    for _, furnace in ipairs(furnaces) do
        made = made + furnace.get_inventory(defines.inventory.furnace_result).remove{name = "iron-plate", count = 100}
    end
end
"""


def test_one_belt_of_ore_and_coal_keeps_two_furnaces_busy(yard: Yard) -> None:
    """77 plates in 7384 ticks after the first, 192 a plate and furnace; the coal was gone and every arm kept some."""
    game = yard(
        BELT_OF_ORE_AND_COAL
        + """main_belt(3, 10, 50) loader(3, 100)
        arm(7.5, 1.5, north) arm(8.5, 1.5, north)
        pair = {place("stone-furnace", 7, 3), place("stone-furnace", 9, 3)}""",
        0,
    )
    total = "plates(pair)[1] + plates(pair)[2]"
    while game.value(total) == 0:
        game.ticks(1)
    game.ticks(7384)
    assert game.value(total) == pytest.approx(77, abs=1)
    assert game.value("plates(pair)") == [39, 39]
    assert game.value("coal_chest.get_item_count()") == 0
    game.ticks(2000)
    arms = 'surface.find_entities_filtered{name = "burner-inserter"}'
    assert sorted(game.value(f'count({arms}, defines.inventory.fuel, "coal")')) == [1, 1, 1, 3]


def test_a_belt_that_is_short_of_ore_feeds_its_first_furnaces_and_starves_the_last(yard: Yard) -> None:
    """One loader before six furnaces: the first two took 117 of 150, the last two 3, and those had full fuel slots."""
    game = yard(BELT_OF_ORE_AND_COAL + "main_belt(3, 11, 60) loader(3, 150) six_furnaces()", 26000)
    assert game.value("plates(rows[1])") == pytest.approx([59, 3, 1], abs=1)
    assert game.value("plates(rows[2])") == pytest.approx([58, 27, 2], abs=1)
    assert game.value('count(rows[1], defines.inventory.fuel, "coal")') == [2, 5, 5]
    assert game.value('count(rows[2], defines.inventory.fuel, "coal")') == [2, 4, 5]


def test_three_loaders_of_ore_make_the_same_furnaces_share(yard: Yard) -> None:
    game = yard(BELT_OF_ORE_AND_COAL + "main_belt(1, 11, 90) for x = 1, 3 do loader(x, 100) end six_furnaces()", 26000)
    assert game.value("plates(rows[1])") == pytest.approx([63, 50, 40], abs=1)
    assert game.value("plates(rows[2])") == pytest.approx([61, 48, 38], abs=1)


@pytest.mark.parametrize(("drills", "coal", "a_minute"), [(2, 100, 28.7), (3, 150, 36.2)])
def test_two_drills_hold_two_furnaces_back_and_three_do_not(
    yard: Yard, drills: int, coal: int, a_minute: float
) -> None:
    """Plates over 30,000 ticks with the furnaces emptied every 3000, the time until the belt is full included."""
    game = yard(BELT_OF_ORE_AND_COAL + DRILLS_AND_COAL + f"block({drills}, {coal})", 0)
    for _ in range(10):
        game.ticks(3000)
        game.run("collect()")
    assert game.value("made") * 3600 / 30000 == pytest.approx(a_minute, abs=0.2)
