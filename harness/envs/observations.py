"""Brings the frames of several servers together into one array of observations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.envs.group import ArenaGroup
from harness.envs.spaces import fields


class Observations:
    """Observations of all arenas.

    One server's frames are given out where they lie in shared memory. Those of several are copied into two
    arrays in turn, so that they stay as long as one server's would: until the step after the next.
    """

    def __init__(self, groups: Sequence[ArenaGroup], count: int) -> None:
        """Makes the arrays.

        Args:
            groups: of all servers.
            count: arenas of all servers together.
        """
        self._groups = groups
        self._turn = 0
        shape = (2, count, groups[0].raw.shape[1])
        self._buffers = np.zeros(shape if len(groups) > 1 else (0, 0, 0), dtype=np.uint8)
        self._arenas = np.arange(count, dtype=np.uint32)

    def of_all(self) -> NDArray[np.uint8]:
        """[n, frame_bytes] of all arenas after a step that all groups took."""
        if len(self._groups) == 1:
            return self._groups[0].raw
        self._turn ^= 1
        for group in self._groups:
            self._copy_in(group)
        return self._buffers[self._turn]

    def of_group(self, group: ArenaGroup) -> NDArray[np.uint8]:
        """[m, frame_bytes] of one group's arenas; the next but one call for the group overwrites it."""
        if len(self._groups) == 1:
            return group.raw
        self._turn = group.counters.exchanges & 1
        self._copy_in(group)
        return self._buffers[self._turn, group.rows]

    def _copy_in(self, group: ArenaGroup) -> None:
        out = self._buffers[self._turn, group.rows]
        np.copyto(out, group.raw)
        # A server numbers its own arenas; the observation says which of all it is.
        fields(out, "movement")["arena"] = self._arenas[group.rows]
