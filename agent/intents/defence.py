"""Intents of a base under attack: set up turrets in a ring, feed and repair them, keep out of the way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.intents.kit import PLACE_NAMES, REFRESH_STEPS, Floats, IntentKit, Targets, place_columns

C = harness.constants

TURRET = "gun-turret"
#: Who attacks.
ENEMIES = ("small-biter", "medium-biter", "big-biter", "small-spitter", "medium-spitter")
#: Magazines that turrets take, the best first.
MAGAZINES = ("piercing-rounds-magazine", "firearm-magazine")
#: What the character holds that counts here.
HELD = (TURRET, *MAGAZINES, "repair-pack")
#: Places in the ring, and rows of turrets that are kept.
PLACES_IN_RING, TURRETS = 14, 16
#: Turrets kept to build again what is lost.
SPARE = 2
#: Radius of the ring as a share of the distance of the farthest building: near enough together that all turrets shoot
#: at whoever comes, and far enough out to cover the whole base.
RING_SHARE = 0.75
#: Tiles from which the character reaches what it works on; and half the side of the area in which enemies are seen.
REACH, SIGHT = 7.0, 60
#: Tiles around a place within which a turret serves it.
SERVES = 3.0
#: Magazines of a full turret, and hit points of a whole one.
FULL, WHOLE = 20, 400.0
#: Enemies whose number maps to 1.
MANY_ENEMIES = 30.0

VERBS = ("stand", "middle", "build", "feed_best", "feed_plain", "repair")
_SIZES = (1, 1, PLACES_IN_RING, TURRETS, TURRETS, TURRETS)
_EDGES = np.cumsum((0, *_SIZES)).tolist()
#: Places of each verb's intents among all.
PLACES = {verb: slice(a, b) for verb, a, b in zip(VERBS, _EDGES, _EDGES[1:], strict=False)}


class DefenceKit(IntentKit):
    """Intents of the task defend, given turrets, magazines and repair packs."""

    intents = (
        "stand", "go_to_the_middle", *(f"build_turret_{i}" for i in range(PLACES_IN_RING)),
        *(f"feed_{name}_to_turret_{i}" for name in ("piercing_rounds", "firearm_rounds") for i in range(TURRETS)),
        *(f"repair_turret_{i}" for i in range(TURRETS)),
    )  # fmt: skip
    global_names = (
        "time", "walking", "refused", "blocked", "x", "y", "from_the_middle", "enemies", "enemies_near",
        "enemy_distance", *(f"{name}_held" for name in HELD), *(f"{name}_held_log" for name in HELD),
        "turrets", "hungry", "hurt", "open_places",
    )  # fmt: skip
    row_names = (
        *PLACE_NAMES, *VERBS, "ammunition", "hunger", "is_low", "damage", "is_hurt", "neediest", "nearest", "held",
    )  # fmt: skip
    kept = ("turret", "ammunition", "health", "near", "enemy_distance", "shift", "tried")

    def __init__(self, env: harness.FactorioVectorEnv, arenas: int) -> None:
        super().__init__(env, arenas)
        self.end = float(self.scenario.task.seconds) * 60  # type: ignore[union-attr]
        self._numbers = {name: self.number("entity", name) for name in (TURRET, *ENEMIES)}
        self._enemies = [self._numbers[name] for name in ENEMIES]
        self._items = np.array([self.number("item", name) for name in HELD])
        self.ring = np.array(self._ring())
        self.turret = np.full((arenas, TURRETS, 2), np.inf)
        self.ammunition, self.health = np.zeros((2, arenas, TURRETS))
        self.near, self.enemy_distance = np.zeros(arenas), np.full(arenas, np.inf)
        self.shift, self.tried = np.zeros((arenas, PLACES_IN_RING), dtype=np.int64), np.full(arenas, -1, dtype=np.int64)
        self.held = np.zeros((arenas, len(HELD)))
        self._prepare_targets()

    def _ring(self) -> list[tuple[float, float]]:
        """Places at equal angles around the base, in whole tiles: a turret covers two by two."""
        radius = RING_SHARE * max(math.hypot(one.x, one.y) for one in self.scenario.scene.base)
        count = max(1, min(PLACES_IN_RING, self.scenario.starting_items.get(TURRET, 0) - SPARE))
        turns = [2 * math.pi * number / count for number in range(count)]
        return [(round(radius * math.cos(turn)), round(radius * math.sin(turn))) for turn in turns]

    def _prepare_targets(self) -> None:
        arenas, count = self.arenas, len(self.intents)
        kinds = (C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_BUILD, C.FACTORIO_ACTION_INSERT,
                 C.FACTORIO_ACTION_INSERT, C.FACTORIO_ACTION_REPAIR)  # fmt: skip
        reach = np.full(count, REACH)
        reach[0] = np.inf
        clearance = np.zeros(count)
        clearance[PLACES["build"]] = 1.6
        item = np.zeros((arenas, count), dtype=np.int64)
        for verb, held in (("build", 0), ("feed_best", 1), ("feed_plain", 2)):
            item[:, PLACES[verb]] = self._items[held]
        self.targets = Targets(
            place=np.full((arenas, count, 2), np.inf), reach=reach, kind=np.repeat(np.array(kinds), _SIZES), item=item,
            count=np.zeros((arenas, count), dtype=np.int64), clearance=clearance,
            allowed=np.zeros((arenas, count), dtype=bool),
        )  # fmt: skip

    # ---- asking

    def begin(self, arenas: NDArray[np.int64]) -> None:
        """No place has been found taken yet."""
        self.shift[arenas], self.tried[arenas] = 0, -1

    def refresh(self, arenas: NDArray[np.int64]) -> None:
        """Turrets, and enemies near the base."""
        area = (-SIGHT, -SIGHT, SIGHT, SIGHT)
        for arena, rows in zip(arenas.tolist(), self.env.query_many(arenas, "entities", area), strict=True):
            prototypes = rows["prototype"]
            turrets = rows[prototypes == self._numbers[TURRET]][:TURRETS]
            self.turret[arena], self.ammunition[arena], self.health[arena] = np.inf, 0, WHOLE
            self.turret[arena, : len(turrets)] = turrets["position"] / 256
            self.ammunition[arena, : len(turrets)] = turrets["item_count"]
            self.health[arena, : len(turrets)] = turrets["health"]
            enemies = rows["position"][np.isin(prototypes, self._enemies)] / 256
            away = np.abs(enemies).max(axis=1) if len(enemies) else np.array([np.inf])
            self.near[arena], self.enemy_distance[arena] = len(enemies), away.min()

    def see(self, frames: NDArray[Any]) -> tuple[Floats, Floats]:
        """As for every kit; while enemies are near the base is looked at every step."""
        self.age[frames["enemies"] > 0] += 2
        self.age[self.near > 0] = REFRESH_STEPS
        refused = (frames["action_result"] == C.FACTORIO_RESULT_BLOCKED) & (self.tried >= 0)
        self.shift[refused, self.tried[refused]] += 1
        self.tried[:] = -1
        return super().see(frames)

    def commands(self, chosen: NDArray[np.int64], frames: NDArray[Any]) -> NDArray[np.float64]:
        """As for every kit; remembers which place of the ring is tried."""
        commands = super().commands(chosen, frames)
        builds = commands[:, 0] == C.FACTORIO_ACTION_BUILD
        self.tried[builds] = chosen[builds] - PLACES["build"].start
        return commands

    # ---- looking

    def survey(self, frames: NDArray[Any]) -> tuple[Floats, Floats]:
        """What is known of the arenas and of each intent."""
        self.position = frames["player_pos"].astype(np.float64)
        self.tick = frames["timestamp"].astype(np.float64)
        kinds, counts = frames["inventory"][:, 0::2], frames["inventory"][:, 1::2]
        for column, item in enumerate(self._items):
            self.held[:, column] = np.where(kinds == item, counts, 0).sum(axis=1)
        self.there = np.isfinite(self.turret[..., 0])
        shifts = np.array([(0, 0), (2, 0), (0, 2), (-2, 0), (0, -2)])
        self.place = np.full((self.arenas, PLACES_IN_RING, 2), np.inf)
        self.place[:, : len(self.ring)] = self.ring + shifts[self.shift % len(shifts)][:, : len(self.ring)]
        with np.errstate(invalid="ignore"):  # where neither is: infinity less infinity
            away = self.place[:, :, None] - self.turret[:, None, :]
            served = (np.hypot(away[..., 0], away[..., 1]) < SERVES).any(axis=2)
        self.open = np.isfinite(self.place[..., 0]) & ~served
        self.away = np.hypot(*(self.turret - self.position[:, None]).transpose(2, 0, 1))
        self._aim()
        return self._globals(frames), self._rows()

    def _aim(self) -> None:
        targets, held = self.targets, self.held
        targets.place[:, 0], targets.place[:, 1] = self.position, 0.0
        targets.place[:, PLACES["build"]] = self.place
        for verb in ("feed_best", "feed_plain", "repair"):
            targets.place[:, PLACES[verb]] = self.turret
        room = np.maximum(FULL - self.ammunition, 0)
        targets.count[:, PLACES["feed_best"]] = np.minimum(room, held[:, [1]])
        targets.count[:, PLACES["feed_plain"]] = np.minimum(room, held[:, [2]])
        allowed = targets.allowed
        allowed[...] = np.isfinite(targets.place[..., 0])
        allowed[:, PLACES["build"]] &= self.open & (held[:, [0]] > 0)
        for verb in ("feed_best", "feed_plain"):
            allowed[:, PLACES[verb]] &= targets.count[:, PLACES[verb]] >= 1
        allowed[:, PLACES["repair"]] &= (self.health < WHOLE) & (held[:, [3]] > 0)

    def _globals(self, frames: NDArray[Any]) -> Floats:
        flags = frames["flags"]
        columns = np.column_stack((
            self.tick / self.end, (flags & C.FACTORIO_FLAG_WALKING) != 0, frames["action_result"] != 0,
            (flags & C.FACTORIO_FLAG_BLOCKED) != 0, self.position / 16, np.hypot(*self.position.T) / 16,
            np.minimum(frames["enemies"] / MANY_ENEMIES, 2), np.minimum(self.near / MANY_ENEMIES, 2),
            np.minimum(self.enemy_distance, 2 * SIGHT) / SIGHT, self.held / (14, 400, 100, 40), np.log1p(self.held) / 4,
            self.there.sum(axis=1) / 14, (self.there & (self.ammunition < FULL / 2)).sum(axis=1) / 4,
            (self.there & (self.health < WHOLE)).sum(axis=1) / 4, self.open.sum(axis=1) / 4,
        ))  # fmt: skip
        return columns.astype(np.float32)

    def _rows(self) -> Floats:
        arenas, count = self.targets.allowed.shape
        rows = np.zeros((arenas, count, len(self.row_names)), dtype=np.float32)
        at = {name: i for i, name in enumerate(self.row_names)}
        rows[..., : len(PLACE_NAMES)] = place_columns(self.targets.place - self.position[:, None], self.targets.reach)
        for verb, places in PLACES.items():
            rows[:, places, at[verb]] = 1
        away = np.hypot(*(self.place - self.position[:, None]).transpose(2, 0, 1))
        rows[:, PLACES["build"], at["nearest"]] = _is_least(np.where(self.open, away, np.inf))
        for verb, held in (("build", 0), ("feed_best", 1), ("feed_plain", 2), ("repair", 3)):
            rows[:, PLACES[verb], at["held"]] = np.log1p(self.held[:, [held]]) / 4
        self._turret_columns(rows, at)
        return rows

    def _turret_columns(self, rows: Floats, at: dict[str, int]) -> None:
        ammunition = np.where(self.there, self.ammunition, np.inf)
        damage = np.where(self.there, 1 - self.health / WHOLE, 0)
        for verb in ("feed_best", "feed_plain", "repair"):
            part = rows[:, PLACES[verb]]
            part[..., at["ammunition"]] = np.where(self.there, np.minimum(self.ammunition / FULL, 2), 0)
            part[..., at["hunger"]] = np.where(self.there, np.maximum(1 - self.ammunition / FULL, 0), 0)
            part[..., at["is_low"]] = self.there & (self.ammunition < FULL / 2)
            part[..., at["damage"]], part[..., at["is_hurt"]] = damage, damage > 0
            need = ammunition if verb != "repair" else np.where(damage > 0, -damage, np.inf)
            part[..., at["neediest"]] = _is_least(need)
            part[..., at["nearest"]] = _is_least(np.where(self.there, self.away, np.inf))


def _is_least(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of each row is the smallest, the first of equals; none where all are infinite."""
    least = np.zeros(values.shape, dtype=bool)
    least[np.arange(len(values)), values.argmin(axis=1)] = True
    return least & np.isfinite(values)
