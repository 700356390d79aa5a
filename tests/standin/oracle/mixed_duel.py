"""A mixed scene played in the engine and in factory-sim, and the first thing in which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import fsim
from belt_duel import merged_at_once
from engine_world import lib
from fsim import lib as oracle_lib
from mixed_engine import EngineSide
from mixed_oracle import OracleSide
from mixed_scene import BELT, DRILL, INSERTER, SETTLE_TICKS, MixedScene, Order

from harness.standin.prototypes.load import LoadedPrototypes

FUELS = ("coal", "wood")
#: To how much numbers of inserters must agree: single precision tells orientations apart to 6e-8.
TOLERANCES = {"orientation": 2e-7, "length": 1e-9, "buffer": 1e-3, "remaining": 1e-3}


@dataclass(frozen=True)
class Difference:
    """What differs first."""

    tick: int
    what: Any
    engine: Any
    oracle: Any

    def __str__(self) -> str:
        return f"tick {self.tick}, {self.what}: engine {self.engine}, oracle {self.oracle}"


class MixedDuel:
    """One scene in both simulators, kept in step."""

    def __init__(self, scene: MixedScene, prototypes: LoadedPrototypes | None = None) -> None:
        self.engine, self.oracle = EngineSide(scene, prototypes), OracleSide(scene)
        self.held: dict[Any, str] = {}
        self.tick = 0

    def step(self, orders: list[Order]) -> Difference | None:
        """A tick with its orders, one of the character's at most; the first difference."""
        own: Order | None = None
        for order in orders:
            if order.verb not in ("gift", "lay"):
                own = own or order
            elif difference := self._script(order):
                return difference
        difference = self._act(own)
        self._follow_goal()
        self.tick += 1
        return difference or self._compare()

    def _script(self, order: Order) -> Difference | None:
        if order.verb == "lay" and order.count >= self.oracle.lane_length(order.x, order.y, order.lane):
            return None
        ours, theirs = self.engine.script(order), self.oracle.script(order)
        return Difference(self.tick, order, ours, theirs) if ours != theirs else None

    def _act(self, order: Order | None) -> Difference | None:
        if order is None or not self._is_possible(order):
            self.oracle.act(None)
            self.engine.step()
            return None
        if order.verb == "walk":
            self.engine.walk(order)
            self.oracle.act(order)
            self.engine.step()
            return None
        if order.verb == "mine":
            return self._mine(order)
        ours = self.engine.hand(order)
        theirs = self.oracle.act(order)
        self.engine.step()
        if (ours == lib.SIM_OK) == (theirs[0] == "completed"):
            return None
        return Difference(self.tick, order, ours, theirs)

    def _is_possible(self, order: Order) -> bool:
        """Whether the character of factory-sim can be asked to do it."""
        if order.verb == "place":
            return not self._builds_over(order)
        return order.verb == "walk" or self._is_known(order)

    def _builds_over(self, order: Order) -> bool:
        """Whether something is there that factory-sim's character does not replace, or items that it leaves below."""
        return self.oracle.index_at(order.x, order.y) >= 0 or (
            order.item != BELT and self.oracle.has_pile_near(order.x, order.y)
        )

    def _is_known(self, order: Order) -> bool:
        """Whether both have the target: it may be gone, or not be seen by the oracle's character."""
        if order.verb == "mine" and self.engine.walk_ticks > 0:
            return False  # the character stands, as factory-sim's author recorded; factory-sim's walks
        if order.verb == "give" and not self.engine.could_give(order):
            return False  # factory-sim's gives what is left of it, and puts what has no room among the products
        has_building = self.engine.slot_at(order.x, order.y) != 0
        return self.oracle.handle_of(order.x, order.y) != "" and (has_building or order.verb == "mine")

    def _mine(self, order: Order) -> Difference | None:
        result, target = self.engine.mine_target(order.x, order.y)
        place = int(order.x * 256), int(order.y * 256)
        was_mining = bool(self.oracle.sim.env.mining)
        if result == lib.SIM_OK and target is not None and target[:2] != place:
            self.oracle.act(None)
            self.engine.step()
            return None
        theirs = self.oracle.act(order)
        accepted = theirs[0] != "rejected"
        if accepted:
            self.engine.world.mine(order.x, order.y)
        self.engine.step()
        if accepted and result != lib.SIM_OK and not was_mining:
            return Difference(self.tick, order, result, theirs)
        # factory-sim measures its actions' reach of ore to the centre, the game to the box.
        is_ore = self.engine.slot_at(order.x, order.y) == 0
        if theirs[1] == "out_of_reach" and result == lib.SIM_OK and not is_ore:
            return Difference(self.tick, order, result, theirs)
        return None

    def _follow_goal(self) -> None:
        """The oracle's action ends with its count; the engine mines until it is told to stop."""
        record = self.engine.world.record
        if record.mining and not self.oracle.sim.env.mining and record.mining_seconds == 0.0:
            self.engine.world.stop_mining()

    def _compare(self) -> Difference | None:
        ours, theirs = self.engine.state(), self.oracle.state()
        for key in ours.keys() | theirs.keys() if ours.keys() != theirs.keys() else ours:
            mine, other = ours.get(key), theirs.get(key)
            if mine == other:
                continue
            if not isinstance(mine, dict) or not isinstance(other, dict):
                return Difference(self.tick, key, mine, other)
            if differing := self._fields(key, mine, other):
                return Difference(self.tick, (key, *differing), [mine[f] for f in differing],
                                  [other[f] for f in differing])  # fmt: skip
        return None

    def _fields(self, key: Any, ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
        """Names of the fields that differ by more than they may."""
        name = key[0]
        tolerances = TOLERANCES if name == INSERTER else {}
        found = [
            field
            for field, value in ours.items()
            if value != theirs[field] and not (field in tolerances and abs(value - theirs[field]) <= tolerances[field])
        ]
        if found == ["status"] and self._status_may_differ(key, ours):
            found = []
        if name == INSERTER and found == ["buffer", "remaining"] and self._dozed_off(key, ours, theirs):
            found = []
        if name == DRILL:
            self.held[key] = ours["held"]
        return found

    def _dozed_off(self, key: Any, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
        """Whether only one of them has put its buffer to rest because its belt's line has nothing for it: the lines of
        the game end at boundaries of their own. The oracle then goes on with the engine's buffer."""
        name, *place = key
        inserter = self.oracle.inserter_at(place[0], place[1])
        is_over_belt = self.oracle.kind(inserter.pickup_target) == oracle_lib.K_BELT
        burnt = ours["buffer"] + ours["remaining"] - theirs["buffer"] - theirs["remaining"]
        if not is_over_belt or abs(burnt) > TOLERANCES["buffer"]:
            return False
        inserter.energy, inserter.remaining = ours["buffer"], ours["remaining"]
        return True

    def _status_may_differ(self, key: Any, ours: dict[str, Any]) -> bool:
        """In the tick in which it mines something a drill of the oracle may not know yet whether it will fit; of a
        full machine inserters show it up to a tick earlier or later."""
        name, *place = key
        if name == DRILL:
            return bool(ours["held"]) and not self.held.get(key)
        machines = (oracle_lib.K_FURNACE, oracle_lib.K_DRILL, oracle_lib.K_INSERTER, -1)
        return name == INSERTER and self.oracle.kind(self.oracle.inserter_at(*place).drop_target) in machines


@dataclass(frozen=True)
class Outcome:
    """How far a scene was compared, what differed, or why the comparison ended before."""

    ticks: int
    difference: Difference | None = None
    ended: str = ""


def known_reason(duel: MixedDuel, difference: Difference) -> str:
    """Why the two are known to differ like this; empty when they are not.

    The lanes of the game's belts are lines that end at boundaries near inserters and drills, too, and that form and
    part some ticks after a change; the engine's end at side-loads alone (COVERAGE.md). So an inserter over a belt may
    wake for an item that is still on another line. One that feeds an inserter from a belt does not wake at all in
    factory-sim while other items lie farther down. One that waits over the ground with fuel in its hand, and whose own
    fuel is taken out by hand, goes and feeds itself in the engine; factory-sim's sleeps on, and would for ever. No
    recording shows what the game does.
    """
    key = difference.what[0] if isinstance(difference.what, tuple) else None
    if isinstance(key, tuple) and key[0] == INSERTER:
        inserter = duel.oracle.inserter_at(key[1], key[2])
        rests = inserter.belt_asleep or inserter.phase == oracle_lib.INS_WAIT_PICKUP
        if rests and duel.oracle.kind(inserter.pickup_target) == oracle_lib.K_BELT:
            return "another line"
        if inserter.fuel.count == 0 and fsim.ITEM_NAMES[inserter.held] in FUELS and inserter.remaining > 0:
            return "fuel taken out of an inserter that waits"
    return ""


def play(scene: MixedScene, prototypes: LoadedPrototypes | None = None) -> Outcome:
    """Plays a scene to its end, its first difference, or to where the engine is known to differ.

    Known besides `known_reason`: a belt that turns carries the character along.
    """
    orders: dict[int, list[Order]] = {}
    for order in scene.orders:
        orders.setdefault(order.tick, []).append(order)
    with merged_at_once():
        duel = MixedDuel(scene, prototypes)
        for tick in range(SETTLE_TICKS + scene.ticks):
            if duel.oracle.is_on_a_turn():
                return Outcome(tick, ended="carried round a turn")
            if difference := duel.step(orders.get(tick, [])):
                reason = "carried round a turn" if duel.oracle.is_on_a_turn() else known_reason(duel, difference)
                return Outcome(tick, None if reason else difference, reason)
    fault = duel.engine.world.fault()
    return Outcome(duel.tick, Difference(duel.tick, "sanity", fault, None) if fault else None)
