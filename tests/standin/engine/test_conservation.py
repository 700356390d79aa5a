"""Fluids and energy are neither made nor lost by any sequence of build, remove, turn, fill, snapshot, restore and time.

Items have the same property in `test_factories.py`, ore in `test_properties.py`.
"""

from __future__ import annotations

from engine_world import World, lib
from factory_kit import create
from hypothesis import given, settings
from hypothesis import strategies as st
from plumbing_kit import (
    MICROJOULES,
    PLUMBING,
    POWER,
    UNIT,
    Work,
    do,
    entity_fluid,
    fill,
    fluid_flows,
    fluid_totals,
    make_plant,
    plays,
    records,
    remove,
)

#: A network rounds the shares of its classes to whole microjoules.
ROUNDING = 64


def check_fluids(world: World, work: Work) -> None:
    """Does it; what is there afterwards is what was there, what machines made of it, and what was put in."""
    before, made = fluid_totals(world), fluid_flows(world)
    put_in: dict[int, int] = {}
    most_lost = dict.fromkeys(before, 0)
    if work.verb == "fill":
        put_in = fill(world, work)
    elif work.verb == "remove":
        held = {
            fluid: {s: entity_fluid(world, s, fluid) for s in range(1, world.arena.entity_slots)} for fluid in before
        }
        slot = remove(world, work)
        most_lost = {fluid: amounts.get(slot, 0) for fluid, amounts in held.items()}
    else:
        do(world, work)
    after, flows = fluid_totals(world), fluid_flows(world)
    for fluid, amount in before.items():
        expected = amount + flows[fluid] - made[fluid] + put_in.get(fluid, 0)
        assert expected - most_lost[fluid] <= after[fluid] <= expected, (work, fluid)


@given(plays(PLUMBING), st.data())
@settings(max_examples=80, deadline=None)
def test_fluids_are_neither_made_nor_lost(play: list[Work], data: st.DataObject) -> None:
    """A machine that goes takes along at most what its own boxes held; boilers and engines say what they turn over."""
    world = make_plant()
    snapshot, then = world.snapshot(), fluid_totals(world)
    back = data.draw(st.integers(0, len(play)))
    keep = data.draw(st.integers(0, len(play)))
    for number, work in enumerate(play):
        if number == keep:
            snapshot, then = world.snapshot(), fluid_totals(world)
        if number == back:
            world.restore(snapshot)
            assert fluid_totals(world) == then
        check_fluids(world, work)
    assert world.fault() is None


def stored(world: World) -> dict[int, int]:
    """Microjoules in every accumulator, by entity."""
    devices = records(world, lib.SIM_POOL_ELECTRIC, "sim_electric")
    return {one.entity: one.stored for one in devices if one.role == lib.SIM_ELECTRIC_ACCUMULATOR}


def check_networks(world: World) -> None:
    """One tick, in which every network gives as much as it gets, and accumulators hold what they were given."""
    before = stored(world)
    world.run(1)
    devices = records(world, lib.SIM_POOL_ELECTRIC, "sim_electric")
    networks = records(world, lib.SIM_POOL_NETWORK, "sim_network")
    given_in_all = 0
    for one in devices:
        if one.network and one.role in (lib.SIM_ELECTRIC_GENERATOR, lib.SIM_ELECTRIC_SOURCE):
            assert one.given >= 0
            given_in_all += one.given
        if one.role == lib.SIM_ELECTRIC_ACCUMULATOR and one.network and one.entity in before:
            assert one.stored == before[one.entity] - one.given
            given_in_all += one.given
    sun = sum(int(network.solar * lib.sim_solar_multiplier(world.arena)) for network in networks)
    served = sum(network.demand[i] * network.satisfaction[i] for network in networks for i in range(2))
    buffers = sum(one.role == lib.SIM_ELECTRIC_BUFFER for one in devices)
    lamps = sum(network.light for network in networks)
    if buffers == 0 and lamps == 0 and sun == 0:
        assert abs(given_in_all - served) <= ROUNDING * (1 + len(networks))
    else:  # what turrets fill up with, what lamps draw, and how much of the sun is used is not told apart
        assert given_in_all + sun + ROUNDING * (1 + len(networks)) >= served


@given(plays(POWER))
@settings(max_examples=60, deadline=None)
def test_an_electric_network_gives_in_every_tick_what_it_gets(play: list[Work]) -> None:
    world = make_plant()
    for work in play:
        if work.verb == "fill":
            continue
        if work.verb == "remove":
            remove(world, work)
        elif work.verb == "run":
            for _ in range(work.amount % 12):
                check_networks(world)
        else:
            do(world, work)
        assert world.fault() is None


def make_power_plant(engines: int) -> tuple[World, int]:
    """A boiler with water, engines behind it, and an accumulator that takes all they give; the boiler's slot."""
    world = World(side=32, entities=20, character=None, containers=8)
    boiler = create(world, "boiler", -7.0, 0.5, 4)
    parts = [create(world, "steam-engine", -3.5 + 5 * number, 0.5, 4) for number in range(engines)]
    parts += [create(world, "medium-electric-pole", -3.5, 3.5), create(world, "accumulator", -1.0, 4.0)]
    assert boiler and all(parts)
    box = lib.sim_fluid_first_box(world.arena, world.table, boiler)
    assert lib.sim_fluid_box_add(world.arena, world.table, box, world.table.water, 200 * UNIT, 15.0) > 0
    return world, boiler


def energy_in_all(world: World) -> float:
    """Joules in fuel, fires, buffers, steam, and stores."""
    coal = world.prototypes.tables.rows["items"][world.item_number("coal")]["fuel_value_joules"]
    total = 0.0
    for burner in records(world, lib.SIM_POOL_BURNER, "sim_burner"):
        total += world.count("coal", burner.fuel) * coal + burner.remaining_joules + burner.buffer_joules
    steam = lib.sim_fluid_total(world.arena, world.table.steam) / UNIT
    total += steam * (165 - 15) * 200
    for one in records(world, lib.SIM_POOL_ELECTRIC, "sim_electric"):
        total += one.stored / MICROJOULES
    return total


@given(st.integers(0, 2), st.lists(st.integers(1, 90), min_size=1, max_size=12), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_what_burns_in_a_boiler_is_steam_and_then_electric_energy_and_nothing_is_lost(
    engines: int, times: list[int], coal: int
) -> None:
    world, boiler = make_power_plant(engines)
    lib.sim_transfer_insert(world.arena, world.table, boiler, world.item_number("coal"), coal)
    before = energy_in_all(world)
    for ticks in times:
        world.run(ticks)
        # The last millionth of a unit of a tick's water boils with what is left of the tick's energy.
        assert abs(energy_in_all(world) - before) < 0.1 * sum(times)
    assert world.arena.tick == sum(times)
    if sum(times) > 10:
        assert (lib.sim_fluid_total(world.arena, world.table.steam) > 0) or engines
        assert bool(sum(stored(world).values())) == bool(engines)
