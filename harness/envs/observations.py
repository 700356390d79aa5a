"""Brings the frames of several servers together into one array of observations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.envs.group import ArenaGroup
from harness.envs.spaces import fields
from harness.tasks import Frames


class Observations:
    """Observations of all arenas.

    One server's frames are given out where they lie in shared memory. Those of several are copied into two
    arrays in turn, so that they stay as long as one server's would: until the step after the next.
    """

    def __init__(self, groups: Sequence[ArenaGroup], count: int, frame: str) -> None:
        """Makes the arrays.

        Args:
            groups: of all servers.
            count: arenas of all servers together.
            frame: name of their frames.
        """
        self._groups = groups
        self._turn = 0
        shape = (2, count, groups[0].raw.shape[1])
        self._buffers = list(np.zeros(shape, dtype=np.uint8)) if len(groups) > 1 else []
        self._named = [fields(buffer, frame) for buffer in self._buffers]
        # A server numbers its own arenas; the observation says which of all it is.
        self._numbers = [fields(buffer, "movement")["arena"] for buffer in self._buffers]
        self._arenas = np.arange(count, dtype=np.uint32)

    def begin(self) -> None:
        """Begins the observations of a step that all groups take."""
        self._turn ^= 1

    def take(self, group: ArenaGroup) -> None:
        """Takes over a group's frames of that step."""
        if self._buffers:
            rows = group.rows
            np.copyto(self._buffers[self._turn][rows], group.raw)
            np.copyto(self._numbers[self._turn][rows], self._arenas[rows])

    @property
    def latest(self) -> NDArray[np.uint8]:
        """[n, frame_bytes] of all arenas after a step of which all groups' frames have been taken."""
        return self._buffers[self._turn] if self._buffers else self._groups[0].raw

    @property
    def frames(self) -> Frames:
        """The same by name, [n]."""
        return self._named[self._turn] if self._buffers else self._groups[0].frames

    def of_all(self) -> NDArray[np.uint8]:
        """[n, frame_bytes] of all arenas, from what their groups show."""
        self.begin()
        for group in self._groups:
            self.take(group)
        return self.latest

    def of_group(self, group: ArenaGroup) -> NDArray[np.uint8]:
        """[m, frame_bytes] of one group's arenas; the next but one call for the group overwrites it."""
        if not self._buffers:
            return group.raw
        self._turn = group.counters.exchanges & 1
        self.take(group)
        return self._buffers[self._turn][group.rows]
