"""Brings the frames of several servers together into one array of observations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.envs.group import ArenaGroup


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
        self._buffers = list(np.zeros(shape, dtype=np.uint8)) if len(groups) > 1 else []
        self._rooms = [{group: buffer[group.rows] for group in groups} for buffer in self._buffers]

    def begin(self) -> None:
        """Begins the observations of a step that all groups take."""
        self._turn ^= 1

    def begin_one(self, group: ArenaGroup) -> None:
        """Begins the observations of a step that one group takes; those of its step before stay meanwhile."""
        self._turn = group.counters.exchanges & 1

    def room(self, group: ArenaGroup) -> NDArray[np.uint8] | None:
        """[m, frame_bytes] where a group's frames of that step go; None: they stay where they are."""
        return self._rooms[self._turn][group] if self._rooms else None

    def take(self, group: ArenaGroup) -> None:
        """Takes over what a group shows."""
        room = self.room(group)
        if room is not None:
            group.copy_frames(room)

    @property
    def latest(self) -> NDArray[np.uint8]:
        """[n, frame_bytes] of all arenas after a step of which all groups' frames have been taken."""
        return self._buffers[self._turn] if self._buffers else self._groups[0].raw

    def of_all(self) -> NDArray[np.uint8]:
        """[n, frame_bytes] of all arenas, from what their groups show."""
        self.begin()
        for group in self._groups:
            self.take(group)
        return self.latest

    def of_group(self, group: ArenaGroup) -> NDArray[np.uint8]:
        """[m, frame_bytes] of one group's arenas, after a step of which its frames have been taken."""
        room = self.room(group)
        return group.raw if room is None else room
