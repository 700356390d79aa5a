"""What must hold for the engine whatever is done to it."""

from __future__ import annotations

from dataclasses import dataclass

from engine_world import TILE, World, lib
from hypothesis import given, settings
from hypothesis import strategies as st

SIDE = 24
ORES = ("iron-ore", "coal", "stone")
OBSTACLES = ("stone-wall", "wooden-chest", "stone-furnace", "tree-01", "big-rock")

tile_coordinates = st.integers(-SIDE // 2 + 1, SIDE // 2 - 2)
ores = st.lists(st.tuples(st.sampled_from(ORES), tile_coordinates, tile_coordinates, st.integers(1, 4)), max_size=20)
obstacles = st.lists(st.tuples(st.sampled_from(OBSTACLES), tile_coordinates, tile_coordinates), max_size=12)


@dataclass(frozen=True)
class Walk:
    """Walk in a direction, stop where it is None."""

    direction: int | None


@dataclass(frozen=True)
class Mine:
    """Mine at an offset from the character, tiles."""

    dx: float
    dy: float


@dataclass(frozen=True)
class Wait:
    """Let time pass."""

    ticks: int


offsets = st.integers(-3, 3).map(float)
orders = st.one_of(
    st.builds(Walk, st.one_of(st.none(), st.integers(0, 15))),
    st.builds(Mine, offsets, offsets),
    st.builds(Wait, st.integers(1, 200)),
)


def make_world(ore_list: list[tuple[str, int, int, int]], obstacle_list: list[tuple[str, int, int]]) -> World:
    """A small world with what fits of the lists."""
    world = World(side=SIDE, entities=40, containers=12)
    for name, x, y, amount in ore_list:
        world.try_create(name, x + 0.5, y + 0.5, amount)
    for name, x, y in obstacle_list:
        world.try_create(name, x + 0.5, y + 0.5)
    return world


def obey(world: World, order: Walk | Mine | Wait, singly: bool = False) -> None:
    """Carries out an order; time passes in one call, or tick by tick."""
    match order:
        case Walk(direction):
            world.walk(direction)
        case Mine(dx, dy):
            x, y = world.position
            world.mine(x // TILE + 0.5 + dx, y // TILE + 0.5 + dy)
        case Wait(ticks) if singly:
            for _ in range(ticks):
                world.run(1)
        case Wait(ticks):
            world.run(ticks)


@given(ores, obstacles, st.lists(orders, max_size=25), st.data())
@settings(max_examples=150, deadline=None)
def test_an_arena_restored_at_any_point_goes_on_as_if_never_stopped(
    ore_list: list[tuple[str, int, int, int]],
    obstacle_list: list[tuple[str, int, int]],
    play: list[Walk | Mine | Wait],
    data: st.DataObject,
) -> None:
    world, twin = make_world(ore_list, obstacle_list), make_world([], [])
    stop = data.draw(st.integers(0, len(play)))
    for order in play[:stop]:
        obey(world, order)
    snapshot, hash_then = world.snapshot(), world.hash()
    for order in play[stop:]:
        obey(world, order)
    hash_at_end = world.hash()
    twin.restore(snapshot)
    world.restore(snapshot)
    assert world.hash() == twin.hash() == hash_then
    for order in play[stop:]:
        obey(world, order)
        obey(twin, order)
    assert world.hash() == twin.hash() == hash_at_end
    assert world.fault() is None


@given(ores, obstacles, st.lists(orders, max_size=25))
@settings(max_examples=150, deadline=None)
def test_time_in_one_piece_is_time_tick_by_tick(
    ore_list: list[tuple[str, int, int, int]],
    obstacle_list: list[tuple[str, int, int]],
    play: list[Walk | Mine | Wait],
) -> None:
    """Fact T01: ticks alone decide; how fast they are run, or how many at once, does not."""
    whole, singly = make_world(ore_list, obstacle_list), make_world(ore_list, obstacle_list)
    for order in play:
        obey(whole, order)
        obey(singly, order, singly=True)
        assert whole.hash() == singly.hash()


@given(ores, obstacles, st.lists(orders, max_size=25))
@settings(max_examples=100, deadline=None)
def test_the_same_orders_leave_the_same_bytes(
    ore_list: list[tuple[str, int, int, int]],
    obstacle_list: list[tuple[str, int, int]],
    play: list[Walk | Mine | Wait],
) -> None:
    worlds = [make_world(ore_list, obstacle_list) for _ in range(2)]
    for world in worlds:
        for order in play:
            obey(world, order)
    assert worlds[0].snapshot() == worlds[1].snapshot()


@given(ores, st.integers(0, 4000), st.lists(orders, max_size=40))
@settings(max_examples=150, deadline=None)
def test_mining_neither_makes_nor_loses_ore(
    ore_list: list[tuple[str, int, int, int]], ballast: int, play: list[Walk | Mine | Wait]
) -> None:
    """In the ground, in the inventory and lying about: together always the same; what left the ground is produced."""
    world = make_world(ore_list, [])
    world.insert("copper-plate", ballast * 2)

    def in_ground(ore: str) -> int:
        return lib.sim_resource_total(world.arena, world.table, world.item_number(ore))

    def total(ore: str) -> int:
        lying = lib.sim_ground_item_total(world.arena, world.table, world.item_number(ore))
        return in_ground(ore) + world.count(ore) + lying

    before = {ore: (total(ore), in_ground(ore)) for ore in ORES}
    for order in play:
        obey(world, order)
    for ore in ORES:
        assert total(ore) == before[ore][0]
        assert world.produced(ore) == before[ore][1] - in_ground(ore)


@given(obstacles, st.lists(st.tuples(st.integers(0, 15), st.integers(1, 60)), max_size=30))
@settings(max_examples=150, deadline=None)
def test_a_walking_character_never_ends_in_an_obstacle(
    obstacle_list: list[tuple[str, int, int]], legs: list[tuple[int, int]]
) -> None:
    world = World(side=SIDE, entities=40, containers=12)
    for name, x, y in obstacle_list:
        if max(abs(x), abs(y)) > 2:
            world.try_create(name, x + 0.5, y + 0.5)
    number = world.entity_number("character")
    for direction, ticks in legs:
        world.walk(direction)
        world.run(ticks)
        place, itself = tuple(world.position), tuple(world.character)
        assert lib.sim_entity_can_place(world.arena, world.table, number, 0, place, itself)
