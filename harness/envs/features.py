"""Frames as plain float32 vectors, for learners that want numbers and no structure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.spaces import fields
from harness.scenarios.schema import Scenario
from harness.tasks import Frames

#: max_health of the character prototype, hit points.
FULL_HEALTH = 250.0
#: Radius in which frames list resources, tiles.
SIGHT = 16.0
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
MINING_FEATURES = (
    *MOVEMENT_FEATURES,
    *(f"items_{column}" for column in range(constants.FACTORIO_ITEM_COUNTS)),
    "mining_progress",
    *(
        f"resource_{row}_{name}"
        for row in range(constants.FACTORIO_NEARBY_RESOURCES)
        for name in ("x", "y", "amount", "reachable")
    ),
)


class FeatureExtractor:
    """Writes features of frames; lengths are over half the map or over the sight, counts are logarithms."""

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        self._half_map = np.array(scenario.map.sides, dtype=np.float32) / 2
        self._step_tiles = np.float32(scenario.ticks_per_step * 38 / 256)
        self.names = MINING_FEATURES if scenario.frame == "mining" else MOVEMENT_FEATURES

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
        if self._frame == "mining":
            self._mining(frames, out[..., len(MOVEMENT_FEATURES) :])
        return out

    def _movement(self, frames: Frames, out: NDArray[np.float32]) -> None:
        out[..., 0:2] = frames["player_pos"] / self._half_map
        out[..., 2:4] = (frames["goal_pos"] - frames["player_pos"]) / self._half_map
        out[..., 4] = frames["goal_distance"] / self._half_map[0]
        out[..., 5:7] = frames["displacement"] / self._step_tiles
        out[..., 7] = frames["health"] / FULL_HEALTH
        angle = frames["direction"] * np.float32(np.pi / 8)  # 0 north, 4 east, clockwise
        out[..., 8], out[..., 9] = np.sin(angle), -np.cos(angle)
        out[..., 10:14] = (frames["flags"][..., None] & FLAG_BITS) != 0

    def _mining(self, frames: Frames, out: NDArray[np.float32]) -> None:
        items, rows = constants.FACTORIO_ITEM_COUNTS, constants.FACTORIO_NEARBY_RESOURCES
        out[..., :items] = np.log1p(frames["item_counts"], dtype=np.float32)
        out[..., items] = frames["mining_progress"]
        resources = out[..., items + 1 :].reshape(*frames.shape, rows, 4)
        resources[..., 0:2] = frames["resources"]["offset"] / SIGHT
        resources[..., 2] = np.log1p(frames["resources"]["amount"], dtype=np.float32)
        resources[..., 3] = frames["resources"]["reachable"]
