"""Scenes of belts in the engine and in factory-sim, compared on every tick: the places of all items on all lanes.

In the game the lanes of neighbouring belts become one line some ticks after they were built. How many ticks that takes
is a property of the map's tiles that nobody has found the rule of; factory-sim has a measured table. The engine's lanes
are one line at once, so the table is filled with the least delay here.
"""

from __future__ import annotations

import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import fsim
from engine_world import World, ffi, lib
from fsim import ffi as oracle_ffi
from fsim import lib as oracle_lib

DIRECTIONS = {"north": 0, "east": 4, "south": 8, "west": 12}
ITEMS = ("iron-plate", "copper-plate", "coal")
MAP_SIDE = 256
LANE_CAPACITY = 8
#: Ticks that both run before anything lies on the belts: factory-sim's lines form one tick after they were built.
SETTLE_TICKS = 3


@contextmanager
def merged_at_once() -> Iterator[None]:
    """factory-sim's lanes become one line a tick after they were built; its own table comes back afterwards."""
    delays = array.array("H", [1]) * (MAP_SIDE * MAP_SIDE * 2)
    half = MAP_SIDE // 2
    area = oracle_ffi.new("int32_t[]", [-half, -half, half, half])
    assert oracle_lib.fsim_set_belt_delay(1, area, oracle_ffi.from_buffer("uint16_t[]", delays)) == 0
    try:
        yield
    finally:
        fsim._load_belt_delay()


@dataclass(frozen=True)
class Belt:
    """A belt on a tile."""

    x: int
    y: int
    direction: str


def oracle_scene(belts: list[Belt]) -> fsim.Sim:
    """The belts in factory-sim, far from its character."""
    sim = fsim.Sim(water=[])
    sim.reset(
        {
            "entities": [
                {
                    "name": "transport-belt",
                    "position": [belt.x + 0.5, belt.y + 0.5],
                    "direction": belt.direction,
                    "force": "player",
                    "contents": {},
                }
                for belt in belts
            ],
            "resources": [],
            "character": {"position": [-40.5, -40.5], "inventory": {}},
            "radius": 48,
        }
    )
    return sim


def build(world: World, name: str, x: float, y: float, direction: str) -> int:
    """Creates an entity that faces `direction`; returns its slot."""
    spec = ffi.new("sim_entity_spec *")
    spec.prototype = world.entity_number(name)
    spec.position.x, spec.position.y = int(x * 256), int(y * 256)
    spec.direction = DIRECTIONS[direction]
    spec.force = lib.SIM_FORCE_ARENA
    created = ffi.new("sim_handle *")
    assert lib.sim_entity_create(world.arena, world.table, spec, created) == lib.SIM_OK
    return int(created.index)


def lanes_of(world: World, slot: int) -> list[list[tuple[int, int]]]:
    """Position and item of everything on the two lanes of a belt."""
    rows = ffi.new("sim_belt_item[32]")
    count = lib.sim_belt_items(world.arena, world.table, slot, rows, 32)
    lanes: list[list[tuple[int, int]]] = [[], []]
    for i in range(count):
        lanes[rows[i].line].append((rows[i].position, rows[i].item))
    return lanes


@dataclass
class BeltDuel:
    """One scene of belts in both simulators."""

    name: str
    belts: list[Belt]
    sim: fsim.Sim = field(init=False)
    world: World = field(init=False)
    slots: list[int] = field(init=False)
    oracles: list[int] = field(init=False)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sim = oracle_scene(self.belts)
        self.world = World(side=96, entities=len(self.belts) + 8, character=(-40, -40))
        self.slots = [build(self.world, "transport-belt", b.x + 0.5, b.y + 0.5, b.direction) for b in self.belts]
        places = {}
        for index in range(self.sim.env.entity_count):
            found = self.sim.env.entities[index]
            if found.alive and found.kind == oracle_lib.K_BELT:
                places[found.pos.x, found.pos.y] = index
        self.oracles = [places[b.x * 256 + 128, b.y * 256 + 128] for b in self.belts]
        for _ in range(SETTLE_TICKS):
            self.step()

    def step(self) -> None:
        """One tick of both."""
        self.sim.step("wait", ticks=1)
        self.world.run()
        self.compare("tick")

    def insert(self, belt: int, lane: int, position: int, item: str) -> None:
        """Puts an item on a belt as a script does; both take it or both refuse it."""
        entity = self.sim.env.entities[self.oracles[belt]]
        position = min(position, entity.lane_length[lane])
        # A full lane and a place beyond the lane's end are where the oracle's own storage ends.
        theirs = oracle_lib.fsim_belt_insert(self.sim.env, self.oracles[belt], lane, position, fsim.ITEM_IDS[item])
        number = self.world.item_number(item)
        before = lanes_of(self.world, self.slots[belt])[lane]
        ours = lib.sim_belt_insert(self.world.arena, self.world.table, self.slots[belt], lane, position, number)
        what = f"insert {item} on {self.belts[belt]} lane {lane} at {position}"
        self.log.append(f"{self.sim.tick}: {what}")
        assert (ours == lib.SIM_OK) == bool(theirs), (
            f"{self.name}: {what}: engine {ours}, oracle {theirs}; on the lane before: {before}; "
            f"{self.belts}; {self.log}"
        )
        self.compare(what)

    def remove(self, belt: int, lane: int, index: int) -> None:
        """Takes an item off a belt in both."""
        here = self.sim.env.entities[self.oracles[belt]].lanes[lane]
        if index >= here.count:
            return
        assert oracle_lib.fsim_belt_remove(self.sim.env, self.oracles[belt], lane, index)
        arena, table = self.world.arena, self.world.table
        assert lib.sim_belt_remove(arena, table, self.slots[belt], lane, index, ffi.NULL) == lib.SIM_OK
        self.log.append(f"{self.sim.tick}: remove {index} of {self.belts[belt]} lane {lane}")
        self.compare("remove")

    def state(self) -> dict[tuple[int, int], tuple[object, object]]:
        """By tile the lanes in the engine and in the oracle, where they differ."""
        names = {self.world.item_number(name): name for name in ITEMS}
        differing: dict[tuple[int, int], tuple[object, object]] = {}
        for belt, slot, index in zip(self.belts, self.slots, self.oracles, strict=True):
            ours = [[(p, names[i]) for p, i in lane] for lane in lanes_of(self.world, slot)]
            entity = self.sim.env.entities[index]
            theirs = [
                [(lane.items[k].pos, fsim.ITEM_NAMES[lane.items[k].item]) for k in range(lane.count)]
                for lane in (entity.lanes[0], entity.lanes[1])
            ]
            if ours != theirs:
                differing[belt.x, belt.y] = (ours, theirs)
        return differing

    def compare(self, what: str) -> None:
        """Every item must be in the same place in both."""
        if differing := self.state():
            raise AssertionError(
                f"{self.name} tick {self.sim.tick} after {what}: engine, oracle: {differing}; {self.belts}; {self.log}"
            )


def play(duel: BeltDuel, rng: Random, ticks: int, inserts: float, removals: float, spared: int = -1) -> None:
    """Runs the scene while items come and go at random; none is put on the belt numbered `spared`."""
    places = [i for i in range(len(duel.belts)) if i != spared]
    for _ in range(ticks):
        while rng.random() < inserts:
            duel.insert(rng.choice(places), rng.randrange(2), rng.randrange(257), rng.choice(ITEMS))
        while rng.random() < removals:
            duel.remove(rng.randrange(len(duel.belts)), rng.randrange(2), rng.randrange(3))
        duel.step()
