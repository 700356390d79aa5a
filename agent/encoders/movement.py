"""Features of the movement frame: where the character and its goal are, and how the last step went."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.scales import CHARACTER_HEALTH, NEAR_TILES, Scales
from agent.kernels.encode import CompiledMovement
from agent.kernels.library import is_built

#: One name a column, in order; a model stores them and refuses to run behind an encoder with others.
FEATURE_NAMES: tuple[str, ...] = (
    "position_x", "position_y",
    "goal_x", "goal_y", "goal_near_x", "goal_near_y", "goal_unit_x", "goal_unit_y", "goal_distance",
    "displacement_x", "displacement_y",
    "facing_north", "facing_north_east", "facing_east", "facing_south_east",
    "facing_south", "facing_south_west", "facing_west", "facing_north_west",
    "alive", "walking", "mining", "blocked",
    "blocked_share", "health", "refused",
)  # fmt: skip

#: FactorioMovementFrame.flags in the order of the columns alive, walking, mining, blocked.
FLAG_BITS = np.array([1, 2, 4, 8], dtype=np.uint8)
#: A direction of the eight is every second of defines.direction's sixteen.
DIRECTIONS = np.arange(0, 16, 2, dtype=np.uint8)


class MovementEncoder:
    """Turns movement frames into features; longer frames begin with a movement frame.

    Every column is near 1 in size. Columns, in the order of `FEATURE_NAMES`:

    ============== ======= =================================================================================
    columns        count   meaning
    ============== ======= =================================================================================
    position       2       player_pos over half the map's sides: -1..1
    goal           2       goal_pos - player_pos over half the map's sides: -2..2
    goal_near      2       the same over 4 tiles, clipped to -1..1: fine near the goal
    goal_unit      2       the same over its length: 0, 0 on the goal
    goal_distance  1       over half the map's width
    displacement   2       tiles of the last step over the tiles of a free step
    facing         8       one-hot of the direction; all 0 for a direction between the eight
    flags          4       alive, walking, mining, blocked: 0 or 1
    blocked_share  1       blocked_ticks over ticks_per_step: 0..1
    health         1       over 250 hit points
    refused        1       1 when the last action was not carried out
    ============== ======= =================================================================================

    The goal's seven columns are 0 where the scenario has no goal.
    The time left is left out on purpose: time limits are truncations, whose value is bootstrapped.

    Where the kernels are built, C writes the columns, a row at a time; numpy writes the same bytes, more slowly.

    Args:
        scales: of the scenario.
        compiled: whether C may.
    """

    frame = "movement"
    feature_names: tuple[str, ...] = FEATURE_NAMES

    def __init__(self, scales: Scales, *, compiled: bool = True) -> None:
        self._has_goal = scales.has_goal
        self._per_tile = (1 / scales.half_width, 1 / scales.half_height)
        self._per_half_width = np.float32(1 / scales.half_width)
        self._per_step_tile = np.float32(1 / scales.step_tiles)
        self._per_tick = np.float32(1 / scales.ticks_per_step)
        self._compiled = self._in_c() if compiled and is_built() else None

    def _in_c(self) -> CompiledMovement:
        return CompiledMovement(
            harness.frame_dtype(harness.constants.FACTORIO_FRAME_MOVEMENT),
            per_tile=self._per_tile, per_near_tile=1 / NEAR_TILES, per_half_width=float(self._per_half_width),
            per_step_tile=float(self._per_step_tile), per_tick=float(self._per_tick),
            per_hit_point=1 / CHARACTER_HEALTH, has_goal=self._has_goal,
        )  # fmt: skip

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes a batch of frames.

        Args:
            frames: structured view [N] of the frame kind (`harness.fields`).
            out: float32 [N, len(feature_names)], C-contiguous, to write into; a new array without it.

        Returns:
            `out`, or the new array.
        """
        features = np.empty((len(frames), len(self.feature_names)), np.float32) if out is None else out
        self.encode_movement(frames, features)
        return features

    def encode_movement(self, frames: NDArray[Any], features: NDArray[np.float32]) -> None:
        """Writes the columns of `FEATURE_NAMES` into the first columns of `features`."""
        if self._compiled is not None:
            self._compiled.encode(frames, features)
            return
        np.multiply(frames["player_pos"], np.array(self._per_tile, dtype=np.float32), out=features[:, 0:2])
        self._encode_goal(frames, features[:, 2:9])
        np.multiply(frames["displacement"], self._per_step_tile, out=features[:, 9:11])
        features[:, 11:19] = frames["direction"][:, None] == DIRECTIONS
        features[:, 19:23] = (frames["flags"][:, None] & FLAG_BITS) != 0
        np.multiply(frames["blocked_ticks"], self._per_tick, out=features[:, 23])
        np.multiply(frames["health"], np.float32(1 / CHARACTER_HEALTH), out=features[:, 24])
        features[:, 25] = frames["action_result"] != 0

    def _encode_goal(self, frames: NDArray[Any], out: NDArray[np.float32]) -> None:
        if not self._has_goal:
            out[...] = 0
            return
        goal, position = frames["goal_pos"], frames["player_pos"]
        x, y = goal[:, 0] - position[:, 0], goal[:, 1] - position[:, 1]
        offset_features(x, y, self._per_tile, out)
        np.multiply(frames["goal_distance"], self._per_half_width, out=out[:, 6])


def offset_features(
    x: NDArray[np.float32], y: NDArray[np.float32], per_tile: tuple[float, float], out: NDArray[np.float32]
) -> None:
    """Writes offsets on a coarse scale, on a fine clipped one, and as a direction.

    Works on whole columns: numpy's inner loop would otherwise be as short as the last axis.

    Args:
        x: float32 [...], tiles east of the character.
        y: float32 [...], tiles south of it.
        per_tile: factors of the coarse scale for x and y.
        out: float32 [..., 6]: coarse x, y; near x, y; unit x, y.
    """
    length = np.maximum(np.sqrt(x * x + y * y), np.float32(1e-6))
    for column, (offset, factor) in enumerate(zip((x, y), per_tile, strict=True)):
        np.multiply(offset, np.float32(factor), out=out[..., column])
        np.minimum(np.maximum(offset * np.float32(1 / NEAR_TILES), -1), 1, out=out[..., 2 + column])
        np.divide(offset, length, out=out[..., 4 + column])
