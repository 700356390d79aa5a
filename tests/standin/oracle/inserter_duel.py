"""Burner inserters, chests, belts, furnaces and drills in the engine and in factory-sim, compared every tick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import fsim
from engine_world import TILE, World, ffi, lib
from fsim import lib as oracle_lib

DIRECTIONS = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
NUMBERS = {"north": 0, "east": 4, "south": 8, "west": 12}
ITEMS = ("iron-plate", "coal", "wood", "iron-ore", "copper-ore")
STATUS = {
    lib.SIM_STATUS_WORKING: "working",
    lib.SIM_STATUS_NO_FUEL: "no_fuel",
    lib.SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION: "waiting_for_space_in_destination",
    lib.SIM_STATUS_WAITING_FOR_SOURCE_ITEMS: "waiting_for_source_items",
}
#: Nobody does anything before; factory-sim's lines of belts have formed by then.
SETTLE_TICKS = 3
#: Joules and turns to which both must agree; single precision tells orientations apart to 6e-8.
JOULES, TURNS, TILES = 1e-3, 2e-7, 1e-9


@dataclass
class Yard:
    """What stands where, and who gets what when; centres in tiles."""

    things: list[tuple[str, float, float, str]] = field(default_factory=list)
    ores: list[tuple[str, int, int, int]] = field(default_factory=list)
    gifts: dict[int, list[tuple[int, str, int]]] = field(default_factory=lambda: defaultdict(list))
    laid: dict[int, list[tuple[int, int, int, str]]] = field(default_factory=lambda: defaultdict(list))  # lane, place
    taken: set[tuple[int, int]] = field(default_factory=set)

    def place(self, rng: Random, name: str, x: int, y: int) -> None:
        """Puts a thing that covers the tile, unless something is in the way."""
        side = 2 if name in ("stone-furnace", "burner-mining-drill") else 1
        left, top = (x - rng.randint(0, side - 1), y - rng.randint(0, side - 1))
        tiles = {(left + dx, top + dy) for dx in range(side) for dy in range(side)}
        if tiles & self.taken:
            return
        self.taken |= tiles
        self.things.append((name, left + side / 2, top + side / 2, rng.choice(list(DIRECTIONS))))
        if name == "burner-mining-drill":
            self.ores += [(rng.choice(("iron-ore", "coal")), *tile, rng.choice((3, 100))) for tile in sorted(tiles)]

    def belt(self, rng: Random, x: int, y: int) -> None:
        """A belt of up to five tiles that turns now and then."""
        direction = rng.choice(list(DIRECTIONS))
        for _ in range(rng.randint(1, 5)):
            if (x, y) in self.taken:
                return
            self.taken.add((x, y))
            self.things.append(("transport-belt", x + 0.5, y + 0.5, direction))
            if rng.random() < 0.25:
                direction = rng.choice(list(DIRECTIONS))
            x, y = x + DIRECTIONS[direction][0], y + DIRECTIONS[direction][1]


def draw_yard(rng: Random, machines: bool) -> Yard:
    """Two to six inserters with something at most of their ends, and what is given to whom."""
    yard = Yard()
    for tile in rng.sample([(x, y) for x in range(7) for y in range(7)], rng.randint(2, 6)):
        yard.taken.add(tile)
        yard.things.append(("burner-inserter", tile[0] + 0.5, tile[1] + 0.5, rng.choice(list(DIRECTIONS))))
    ends = [(x + dx, y + dy) for x, y in sorted(yard.taken) for dx, dy in DIRECTIONS.values()]
    rng.shuffle(ends)
    kinds = ["wooden-chest", "wooden-chest", "transport-belt", ""]
    kinds += ["stone-furnace", "burner-mining-drill"] if machines else []
    for x, y in ends:
        kind = rng.choice(kinds)
        if kind == "transport-belt":
            yard.belt(rng, x, y)
        elif kind and (x, y) not in yard.taken:
            yard.place(rng, kind, x, y)
    for index, (name, *_) in enumerate(yard.things):
        draw_gifts(rng, yard, index, name)
    return yard


def draw_gifts(rng: Random, yard: Yard, index: int, name: str) -> None:
    """What a thing is given in the course of the play."""
    if name == "wooden-chest":
        for _ in range(rng.randint(0, 3)):
            when = SETTLE_TICKS + rng.choice((0, 0, 1, rng.randint(2, 400)))
            yard.gifts[when].append((index, rng.choice(ITEMS), rng.choice((1, 2, 5, 40))))
    elif name != "transport-belt" and rng.random() < 0.6:
        when = SETTLE_TICKS + rng.randint(0, 300)
        yard.gifts[when].append((index, rng.choice(("wood", "coal")), rng.choice((1, 5))))


def draw_turn(rng: Random) -> Yard:
    """A belt with a turn that runs or stands full, and an inserter at one or both of the turn's free sides.

    Two belts at most follow the turn: beyond them the game's lines would have a boundary because of the inserters.
    Nothing is laid so close to a lane's end that it leaves the belt at once: that wakes no inserter in factory-sim.
    """
    yard, names = Yard(), list(DIRECTIONS)
    first = rng.randrange(4)
    coming, going = names[first], names[(first + rng.choice((1, 3))) % 4]
    (cx, cy), (gx, gy) = DIRECTIONS[coming], DIRECTIONS[going]
    path = [(-cx * i, -cy * i, coming) for i in (3, 2, 1)] + [(gx * i, gy * i, going) for i in range(rng.randint(2, 3))]
    yard.things += [("transport-belt", x + 0.5, y + 0.5, direction) for x, y, direction in path]
    for x, y in rng.choice(([(cx, cy)], [(-gx, -gy)], [(cx, cy), (-gx, -gy)])):
        back = next(name for name, step in DIRECTIONS.items() if step == (-x, -y))
        yard.things.append(("burner-inserter", x + 0.5, y + 0.5, back))
        yard.things.append(("wooden-chest", 2 * x + 0.5, 2 * y + 0.5, "north"))
        yard.gifts[SETTLE_TICKS + rng.randint(0, 40)].append((len(yard.things) - 2, "coal", 2))
    for _ in range(rng.randint(3, 60)):
        when = SETTLE_TICKS + rng.randint(0, 400)
        yard.laid[when].append((rng.randrange(len(path)), rng.randrange(2), rng.randrange(16, 256), rng.choice(ITEMS)))
    return yard


class InserterDuel:
    """One yard in both simulators, kept in step."""

    def __init__(self, yard: Yard) -> None:
        self.yard = yard
        self.sim, self.world = self._oracle(), World(side=64, entities=256, character=None, containers=300)
        for name, x, y, amount in yard.ores:
            self.world.create(name, x + 0.5, y + 0.5, amount)
        self.slots = [self._create(*thing) for thing in yard.things]
        places = {(round(x * TILE), round(y * TILE)): i for i, (_, x, y, _) in enumerate(yard.things)}
        self.entities = {
            places[entity.pos.x, entity.pos.y]: (number, entity)
            for number, entity in ((i, self.sim.env.entities[i]) for i in range(self.sim.env.entity_count))
        }

    def _oracle(self) -> fsim.Sim:
        sim = fsim.Sim(water=[])
        entities = [
            {"name": name, "position": [x, y], "direction": direction, "force": "player", "contents": {}}
            for name, x, y, direction in self.yard.things
        ]
        ores = [{"name": name, "position": [float(x), float(y)], "amount": a} for name, x, y, a in self.yard.ores]
        character = {"position": [30, 30], "inventory": {}}
        sim.reset({"entities": entities, "resources": ores, "character": character, "radius": 48})
        return sim

    def _create(self, name: str, x: float, y: float, direction: str) -> int:
        spec = ffi.new("sim_entity_spec *")
        spec.prototype, spec.direction = self.world.entity_number(name), NUMBERS[direction]
        spec.position.x, spec.position.y = int(x * TILE), int(y * TILE)
        created = ffi.new("sim_handle *")
        assert lib.sim_entity_create(self.world.arena, self.world.table, spec, created) == lib.SIM_OK
        return int(created.index)

    def step(self, tick: int) -> None:
        """One tick of both, after what is given in it and laid on belts."""
        for laid in self.yard.laid.get(tick, ()):
            self._lay(*laid)
        for index, item, count in self.yard.gifts.get(tick, ()):
            number = self.entities[index][0]
            oracle_lib.fsim_entity_insert(self.sim.env, number, fsim.ITEM_IDS[item], count)
            oracle_lib.fsim_script_touched(self.sim.env, number)
            number = self.world.item_number(item)
            lib.sim_transfer_insert(self.world.arena, self.world.table, self.slots[index], number, count)
        self.sim.step("wait", ticks=1)
        self.world.run()

    def _lay(self, index: int, lane: int, place: int, item: str) -> None:
        number, entity = self.entities[index]
        if place >= entity.lane_length[lane]:
            return
        theirs = oracle_lib.fsim_belt_insert(self.sim.env, number, lane, place, fsim.ITEM_IDS[item])
        arena, table, numbers = self.world.arena, self.world.table, self.world.item_number
        ours = lib.sim_belt_insert(arena, table, self.slots[index], lane, place, numbers(item))
        assert (ours == lib.SIM_OK) == bool(theirs), f"{item} on {self.yard.things[index]}: {ours}, {theirs}"

    def differences(self) -> list[tuple[Any, ...]]:
        """Everything about inserters, chests, belts and the ground that differs."""
        compare: dict[str, Callable[[int, int, Any], list[Any]]] = {
            "burner-inserter": self._inserter,
            "wooden-chest": self._chest,
            "transport-belt": self._belt,
        }
        found = []
        for index, (name, *_) in enumerate(self.yard.things):
            if name in compare:
                found += [(index, name, d) for d in compare[name](index, self.slots[index], self.entities[index][1])]
        ours, theirs = self._ground()
        return found + ([("ground", ours, theirs)] if ours != theirs else [])

    def _inserter(self, index: int, slot: int, theirs: Any) -> list[Any]:
        arena, table = self.world.arena, self.world.table
        ours = lib.sim_inserter_at(arena, table, slot)
        burner = lib.sim_burner_get(arena, ours.energy.record)
        held = self.world.prototypes.tables.rows["items"][ours.held_item]["name"] if ours.held_item else None
        rows = [
            ("orientation", ours.orientation - round(ours.orientation - theirs.arm_w), theirs.arm_w, TURNS),
            ("length", ours.length, theirs.arm_len, TILES),
            ("buffer", burner.buffer_joules, theirs.energy, JOULES),
            ("fire", burner.remaining_joules, theirs.remaining, JOULES),
            ("fuel", lib.sim_inventory_count(arena, burner.fuel, 0), theirs.fuel.count, 0),
        ]
        found: list[Any] = [row for row in rows if abs(row[1] - row[2]) > row[3]]
        if held != (fsim.ITEM_NAMES[theirs.held] if theirs.held else None):
            found.append(("held", held, theirs.held))
        target = self.sim.env.entities[theirs.drop_target].kind if theirs.drop_target >= 0 else oracle_lib.K_CHEST
        status = STATUS.get(lib.sim_inserter_status(arena, table, slot)), fsim.STATUS_NAME[theirs.status]
        if status[0] != status[1] and target in (oracle_lib.K_CHEST, oracle_lib.K_BELT):
            found.append(("status", *status))
        return found

    def _chest(self, index: int, slot: int, theirs: Any) -> list[Any]:
        inventory = lib.sim_entity_inventory(self.world.arena, self.world.table, slot, lib.SIM_INVENTORY_MAIN)
        ours = self.world.stacks(inventory)
        there = [(i, fsim.ITEM_NAMES[s.item], s.count) for i, s in enumerate(theirs.chest) if s.count]
        return [] if ours == there else [(ours, there)]

    def _belt(self, index: int, slot: int, theirs: Any) -> list[Any]:
        rows = ffi.new("sim_belt_item[16]")
        count = lib.sim_belt_items(self.world.arena, self.world.table, slot, rows, 16)
        ours = [(rows[i].line, rows[i].position) for i in range(count)]
        there = [(side, lane.items[i].pos) for side, lane in enumerate(theirs.lanes) for i in range(lane.count)]
        return [] if sorted(ours) == sorted(there) else [(ours, there)]

    def _ground(self) -> tuple[list[Any], list[Any]]:
        names, arena = self.world.prototypes.tables.rows["items"], self.world.arena
        item_entity = self.world.table.item_entity
        found = (self.world.slot(i) for i in range(1, arena.entity_slots))
        ours = [
            (names[e.item]["name"], e.amount, e.position.x, e.position.y)
            for e in found
            if e is not None and e.prototype == item_entity
        ]
        piles = (self.sim.env.entities[i] for i in range(self.sim.env.entity_count))
        theirs = [
            (fsim.ITEM_NAMES[e.pile.item], e.pile.count, e.pos.x, e.pos.y)
            for e in piles
            if e.alive and e.kind == oracle_lib.K_PILE
        ]
        return sorted(ours), sorted(theirs)
