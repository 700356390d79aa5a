"""Walks to the goal around what stands in the way: the map is asked for once an episode."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.spaces import fields
from harness.errors import PolicyError, ServerLost
from harness.runner.policies.fields import NEIGHBOURS, distance_fields
from harness.runner.policies.walker import TILES_PER_TICK, walk_toward
from harness.runner.questions import Askable
from harness.scenarios.schema import Scenario

#: Tiles from the goal within which it is walked at directly.
AT_THE_GOAL = 1.6
#: Tiles of a short way that are looked ahead along it: the farther, the straighter the walk.
AHEAD = 2


class PathfinderPolicy:
    """Solves reach_goal with obstacles that stay where they are. May be asked in any state of an episode."""

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        width, height = scenario.map.sides
        self._corner = np.array([-(width // 2), -(height // 2)])
        self._sides = np.array([width, height])
        self._near = scenario.ticks_per_step * TILES_PER_TICK / 2
        self._env: Askable | None = None
        self._fields: NDArray[np.float32] = np.zeros((0, height, width), dtype=np.float32)
        self._walkable: NDArray[np.bool_] = np.zeros((0, height, width), dtype=np.bool_)
        self._unknown: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)

    def attach(self, env: Askable) -> None:
        """Remembers whom to ask for maps."""
        self._env = env

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Forgets all maps.

        Raises:
            PolicyError: if there is nobody to ask.
        """
        if self._env is None:
            raise PolicyError("who walks around obstacles asks for the map; call attach(env) before begin()")
        width, height = self._sides
        self._fields = np.zeros((len(seeds), height, width), dtype=np.float32)
        self._walkable = np.ones((len(seeds), height, width), dtype=np.bool_)
        self._unknown = np.ones(len(seeds), dtype=np.bool_)

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """One step along a shortest way of each arena."""
        frames = fields(observations, self._frame)
        resets = (frames["flags"] & constants.FACTORIO_FLAG_RESET) != 0
        position = frames["player_pos"].astype(np.float64)
        goal = frames["goal_pos"].astype(np.float64)
        self._look(np.flatnonzero(self._unknown | resets), goal)
        target = self._ahead(position)
        target = np.where((frames["goal_distance"] < AT_THE_GOAL)[:, None], goal, target)
        return walk_toward(target - position, self._near)

    def _look(self, arenas: NDArray[np.intp], goal: NDArray[np.float64]) -> None:
        """Asks for maps, and finds the ways to the goal."""
        if not arenas.size or self._env is None:
            return
        try:
            cells = np.stack(self._env.query_many(arenas, "cells"))
        except ServerLost:  # the next step notices, and the episode is played again
            return
        self._walkable[arenas] = (cells & 1) != 0
        self._fields[arenas] = distance_fields(self._walkable[arenas], self._tiles(goal[arenas]))
        self._unknown[arenas] = False

    def _tiles(self, places: NDArray[np.float64]) -> NDArray[np.int64]:
        """Columns and rows of places, [n, 2]."""
        tiles: NDArray[np.int64] = np.clip(np.floor(places).astype(np.int64) - self._corner, 0, self._sides - 1)
        return tiles

    def _ahead(self, position: NDArray[np.float64]) -> NDArray[np.float64]:
        """Middle of the tile that the shortest way leads to: two tiles on where it is straight, else the next."""
        tiles = self._tiles(position)
        first = self._next(tiles)
        straight = first - tiles
        for _ in range(AHEAD - 1):
            second = self._next(first)
            goes_on = ((second - first) == straight).all(axis=1, keepdims=True)
            first = np.where(goes_on, second, first)
        return first + self._corner + 0.5

    def _next(self, tiles: NDArray[np.int64]) -> NDArray[np.int64]:
        """The neighbour of each tile from which the goal is nearest; the tile itself at the goal."""
        every = np.arange(len(tiles))
        best, found = self._field(every, tiles), tiles
        best = np.where(np.isfinite(best), best, np.inf)
        for dx, dy, _ in NEIGHBOURS:
            there = tiles + (dx, dy)
            is_open = self._is_open(every, there)
            if dx and dy:
                is_open &= self._is_open(every, tiles + (dx, 0)) & self._is_open(every, tiles + (0, dy))
            value = np.where(is_open, self._field(every, there), np.inf)
            better = value < best
            best, found = np.where(better, value, best), np.where(better[:, None], there, found)
        return found

    def _is_open(self, every: NDArray[np.intp], tiles: NDArray[np.int64]) -> NDArray[np.bool_]:
        inside = ((tiles >= 0) & (tiles < self._sides)).all(axis=1)
        x, y = np.clip(tiles, 0, self._sides - 1).T
        is_open: NDArray[np.bool_] = inside & (self._walkable[every, y, x] | (self._fields[every, y, x] == 0))
        return is_open

    def _field(self, every: NDArray[np.intp], tiles: NDArray[np.int64]) -> NDArray[np.float32]:
        x, y = np.clip(tiles, 0, self._sides - 1).T
        field: NDArray[np.float32] = self._fields[every, y, x]
        return field
