"""Published numbers of power, fluids, enemies and weapons, measured through scripts.

Sources: the wiki's pages of power production, solar panels, accumulators, fluids, enemies, turrets, damage (2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import NO_POWER, PLACE, a_second, grown

Yard = Callable[..., Any]


def test_a_solar_panel_gives_42_kilowatts_over_a_day(yard: Yard) -> None:
    """60 kW at noon; a day of 25,200 ticks."""
    game = yard(
        NO_POWER
        + """place("solar-panel", 0.5, 0.5) place("substation", 4, 1)
        for i = 0, 3 do place("accumulator", 5 + 2 * i, 5) end
        function stored() local sum = 0
            for _, one in pairs(surface.find_entities_filtered{name = "accumulator"}) do sum = sum + one.energy end
            return sum
        end""",
        60,
    )
    assert game.value("surface.ticks_per_day") == 25200
    assert game.value("stored()") == pytest.approx(60_000, rel=0.02)
    game.ticks(25200)
    assert game.value("stored()") == pytest.approx(42_000 * 420 + 60_000, rel=0.001)


def test_an_accumulator_takes_300_kilowatts_and_holds_five_megajoules(yard: Yard) -> None:
    game = yard(
        NO_POWER
        + """for i = 0, 9 do place("solar-panel", -19.5 + 3 * i, -10.5) end place("substation", -12, -8)
        place("substation", 0, -8) place("substation", 4, 1) one = place("accumulator", 5, 5)""",
        60,
    )
    assert a_second(game, 5, "one.energy") == pytest.approx(300_000, rel=0.001)
    game.ticks(900)
    assert game.value("one.energy") == 5_000_000


def test_a_boiler_makes_sixty_steam_a_second_out_of_six_water_and_1_8_megawatts(yard: Yard) -> None:
    game = yard(
        """boiler, water = place("boiler", 0.5, 0.5), 0 boiler.insert{name = "coal", count = 5}
        every_tick(function() water = water + boiler.insert_fluid{name = "water", amount = 10}
            made = made + boiler.remove_fluid{name = "steam", amount = 1000} end)""",
        60,
    )
    before = game.value("{made, water}")
    game.ticks(300)
    steam, water = grown(game, "{made, water}", before)
    assert steam / 5 == pytest.approx(60, rel=0.01)
    assert water / 5 == pytest.approx(6, rel=0.01)
    game.ticks(20 * 4000 // 1800 * 60)
    assert game.value("boiler.get_fuel_inventory().is_empty() and boiler.burner.remaining_burning_fuel") == 0


def test_a_reactor_feeds_four_heat_exchangers_of_103_steam_a_second_each(yard: Yard) -> None:
    """40 MW in, four times 10 MW out: the reactor's temperature stays where it is."""
    game = yard(
        """reactor, exchangers = place("nuclear-reactor", 0.5, 0.5), {}
        for _, x in pairs{-1.5, 2.5} do
            table.insert(exchangers, place("heat-exchanger", x, -3, {direction = defines.direction.north}))
            table.insert(exchangers, place("heat-exchanger", x, 4, {direction = defines.direction.south}))
        end
        reactor.temperature = 700
        for _, one in pairs(exchangers) do one.temperature = 700 end
        reactor.insert{name = "uranium-fuel-cell", count = 5}
        every_tick(function()
            for _, one in pairs(exchangers) do
                one.insert_fluid{name = "water", amount = 20}
                made = made + one.remove_fluid{name = "steam", amount = 1000}
            end
        end)""",
        120,
    )
    assert game.value("#reactor.heat_neighbours") == 4
    assert game.value("exchangers[1].status == defines.entity_status.working") is True
    game.ticks(600)
    before = game.value("{made, reactor.temperature}")
    game.ticks(1200)
    steam, degrees = grown(game, "{made, reactor.temperature}", before)
    assert steam / 20 == pytest.approx(4 * 10e6 / (200 * 485), rel=0.002)
    assert abs(degrees) < 1


def test_reactors_in_a_square_have_a_bonus_of_200_percent_and_a_cell_lasts_200_seconds(yard: Yard) -> None:
    game = yard(
        """all = {}
        for i = 0, 3 do
            table.insert(all, place("nuclear-reactor", -9.5 + i % 2 * 5, 0.5 + math.floor(i / 2) * 5))
            all[#all].insert{name = "uranium-fuel-cell", count = 2}
        end
        lone = place("nuclear-reactor", 12.5, 0.5) lone.insert{name = "uranium-fuel-cell", count = 2}""",
        60,
    )
    assert game.value("{all[1].neighbour_bonus, lone.neighbour_bonus}") == [2, 0]
    before = game.value("{lone.temperature, all[1].temperature}")
    game.ticks(600)
    alone, together = grown(game, "{lone.temperature, all[1].temperature}", before)
    assert alone == pytest.approx(40, rel=0.01)
    assert together == pytest.approx(3 * 40, rel=0.01)
    game.ticks(200 * 60)
    assert game.value("lone.get_burnt_result_inventory().get_item_count('depleted-uranium-fuel-cell')") == 1


@pytest.mark.parametrize(
    ("engine", "degrees", "steam", "watts"),
    [("steam-engine", 165, 30, 900_000), ("steam-turbine", 500, 60, 5_820_000), ("steam-turbine", 165, 60, 1_800_000)],
)
def test_engines_and_turbines_at_full_load(yard: Yard, engine: str, degrees: int, steam: int, watts: int) -> None:
    game = yard(
        NO_POWER
        + f"""one, tank = place("{engine}", 0.5, 0.5), place("storage-tank", 1.5, 4.5)
        for i = 1, 22 do place("accumulator", -26 + 2 * i, 10) end
        place("substation", 5, 8) place("substation", -5, 8) place("substation", -16, 8)
        tank.insert_fluid{{name = "steam", amount = 25000, temperature = {degrees}}}
        function left() return -tank.get_fluid_count("steam") - one.get_fluid_count("steam") end""",
        60,
    )
    assert a_second(game, 5, "left()") == pytest.approx(steam, rel=0.001)
    assert game.value("one.energy_generated_last_tick * 60") == pytest.approx(watts, rel=0.001)


def test_a_pump_moves_1200_a_second(yard: Yard) -> None:
    game = yard(
        """local from = place("storage-tank", -0.5, 0.5)
        place("pump", 0.5, 3, {direction = defines.direction.south})
        to = place("storage-tank", 1.5, 5.5) from.insert_fluid{name = "water", amount = 25000}""",
        10,
    )
    assert a_second(game, 5, 'to.get_fluid_count("water")') == pytest.approx(1200, rel=0.01)


@pytest.mark.parametrize(
    ("what", "health"),
    [
        ("stone-wall", 350), ("gate", 350), ("gun-turret", 400), ("laser-turret", 1000), ("flamethrower-turret", 1400),
        ("character", 250), ("radar", 250), ("stone-furnace", 200), ("transport-belt", 150), ("steel-chest", 350),
    ],
)  # fmt: skip
def test_health(yard: Yard, what: str, health: int) -> None:
    assert yard(f'one = place("{what}", 1, 1)', 1).value("one.health") == health


def test_a_laser_turret_deals_sixty_a_second(yard: Yard) -> None:
    """A behemoth biter resists no laser and heals 0.1 a tick."""
    game = yard('place("laser-turret", 0, 0) enemy = still_enemy("behemoth-biter", 15, 0)', 300)
    assert -a_second(game, 10, "enemy.health") + 6 == pytest.approx(60, rel=0.03)


@pytest.mark.parametrize(("levels", "dps"), [(0, 50), (1, 50 * 1.1 * 1.1 * 1.1), (4, 50 * 1.6 * 1.6 * 1.8)])
def test_research_makes_gun_turrets_stronger_and_faster(yard: Yard, levels: int, dps: float) -> None:
    """Damage counts twice: for the ammunition and for the turret. A behemoth spitter resists no bullets."""
    researched = "".join(
        f'force.technologies["{name}-{level}"].researched = true '
        for level in range(1, levels + 1)
        for name in ("physical-projectile-damage", "weapon-shooting-speed")
    )
    game = yard(
        f"""turret = place("gun-turret", 0, 0) turret.insert{{name = "firearm-magazine", count = 10}} {researched}
        enemy = still_enemy("behemoth-spitter", 10, 0)""",
        100,
    )
    assert -a_second(game, 3, "enemy.health") + 6 == pytest.approx(dps, rel=0.03, abs=3)  # a shot


@pytest.mark.parametrize(("gun", "dps"), [("pistol", 20), ("submachine-gun", 50)])
def test_a_characters_guns(yard: Yard, gun: str, dps: int) -> None:
    game = yard(
        f"""hero, enemy = place("character", 0, 0), still_enemy("behemoth-spitter", 8, 0)
        hero.get_inventory(defines.inventory.character_guns).insert("{gun}")
        hero.get_inventory(defines.inventory.character_ammo).insert{{name = "firearm-magazine", count = 20}}
        hero.shooting_state = {{state = defines.shooting.shooting_enemies, position = enemy.position}}""",
        120,
    )
    assert -a_second(game, 10, "enemy.health") + 6 == pytest.approx(dps, rel=0.03)


@pytest.mark.parametrize(("what", "rate"), [("gun-turret", 120), ("stone-wall", 240)])
def test_a_repair_pack_mends_two_health_a_tick(yard: Yard, what: str, rate: int) -> None:
    """Walls have a repair_speed_modifier of 2."""
    game = yard(
        f"""hero, one = place("character", 0, 0), place("{what}", 2, 0) one.health = 50
        hero.insert{{name = "repair-pack", count = 3}}
        hero.repair_state = {{repairing = true, position = one.position}}""",
        1,
    )
    assert a_second(game, 1, "one.health") == pytest.approx(rate, rel=0.02)


def test_a_flamethrower_turret_burns_who_comes_up_its_arc(yard: Yard) -> None:
    """Three units of oil a second; 100 damage a second to who burns."""
    game = yard(
        """turret = place("flamethrower-turret", 0, 0.5)
        taken = turret.insert_fluid{name = "light-oil", amount = 100}
        enemy, behind = still_enemy("behemoth-biter", 0, -20), still_enemy("behemoth-biter", 0, 20)""",
        240,
    )
    assert game.value("{taken, #turret.fluidbox}") == [100, 1]
    assert -a_second(game, 5, "enemy.health") > 100
    assert game.value("behind.health") == 3000
    game.ticks(1500)
    assert game.value("enemy.valid") is False


def test_a_killed_spawner_makes_the_enemy_evolve_by_two_thousandths(yard: Yard) -> None:
    game = yard('nest, enemy = still_enemy("biter-spawner", 20, 20), game.forces.enemy', 1)
    game.run("nest.die(force)")
    game.ticks(1)
    assert game.value("enemy.get_evolution_factor_by_killing_spawners(surface)") == pytest.approx(0.002)
    assert game.value("enemy.get_evolution_factor(surface)") == pytest.approx(0.002, abs=1e-6)


@pytest.mark.parametrize(("evolution", "ticks"), [(0.0, 360), (0.2, 318)])
def test_a_spawner_spawns_every_360_ticks_and_sooner_with_evolution(yard: Yard, evolution: float, ticks: float) -> None:
    """360 ticks at no evolution, 150 at full; small and medium biters take no longer."""
    game = yard(
        f"""game.forces.enemy.set_evolution_factor({evolution}, surface)
        still_enemy("biter-spawner", 20, 20)
        script.on_event(defines.events.on_entity_spawned, function(event)
            made = made + 1
            event.entity.destroy()
        end)""",
        1000,
    )
    assert 1 / a_second(game, 200) == pytest.approx(ticks / 60, rel=0.05)


def test_a_furnace_pollutes_two_a_minute_and_the_ground_absorbs(game: Any) -> None:
    game.run(
        PLACE
        + """one = place("stone-furnace", 1, 1) one.insert{name = "coal", count = 50}
        every_tick(function() one.insert{name = "iron-ore", count = 2} one.get_output_inventory().clear() end)"""
    )
    game.ticks(3600)
    assert game.value("surface.get_pollution{1, 1}") == pytest.approx(2 - 1.10592, rel=0.05)
    made = "game.get_pollution_statistics(surface).input_counts"
    assert game.value(made) == {"stone-furnace": pytest.approx(2, rel=0.06)}  # counted when a craft is done
    game.run("game.get_pollution_statistics(surface).clear()")
    assert game.value(made) == {}


def test_panels_and_accumulators_carry_their_mean_through_the_night(yard: Yard) -> None:
    """25 panels give 1050 kW day and night with 0.84672 accumulators each, for days of 25,200 ticks (0.84 is the wiki's
    number, for the 25,000 of before): 105.84 MJ swing to and fro."""
    game = yard(
        """surface = game.create_surface("field", {width = 64, height = 64})
        surface.request_to_generate_chunks({0, 0}, 1) surface.force_generate_chunk_requests()
        for i = 0, 24 do place("solar-panel", (i % 5) * 3 + 1.5, math.floor(i / 5) * 3 + 1.5) end
        stores = {} for i = 0, 21 do stores[i] = place("accumulator", (i % 7) * 2 + 1, math.floor(i / 7) * 2 + 19) end
        for _, at in pairs{{8, 16}, {-1, 8}, {-1, 16}, {16, 8}, {16, 16}, {8, -2}} do
            place("substation", at[1], at[2])
        end
        load = place("electric-energy-interface", 17, 21) load.power_production = 0 load.power_usage = 1050000 / 60
        least, most = math.huge, 0
        every_tick(function()
            if game.tick <= 25200 then return end
            local stored = 0
            for _, store in pairs(stores) do stored = stored + store.energy end
            least, most = math.min(least, stored), math.max(most, stored)
        end)""",
        50402,
    )
    assert game.value("least") == pytest.approx(0, abs=1)
    assert game.value("most") == pytest.approx(25 * 0.84672 * 5e6, rel=1e-6)
