"""Published rates of machines, as a script measures them in a running game: nothing here knows a rule, only the ratio.

Sources: the wiki's pages of the machines, their modules and recipes (2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import PLACE, a_second


@pytest.mark.parametrize(
    ("module", "ore"), [("", 0.5), ("speed-module", 0.8), ("speed-module-3", 1.25), ("productivity-module-3", 0.3575)]
)
def test_a_drill_with_three_modules(yard: Callable[[str], Any], module: str, ore: float) -> None:
    insert = f'drill.get_module_inventory().insert{{name = "{module}", count = 3}}' if module else ""
    game = yard(f"""ore_field("iron-ore") drill = place("electric-mining-drill", 0.5, 0.5)
        chest = place("steel-chest", 0.5, -1.5) {insert}""")
    assert a_second(game, 200, 'chest.get_item_count("iron-ore")') == pytest.approx(ore, rel=0.02)


def test_mining_productivity_makes_a_drill_faster_and_spares_the_ore(yard: Callable[[str], Any]) -> None:
    game = yard("""ore_field("iron-ore") drill = place("electric-mining-drill", 0.5, 0.5)
        chest = place("steel-chest", 0.5, -1.5) force.mining_drill_productivity_bonus = 0.2""")
    ore = 'surface.get_resource_counts()["iron-ore"]'
    before = game.value(ore)
    assert a_second(game, 200, 'chest.get_item_count("iron-ore")') == pytest.approx(0.6, rel=0.02)
    assert before - game.value(ore) == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    ("machine", "recipe", "amount", "rate"),
    [
        ("assembling-machine-1", "automation-science-pack", 1, 0.5 / 5),
        ("assembling-machine-2", "logistic-science-pack", 1, 0.75 / 6),
        ("assembling-machine-2", "military-science-pack", 2, 0.75 / 10),
        ("assembling-machine-2", "chemical-science-pack", 2, 0.75 / 24),
        ("assembling-machine-3", "production-science-pack", 3, 1.25 / 21),
        ("assembling-machine-3", "utility-science-pack", 3, 1.25 / 21),
        ("assembling-machine-1", "copper-cable", 2, 0.5 / 0.5),
        ("assembling-machine-2", "electronic-circuit", 1, 0.75 / 0.5),
        ("stone-furnace", "iron-plate", 1, 1 / 3.2),
        ("steel-furnace", "stone-brick", 1, 2 / 3.2),
        ("electric-furnace", "steel-plate", 1, 2 / 16),
        ("chemical-plant", "plastic-bar", 2, 1 / 1),
        ("chemical-plant", "sulfur", 2, 1 / 1),
        ("chemical-plant", "battery", 1, 1 / 4),
    ],
)
def test_a_machine_that_never_wants_for_anything(
    yard: Callable[[str], Any], machine: str, recipe: str, amount: int, rate: float
) -> None:
    game = yard(f"""machine = place("{machine}", 1, 1)
        local recipe = prototypes.recipe["{recipe}"]
        if machine.type == "assembling-machine" then machine.set_recipe(recipe) end
        every_tick(function()
            if machine.burner then machine.get_fuel_inventory().insert("coal") end
            for _, part in pairs(recipe.ingredients) do
                if part.type == "fluid" then machine.insert_fluid{{name = part.name, amount = 100}}
                else machine.insert{{name = part.name, count = 2 * part.amount}} end
            end
            made = made + machine.get_output_inventory().remove{{name = "{recipe}", count = 100}}
        end)""")
    crafts = 12
    seconds = round(crafts / rate)
    assert a_second(game, seconds) * seconds / amount == pytest.approx(crafts, abs=1.01)


def test_a_refinery(yard: Callable[[str], Any]) -> None:
    game = yard("""machine = place("oil-refinery", 0.5, 0.5) machine.set_recipe("advanced-oil-processing")
        made = {["heavy-oil"] = 0, ["light-oil"] = 0, ["petroleum-gas"] = 0}
        every_tick(function()
            machine.insert_fluid{name = "crude-oil", amount = 100}
            machine.insert_fluid{name = "water", amount = 100}
            for name, sum in pairs(made) do made[name] = sum + machine.remove_fluid{name = name, amount = 100} end
        end)""")
    before = game.value("made")
    game.ticks(6000)
    rates = {name: (amount - before[name]) / 100 for name, amount in game.value("made").items()}
    assert rates == pytest.approx({"heavy-oil": 5, "light-oil": 9, "petroleum-gas": 11}, rel=0.05)


@pytest.mark.parametrize(("yields", "rate"), [(300000, 10.0), (600000, 20.0)])
def test_a_pumpjack_gives_ten_a_second_for_each_hundred_percent(
    yard: Callable[[str], Any], yields: int, rate: float
) -> None:
    game = yard(f"""surface.create_entity{{name = "crude-oil", position = {{0.5, 0.5}}, amount = {yields}}}
        jack = place("pumpjack", 0.5, 0.5)
        every_tick(function() made = made + jack.remove_fluid{{name = "crude-oil", amount = 1000}} end)""")
    assert a_second(game, 60) == pytest.approx(rate, rel=0.02)


@pytest.mark.parametrize(("bonus", "seconds"), [(0.0, 100.0), (0.2, 100 / 1.2), (2.5, 100 / 3.5)])
def test_a_lab_researches_automation(game: Any, bonus: float, seconds: float) -> None:
    game.run(
        PLACE
        + f"""lab, force.laboratory_speed_modifier = place("lab", 0.5, 0.5), {bonus}
        force.technologies["automation-science-pack"].researched = true
        force.add_research("automation")
        every_tick(function() lab.insert("automation-science-pack") end)"""
    )
    game.ticks(round(seconds * 60) - 5)
    assert game.value("force.technologies.automation.researched") is False
    game.ticks(10)
    assert game.value("force.technologies.automation.researched") is True


@pytest.mark.parametrize(
    ("enemy", "ammunition", "health", "damage"),
    [
        ("medium-biter", "firearm-magazine", 75, 1 * 0.9),
        ("medium-biter", "piercing-rounds-magazine", 75, 4 * 0.9),
        ("big-biter", "uranium-rounds-magazine", 375, 16 * 0.9),
        ("biter-spawner", "piercing-rounds-magazine", 350, 6 * 0.85),
    ],
)
def test_bullets_that_an_enemy_takes(game: Any, enemy: str, ammunition: str, health: float, damage: float) -> None:
    """Flat and percentage resistances, a turret's ten shots a second, what the enemy heals meanwhile."""
    game.run(
        PLACE
        + f"""turret = place("gun-turret", 0, 0)
        turret.insert{{name = "{ammunition}", count = 10}}
        enemy = still_enemy("{enemy}", 10, 0)
        heals = prototypes.entity["{enemy}"].healing_per_tick"""
    )
    began = 0
    while game.value("enemy.health") >= health:
        game.ticks(1)
        began += 1
        assert began < 300
    ticks = 0
    while game.value("enemy.valid"):
        game.ticks(1)
        ticks += 1
        assert ticks < 2000
    healed = game.value("heals") * ticks
    assert ticks / 6 + 1 == pytest.approx((health + healed) / damage, rel=0.03, abs=1)


def test_taking_products_out_of_a_machine_does_not_disturb_what_it_makes(yard: Callable[[str], Any]) -> None:
    game = yard("""machine = place("assembling-machine-2", 0.5, 0.5) machine.set_recipe("iron-gear-wheel")
        machine.insert{name = "iron-plate", count = 100}""")
    progress, made = game.value("{machine.crafting_progress, machine.products_finished}")
    assert progress > 0
    assert game.value('machine.remove_item{name = "iron-gear-wheel", count = 100}') == made
    assert game.value("machine.crafting_progress") == progress
    assert game.value('machine.get_item_count("iron-plate")') == 100 - 2 * made - 2


def test_what_research_gives_to_characters(game: Any) -> None:
    """Steel axe and toolbelt, and the bonuses that only scripts give; rates as published for the character."""
    game.run(
        PLACE
        + """hero = place("character", 0, 0)
        surface.create_entity{name = "iron-ore", position = {1.5, 0.5}, amount = 100}
        every_tick(function() hero.mining_state = {mining = true, position = {1.5, 0.5}} end)"""
    )
    mined = 'hero.get_item_count("iron-ore")'
    assert a_second(game, 40, mined) == pytest.approx(0.5, abs=0.03)  # 121 ticks an ore
    game.run('force.technologies["steel-axe"].researched = true force.technologies["toolbelt"].researched = true')
    assert a_second(game, 40, mined) == pytest.approx(1.0, abs=0.03)
    assert game.value("#hero.get_main_inventory()") == 90
    game.run('force.technologies["toolbelt"].researched = false force.character_reach_distance_bonus = 5')
    assert game.value("{#hero.get_main_inventory(), hero.reach_distance}") == [80, 15]
    game.run("""force.character_running_speed_modifier = 1
        every_tick(function()
            hero.mining_state = {mining = false} -- who mines stands
            hero.walking_state = {walking = true, direction = defines.direction.west}
        end)""")
    before = game.value("hero.position.x")
    game.ticks(64)
    assert before - game.value("hero.position.x") == pytest.approx(64 * 0.3, abs=64 / 256)
    assert game.value("hero.character_running_speed") == pytest.approx(0.3)


def test_a_machine_takes_no_fluid_that_its_recipe_has_no_use_for(yard: Callable[[str], Any]) -> None:
    game = yard('machine = place("chemical-plant", 1, 1) machine.set_recipe("plastic-bar")')
    assert game.value('machine.insert_fluid{name = "water", amount = 100}') == 0
    assert game.value('machine.insert_fluid{name = "petroleum-gas", amount = 100}') == 100
    assert game.value("machine.get_fluid_contents()") == {"petroleum-gas": 100}
