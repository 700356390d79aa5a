"""Frames as plain float32 vectors, for learners that want numbers and no structure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants, frame_dtype
from harness.envs.spaces import fields
from harness.scenarios.frames import frame_kind
from harness.scenarios.schema import Scenario
from harness.tasks import Frames

#: max_health of the character prototype, hit points.
FULL_HEALTH = 250.0
#: Radius in which frames list resources, tiles.
SIGHT = 16.0
#: Directions of the game.
DIRECTIONS = 16
#: Bits of `flags` that are features.
FLAG_BITS = np.array(
    [
        constants.FACTORIO_FLAG_ALIVE,
        constants.FACTORIO_FLAG_WALKING,
        constants.FACTORIO_FLAG_MINING,
        constants.FACTORIO_FLAG_BLOCKED,
    ],
    dtype=np.uint8,
)

MOVEMENT_FEATURES = (
    "position_x", "position_y", "goal_x", "goal_y", "goal_distance", "displacement_x", "displacement_y",
    "health", "facing_east", "facing_south", "alive", "walking", "mining", "blocked",
)  # fmt: skip

#: Fields beyond those of movement, in the order of their features; a frame has some of them.
ROWS = ("resources", "entities", "plan")
COUNTS = (
    "item_counts", "structures", "structures_lost", "machines", "machines_working", "ghosts", "enemies", "crafts",
    "research", "inventory", "produced", "consumed",
)  # fmt: skip

Block = NDArray[np.float32]


class FeatureExtractor:
    """Writes features of frames.

    Lengths are over half the map or over the sight, counts and numbers of prototypes are logarithms (log1p),
    directions turns. The packed `cells` and `entity_rows` of the full frame are left out: they are pictures.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        self._half_map = np.array(scenario.map.sides, dtype=np.float32) / 2
        self._step_tiles = np.float32(scenario.ticks_per_step * 38 / 256)
        dtype = frame_dtype(frame_kind(scenario.frame))
        has = dtype.names or ()
        self._columns: list[Callable[[Frames], NDArray[np.float32]]] = []
        names = list(MOVEMENT_FEATURES)
        if "mining_progress" in has:
            names.append("mining_progress")
            self._columns.append(lambda frames: frames["mining_progress"])
        for name in (name for name in COUNTS if name in has):
            names += _numbered(name, dtype[name].shape)
            self._columns.append(lambda frames, name=name: np.log1p(frames[name], dtype=np.float32))  # type: ignore[misc]
        for name in (name for name in ROWS if name in has):
            rows, parts = dtype[name].shape[0], dtype[name].base
            for part in parts.names or ():
                names += [f"{name}_{row}_{tail}" for row in range(rows) for tail in _parts(part)]
                self._columns.append(lambda frames, name=name, part=part: _scaled(frames[name][part], part))  # type: ignore[misc]
        self.names = tuple(names)

    def __call__(self, observations: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features of raw frames.

        Args:
            observations: uint8 [..., frame_bytes].

        Returns:
            float32 [..., len(names)].
        """
        frames = fields(observations, self._frame)
        out = np.empty((*frames.shape, len(self.names)), dtype=np.float32)
        self._movement(frames, out)
        first = len(MOVEMENT_FEATURES)
        for column in self._columns:
            values = column(frames)
            block = values.reshape(*frames.shape, -1)
            out[..., first : first + block.shape[-1]] = block
            first += block.shape[-1]
        return out

    def _movement(self, frames: Frames, out: Block) -> None:
        out[..., 0:2] = frames["player_pos"] / self._half_map
        out[..., 2:4] = (frames["goal_pos"] - frames["player_pos"]) / self._half_map
        out[..., 4] = frames["goal_distance"] / self._half_map[0]
        out[..., 5:7] = frames["displacement"] / self._step_tiles
        out[..., 7] = frames["health"] / FULL_HEALTH
        angle = frames["direction"] * np.float32(2 * np.pi / DIRECTIONS)  # 0 north, 4 east, clockwise
        out[..., 8], out[..., 9] = np.sin(angle), -np.cos(angle)
        out[..., 10:14] = (frames["flags"][..., None] & FLAG_BITS) != 0


def _numbered(name: str, shape: tuple[int, ...]) -> list[str]:
    return [f"{name}_{index}" for index in range(shape[0])] if shape else [name]


def _parts(part: str) -> tuple[str, ...]:
    return ("x", "y") if part == "offset" else (part,)


def _scaled(values: NDArray[np.generic], part: str) -> NDArray[np.float32]:
    """One part of the rows of things nearby."""
    if part == "offset":
        return values / np.float32(SIGHT)  # type: ignore[operator]
    if part == "direction":
        return values / np.float32(DIRECTIONS)  # type: ignore[operator]
    if part == "reachable":
        return values.astype(np.float32)
    return np.log1p(values, dtype=np.float32)
