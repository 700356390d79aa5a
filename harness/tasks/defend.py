"""Defend: survive to a time with most of the structures intact."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import Defend
from harness.tasks.base import Frames, Task

TICKS_PER_SECOND = 60


class DefendTask(Task):
    """Takes reward for structures lost, gives it for enemies fewer and for the base that stands at the end."""

    def __init__(self, rule: Defend, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._loss_reward = np.float32(rule.loss_reward)
        self._kill_reward = np.float32(rule.kill_reward)
        self._integrity = np.float32(rule.integrity)
        self._success_reward = np.float32(rule.success_reward)
        self._end = np.uint64(round(rule.seconds * TICKS_PER_SECOND))
        self._lost = np.zeros(count, dtype=np.float32)
        self._enemies = np.zeros(count, dtype=np.float32)
        self._lost_before = np.zeros(count, dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        total_lost = frames["structures_lost"].astype(np.float32)
        enemies = frames["enemies"].astype(np.float32)
        np.copyto(self._lost_before, total_lost, where=self._beginners())
        lost = total_lost - self._lost_before
        np.multiply(lost - self._lost, self._loss_reward, out=reward)
        reward += (self._enemies - enemies) * self._kill_reward
        standing = frames["structures"].astype(np.float32)
        intact = standing >= (standing + lost) * self._integrity
        np.logical_and(intact, standing > 0, out=success)
        np.logical_and(success, frames["timestamp"] >= self._end, out=success)
        reward += success * self._success_reward
        self._lost[:] = lost
        self._enemies[:] = enemies

    def state(self) -> dict[str, NDArray[Any]]:
        """Structures lost before the episode and in it, and enemies alive, after the last step."""
        return {"lost_before": self._lost_before, "lost": self._lost, "enemies": self._enemies}
