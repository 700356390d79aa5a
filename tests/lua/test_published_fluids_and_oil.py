"""Published numbers of oil wells, acid, pumps, beacons, labs and power, measured through scripts.

Sources: the wiki's pages Pumpjack, Pump, Beacon, Lab, Module (2.0); a developer on fluids of ore, post 688574; which
box takes which fluid as arturh85/factorio-bot read it off standing machines of a running game (2026-09-08, 2.1.17).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import NO_POWER, a_second, grown

Yard = Callable[..., Any]

JACK = """surface.create_entity{{name = "crude-oil", position = {{0.5, 0.5}}, amount = {initial}}}
    oil = surface.find_entities_filtered{{name = "crude-oil"}}[1] oil.amount = {amount}
    jack = place("pumpjack", 0.5, 0.5)
    every_tick(function() made = made + jack.remove_fluid{{name = "crude-oil", amount = 1000}} end)"""


@pytest.mark.parametrize(
    ("initial", "amount", "least", "rate"),
    [(60000, 60000, 60000, 2.0), (300000, 60100, 60000, 2.0), (3000000, 600100, 600000, 20.0)],
)
def test_a_well_ends_at_a_fifth_of_what_it_began_with_and_never_below_two_a_second(
    yard: Yard, initial: int, amount: int, least: int, rate: float
) -> None:
    game = yard(JACK.format(initial=initial, amount=amount), 900)
    assert game.value("{oil.initial_amount, oil.amount}") == [initial, least]
    assert a_second(game, 60) == pytest.approx(rate, rel=0.01)


def test_a_well_loses_a_hundredth_in_three_hundred_cycles(yard: Yard) -> None:
    game = yard(JACK.format(initial=300000, amount=300000), 60)
    before = game.value("oil.amount")
    game.ticks(300 * 60)
    assert before - game.value("oil.amount") == pytest.approx(3000, abs=10)


def test_speed_modules_in_a_jack_and_in_four_beacons_make_two_a_second_ten(yard: Yard) -> None:
    game = yard(
        JACK.format(initial=60000, amount=60000)
        + """jack.get_module_inventory().insert{name = "speed-module-3", count = 2} place("substation", 8, -8)
        for _, at in pairs{{4.5, 0.5}, {0.5, -3.5}, {0.5, 4.5}, {4.5, 3.5}} do
            place("beacon", at[1], at[2]).get_module_inventory().insert{name = "speed-module-3", count = 2}
        end""",
        120,
    )
    assert a_second(game, 60) == pytest.approx(10, rel=0.02)


def test_a_beacon_without_power_does_nothing_until_there_is_power_again(yard: Yard) -> None:
    game = yard(
        """m = place("assembling-machine-3", 0.5, 0.5) m.set_recipe("iron-gear-wheel")
        place("beacon", 4.5, 0.5).get_module_inventory().insert{name = "speed-module-3", count = 2}
        other = place("beacon", 4.5, 4.5) other.get_module_inventory().insert{name = "speed-module-3", count = 2}
        every_tick(function() m.insert{name = "iron-plate", count = 10}
            made = made + m.get_output_inventory().remove{name = "iron-gear-wheel", count = 100} end)""",
        30,
    )
    fast, slow = 1.25 * (1 + 2 * 1.5 / 2**0.5), 1.25
    assert game.value("m.crafting_speed") == pytest.approx(fast, rel=1e-3)
    assert a_second(game, 20) == pytest.approx(2 * fast, rel=0.02)
    game.run(NO_POWER)
    game.ticks(5)
    assert game.value("m.crafting_speed") == slow
    game.run('place("electric-energy-interface", 12, 12)')
    game.ticks(5)
    assert game.value("m.crafting_speed") == pytest.approx(fast, rel=1e-3)
    assert a_second(game, 20) == pytest.approx(2 * fast, rel=0.02)


def test_uranium_takes_a_unit_of_acid_an_ore_and_no_more_with_productivity(yard: Yard) -> None:
    game = yard("""ore_field("uranium-ore") force.technologies["uranium-mining"].researched = true
        drill, chest = place("electric-mining-drill", 0.5, 0.5), place("steel-chest", 0.5, -1.5)
        drill.get_module_inventory().insert{name = "productivity-module-3", count = 1}
        every_tick(function() made = made + drill.insert_fluid{name = "sulfuric-acid", amount = 100} end)""")
    expression = '{made, chest.get_item_count("uranium-ore"), -surface.get_resource_counts()["uranium-ore"]}'
    before = game.value(expression)
    game.ticks(12000)
    acid, ore, taken = grown(game, expression, before)
    assert taken == pytest.approx(0.25 * 0.85 * 200, abs=1)
    assert acid == pytest.approx(taken, rel=0.03)
    assert ore == pytest.approx(1.1 * taken, abs=1.5)


@pytest.mark.parametrize(
    ("source", "sink", "flow"),
    [(0.5, 0.0, 20), (0.2, 0.0, 20), (0.1, 0.0, 10), (1, 0.7, 20), (1, 0.8, 20), (1, 0.9, 10), (1, 0.95, 5)],
)
def test_a_pump_is_slower_below_a_fifth_before_it_and_above_four_fifths_behind_it(
    yard: Yard, source: float, sink: float, flow: float
) -> None:
    game = yard(
        f"""a, b = place("storage-tank", 1.5, 10.5), place("storage-tank", 6.5, 12.5)
        place("pump", 4, 11.5, {{direction = defines.direction.east}})
        a.fluidbox[1] = {{name = "water", amount = {source * 25000}}}
        if {sink} > 0 then b.fluidbox[1] = {{name = "water", amount = {sink * 25000}}} end""",
        4,
    )
    before = game.value('b.get_fluid_count("water")')
    game.ticks(10)
    assert (game.value('b.get_fluid_count("water")') - before) / 10 == pytest.approx(flow, rel=0.05)


def test_ten_labs_with_a_bonus_of_140_percent_take_eight_tenths_of_a_pack_a_second(yard: Yard) -> None:
    """The wiki's example: nuclear power, cycles of 30 s, a pack of each of three kinds; put in in any order."""
    game = yard(
        """for name, technology in pairs(force.technologies) do
            if name ~= "nuclear-power" then technology.researched = true end
        end
        force.laboratory_speed_modifier = 1.4 force.add_research("nuclear-power")
        labs = {} for i = 0, 4 do for j = 0, 1 do labs[#labs + 1] = place("lab", 1.5 + 3 * i, 0.5 + 3 * j) end end
        packs = {"chemical-science-pack", "automation-science-pack", "logistic-science-pack"}
        every_tick(function() for _, lab in pairs(labs) do for _, pack in pairs(packs) do
            local inside = lab.get_inventory(defines.inventory.lab_input)
            if inside.get_item_count(pack) < 3 then made = made + inside.insert{name = pack} end
        end end end)""",
        120,
    )
    assert a_second(game, 100) / 3 == pytest.approx(0.8, rel=0.02)


def test_what_a_script_puts_among_ingredients_comes_to_the_slot_of_its_ingredient(yard: Yard) -> None:
    game = yard(
        """m = place("assembling-machine-2", 1.5, 1.5) m.set_recipe("electronic-circuit")
        inside = m.get_inventory(defines.inventory.assembling_machine_input)""",
        0,
    )
    put = 'inside.insert{{name = "{}", count = 6}}'
    assert [game.value(put.format(name)) for name in ("copper-cable", "wood", "iron-plate")] == [6, 0, 6]
    assert game.value("{inside[1].name, inside[2].name}") == ["iron-plate", "copper-cable"]
    assert game.value('{inside.can_insert("wood"), inside.get_insertable_count("iron-plate")}') == [False, 98]
    game.ticks(100)
    assert game.value("m.products_finished") == 2


@pytest.mark.parametrize(
    ("recipe", "ports"),
    [
        ("basic-oil-processing", {"crude-oil": [1, 3], "petroleum-gas": [2, -3]}),
        (
            "advanced-oil-processing",
            {"water": [-1, 3], "crude-oil": [1, 3], "heavy-oil": [-2, -3], "light-oil": [0, -3],
             "petroleum-gas": [2, -3]},
        ),
        ("coal-liquefaction", {"heavy-oil": [-1, 3], "steam": [1, 3]}),
    ],
)  # fmt: skip
def test_the_ports_of_a_refinery_serve_the_fluids_that_blueprints_count_on(
    yard: Yard, recipe: str, ports: dict[str, list[int]]
) -> None:
    """Where a pipe must lie, from the refinery's centre, facing north. Basic oil processing leaves the ports of water,
    heavy and light oil free (``fluidbox_index`` of its prototype), as what is built for the advanced one needs it."""
    game = yard(
        f"""refinery = place("oil-refinery", 0.5, 0.5)
        refinery.set_recipe("{recipe}")
        function pipe_of(fluid)
            for i = 1, #refinery.fluidbox do
                local filter = refinery.fluidbox.get_locked_fluid(i)
                if filter == fluid then
                    local place = refinery.fluidbox.get_pipe_connections(i)[1].target_position
                    return {{place.x - 0.5, place.y - 0.5}}
                end
            end
        end""",
        0,
    )
    for fluid, place in ports.items():
        assert game.value(f'pipe_of("{fluid}")') == place, fluid


BOXES = """m = place("{machine}", 0.5, 0.5) m.set_recipe("{recipe}")
    boxes = {{}} for i = 1, #m.fluidbox do boxes[i] = m.fluidbox.get_locked_fluid(i) or "" end"""


@pytest.mark.parametrize(
    ("machine", "recipe", "boxes"),
    [
        ("oil-refinery", "basic-oil-processing", ["", "crude-oil", "", "", "petroleum-gas"]),
        ("oil-refinery", "advanced-oil-processing", ["water", "crude-oil", "heavy-oil", "light-oil", "petroleum-gas"]),
        ("oil-refinery", "coal-liquefaction", ["heavy-oil", "steam", "heavy-oil", "light-oil", "petroleum-gas"]),
        ("chemical-plant", "sulfur", ["water", "petroleum-gas", "", ""]),
    ],
)
def test_a_recipe_names_the_boxes_of_its_fluids_or_they_follow_its_order(
    yard: Yard, machine: str, recipe: str, boxes: list[str]
) -> None:
    game = yard(BOXES.format(machine=machine, recipe=recipe), 0)
    assert game.value("boxes") == boxes


def test_basic_oil_processing_takes_its_oil_from_the_second_pipe_and_gives_gas_to_the_third(yard: Yard) -> None:
    """Its inputs are a tile left and right of its middle in the south, its last output two right in the north."""
    game = yard(
        """m = place("oil-refinery", 0.5, 0.5) m.set_recipe("basic-oil-processing")
        left, right, gas = place("pipe", -0.5, 3.5), place("pipe", 1.5, 3.5), place("pipe", 2.5, -2.5)
        every_tick(function() left.insert_fluid{name = "crude-oil", amount = 100} end)""",
        600,
    )
    assert game.value("{m.products_finished, gas.get_fluid_count()}") == [0, 0]
    game.run('every_tick(function() right.insert_fluid{name = "crude-oil", amount = 100} end)')
    game.ticks(620)
    assert game.value("m.products_finished") >= 1
    assert game.value('gas.get_fluid_count("petroleum-gas")') > 0


def test_scripts_read_which_box_a_recipe_names(yard: Yard) -> None:
    recipe = 'prototypes.recipe["{}"]'
    game = yard("", 0)
    basic, advanced = recipe.format("basic-oil-processing"), recipe.format("advanced-oil-processing")
    read = f"{{{basic}.ingredients[1].fluidbox_index, {basic}.products[1].fluidbox_index}}"
    assert game.value(read) == [2, 3]
    assert game.value(f"{advanced}.ingredients[1].fluidbox_index == nil") is True


def test_a_tank_behind_six_pipes_gets_its_share_of_an_offshore_pump(yard: Yard) -> None:
    """3964.84 in 203 ticks, twice (arturh85/factorio-bot, 2026-09-07, 2.1.17): a tank's 250 parts of 256 of 20 a tick.

    How many pipes there were is not said; six are the ones that give this number.
    """
    game = yard(
        """for x = -3, 3 do for y = -20, -18 do
            surface.set_tiles{{name = "water", position = {x, y}}}
        end end
        place("offshore-pump", 0.5, -16.5, {direction = defines.direction.north})
        for y = -15, -10 do place("pipe", 0.5, y - 0.5) end
        tank = place("storage-tank", 1.5, -8.5)""",
        60,
    )
    for _ in range(2):
        before = game.value('tank.get_fluid_count("water")')
        game.ticks(203)
        assert game.value('tank.get_fluid_count("water")') - before == pytest.approx(3964.84, abs=0.01)
