"""One arena at one moment, as queries show it: everything that a picture needs, kept without its server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants, frame_dtype
from harness.errors import HarnessError
from harness.scenarios import Scenario

#: Longest side of a scene, tiles: of a larger map only the part around the character is shown.
MOST_TILES = 256

UNITS_PER_TILE = 256


@dataclass(frozen=True)
class Scene:
    """A rectangle of the map with what stands on it."""

    left: int
    top: int
    """Its corner, tiles."""
    cells: NDArray[np.uint32]
    """[height, width] packed cells, a tile each; `comm_c/frames.h` says how."""
    entities: NDArray[Any]
    """Rows of the query `entities` within it."""
    names: tuple[str, ...]
    """Names of entity prototypes; number i is at i - 1."""
    character: tuple[float, float]
    """Tiles."""
    is_alive: bool
    goal: tuple[float, float] | None
    """Tiles; None where the scenario has none."""
    seconds: float
    """Game time since the reset."""


class Shown(Protocol):
    """Of an environment, what a scene is captured from."""

    scenario: Scenario

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind."""

    def query(self, arena: int, kind: str, area: tuple[int, int, int, int] = ..., scale: int = ...) -> NDArray[Any]:
        """What frames do not carry."""


def capture_scene(env: Shown, arena: int, observation: NDArray[np.uint8]) -> Scene:
    """Asks an arena for its scene. No tick runs, so nothing changes.

    Args:
        env: at rest.
        arena: its number.
        observation: uint8 [frame_bytes], its newest.

    Raises:
        ServerError: if the server is lost meanwhile.
        ValueError: if the server's door does not answer such queries.
    """
    dtype = frame_dtype(constants.FACTORIO_FRAME_MOVEMENT)  # the bytes that every frame begins with
    frame = observation[: dtype.itemsize].view(dtype)[0]
    x, y = (float(value) for value in frame["player_pos"])
    area = _area(env.scenario.map.sides, x, y)
    return Scene(
        left=area[0],
        top=area[1],
        cells=env.query(arena, "cells", area, 1),
        entities=env.query(arena, "entities", area),
        names=tuple(env.prototype_names["entity"]),
        character=(x, y),
        is_alive=bool(int(frame["flags"]) & constants.FACTORIO_FLAG_ALIVE),
        goal=None if env.scenario.reset.goal is None else (float(frame["goal_pos"][0]), float(frame["goal_pos"][1])),
        seconds=int(frame["timestamp"]) / 60,
    )


def try_capture(env: Shown, arena: int, observation: NDArray[np.uint8]) -> Scene | None:
    """The same; None where a server is gone or a door answers no queries: no picture then, and no other harm."""
    try:
        return capture_scene(env, arena, observation)
    except (HarnessError, ValueError):
        return None


def _area(sides: tuple[int, int], x: float, y: float) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the map, or of the part around a place that a picture can show."""
    spans = []
    for side, middle in zip(sides, (x, y), strict=True):
        length = min(side, MOST_TILES)
        start = int(np.clip(round(middle) - length // 2, -(side // 2), side - side // 2 - length))
        spans.append((start, start + length))
    return spans[0][0], spans[1][0], spans[0][1], spans[1][1]
