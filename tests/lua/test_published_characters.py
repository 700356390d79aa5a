"""Published numbers of characters: what armour, scripts and research give them, measured through scripts.

Sources: the wiki's pages of the player, armours and mining (2.0), and the description of LuaControl.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import a_second

Yard = Callable[..., Any]
HERO = 'hero = place("character", 0, 0) armor = hero.get_inventory(defines.inventory.character_armor) '
SLOTS = "#hero.get_main_inventory()"


@pytest.mark.parametrize(
    ("armor", "slots"), [("heavy-armor", 0), ("modular-armor", 10), ("power-armor", 20), ("power-armor-mk2", 30)]
)
def test_armor_has_slots_of_its_own_that_go_with_it(yard: Yard, armor: str, slots: int) -> None:
    game = yard(f'{HERO} armor.insert("{armor}")', 1)
    assert game.value(SLOTS) == 80 + slots
    game.run(f'hero.insert{{name = "coal", count = {50 * (80 + slots)}}} armor.clear()')
    assert game.value(f'{{{SLOTS}, hero.get_item_count("coal")}}') == [80 + slots, 50 * (80 + slots)]
    game.run('hero.remove_item{name = "coal", count = 5500}')
    assert game.value(SLOTS) == 80


@pytest.mark.parametrize(("force", "own", "ores"), [(0, 0, 10), (1, 0, 20), (0, 1, 20), (1, 0.5, 30)])
def test_mining_by_hand_is_as_much_faster_as_force_and_character_say(
    yard: Yard, force: float, own: float, ores: int
) -> None:
    """(1 + force modifier) x (1 + character modifier) x 0.5 ore a second."""
    game = yard(
        f"""ore_field("iron-ore") {HERO}
        force.manual_mining_speed_modifier, hero.character_mining_speed_modifier = {force}, {own}
        every_tick(function() hero.mining_state = {{mining = true, position = {{0.5, 0.5}}}} end)""",
        1,
    )
    assert a_second(game, 20, 'hero.get_item_count("iron-ore")') * 20 == pytest.approx(ores, abs=1)


def test_what_a_script_gives_to_one_character_alone(yard: Yard) -> None:
    game = yard(
        HERO
        + """other = place("character", 5, 5)
        hero.character_running_speed_modifier, hero.character_crafting_speed_modifier = 0.5, 1
        hero.character_inventory_slots_bonus, hero.character_reach_distance_bonus = 15, 7
        hero.character_build_distance_bonus, hero.character_health_bonus = 3, 30
        hero.insert{name = "iron-plate", count = 100} hero.begin_crafting{recipe = "iron-gear-wheel", count = 10}""",
        151,
    )
    assert game.value('hero.get_item_count("iron-gear-wheel")') == 10
    assert game.value(f"{{{SLOTS}, hero.reach_distance, hero.build_distance, hero.max_health}}") == [95, 17, 13, 280]
    assert game.value("hero.character_running_speed") == pytest.approx(0.225)
    assert game.value("{other.max_health, other.reach_distance, #other.get_main_inventory()}") == [250, 10, 80]
    assert "at least -1" in game.error("hero.character_running_speed_modifier = -2")
    assert game.value("hero.character_running_speed_modifier") == 0.5


def test_the_health_that_a_force_gives_its_characters(yard: Yard) -> None:
    game = yard(HERO + "force.character_health_bonus = 50", 400)
    assert game.value("{hero.max_health, hero.health, hero.get_health_ratio()}") == [300, 300, 1]


def test_stone_path_concrete_and_refined_concrete_quicken_the_step(yard: Yard) -> None:
    game = yard(
        HERO
        + """tiles = {}
        for x = -30, 30 do
            for row, name in pairs{"stone-path", "concrete", "refined-concrete", "grass-1"} do
                table.insert(tiles, {name = name, position = {x, 4 * row - 10}})
            end
        end
        surface.set_tiles(tiles)
        walkers = {}
        for row = 1, 4 do walkers[row] = place("character", -28, 4 * row - 9.5) end
        every_tick(function()
            for _, one in pairs(walkers) do
                one.walking_state = {walking = true, direction = defines.direction.east}
            end
        end)""",
        1,
    )
    game.ticks(120)
    path, concrete, refined, grass = (x + 28 for x in game.value(
        "{walkers[1].position.x, walkers[2].position.x, walkers[3].position.x, walkers[4].position.x}"
    ))  # fmt: skip
    assert [path / grass, concrete / grass, refined / grass] == pytest.approx([1.3, 1.4, 1.5], rel=0.01)


@pytest.mark.parametrize(("evolution", "health"), [(0.0, 350), (0.5, 350 * 10**0.5), (1.0, 3500)])
def test_spawners_have_ten_times_the_health_at_full_evolution(yard: Yard, evolution: float, health: float) -> None:
    """Exponentially, as the wiki says."""
    game = yard(
        f'game.forces.enemy.set_evolution_factor({evolution}, surface) nest = still_enemy("biter-spawner", 10, 10)', 1
    )
    assert game.value("{nest.health, nest.max_health}") == pytest.approx([health, health], rel=1e-4)
    assert game.value('{nest.damage(100, force, "laser"), nest.health}') == pytest.approx([100, health - 100], rel=1e-4)
    game.run("nest.health = 200")
    assert game.value("nest.health") == pytest.approx(200, rel=1e-4)


@pytest.mark.parametrize(
    ("armor", "physical", "acid", "explosion", "fire"),
    [
        ("light-armor", 37.6, 40, 38.4, 45), ("heavy-armor", 30.8, 30, 21, 35), ("modular-armor", 30.8, 25, 13, 30),
        ("power-armor", 29.4, 20, 6, 20), ("power-armor-mk2", 24, 15, 1 / 24, 15),
    ],
)  # fmt: skip
def test_what_is_left_of_fifty_damage_behind_armour(
    yard: Yard, armor: str, physical: float, acid: float, explosion: float, fire: float
) -> None:
    """The wiki's formula of damage on its table of armours; a decrease that is no less than the damage leaves
    1 / (decrease - damage + 2) of what the percentage lets through."""
    game = yard(
        f"""hero = place("character", 0, 0)
        hero.get_inventory(defines.inventory.character_armor).insert("{armor}")
        function taken(kind) hero.health = 250 return hero.damage(50, "enemy", kind) end""",
        0,
    )
    kinds = {"physical": physical, "acid": acid, "explosion": explosion, "fire": fire, "laser": 50, "poison": 50}
    for kind, left in kinds.items():
        assert game.value(f'taken("{kind}")') == pytest.approx(left, abs=1e-4), kind


def test_a_wall_takes_the_published_part_of_every_damage(yard: Yard) -> None:
    game = yard('wall = place("stone-wall", 0, 0) function taken(n, kind) return wall.damage(n, "enemy", kind) end', 0)
    for amount, kind, left in (
        (7, "physical", 3.2), (20, "acid", 4), (100, "explosion", 63), (100, "fire", 0), (100, "laser", 30),
        (100, "impact", 22),
    ):  # fmt: skip
        assert game.value(f'taken({amount}, "{kind}")') == pytest.approx(left, abs=1e-4), kind
