"""Random plumbing and power plants for properties: what may stand in them, and how much fluid and energy they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine_world import World, ffi, lib
from factory_kit import create, directions
from hypothesis import strategies as st

SIDE = 12
#: Half the side of the square that everything is crowded into.
CROWD = 4
#: What holds or moves fluids.
PLUMBING = ("pipe", "pipe", "pipe", "pipe-to-ground", "storage-tank", "pump", "boiler", "steam-engine", "offshore-pump",
            "electric-energy-interface", "small-electric-pole")  # fmt: skip
#: What makes, carries, keeps and uses energy.
POWER = ("small-electric-pole", "medium-electric-pole", "solar-panel", "accumulator", "electric-energy-interface",
         "heat-pipe", "heat-exchanger", "nuclear-reactor", "inserter", "lab", "electric-mining-drill",
         "assembling-machine-1", "small-lamp", "boiler", "steam-engine", "offshore-pump", "pipe",
         "laser-turret")  # fmt: skip
UNIT = 1_000_000
MICROJOULES = 1_000_000


@dataclass(frozen=True)
class Work:
    """One thing that is done; what the fields mean is the verb's."""

    verb: str
    place: tuple[int, int]
    name: str
    direction: int
    amount: int
    which: int
    """The entity that it is done to, counted around those that there are."""


def works(names: tuple[str, ...]) -> st.SearchStrategy[Work]:
    """Strategy of builds, removals, turns, fluid and fuel put in, and time."""
    verbs = ("build", "build", "build", "build", "remove", "turn", "fill", "fill", "fuel", "run", "run")
    places = st.tuples(st.integers(-CROWD, CROWD - 1), st.integers(-CROWD, CROWD - 1))
    amounts, which = st.integers(1, 120), st.integers(0, 30)
    return st.builds(Work, st.sampled_from(verbs), places, st.sampled_from(names), directions, amounts, which)


def plays(names: tuple[str, ...]) -> st.SearchStrategy[list[Work]]:
    """Strategy of a sequence of works, most of them in a crowd."""
    return st.lists(works(names), min_size=10, max_size=70)


def make_plant() -> World:
    """An empty world with water in its east."""
    world = World(side=SIDE + 8, entities=120, character=None, containers=64)
    for y in range(-SIDE // 2, SIDE // 2):
        for x in range(CROWD - 1, CROWD + 4):
            world.set_tile("water", x, y)
    return world


def chosen(world: World, work: Work) -> int:
    """Slot of what the work is done to; 0 for nothing."""
    slots = [slot for slot in range(1, world.arena.entity_slots) if world.slot(slot) is not None]
    return slots[work.which % len(slots)] if slots else 0


def records(world: World, pool: int, kind: str) -> list[Any]:
    """The records in use of a pool, as structs; a copy of none."""
    used = world.arena.pools[pool]
    rows = ffi.cast(f"{kind} *", ffi.cast("char *", world.memory) + used.offset)
    return [rows[i] for i in range(1, used.used) if rows[i].entity]


def fluid_totals(world: World) -> dict[int, int]:
    """Amount of every fluid in all boxes and segments, millionths of a unit."""
    return {fluid: lib.sim_fluid_total(world.arena, fluid) for fluid in (world.table.water, world.table.steam)}


def fluid_flows(world: World) -> dict[int, int]:
    """What the statistics say was made less what was used up of every fluid, millionths of a unit."""
    flows = {}
    for fluid in (world.table.water, world.table.steam):
        flow = lib.sim_statistics_fluid(world.arena, fluid)
        flows[fluid] = round((flow.produced - flow.consumed) * UNIT)
    return flows


def entity_fluid(world: World, slot: int, fluid: int) -> int:
    """How much of a fluid goes at most when an entity goes: what its boxes hold, millionths of a unit."""
    held, box = 0, lib.sim_fluid_first_box(world.arena, world.table, slot)
    while box:
        content = lib.sim_fluid_box_content(world.arena, world.table, box)
        if content.fluid == fluid:
            held += round(content.amount * UNIT) + 1
        box = lib.sim_fluid_box_next(world.arena, box)
    return held


def fill(world: World, work: Work) -> dict[int, int]:
    """Puts water into what stands there as a script does; what went in by fluid."""
    slot = chosen(world, work)
    box = lib.sim_fluid_first_box(world.arena, world.table, slot) if slot else 0
    if box == 0:
        return {}
    water = world.table.water
    return {water: lib.sim_fluid_box_add(world.arena, world.table, box, water, work.amount * UNIT // 7, 15.0)}


def build(world: World, work: Work) -> int:
    """Builds where it may stand; its slot or 0."""
    return create(world, work.name, work.place[0] + 0.5, work.place[1] + 0.5, work.direction)


def do(world: World, work: Work) -> None:
    """Everything but filling and removing."""
    arena, table, slot = world.arena, world.table, chosen(world, work)
    match work.verb:
        case "build":
            build(world, work)
        case "turn" if slot:
            lib.sim_build_rotate(arena, table, lib.sim_entity_handle(arena, slot), 0)
        case "fuel" if slot:
            lib.sim_transfer_insert(arena, table, slot, world.item_number("coal"), work.amount % 4 + 1)
        case "run":
            world.run(work.amount)


def remove(world: World, work: Work) -> int:
    """Destroys what stands there; its slot, 0 for nothing."""
    slot = chosen(world, work)
    if slot:
        lib.sim_entity_destroy(world.arena, world.table, lib.sim_entity_handle(world.arena, slot))
    return slot
