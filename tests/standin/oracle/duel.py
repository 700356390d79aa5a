"""One scene in the engine and in factory-sim, ordered alike and compared on every tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import fsim
from engine_world import World, base_prototypes, ffi, lib
from fsim import ffi as oracle_ffi
from fsim import lib as oracle_lib
from oracle import Scene, oracle_position, oracle_stacks

ORES = ("iron-ore", "copper-ore", "coal", "stone")
#: Fills slots; nothing that can be mined, because the oracle's orders end by the count of what they mine.
FILLER = "copper-plate"
FILLER_STACK = 100
WALK_TICKS = {"step": 7, "nudge": 2}


@dataclass
class Duel:
    """One scene in both simulators, kept in step."""

    seed: int
    scene: Scene
    sim: fsim.Sim = field(init=False)
    world: World = field(init=False)
    walk_ticks_left: int = 0

    def __post_init__(self) -> None:
        self.sim, self.world = self.scene.to_oracle(), self.scene.to_engine()
        self.compare("the scene was built")

    def targets(self) -> list[tuple[str, bool, float, float]]:
        """Handles, whether it is ore, and positions (tiles) of everything that the oracle offers to mine."""
        seen = self.sim.observation()
        tiles = seen["resources"]["tiles"] or []
        things = seen["entities"] or []
        return [(t["h"], True, *t["p"]) for t in tiles] + [(e["h"], False, *e["p"]) for e in things]

    def step(self, verb: str = "wait") -> None:
        """One tick of both; `verb` is the oracle's action."""
        self.sim.step(verb, ticks=1)
        self.world.run()
        if self.walk_ticks_left > 0:
            self.walk_ticks_left -= 1
            if self.walk_ticks_left == 0:
                self.world.walk(None)
        self.follow_goal()
        self.compare(verb)

    def follow_goal(self) -> None:
        """The oracle's action ends with its count; the engine mines until it is told to stop."""
        record = self.world.record
        if record.mining and not self.sim.env.mining:
            assert record.mining_seconds == 0.0, f"seed {self.seed} tick {self.sim.tick}: the oracle stopped early"
            self.world.stop_mining()

    def mine(self, rng: Random) -> None:
        """Orders both to mine the same thing; a busy character keeps to what it does."""
        if not (targets := self.targets()):
            return
        handle, is_ore, x, y = rng.choice(targets)
        was_mining = bool(self.sim.env.mining)
        answer = lib.SIM_OK if was_mining else self.world.can_mine(x, y)
        self.sim.step("mine_at", {"handle": handle, "count": rng.choice((1, 2, 5))}, ticks=1)
        status, error = self.sim.action_outcome()
        if status != "rejected":
            assert answer == lib.SIM_OK, f"seed {self.seed}: the engine refuses ({x}, {y})"
            self.world.mine(x, y)
        elif error == "out_of_reach" and not is_ore:
            assert answer == lib.SIM_OUT_OF_REACH, f"seed {self.seed}: ({x}, {y}) is out of reach"
        self.world.run()
        self.follow_goal()
        self.compare(f"mine {handle}: {status} {error}")

    def walk(self, rng: Random) -> None:
        """Orders both to walk along an axis, which ends mining."""
        kind, name = rng.choice(("step", "nudge")), rng.choice(("north", "east", "south", "west"))
        self.world.stop_mining()
        self.world.walk(name)
        self.walk_ticks_left = WALK_TICKS[kind]
        self.step(f"{kind}_{name}")
        while self.walk_ticks_left:
            self.step()

    def fill_inventory(self, rng: Random) -> None:
        """Fills the empty slots of both, but for up to two; stacks begun stay as they are."""
        slots = lib.sim_inventory_slots(self.world.arena, self.world.record.inventory)
        empty = [i for i in range(80) if slots[i].item == 0][rng.choice((0, 0, 1, 2)) :]
        for i in empty:
            slots[i].item, slots[i].count = self.world.item_number(FILLER), FILLER_STACK
        self._copy_inventory_to_oracle()

    def drain_inventory(self, rng: Random) -> None:
        """Takes some filler out of both."""
        inventory, filler = self.world.record.inventory, self.world.item_number(FILLER)
        lib.sim_inventory_remove(self.world.arena, inventory, filler, rng.choice((1, 100, 230)))
        self._copy_inventory_to_oracle()

    def _copy_inventory_to_oracle(self) -> None:
        slots = lib.sim_inventory_slots(self.world.arena, self.world.record.inventory)
        names = base_prototypes().tables.rows["items"]
        for i in range(80):
            self.sim.env.main[i].item = fsim.ITEM_IDS.get(str(names[slots[i].item]["name"]), 0)
            self.sim.env.main[i].count = slots[i].count

    def compare(self, what: str) -> None:
        """Everything that both simulators know must be equal."""
        ours, theirs = engine_state(self.world), oracle_state(self.sim)
        if ours == theirs:
            return
        differing = {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]}
        raise AssertionError(
            f"seed {self.seed} tick {self.sim.tick} after {what}: engine, oracle: {differing}; {self.scene}"
        )


def engine_state(world: World) -> dict[str, Any]:
    """What the engine knows, in terms that both simulators share."""
    record = world.record
    ore, ground, things = engine_entities(world)
    return {
        "position": world.position,
        "stacks": world.stacks(),
        "mining": bool(record.mining),
        "seconds": record.mining_seconds if record.mining else 0.0,
        "progress": world.progress,
        "direction": world.entity(world.character).direction,
        "ore": ore,
        "ground": ground,
        "things": things,
        "produced": [world.produced(name) for name in ORES],
    }


def oracle_state(sim: fsim.Sim) -> dict[str, Any]:
    """What factory-sim knows, in the same terms."""
    env = sim.env
    ore, ground, things = oracle_entities(sim)
    return {
        "position": oracle_position(sim),
        "stacks": oracle_stacks(sim),
        "mining": bool(env.mining),
        "seconds": env.mining_seconds if env.mining else 0.0,
        "progress": env.mining_progress if env.mining else 0.0,
        "direction": env.char_dir8,
        "ore": ore,
        "ground": ground,
        "things": things,
        "produced": [env.produced[fsim.ITEM_IDS[name]] for name in ORES],
    }


def engine_entities(world: World) -> tuple[Any, Any, Any]:
    """Ore by position with its amount, items on the ground, and the rest with what it holds."""
    rows, items = world.prototypes.tables.rows["entities"], world.prototypes.tables.rows["items"]
    arena, ore, ground, things = world.arena, {}, [], []
    for index in range(1, arena.entity_slots):
        if (found := lib.sim_entity_slot(arena, index)) == ffi.NULL:
            continue
        kind, name = rows[found.prototype]["type_name"], rows[found.prototype]["name"]
        x, y = found.position.x, found.position.y
        if kind == "resource":
            ore[x, y] = (name, found.amount)
        elif kind == "item-entity":
            ground.append((items[found.item]["name"], found.amount, x, y))
        elif kind != "character":
            held = lib.sim_inventory_count(arena, found.record, 0) if kind == "container" else 0
            things.append((name, x, y, held))
    return ore, sorted(ground), sorted(things)


def oracle_entities(sim: fsim.Sim) -> tuple[Any, Any, Any]:
    """The same from factory-sim."""
    env, ore, ground, things = sim.env, {}, [], []
    for index in range(env.resource_count):
        found = env.resources[index]
        if found.alive:
            ore[found.tx * 256 + 128, found.ty * 256 + 128] = (fsim.ITEM_NAMES[found.item], found.amount)
    for index in range(env.entity_count):
        found = env.entities[index]
        if not found.alive:
            continue
        if found.kind == oracle_lib.K_PILE:
            ground.append((fsim.ITEM_NAMES[found.pile.item], found.pile.count, found.pos.x, found.pos.y))
        else:
            held = sum(stack.count for stack in found.chest) if found.kind == oracle_lib.K_CHEST else 0
            things.append((fsim.KIND_NAME[found.kind], found.pos.x, found.pos.y, held))
    return ore, sorted(ground), sorted(things)


def oracle_reaches_its_target(sim: fsim.Sim) -> int:
    """Whether the oracle's character, which mines, reaches its target from where it stands."""
    return int(oracle_lib.fsim_mining_in_reach(sim.env))


def oracle_path(sim: fsim.Sim, direction: int, ticks: int) -> list[tuple[int, int]]:
    """Positions after each of `ticks` ticks of walking in one direction, while nothing else happens."""
    out = oracle_ffi.new("int32_t[]", 2 * ticks)
    oracle_lib.fsim_walk_ticks(sim.env, direction, ticks, out)
    return [(out[2 * i], out[2 * i + 1]) for i in range(ticks)]
