"""Samples of what flowed: how many, over which ticks, and that they outlive a save."""

from __future__ import annotations

import pytest

ASK = """
function flow(of, name, category, precision, sample, count)
    return of.get_flow_count{name = name, category = category, sample_index = sample, count = count,
                             precision_index = defines.flow_precision_index[precision]}
end
function items() return game.forces.player.get_item_production_statistics(1) end
function poles()
    return game.surfaces[1].find_entities_filtered{type = "electric-pole"}[1].electric_network_statistics
end
"""


@pytest.fixture
def game(new_game):
    game = new_game()
    assert game.level.execute(ASK) is None
    return game


def ticks(game, count: int, each: str = "") -> None:
    for _ in range(count):
        if each:
            game.run(each)
        game.host.update(False)


def test_a_steady_flow_is_told_per_minute(game) -> None:
    ticks(game, 300, 'items().on_flow("coal", 2); items().on_flow("wood", -1)')
    assert game.value('flow(items(), "coal", "input", "five_seconds")') == pytest.approx(7200)
    assert game.value('flow(items(), "wood", "output", "five_seconds")') == pytest.approx(3600)
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 600
    # The average is over all of a precision, however long the game has run.
    assert game.value('flow(items(), "coal", "input", "one_minute")') == pytest.approx(7200 * 300 / 3600)


def test_a_sample_of_a_minute_is_twelve_ticks(game) -> None:
    ticks(game, 12, 'items().on_flow("coal", 1)')
    ticks(game, 12)
    assert game.value('flow(items(), "coal", "input", "one_minute", 1)') == 0
    assert game.value('flow(items(), "coal", "input", "one_minute", 2)') == pytest.approx(3600)
    assert game.value('flow(items(), "coal", "input", "one_minute", 2, true)') == 12
    assert game.value('flow(items(), "coal", "input", "five_seconds", 13, true)') == 1
    assert game.value('flow(items(), "coal", "input", "ten_minutes", 1, true)') == 0


def test_what_is_older_than_a_precision_is_not_in_it(game) -> None:
    ticks(game, 40, 'items().on_flow("coal", 1)')
    ticks(game, 280)
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 20
    ticks(game, 400)
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 0
    assert game.value('flow(items(), "coal", "input", "one_minute", nil, true)') == 40


def test_clearing_forgets_the_samples(game) -> None:
    ticks(game, 20, 'items().on_flow("coal", 1)')
    game.run("items().clear()")
    ticks(game, 20)
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 0
    ticks(game, 2, 'items().on_flow("coal", 3)')
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 6


def test_flows_of_forces_that_are_not_the_surfaces_own_have_samples(game) -> None:
    game.run('items().on_flow("coal", 1); red = game.create_force("red").get_item_production_statistics(1)')
    ticks(game, 10, 'red.on_flow("coal", 4)')
    assert game.value('flow(red, "coal", "input", "five_seconds", nil, true)') == 40
    assert game.value('flow(items(), "coal", "input", "five_seconds", nil, true)') == 1


def test_fluids_kills_and_pollution_have_samples(game) -> None:
    game.run("""
    force = game.forces.player
    fluids, kills = force.get_fluid_production_statistics(1), force.get_kill_count_statistics(1)
    fluids.on_flow("water", 2.5); kills.on_flow("small-biter", 3); game.get_pollution_statistics(1).on_flow("boiler", 6)
    """)
    ticks(game, 1)
    assert game.value('flow(fluids, "water", "input", "five_seconds", 1, true)') == 2.5
    assert game.value('flow(kills, "small-biter", "input", "five_seconds", 1, true)') == 3
    assert game.value('flow(game.get_pollution_statistics(1), "boiler", "input", "five_seconds", 1, true)') == 6


def test_machines_fill_the_samples(game) -> None:
    game.run("""
    furnace = game.surfaces[1].create_entity{name = "stone-furnace", position = {0, 0}, force = "player"}
    furnace.insert{name = "coal", count = 5}; furnace.insert{name = "iron-ore", count = 50}
    """)
    ticks(game, 1000)
    made = game.value('flow(items(), "iron-plate", "input", "one_minute", nil, true)')
    assert made == game.value('items().get_input_count("iron-plate")') == 5
    assert game.value('flow(items(), "iron-plate", "input", "ten_minutes")') == pytest.approx(
        game.value('flow(items(), "iron-plate", "input", "ten_minutes", nil, true)') / 10
    )


POWER = """
surface = game.surfaces[1]
local function put(name, x, y) return surface.create_entity{name = name, position = {x, y}, force = "player"} end
put("small-electric-pole", 0, 0)
source = put("electric-energy-interface", 2, 2)
radar = put("radar", -3, 0)
chest = put("wooden-chest", 2, -2)
inserter = put("inserter", 1.5, -0.5)
"""


def test_networks_tell_what_each_kind_of_machine_draws_and_gives(game) -> None:
    game.run(POWER)
    ticks(game, 400)
    drawn = game.value('flow(poles(), "radar", "input", "five_seconds")')
    assert drawn == pytest.approx(300_000 / 60)  # 300 kW, in joules a tick
    idle = game.value('flow(poles(), "inserter", "input", "five_seconds")')
    assert idle == pytest.approx(400 / 60)  # its drain
    given = game.value('flow(poles(), "electric-energy-interface", "output", "five_seconds")')
    assert given == pytest.approx(drawn + idle)
    counts = game.value("poles().input_counts")
    assert set(counts) == {"radar", "inserter"}
    assert game.value('poles().get_output_count("electric-energy-interface")') == pytest.approx(sum(counts.values()))


def test_panels_accumulators_and_their_store_are_told(game) -> None:
    game.run("""
    surface = game.surfaces[1]
    surface.create_entity{name = "medium-electric-pole", position = {0, 0}, force = "player"}
    panel = surface.create_entity{name = "solar-panel", position = {2, 2}, force = "player"}
    store = surface.create_entity{name = "accumulator", position = {-2, 2}, force = "player"}
    """)
    ticks(game, 60)
    charged = game.value('poles().get_input_count("accumulator")')
    assert charged == pytest.approx(60_000)  # 60 kW for a second
    assert game.value('poles().get_output_count("solar-panel")') == pytest.approx(charged)
    assert game.value("poles().storage_counts")["accumulator"] == pytest.approx(charged)
    game.run('panel.destroy(); surface.create_entity{name = "radar", position = {-3, -2}, force = "player"}')
    ticks(game, 6)
    assert game.value('poles().get_output_count("accumulator")') == pytest.approx(30_000)
    assert game.value('poles().get_storage_count("accumulator")') == pytest.approx(charged - 30_000)


def test_a_network_that_takes_anothers_number_begins_at_nothing(game) -> None:
    game.run(POWER)
    ticks(game, 30)
    assert game.value('poles().get_input_count("radar")') > 0
    game.run("for _, e in pairs(surface.find_entities()) do e.destroy() end")
    ticks(game, 1)
    game.run('surface.create_entity{name = "small-electric-pole", position = {9, 9}, force = "player"}')
    ticks(game, 1)
    assert game.value("poles().input_counts") == {}
