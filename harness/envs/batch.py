"""The arrays of one step, for all arenas; made once, written in place, shared out to the groups as views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.tasks import Verdicts


@dataclass(frozen=True)
class Batch:
    """What a step tells about every arena beside the observation; n arenas, k actions."""

    verdicts: Verdicts
    """Reward and ends of the step."""
    done: NDArray[np.bool_]
    """[n] the episode ended in this step: the next step of the arena is its reset."""
    returns: NDArray[np.float32]
    """[n] sum of the rewards of the episode so far; final where `done`."""
    lengths: NDArray[np.int32]
    """[n] steps of the episode so far; final where `done`."""
    action_mask: NDArray[np.bool_]
    """[n, k] actions that make sense next."""
    server_lost: NDArray[np.bool_]
    """[n] the transition is broken because the arena's server was lost."""

    @classmethod
    def empty(cls, count: int, actions: int) -> Batch:
        """Arrays for `count` arenas, zero, with every action allowed."""
        return cls(
            Verdicts.empty(count),
            np.zeros(count, dtype=np.bool_),
            np.zeros(count, dtype=np.float32),
            np.zeros(count, dtype=np.int32),
            np.ones((count, actions), dtype=np.bool_),
            np.zeros(count, dtype=np.bool_),
        )

    def part(self, rows: slice) -> Batch:
        """A view of some of the arenas."""
        return Batch(
            self.verdicts.part(rows),
            self.done[rows],
            self.returns[rows],
            self.lengths[rows],
            self.action_mask[rows],
            self.server_lost[rows],
        )
