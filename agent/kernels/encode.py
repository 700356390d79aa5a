"""The Python face of the compiled encoder of movement frames."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.kernels.library import library


class CompiledMovement:
    """Writes the columns of `agent.encoders.movement.FEATURE_NAMES`, the same bytes as numpy's.

    Args:
        dtype: of a movement frame, which longer frames begin with; says where its fields are.
        per_tile: columns an offset is scaled by, x and y.
        per_near_tile: the same on the fine scale.
        per_half_width: of the distance.
        per_step_tile: of the displacement.
        per_tick: of the blocked ticks.
        per_hit_point: of the health.
        has_goal: whether there is one.

    Raises:
        RuntimeError: if the extension is not built.
    """

    def __init__(
        self, dtype: np.dtype[Any], *, per_tile: tuple[float, float], per_near_tile: float, per_half_width: float,
        per_step_tile: float, per_tick: float, per_hit_point: float, has_goal: bool,
    ) -> None:  # fmt: skip
        self._ffi, self._lib = library()
        assert dtype.fields is not None  # noqa: S101  for the type checker
        names = (
            "player_pos", "goal_pos", "displacement", "goal_distance", "health", "direction", "flags",
            "action_result", "blocked_ticks",
        )  # fmt: skip
        self._fields = self._ffi.new("struct agent_movement_fields *", [dtype.fields[name][1] for name in names])
        self._scales = self._ffi.new("struct agent_movement_scales *", (
            per_tile, per_near_tile, per_half_width, per_step_tile, per_tick, per_hit_point, has_goal,
        ))  # fmt: skip
        self._bytes, self._columns = dtype.itemsize, int(self._lib.AGENT_MOVEMENT_COLUMNS)

    def encode(self, frames: NDArray[Any], features: NDArray[np.float32]) -> None:
        """Writes the first 26 columns.

        Args:
            frames: structured [N], in any distance of each other.
            features: float32 [N, F], F at least 26; a row's columns side by side.

        Raises:
            ValueError: if the arrays have another type or shape.
        """
        good = (
            features.dtype == np.float32 and features.ndim == 2 and (features.size == 0 or features.strides[1] == 4)
            and features.shape[1] >= self._columns and features.flags.writeable
            and frames.shape == features.shape[:1] and frames.dtype.itemsize >= self._bytes
        )  # fmt: skip
        if not good:
            raise ValueError(
                f"frames [N] of {self._bytes} bytes at least make float32 [N, {self._columns} or more]; "
                f"got {list(frames.shape)} of {frames.dtype.itemsize} bytes, and {features.dtype}{list(features.shape)}"
            )
        cast = self._ffi.cast
        self._lib.agent_encode_movement(
            self._fields, self._scales, len(frames), cast("uint8_t *", _address(frames)), frames.strides[0],
            cast("float *", _address(features)), features.strides[0] // 4,
        )  # fmt: skip


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
