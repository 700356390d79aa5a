"""Action checks and action frames, compiled: what `harness.envs.action_check` and `action_sets` do, a call each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import action_dtype
from harness.kernels.library import loaded, pointer, side_by_side
from harness.tasks import Frames

#: What actions aim at that do not walk, by the name of their set; the names of `enum actions_aim`.
AIMS = {"walk": "NONE", "walk_and_mine": "MINE", "walk_and_build": "BUILD"}


class CompiledCheck:
    """Copies whole numbers and says which is not within 0..n-1."""

    def __init__(self, numbers: NDArray[np.int64], actions: int) -> None:
        """Binds the buffer.

        Args:
            numbers: int64 [count], where the copies go.
            actions: n.
        """
        self._ffi, self._lib = loaded()
        self._numbers, self._actions = numbers, actions
        self._out = pointer(self._ffi, "int64_t *", numbers)

    def find_wrong(self, given: NDArray[np.int64], first: int) -> int:
        """Copies int64 [m], which lie side by side, to the rows from `first` on; the first wrong one, or -1."""
        return int(
            self._lib.actions_check(
                self._ffi.from_buffer("int64_t[]", given), self._out + first, len(given), self._actions
            )
        )


class CompiledActions:
    """Writes the action frames of numbered actions."""

    def __init__(self, name: str, table: NDArray[np.void], aim_first: int) -> None:
        """Binds the table.

        Args:
            name: of the action set.
            table: the action frame of every number.
            aim_first: the first action that aims at something that observation frames list.
        """
        self._ffi, self._lib = loaded()
        self._table = side_by_side(table)
        self._set = self._ffi.new("actions_set *")
        self._set.table = pointer(self._ffi, "FactorioAction *", self._table)
        self._set.count, self._set.aim_first = len(table), aim_first
        self._set.aim = getattr(self._lib, f"ACTIONS_AIM_{AIMS[name]}")

    def encode(self, actions: NDArray[np.int64], frames: Frames, out: NDArray[np.void]) -> None:
        """Writes action frames [m], which lie side by side, by their checked numbers [m]; `frames` [m] are answered."""
        ffi = self._ffi
        self._set.frame_bytes = frames.dtype.itemsize
        self._lib.actions_encode(
            self._set, ffi.from_buffer("int64_t[]", side_by_side(actions)),
            ffi.from_buffer("uint8_t[]", side_by_side(frames)), len(actions), _frames_of(ffi, out),
        )  # fmt: skip


class CompiledCommands:
    """Checks commands and writes their action frames."""

    def __init__(self, last_type: int, largest: float) -> None:
        """Keeps the limits.

        Args:
            last_type: of an action type.
            largest: of a parameter, either way.
        """
        self._ffi, self._lib = loaded()
        self._limits = (float(last_type), largest)

    def find_wrong(self, given: NDArray[np.float64], commands: NDArray[np.float64]) -> int:
        """Copies float64 [m, 9], both side by side, types rounded down; the first wrong row, or -1."""
        ffi = self._ffi
        return int(
            self._lib.actions_check_commands(
                ffi.from_buffer("double[]", given), ffi.from_buffer("double[]", commands), len(given), *self._limits
            )
        )

    def encode(self, commands: NDArray[np.float64], out: NDArray[np.void]) -> None:
        """Writes type and parameters of checked commands [m, 9] into action frames [m], which lie side by side."""
        ffi = self._ffi
        self._lib.actions_encode_commands(
            ffi.from_buffer("double[]", side_by_side(commands)), len(commands), _frames_of(ffi, out)
        )


def _frames_of(ffi: Any, out: NDArray[np.void]) -> Any:
    if out.dtype is not action_dtype and out.dtype != action_dtype:
        raise TypeError(f"action frames are {action_dtype}, got {out.dtype}")
    return ffi.from_buffer("FactorioAction[]", out)
