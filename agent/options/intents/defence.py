"""Intents of a base under attack: set up turrets in a ring, feed and repair them, take cover, step out of acid."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.options.intents.kit import PLACE_NAMES, REFRESH_STEPS, Floats, IntentKit, Targets, place_columns

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
#: Tiles around the middle of the base that count as it: half a step of 60 ticks.
REACH_OF_MIDDLE = 4.5
#: Tiles along each axis that the character keeps from where a turret is to be built.
CLEARANCE = 1.6
#: Tiles around a place within which a turret serves it.
SERVES = 3.0
#: Tiles along each axis that a turret stands aside of its place in the ring at most; how many such places are known.
ASIDE, ALTERNATIVES = 3, 5
#: Where to go when it hurts to stand somewhere, as in a puddle of acid.
REFUGES = np.array([(0.0, -4.0), (4.0, 0.0), (0.0, 4.0), (-4.0, 0.0)])
#: Magazines of a full turret, and hit points of a whole one.
FULL, WHOLE = 20, 400.0
#: Hit points of a whole character; and how many lost in a step count as a hit.
HEALTHY, LEAST_HIT = 250.0, 1.0
#: Enemies whose number maps to 1.
MANY_ENEMIES = 30.0

VERBS = ("stand", "middle", "aside", "build", "feed_best", "feed_plain", "repair")
_SIZES = (1, 1, len(REFUGES), PLACES_IN_RING, TURRETS, TURRETS, TURRETS)
_EDGES = np.cumsum((0, *_SIZES)).tolist()
#: Places of each verb's intents among all.
PLACES = {verb: slice(a, b) for verb, a, b in zip(VERBS, _EDGES, _EDGES[1:], strict=False)}


class DefenceKit(IntentKit):
    """Intents of the task defend, given turrets, magazines and repair packs."""

    intents = (
        "stand", "go_to_the_middle", *(f"go_{side}" for side in ("north", "east", "south", "west")),
        *(f"build_turret_{i}" for i in range(PLACES_IN_RING)),
        *(f"feed_{name}_to_turret_{i}" for name in ("piercing_rounds", "firearm_rounds") for i in range(TURRETS)),
        *(f"repair_turret_{i}" for i in range(TURRETS)),
    )  # fmt: skip
    global_names = (
        "time", "walking", "refused", "blocked", "x", "y", "from_the_middle", "enemies", "enemies_near",
        "enemy_distance", *(f"{name}_held" for name in HELD), *(f"{name}_held_log" for name in HELD),
        "turrets", "hungry", "hurt", "open_places", "health", "is_hit",
    )  # fmt: skip
    row_names = (
        *PLACE_NAMES, *VERBS, "ammunition", "hunger", "is_low", "damage", "is_hurt", "neediest", "nearest", "farthest",
        "held",
    )  # fmt: skip
    kept = (
        "turret", "ammunition", "health", "near", "enemy_distance", "sites", "shift", "tried", "hit_points", "is_hit",
    )  # fmt: skip

    def __init__(self, env: harness.FactorioVectorEnv, arenas: int) -> None:
        super().__init__(env, arenas)
        self.end = float(self.scenario.task.seconds) * 60  # type: ignore[union-attr]
        self._numbers = {name: self.number("entity", name) for name in (TURRET, *ENEMIES)}
        self._enemies = [self._numbers[name] for name in ENEMIES]
        self._items = np.array([self.number("item", name) for name in HELD])
        self.ring = self._ring()
        self.sites = np.full((arenas, PLACES_IN_RING, ALTERNATIVES, 2), np.inf)
        self.turret = np.full((arenas, TURRETS, 2), np.inf)
        self.ammunition, self.health = np.zeros((2, arenas, TURRETS))
        self.near, self.enemy_distance = np.zeros(arenas), np.full(arenas, np.inf)
        self.shift, self.tried = np.zeros((arenas, PLACES_IN_RING), dtype=np.int64), np.full(arenas, -1, dtype=np.int64)
        self.hit_points, self.is_hit = np.full(arenas, HEALTHY), np.zeros(arenas, dtype=bool)
        self.held = np.zeros((arenas, len(HELD)))
        self._prepare_targets()

    def _ring(self) -> NDArray[np.int64]:
        """Places at equal angles around the base, in whole tiles: a turret covers two by two."""
        radius = RING_SHARE * max(math.hypot(one.x, one.y) for one in self.scenario.scene.base)
        count = max(1, min(PLACES_IN_RING, self.scenario.starting_items.get(TURRET, 0) - SPARE))
        turns = [2 * math.pi * number / count for number in range(count)]
        return np.array([(round(radius * math.cos(turn)), round(radius * math.sin(turn))) for turn in turns])

    def _prepare_targets(self) -> None:
        arenas, count = self.arenas, len(self.intents)
        kinds = (C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_BUILD,
                 C.FACTORIO_ACTION_INSERT, C.FACTORIO_ACTION_INSERT, C.FACTORIO_ACTION_REPAIR)  # fmt: skip
        reach = np.full(count, REACH)
        reach[0], reach[PLACES["middle"]], reach[PLACES["aside"]] = np.inf, REACH_OF_MIDDLE, 0.5
        clearance = np.zeros(count)
        clearance[PLACES["build"]] = CLEARANCE
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
        """Where there is room for turrets; none of these places has been found taken yet."""
        self.shift[arenas], self.tried[arenas] = 0, -1
        self.hit_points[arenas], self.is_hit[arenas] = HEALTHY, False
        side = math.ceil(np.abs(self.ring).max()) + ASIDE + 2
        area = (-side, -side, side, side)
        for arena, cells in zip(arenas.tolist(), self.env.query_many(arenas, "cells", area), strict=True):
            self.sites[arena] = np.inf
            self.sites[arena, : len(self.ring)] = sites_near(self.ring, is_vacant(cells), side)

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
        self.is_hit[:] = frames["health"] < self.hit_points - LEAST_HIT
        self.hit_points[:] = frames["health"]
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
        which = (self.shift % ALTERNATIVES)[:, :, None, None]
        self.place = np.take_along_axis(self.sites, which, axis=2)[:, :, 0]
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
        targets.place[:, PLACES["aside"]] = REFUGES
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
            frames["health"] / HEALTHY, self.is_hit,
        ))  # fmt: skip
        return columns.astype(np.float32)

    def _rows(self) -> Floats:
        arenas, count = self.targets.allowed.shape
        rows = np.zeros((arenas, count, len(self.row_names)), dtype=np.float32)
        at = {name: i for i, name in enumerate(self.row_names)}
        rows[..., : len(PLACE_NAMES)] = place_columns(self.targets.place - self.position[:, None], self.targets.reach)
        for verb, places in PLACES.items():
            rows[:, places, at[verb]] = 1
        rows[:, PLACES["aside"], at["farthest"]] = _is_least(-self.from_refuges())
        away = np.hypot(*(self.place - self.position[:, None]).transpose(2, 0, 1))
        rows[:, PLACES["build"], at["nearest"]] = _is_least(np.where(self.open, away, np.inf))
        for verb, held in (("build", 0), ("feed_best", 1), ("feed_plain", 2), ("repair", 3)):
            rows[:, PLACES[verb], at["held"]] = np.log1p(self.held[:, [held]]) / 4
        self._turret_columns(rows, at)
        return rows

    def from_refuges(self) -> NDArray[np.float64]:
        """Tiles from each of `REFUGES`, float64 [N, 4]."""
        return np.hypot(*(REFUGES - self.position[:, None]).transpose(2, 0, 1))

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


def is_vacant(cells: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Land on which nothing stands but perhaps a character: bool of the shape of an answer to the query `cells`."""
    kind, what = cells >> 28, cells >> 12 & 0xF
    land = (kind != C.FACTORIO_TILE_OUT_OF_MAP) & (kind != C.FACTORIO_TILE_WATER)
    return land & ((cells & 1) != 0) & np.isin(what, (C.FACTORIO_CLASS_NONE, C.FACTORIO_CLASS_CHARACTER))


def sites_near(places: NDArray[np.int64], vacant: NDArray[np.bool_], side: int) -> NDArray[np.float64]:
    """Where turrets can stand, the nearest to each place first.

    Args:
        places: int64 [n, 2], corners of tiles, the centres of two by two.
        vacant: bool [2 side, 2 side], rows from north to south, the map's centre in the middle.
        side: tiles from the centre to an edge of `vacant`.

    Returns:
        float64 [n, ALTERNATIVES, 2]; where there are fewer they are told again, and the place itself where there is
        none.
    """
    room = vacant[1:, 1:] & vacant[1:, :-1] & vacant[:-1, 1:] & vacant[:-1, :-1]
    steps = np.array([(dx, dy) for dx in range(-ASIDE, ASIDE + 1) for dy in range(-ASIDE, ASIDE + 1)])
    steps = steps[np.argsort(np.hypot(*steps.T), kind="stable")]
    out = np.empty((len(places), ALTERNATIVES, 2))
    for row, place in zip(out, places, strict=True):
        near = place + steps
        free = near[room[near[:, 1] + side - 1, near[:, 0] + side - 1]]
        row[...] = np.resize(free if len(free) else place, (ALTERNATIVES, 2))
    return out
