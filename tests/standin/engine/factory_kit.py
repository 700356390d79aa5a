"""Random factories for properties: what may stand in them, what may be done to them, and what they hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine_world import World, ffi, fixed, lib
from hypothesis import strategies as st

SIDE = 12
#: Things that hold and carry, and none that makes something else of what it gets.
CARRIERS = ("wooden-chest", "transport-belt", "fast-transport-belt", "underground-belt", "splitter", "inserter",
            "fast-inserter", "stone-furnace", "small-electric-pole", "electric-energy-interface")  # fmt: skip
#: The same and machines that work.
MACHINES = (*CARRIERS, "burner-inserter", "burner-mining-drill", "electric-mining-drill", "lab", "gun-turret",
            "assembling-machine-1", "offshore-pump", "pipe", "boiler", "steam-engine")  # fmt: skip
GOODS = ("iron-plate", "copper-plate", "iron-ore", "coal", "firearm-magazine", "transport-belt", "wooden-chest",
         "inserter")  # fmt: skip

places = st.tuples(st.integers(-SIDE // 2, SIDE // 2 - 1), st.integers(-SIDE // 2, SIDE // 2 - 1))
directions = st.sampled_from((0, 4, 8, 12))


@dataclass(frozen=True)
class Act:
    """One thing that is done; what the fields mean is the verb's."""

    verb: str
    place: tuple[int, int]
    direction: int
    item: str
    count: int


def acts(names: tuple[str, ...]) -> st.SearchStrategy[Act]:
    """Strategy of acts that build the named things and handle goods."""
    verbs = ("build", "build", "remove", "rotate", "insert", "insert", "take", "drop", "run", "run")
    return st.builds(
        Act, st.sampled_from(verbs), places, directions, st.sampled_from((*names, *GOODS)), st.integers(1, 90)
    )


def things(names: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, tuple[int, int], int]]]:
    """Strategy of what stands there at first."""
    return st.lists(st.tuples(st.sampled_from(names), places, directions), max_size=24)


def make_factory(stands: list[tuple[str, tuple[int, int], int]], prototypes: Any = None) -> World:
    """A world with what fits of `stands`, ore under its west, and a character that carries some of everything."""
    world = World(side=SIDE + 8, entities=160, character=(0, -SIDE // 2 - 2), prototypes=prototypes, containers=64)
    for x in range(-SIDE // 2, 0, 2):
        world.try_create("coal" if x % 4 else "iron-ore", x + 0.5, 0.5, 40)
    for name, (x, y), direction in stands:
        create(world, name, x + 0.5, y + 0.5, direction)
    for name in (*MACHINES, *GOODS):
        world.insert(name, 15)
    return world


def create(world: World, name: str, x: float, y: float, direction: int = 0) -> int:
    """Creates an entity where it may stand; its slot, or 0."""
    spec = ffi.new("sim_entity_spec *")
    spec.prototype, spec.direction, spec.force = world.entity_number(name), direction, lib.SIM_FORCE_ARENA
    spec.position.x, spec.position.y = fixed(x), fixed(y)
    made = ffi.new("sim_handle *")
    return int(made.index) if lib.sim_build_replace(world.arena, world.table, spec, 0, made) == lib.SIM_OK else 0


def slot_at(world: World, place: tuple[int, int]) -> int:
    """Slot of a building that covers the tile's centre; 0 for none."""
    handle = lib.sim_entity_selected_at(world.arena, world.table, (place[0] * 256 + 128, place[1] * 256 + 128))
    found = lib.sim_entity_get(world.arena, handle)
    if found == ffi.NULL or found.prototype == world.entity_number("character"):
        return 0
    return int(handle.index)


def obey(world: World, act: Act) -> None:
    """Does it, or is refused."""
    arena, table, place = world.arena, world.table, (act.place[0] * 256 + 128, act.place[1] * 256 + 128)
    item = world.item_number(act.item)
    handle = lib.sim_entity_handle(arena, slot_at(world, act.place))
    match act.verb:
        case "build":
            lib.sim_build_from_item(arena, table, 0, item, place, act.direction, ffi.NULL)
        case "remove":
            lib.sim_mining_finish(arena, table, 0, handle)
        case "rotate":
            lib.sim_build_rotate_by(arena, table, 0, handle, act.direction == 4)
        case "insert":
            lib.sim_hand_insert(arena, table, 0, handle, item, min(act.count, world.count(act.item)), ffi.NULL)
        case "take":
            lib.sim_hand_take(arena, table, 0, handle, item, act.count, ffi.NULL)
        case "drop":
            lib.sim_hand_drop(arena, table, 0, item, min(act.count, world.count(act.item)), place)
        case _:
            world.run(act.count)


def items_everywhere(world: World) -> Counter[str]:
    """Units of every item: in the ground and on it, in hands, machines, on belts, and as what has been built of it."""
    names = [str(row["name"]) for row in world.prototypes.tables.rows["items"]]
    total: Counter[str] = Counter()
    for _, name, count in world.stacks():
        total[name] += count
    for slot in range(1, world.arena.entity_slots):
        found = world.slot(slot)
        if found is None or found.prototype == world.entity_number("character"):
            continue
        if found.prototype == world.table.item_entity:
            total[names[found.item]] += found.amount
            continue
        prototype = world.prototypes.tables.rows["entities"][found.prototype]
        if prototype["type_name"] == "resource":
            total[str(prototype["name"])] += found.amount
            continue
        placeable = world.table.entities[found.prototype].placeable_by
        if placeable:
            total[names[placeable]] += 1
        index = 0
        while (stack := lib.sim_transfer_content(world.arena, world.table, slot, index)).item:
            total[names[stack.item]] += stack.count
            index += 1
    return total
