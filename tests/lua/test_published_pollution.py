"""Published numbers of pollution and of the attacks that it calls for, measured through scripts.

Sources: the wiki's pages of pollution, modules and enemies (2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import PLACE, grown

Yard = Callable[..., Any]
FEED = """every_tick(function()
    if one.burner then one.get_fuel_inventory().insert("coal") end
    for _, part in pairs(feed) do
        if prototypes.fluid[part] then one.insert_fluid{name = part, amount = 50}
        else one.insert{name = part, count = 10} end
    end
    if one.get_output_inventory() then one.get_output_inventory().clear() end
    for _, fluid in pairs{"steam", "petroleum-gas", "crude-oil"} do
        if fluid ~= feed[1] then one.remove_fluid{name = fluid, amount = 1000} end
    end
end)"""

#: An empty map of eight by eight chunks without ground that absorbs; scripts call it `wide`.
WIDE = """wide = game.create_surface("wide", {width = 256, height = 256,
    autoplace_settings = {tile = {treat_missing_as_default = false, settings = {["lab-dark-1"] = {}}}}})
wide.request_to_generate_chunks({0, 0}, 4) wide.force_generate_chunk_requests()
"""


def made_a_minute(game: Any, seconds: int) -> float:
    """What entity `one` makes."""
    made = "{game.get_pollution_statistics(surface).get_input_count(one.name)}"
    before = game.value(made)
    game.ticks(60 * seconds)
    return float(grown(game, made, before)[0]) * 60 / seconds


@pytest.mark.parametrize(
    ("machine", "recipe", "feed", "pollution"),
    [
        ("assembling-machine-1", "iron-gear-wheel", "iron-plate", 4), ("electric-furnace", "", "iron-ore", 1),
        ("assembling-machine-2", "iron-gear-wheel", "iron-plate", 3), ("steel-furnace", "", "copper-ore", 4),
        ("assembling-machine-3", "iron-gear-wheel", "iron-plate", 2), ("stone-furnace", "", "stone", 2),
        ("centrifuge", "uranium-processing", "uranium-ore", 4), ("boiler", "", "water", 30),
        ("oil-refinery", "basic-oil-processing", "crude-oil", 6),
        ("chemical-plant", "solid-fuel-from-petroleum-gas", "petroleum-gas", 4),
    ],
)  # fmt: skip
def test_pollution_of_a_machine_at_full_work(
    yard: Yard, machine: str, recipe: str, feed: str, pollution: float
) -> None:
    recipe = f'one.set_recipe("{recipe}")' if recipe else ""
    game = yard(f'one, feed = place("{machine}", 0.5, 0.5), {{"{feed}"}} {recipe} {FEED}', 300)
    assert made_a_minute(game, 60) == pytest.approx(pollution, rel=0.07)


@pytest.mark.parametrize(
    ("module", "factor"),
    [
        ("speed-module", 1 + 4 * 0.5), ("speed-module-3", 1 + 4 * 0.7), ("efficiency-module-3", 0.2),
        ("efficiency-module", 0.2), ("productivity-module", (1 + 4 * 0.4) * (1 + 4 * 0.05)),
        ("productivity-module-3", (1 + 4 * 0.8) * (1 + 4 * 0.1)),
    ],
)  # fmt: skip
def test_modules_multiply_what_energy_and_pollution_they_add(yard: Yard, module: str, factor: float) -> None:
    """Pollution multiplier times energy multiplier times the 2 a minute of an assembling machine 3."""
    game = yard(
        f"""one, feed = place("assembling-machine-3", 0.5, 0.5), {{"iron-plate"}} one.set_recipe("iron-gear-wheel")
        one.get_module_inventory().insert{{name = "{module}", count = 4}} {FEED}""",
        300,
    )
    assert made_a_minute(game, 60) == pytest.approx(2 * factor, rel=0.02)


def test_the_wikis_example_of_spreading(game: Any) -> None:
    """A chunk of 400 among four of 100 loses 32 and gets 8 back; each of those gets 8 and gives 8."""
    game.run(PLACE + WIDE + "game.map_settings.pollution.min_pollution_to_damage_trees = 1000")
    game.run("""wide.set_pollution({16, 16}, 400)
        for _, at in pairs{{48, 16}, {-16, 16}, {16, 48}, {16, -16}} do wide.set_pollution(at, 100) end""")
    game.ticks(64)
    assert game.value("{wide.get_pollution{16, 16}, wide.get_pollution{48, 16}}") == pytest.approx([376, 100])
    assert game.value("wide.get_total_pollution()") == pytest.approx(800)


def test_a_hundred_trees_absorb_a_tenth_a_second(yard: Yard) -> None:
    game = yard(
        """for x = 1, 10 do for y = 1, 10 do
            surface.create_entity{name = "tree-01", position = {2 * x, 2 * y}}
        end end
        game.map_settings.pollution.diffusion_ratio = 0 surface.set_pollution({10, 10}, 50)""",
        3840,
    )
    assert 50 - game.value("surface.get_pollution{10, 10}") == pytest.approx(64 * (0.1 + 1.10592 / 60), rel=0.01)


def test_pollution_brings_a_biter_for_every_four_of_it_and_they_set_out_within_ten_minutes(game: Any) -> None:
    """A spawner makes ten small biters a minute as long as they are paid for; groups gather one to ten minutes, and two
    more for stragglers."""
    game.run(
        PLACE
        + WIDE
        + """nest = wide.create_entity{name = "biter-spawner", position = {80, 80}, force = "enemy"}
        wide.create_entity{name = "stone-furnace", position = {-80, -80}, force = "player"}
        game.map_settings.pollution.diffusion_ratio = 0 game.map_settings.pollution.min_to_diffuse = 1e9
        began, went = nil, nil
        script.on_event(defines.events.on_unit_group_created, function() began = began or game.tick end)
        script.on_event(defines.events.on_unit_group_finished_gathering, function(event)
            if not went then went, size, waits = game.tick, #event.group.members, event.group.state end
        end)
        wide.set_pollution({80, 80}, 1000)"""
    )
    game.ticks(3600)
    assert game.value('wide.count_entities_filtered{type = "unit"}') == pytest.approx(10, abs=2)
    ticks = 3600
    while not game.value("went ~= nil"):
        game.ticks(600)
        ticks += 600
        assert ticks <= 36000 + 7200 + 1200
    waited, size = game.value("{went - began, size}")
    assert 3600 <= waited <= 36000 + 7200 + 60
    assert size == pytest.approx(waited / 360, rel=0.35, abs=3)
    spent = 1000 - game.value("wide.get_pollution{80, 80}")
    units = game.value('wide.count_entities_filtered{type = "unit"}')
    assert spent == pytest.approx(4 * units, abs=4 * 5 + 36)  # five who stay, and what the spawner keeps
