"""Floors: what is reached without any skill, with the same actions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harness.envs.seeds import mixed

#: Stands where an arena's number stands in the seeds of episodes, so that actions and scenes are drawn apart.
ACTION_STREAM = 2**32


class NoopPolicy:
    """Always action 0: stand still."""

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn."""

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Zeros [n]."""
        return np.zeros(len(observations), dtype=np.int64)


class RandomPolicy:
    """Every action that makes sense, with equal chance."""

    def __init__(self) -> None:
        self._seeds: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._step = 0

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Each arena draws from its own seed."""
        self._seeds = seeds.copy()
        self._step = 0

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Actions [n] drawn from the allowed ones of each arena."""
        steps = np.full(len(observations), self._step, dtype=np.int64)
        self._step += 1
        bits = mixed(self._seeds, np.full_like(steps, ACTION_STREAM), steps)
        allowed = action_mask.cumsum(axis=1)
        # The upper half of the bits, scaled to 1..allowed: the place of the chosen one among the allowed.
        place = ((bits >> np.uint64(32)) * allowed[:, -1].astype(np.uint64) >> np.uint64(32)).astype(np.int64) + 1
        actions: NDArray[np.int64] = np.argmax(allowed >= place[:, None], axis=1)
        return actions
