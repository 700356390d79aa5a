"""Published facts about more than one mechanic, played in worlds."""

from __future__ import annotations

from copy import deepcopy

import pytest
from engine_world import World, ffi, lib
from factory_kit import create

from harness.standin.prototypes import schema, tables
from harness.standin.prototypes.load import LoadedPrototypes


def give(world: World, slot: int, item: str, count: int) -> None:
    """Puts something into a machine by hand; all must fit."""
    assert lib.sim_transfer_insert(world.arena, world.table, slot, world.item_number(item), count) == count


def held(world: World, slot: int, item: str) -> int:
    """Units of an item that an entity holds."""
    count, index = 0, 0
    while (stack := lib.sim_transfer_content(world.arena, world.table, slot, index)).item:
        count += stack.count if stack.item == world.item_number(item) else 0
        index += 1
    return count


def belt_items_a_second(world: World, name: str) -> float:
    """What a full belt carries: two lanes, items a quarter of a tile apart."""
    belt = create(world, name, 0.5, 8.5, 4)
    assert lib.sim_belt_insert(world.arena, world.table, belt, 0, 200, world.item_number("stone")) == lib.SIM_OK
    row = ffi.new("sim_belt_item *")
    lib.sim_belt_items(world.arena, world.table, belt, row, 1)
    before = row.position
    world.run(10)
    lib.sim_belt_items(world.arena, world.table, belt, row, 1)
    return 2 * 60 * (before - row.position) / 10 / 64


def crafts_a_second(world: World, furnace: str, ore: str, plate: str, count: int, ticks: int) -> float:
    """Plates a second that a furnace makes once it has begun."""
    slot = create(world, furnace, 0, 0)
    if furnace == "electric-furnace":
        create(world, "electric-energy-interface", 5, 0)
        create(world, "substation", 5, 4)
        world.run(2)
    else:
        give(world, slot, "coal", 40)
    give(world, slot, ore, count)
    world.run(ticks // 10 + 10)
    before, start = held(world, slot, plate), world.tick
    while held(world, slot, plate) == before:
        world.run()
    first, start = held(world, slot, plate), world.tick
    world.run(ticks)
    while (now := held(world, slot, plate)) == first:
        world.run()
    return (now - first) / (world.tick - start) * 60


@pytest.mark.parametrize(
    ("furnace", "ore", "plate", "furnaces"),
    [
        ("steel-furnace", "iron-ore", "iron-plate", 24),
        ("stone-furnace", "iron-plate", "steel-plate", 240),
    ],
)
def test_a_belt_is_filled_by_the_published_number_of_furnaces(
    furnace: str, ore: str, plate: str, furnaces: int
) -> None:
    """F06, to 1 %."""
    world = World(character=(-20, -20))
    lib.sim_recipe_set_enabled(world.arena, world.table, world.prototypes.number("recipes", "steel-plate"), 1)
    ticks = 960 * 6 if plate == "steel-plate" else 96 * 30
    rate = crafts_a_second(world, furnace, ore, plate, 50, ticks)
    assert belt_items_a_second(world, "transport-belt") / rate == pytest.approx(furnaces, rel=0.01)


def test_an_inserter_updates_before_the_machine_that_it_feeds() -> None:
    """F21: the craft begins in the tick in which the ore arrives."""
    world = World(character=(-20, -20))
    chest, furnace = create(world, "wooden-chest", 0.5, -1.5), create(world, "stone-furnace", 1, 1)
    create(world, "burner-inserter", 0.5, -0.5)
    give(world, furnace, "coal", 1)
    give(world, furnace, "iron-ore", 1)
    world.run(300)
    give(world, chest, "iron-ore", 1)
    while not lib.sim_crafter_get(world.arena, furnace).is_crafting:
        assert held(world, furnace, "iron-ore") == 0, "ore lies there and is not worked on"
        world.run()
        assert world.tick < 600


def test_of_inserters_that_share_a_chest_each_has_its_turn() -> None:
    """F21: they take turns."""
    world = World(character=(-20, -20))
    chest = create(world, "wooden-chest", 0.5, 0.5)
    places = ((1.5, 0.5, 4), (-0.5, 0.5, 12))
    arms = [create(world, "burner-inserter", x, y, 16 - direction) for x, y, direction in places]
    takers = [create(world, "wooden-chest", x, 0.5) for x in (2.5, -1.5)]
    for arm in arms:
        give(world, arm, "coal", 5)
    for _ in range(20):
        give(world, chest, "iron-plate", 1)
        world.run(100)
    assert [held(world, taker, "iron-plate") for taker in takers] == [10, 10]


def test_a_drill_takes_as_long_for_each_unit_as_the_tile_it_is_mined_from() -> None:
    """M15: coal that is twice as hard takes twice the ticks, beside iron in the same area."""
    data = deepcopy(schema.read())
    data["entities"]["coal"]["mining_time"] = 2
    world = World(
        prototypes=LoadedPrototypes(ffi, tables.build(schema.validate(data))), containers=16, character=(-20, -20)
    )
    for x, y, name in ((-1, -1, "iron-ore"), (0, -1, "coal"), (-1, 0, "iron-ore"), (0, 0, "coal")):
        world.create(name, x + 0.5, y + 0.5, 100)
    drill, chest = create(world, "burner-mining-drill", 0, 0), create(world, "wooden-chest", -0.5, -1.5)
    give(world, drill, "wood", 50)
    last, seen, ticks = 0, {"iron-ore": 0, "coal": 0}, {"iron-ore": set(), "coal": set()}
    while sum(seen.values()) < 16:
        world.run()
        for name in seen:
            if (now := held(world, chest, name)) != seen[name]:
                seen[name] = now
                if last:
                    ticks[name].add(world.tick - last)
                last = world.tick
        assert world.tick < 20000
    assert all(239 <= tick <= 241 for tick in ticks["iron-ore"]), ticks
    assert all(479 <= tick <= 481 for tick in ticks["coal"]), ticks
