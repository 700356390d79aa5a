"""Published numbers of hands, machines, belts and arms, measured through scripts.

Sources: the wiki's pages of mining, crafting, inserters, belts, splitters, beacons, modules and recipes (2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from published_yard import PLACE, a_second, grown, ticks_until

Yard = Callable[..., Any]


@pytest.mark.parametrize(
    ("what", "ticks", "with_axe"),
    [
        ("iron-ore", 121, 60), ("coal", 121, 60), ("stone", 121, 60), ("tree-01", 66, 33), ("dead-tree-desert", 60, 30),
        ("big-rock", 240, 120), ("huge-rock", 360, 180), ("big-sand-rock", 240, 120), ("transport-belt", 12, 6),
        ("stone-furnace", 24, 12), ("electric-mining-drill", 36, 18), ("gun-turret", 60, 30), ("lab", 24, 12),
    ],
)  # fmt: skip
def test_hands_mine_in_the_published_time(game: Any, what: str, ticks: int, with_axe: int) -> None:
    for axe, expected in (("false", ticks), ("true", with_axe)):
        game.run(
            PLACE
            + f"""force.technologies["steel-axe"].researched = {axe}
            hero = place("character", -8, -8)
            local thing = surface.create_entity{{name = "{what}", position = {{-6.5, -7.5}}, amount = 1}}
            hero.mining_state = {{mining = true, position = thing.position}}"""
        )
        taken = ticks_until(game, "#hero.get_main_inventory().get_contents() > 0", expected + 5)
        assert taken == pytest.approx(expected, abs=1)
        game.run("hero.destroy()")


def test_hands_craft_at_speed_one_and_make_what_is_missing(game: Any) -> None:
    game.run(
        PLACE
        + """hero = place("character", 0, 0)
        hero.insert{name = "iron-plate", count = 100} hero.insert{name = "copper-plate", count = 100}
        hero.begin_crafting{recipe = "iron-gear-wheel", count = 5}"""
    )
    assert ticks_until(game, 'hero.get_item_count("iron-gear-wheel") == 5', 200) == 150
    game.run('hero.begin_crafting{recipe = "electronic-circuit", count = 1}')
    assert ticks_until(game, 'hero.get_item_count("electronic-circuit") == 1', 200) == 90
    assert game.value('hero.get_item_count("copper-cable")') == 1


def test_a_laboratory_by_hand_takes_its_seconds_and_those_of_all_that_goes_into_it(game: Any) -> None:
    """2 s, 10 circuits and 12 gears of half a second, 15 times cable, 2 times belts: 21.5 s; 36 iron and 15 copper."""
    game.run(
        PLACE
        + """hero = place("character", 0, 0)
        hero.insert{name = "iron-plate", count = 36} hero.insert{name = "copper-plate", count = 15}
        hero.begin_crafting{recipe = "lab", count = 1}"""
    )
    assert ticks_until(game, 'hero.get_item_count("lab") == 1', 1300) == 1290
    assert game.value("#hero.get_main_inventory().get_contents()") == 1


@pytest.mark.parametrize(("furnace", "plates"), [("stone-furnace", 13), ("steel-furnace", 27)])
def test_plates_of_one_coal(yard: Yard, furnace: str, plates: int) -> None:
    """4 MJ at 90 kW last 44.4 s: 13.9 plates in a stone furnace, twice that in a steel furnace."""
    game = yard(
        f"""furnace = place("{furnace}", 0, 0)
        furnace.insert{{name = "coal", count = 1}} furnace.insert{{name = "iron-ore", count = 50}}""",
        3000,
    )
    assert game.value("furnace.get_output_inventory()[1].count") == plates
    assert game.value("furnace.status == defines.entity_status.no_fuel")


SPEEDS = {
    "assembling-machine-1": 0.5, "assembling-machine-2": 0.75, "assembling-machine-3": 1.25, "stone-furnace": 1,
    "steel-furnace": 2, "electric-furnace": 2, "chemical-plant": 1, "oil-refinery": 1, "centrifuge": 1,
}  # fmt: skip

CRAFT = """
machine, recipe = place("{machine}", 1, 1), prototypes.recipe["{recipe}"]
if machine.type == "assembling-machine" then machine.set_recipe(recipe) end
local needed = {{}}
for _, part in pairs(recipe.ingredients) do needed[part.name] = true end
every_tick(function()
    if machine.burner then machine.get_fuel_inventory().insert("coal") end
    for _, part in pairs(recipe.ingredients) do
        if part.type == "item" then machine.insert{{name = part.name, count = 2 * part.amount}}
        elseif machine.get_fluid_count(part.name) < 2 * part.amount then
            machine.insert_fluid{{name = part.name, amount = part.amount, temperature = part.minimum_temperature}}
        end
    end
    for _, part in pairs(recipe.products) do
        if part.type == "item" then machine.get_output_inventory().clear()
        elseif not needed[part.name] then machine.remove_fluid{{name = part.name, amount = 1000}}
        else
            for i = 1, #machine.fluidbox do
                if machine.fluidbox.get_prototype(i).production_type == "output" then machine.fluidbox[i] = nil end
            end
        end
    end
end)
"""


def machines_and_recipes(game: Any) -> list[tuple[str, str, float]]:
    """Every recipe with the best of the machines above that makes it, and its seconds there."""
    made_by: dict[str, list[str]] = {}
    for machine in SPEEDS:
        for category in game.value(f'prototypes.entity["{machine}"].crafting_categories'):
            made_by.setdefault(category, []).append(machine)
    rows = game.value("""(function() local rows = {}
        for name, recipe in pairs(prototypes.recipe) do rows[#rows + 1] = {name, recipe.category, recipe.energy} end
        return rows end)()""")
    best = {kind: max(machines, key=lambda machine: SPEEDS[machine]) for kind, machines in made_by.items()}
    return [(best[kind], name, seconds / SPEEDS[best[kind]]) for name, kind, seconds in rows if kind in best]


def check_crafts(game: Any, machine: str, recipe: str, seconds: float) -> None:
    """Six crafts take six times the recipe's time over the machine's speed."""
    game.run(PLACE + CRAFT.format(machine=machine, recipe=recipe))
    game.ticks(round(seconds * 60) + 60)
    before, ticks = game.value("machine.products_finished"), max(round(seconds * 360), 120)
    game.ticks(ticks)
    made = game.value("machine.products_finished") - before
    assert made == pytest.approx(ticks / seconds / 60, abs=1.01), (machine, recipe, game.value("machine.status"))


@pytest.mark.parametrize("seed", range(12))
def test_a_recipe_takes_its_time_over_the_machines_speed(game: Any, seed: int) -> None:
    rows = [row for row in machines_and_recipes(game) if row[2] < 40]
    check_crafts(game, *Random(seed).choice(rows))


@pytest.mark.exhaustive
def test_every_recipe_takes_its_time_over_the_machines_speed(game: Any, new_game: Callable[..., Any]) -> None:
    rows = machines_and_recipes(game)
    assert len(rows) > 190
    for row in rows:
        check_crafts(new_game(), *row)


@pytest.mark.parametrize(("beacons", "speed"), [(0, 3.75), (1, 5.625), (2, 1.25 * 5.1213), (4, 7.5)])
def test_beacons_share_what_they_give_by_the_root_of_their_number(yard: Yard, beacons: int, speed: float) -> None:
    """An assembling machine 3 with four speed modules 3, and beacons with two each."""
    places = [(-3.5, 0.5), (4.5, 0.5), (-3.5, 4.5), (4.5, -3.5)][:beacons]
    built = "".join(
        f'place("beacon", {x}, {y}).get_module_inventory().insert{{name = "speed-module-3", count = 2}}\n'
        for x, y in places
    )
    game = yard(
        f"""m = place("assembling-machine-3", 0.5, 0.5) m.set_recipe("iron-gear-wheel")
        m.get_module_inventory().insert{{name = "speed-module-3", count = 4}}
        place("substation", -8, 8) place("substation", 8, -8) {built}""",
        10,
    )
    assert game.value("m.crafting_speed") == pytest.approx(speed, rel=1e-3)


def test_productivity_fills_a_bar_of_its_own(yard: Yard) -> None:
    """Four modules 3: 40 % for nothing, at two fifths of the speed."""
    game = yard("""m = place("assembling-machine-3", 0.5, 0.5) m.set_recipe("iron-gear-wheel")
        m.get_module_inventory().insert{name = "productivity-module-3", count = 4}
        every_tick(function() m.insert{name = "iron-plate", count = 10}
            made = made + m.get_output_inventory().remove{name = "iron-gear-wheel", count = 100} end)""")
    before = game.value("{made, m.products_finished}")
    game.ticks(6000)
    after = game.value("{made, m.products_finished}")
    assert after[1] - before[1] == pytest.approx(6000 / (30 / (1.25 * 0.4)), abs=1)
    assert after[0] - before[0] == pytest.approx(1.4 * (after[1] - before[1]), abs=1.5)


def test_kovarex_gives_one_more_of_the_rare_kind(yard: Yard) -> None:
    game = yard(
        """m = place("centrifuge", 0.5, 0.5) m.set_recipe("kovarex-enrichment-process")
        m.insert{name = "uranium-235", count = 40} m.insert{name = "uranium-238", count = 5}""",
        3605,
    )
    assert game.value('m.get_output_inventory().get_item_count("uranium-235")') == 41
    assert game.value('m.get_output_inventory().get_item_count("uranium-238")') == 2


@pytest.mark.parametrize(
    ("arm", "bonus", "rate"),
    [
        ("burner-inserter", 0, 0.79), ("inserter", 0, 0.86), ("inserter", 1, 1.71), ("inserter", 2, 2.57),
        ("long-handed-inserter", 0, 1.2), ("long-handed-inserter", 2, 3.6), ("fast-inserter", 0, 2.5),
        ("fast-inserter", 2, 7.5), ("bulk-inserter", 0, 2.5), ("bulk-inserter", 1, 5.0), ("bulk-inserter", 11, 30.0),
    ],
)  # fmt: skip
def test_inserters_between_chests(yard: Yard, arm: str, bonus: int, rate: float) -> None:
    reach = 2 if arm.startswith("long") else 1
    game = yard(
        f"""force.inserter_stack_size_bonus, force.bulk_inserter_capacity_bonus = {min(bonus, 3)}, {bonus}
        a, b = place("steel-chest", 0.5, 0.5), place("steel-chest", {0.5 + 2 * reach}, 0.5)
        i = place("{arm}", {0.5 + reach}, 0.5, {{direction = defines.direction.west}})
        if i.burner then i.get_fuel_inventory().insert("coal") end
        a.insert{{name = "iron-plate", count = 4800}}""",
        120,
    )
    hand = 1 + bonus
    assert a_second(game, 60, 'b.get_item_count("iron-plate")') == pytest.approx(rate, rel=0.02, abs=hand / 60)


BELTS = """
for y = 1, 12 do place("{belt}", 0.5, y - 6.5, {{direction = defines.direction.south}}) end
splitter = place("{splitter}", 0, 6, {{direction = defines.direction.south}})
for y = 7, 12 do for _, x in pairs{{-0.5, 0.5}} do
    place("{belt}", x, y - 0.5, {{direction = defines.direction.south}})
end end
local first = surface.find_entity("{belt}", {{0.5, -5.5}})
local right, left = surface.find_entity("{belt}", {{-0.5, 11.5}}), surface.find_entity("{belt}", {{0.5, 11.5}})
into, out_left, out_right = 0, 0, 0
every_tick(function() for lane = 1, 2 do
    if first.get_transport_line(lane).insert_at_back{{name = "iron-plate"}} then into = into + 1 end
    out_left = out_left + left.get_transport_line(lane).remove_item{{name = "iron-plate", count = 10}}
    out_right = out_right + right.get_transport_line(lane).remove_item{{name = "iron-plate", count = 10}}
end end)
"""


@pytest.mark.parametrize(("kind", "rate"), [("", 15), ("fast-", 30), ("express-", 45)])
def test_belts_and_splitters_carry_fifteen_thirty_and_forty_five_a_second(yard: Yard, kind: str, rate: int) -> None:
    game = yard(BELTS.format(belt=f"{kind}transport-belt", splitter=f"{kind}splitter"))
    before = game.value("{into, out_left, out_right}")
    game.ticks(1200)
    into, left, right = grown(game, "{into, out_left, out_right}", before)
    assert into / 20 == pytest.approx(rate, rel=0.01)
    assert left == pytest.approx(right, abs=8)
    assert left + right == pytest.approx(into, abs=8)
    game.run('splitter.splitter_output_priority = "left"')
    game.ticks(300)
    before = game.value("{out_left, out_right}")
    game.ticks(600)
    left, right = grown(game, "{out_left, out_right}", before)
    assert left / 10 == pytest.approx(rate, rel=0.01)
    assert right == 0


def test_thirty_electric_drills_fill_a_belt(yard: Yard) -> None:
    game = yard(
        """for x = -30, 29 do for y = -6, 5 do
            surface.create_entity{name = "iron-ore", position = {x + 0.5, y + 0.5}, amount = 10000}
        end end
        for x = -30, 29 do place("transport-belt", x + 0.5, 0.5, {direction = defines.direction.east}) end
        for i = 0, 14 do
            place("electric-mining-drill", -28.5 + 3 * i, -1.5, {direction = defines.direction.south})
            place("electric-mining-drill", -28.5 + 3 * i, 2.5, {direction = defines.direction.north})
        end
        for i = 0, 3 do place("substation", -26 + 10 * i, 6) place("substation", -26 + 10 * i, -5) end
        local last = surface.find_entity("transport-belt", {29.5, 0.5})
        every_tick(function() for lane = 1, 2 do
            made = made + last.get_transport_line(lane).remove_item{name = "iron-ore", count = 10}
        end end)""",
        3000,
    )
    assert a_second(game, 60) == pytest.approx(15, rel=0.01)


@pytest.mark.parametrize(("all_research", "ore", "plates"), [(False, 54, 104), (True, 98, 148)])
def test_the_slot_of_an_ingredient_holds_a_stack_and_four_hands_of_a_bulk_inserter(
    yard: Yard, all_research: bool, ore: int, plates: int
) -> None:
    """54 ore without research: recorded of 2.0.60, as factory-sim has it. 148 plates with all of it: what a client's
    test found on 2.0.73 (Factorio Learning Environment 0.4.3, ``test_insert_into_assembler``)."""
    game = yard(
        f"""if {str(all_research).lower()} then force.research_all_technologies() end
        furnace, machine = place("stone-furnace", 0, 0), place("assembling-machine-1", -6, 0)
        machine.set_recipe("iron-gear-wheel")
        taken = {{furnace.insert{{name = "iron-ore", count = 1000}},
            machine.get_inventory(defines.inventory.crafter_input).insert{{name = "iron-plate", count = 1000}},
            machine.get_output_inventory().insert{{name = "iron-gear-wheel", count = 1000}},
            furnace.insert{{name = "coal", count = 1000}}}}""",
        0,
    )
    assert game.value("taken") == [ore, plates, 100, 50]


@pytest.mark.parametrize(
    ("what", "gap"),
    [("underground-belt", 4), ("fast-underground-belt", 6), ("express-underground-belt", 8), ("pipe-to-ground", 9)],
)
def test_underground_ends_meet_over_the_published_gap_and_no_more(yard: Yard, what: str, gap: int) -> None:
    is_pipe = what == "pipe-to-ground"
    ways = ("west", "east") if is_pipe else ("east", "east")
    game = yard(
        "".join(
            f"""place("{what}", -20.5, {y}.5, {{direction = defines.direction.{ways[0]}, type = "input"}})
            place("{what}", {gap + far - 19.5}, {y}.5, {{direction = defines.direction.{ways[1]}, type = "output"}})
            """
            for y, far in ((0, 0), (3, 1))
        ),
        1,
    )
    partner = "#e.neighbours[1] > 0" if is_pipe else "e.neighbours ~= nil"
    for y, meets in ((0, True), (3, False)):
        found = f'surface.find_entity("{what}", {{-20.5, {y}.5}})'
        assert game.value(f"(function() local e = {found} return {partner} end)()") is meets


def test_a_rocket_is_built_raised_and_launched_with_a_satellite(yard: Yard) -> None:
    """Lengths of the stages as calculators of production publish them; 1000 packs for a satellite as the wiki does."""
    game = yard(
        """silo, pad = place("rocket-silo", 0.5, 0.5), place("cargo-landing-pad", -15, 0.5)
        silo.rocket_parts = 98
        for _, name in pairs{"processing-unit", "low-density-structure", "rocket-fuel"} do
            silo.insert{name = name, count = 20}
        end
        script.on_event(defines.events.on_rocket_launched, function(event)
            made = made + (event.rocket_silo == silo and 1 or 0) end)""",
        60,
    )
    assert game.value("{silo.rocket_parts, silo.launch_rocket(), silo.get_recipe().name}") == [98, False, "rocket-part"]
    game.ticks(2 * 180 + 10)
    assert game.value("silo.status == defines.entity_status.preparing_rocket_for_launch") is True
    assert game.value("silo.rocket_silo_status == defines.rocket_silo_status.lights_blinking_open") is True
    game.ticks(889)
    assert game.value("silo.rocket_silo_status == defines.rocket_silo_status.rocket_ready") is True
    assert game.value("silo.get_inventory(defines.inventory.rocket_silo_rocket).insert('satellite')") == 1
    assert game.value("silo.launch_rocket()") is True
    assert game.value("silo.status == defines.entity_status.launching_rocket") is True
    game.ticks(121 + 331 + 644)
    assert game.value("{made, game.forces.player.rockets_launched}") == [1, 1]
    assert game.value("pad.get_item_count('space-science-pack')") == 1000
    game.ticks(437)
    assert game.value("{silo.rocket_parts, silo.status == defines.entity_status.item_ingredient_shortage}") == [0, True]
