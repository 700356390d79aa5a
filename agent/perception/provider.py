"""Asks an environment for what frames do not carry, for each level as often as that level looks and no oftener."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.planes import area_around, cell_planes
from agent.perception.graph import FactoryGraph, build_factory_graph
from harness import scripts

#: Tiles of a side of the reactive level's local map and of the tactical level's minimap.
LOCAL_TILES, MINIMAP_TILES = 64, 256
#: Most cells of a side of the full map: a larger map gets cells of more tiles.
FULL_CELLS = 128
#: Numbers told of an item and of a technology.
ITEM_FEATURES, TECHNOLOGY_FEATURES = 4, 4


@dataclass(frozen=True)
class Cadence:
    """Steps after which what was seen counts as old."""

    local: int = 1
    tactical: int = 16
    strategic: int = 256


class WorldState(NamedTuple):
    """What the strategic level sees of one arena."""

    full_map: NDArray[np.float32]
    """float32 [PLANES, rows, columns], at most `FULL_CELLS` a side."""
    production: NDArray[np.float32]
    """float32 [items, ITEM_FEATURES]: log(1 + produced), log(1 + consumed), and both since the last look; over 10."""
    technologies: NDArray[np.float32]
    """float32 [technologies, TECHNOLOGY_FEATURES]: researched, available, in the queue, progress."""
    graph: FactoryGraph


class Perception:
    """Keeps what each arena has shown last, and asks again when it is old.

    `now` is the caller's count of steps; an arena whose episode has begun anew is forgotten with `forget`.

    Args:
        env: the environment.
        cadence: how old is old.
        minimap_scale: tiles a side of a cell of the minimap.
    """

    def __init__(
        self, env: harness.FactorioVectorEnv, cadence: Cadence | None = None, minimap_scale: int = 1
    ) -> None:
        self.env, self.cadence, self.minimap_scale = env, cadence or Cadence(), minimap_scale
        self._seen: dict[tuple[str, int], tuple[int, Any]] = {}
        self._flows: dict[int, NDArray[np.float64]] = {}
        self.questions_asked = 0
        """Questions so far, for measuring."""

    def forget(self, arena: int) -> None:
        """The arena's episode has begun anew."""
        for key in [key for key in self._seen if key[1] == arena]:
            del self._seen[key]
        self._flows.pop(arena, None)

    def local_map(self, arenas: Sequence[int], places: NDArray[np.floating], now: int) -> NDArray[np.float32]:
        """The 64 x 64 tiles around places: float32 [n, PLANES, 64, 64].

        Args:
            arenas: numbers [n].
            places: [n, 2], where the characters are, tiles.
            now: steps so far.

        Raises:
            harness.ServerLost: if a server is lost meanwhile.
        """
        return self._planes("local", arenas, places, now, self.cadence.local, LOCAL_TILES, 1)

    def minimap(self, arenas: Sequence[int], places: NDArray[np.floating], now: int) -> NDArray[np.float32]:
        """The 256 x 256 tiles around places: float32 [n, PLANES, side, side], side 256 / minimap_scale."""
        return self._planes(
            "minimap", arenas, places, now, self.cadence.tactical, MINIMAP_TILES, self.minimap_scale
        )

    def world(self, arenas: Sequence[int], now: int) -> list[WorldState]:
        """What the strategic level sees of arenas [n]."""
        old = self._old("world", arenas, now, self.cadence.strategic)
        width, height = self.env.scenario.map.sides
        scale = full_map_scale(max(width, height))
        kinds = ("cells", "flows", "technologies", "entities", "graph")
        answers = self._ask(
            [scripts.Question(arena, kind, scale=scale if kind == "cells" else 1) for arena in old for kind in kinds]
        )
        half = np.array([width / 2, height / 2], dtype=np.float32)
        for number, arena in enumerate(old):
            cells, flows, technologies, entities, edges = answers[len(kinds) * number : len(kinds) * (number + 1)]
            state = WorldState(
                cell_planes(cells), self._production(arena, flows), technology_features(technologies),
                build_factory_graph(entities, edges, half),
            )  # fmt: skip
            self._seen["world", arena] = now, state
        return [self._seen["world", arena][1] for arena in arenas]

    def _planes(
        self, name: str, arenas: Sequence[int], places: NDArray[np.floating], now: int, cadence: int, tiles: int,
        scale: int,
    ) -> NDArray[np.float32]:  # fmt: skip
        old = self._old(name, arenas, now, cadence)
        place_of = dict(zip(arenas, places.tolist(), strict=True))
        areas = [area_around(place_of[one][0], place_of[one][1], tiles) for one in old]
        questions = [scripts.Question(one, "cells", area, scale) for one, area in zip(old, areas, strict=True)]
        for arena, cells in zip(old, self._ask(questions), strict=True):
            self._seen[name, arena] = now, cell_planes(cells)
        return np.stack([self._seen[name, arena][1] for arena in arenas])

    def _old(self, name: str, arenas: Sequence[int], now: int, cadence: int) -> list[int]:
        """The arenas whose last look is missing or old."""
        return [one for one in arenas if (name, one) not in self._seen or now - self._seen[name, one][0] >= cadence]

    def _ask(self, questions: list[scripts.Question]) -> list[NDArray[Any]]:
        self.questions_asked += len(questions)
        return self.env.ask(questions) if questions else []

    def _production(self, arena: int, flows: NDArray[Any]) -> NDArray[np.float32]:
        totals = np.stack([flows["produced"], flows["consumed"]], axis=1).astype(np.float64)
        fresh = totals - self._flows.get(arena, np.zeros_like(totals))
        self._flows[arena] = totals
        return (np.log1p(np.concatenate([totals, fresh], axis=1)) / 10).astype(np.float32)


def full_map_scale(side: int) -> int:
    """Tiles a side of a cell with which a map of so many tiles has at most `FULL_CELLS` cells a side: 1, 2, 4 or 8."""
    return next((scale for scale in (1, 2, 4) if side <= FULL_CELLS * scale), 8)


def technology_features(rows: NDArray[Any]) -> NDArray[np.float32]:
    """float32 [technologies, TECHNOLOGY_FEATURES] of the answer of `env.query(arena, "technologies")`."""
    columns = (rows["researched"], rows["available"], rows["queue_place"] > 0, rows["progress"])
    return np.stack(columns, axis=1).astype(np.float32)
