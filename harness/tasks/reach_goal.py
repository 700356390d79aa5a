"""Reach a goal: stand within a radius of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import ReachGoal
from harness.tasks.base import Frames, Task


class ReachGoalTask(Task):
    """Rewards every tile that the goal comes nearer, and arrival; charges for time."""

    def __init__(self, rule: ReachGoal, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._radius = np.float32(rule.radius)
        self._progress_reward = np.float32(rule.progress_reward)
        self._step_reward = np.float32(rule.step_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._distance = np.zeros(count, dtype=np.float32)
        self._bonus = np.zeros(count, dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        # The field is 64 bytes apart in shared memory: read it once, then work on the packed copy.
        np.copyto(reward, self._distance)
        np.copyto(self._distance, frames["goal_distance"])
        np.less_equal(self._distance, self._radius, out=success)
        reward -= self._distance
        reward *= self._progress_reward
        reward += self._step_reward
        np.multiply(success, self._success_reward, out=self._bonus)
        reward += self._bonus

    def state(self) -> dict[str, NDArray[Any]]:
        """The distance to the goal after the last step, tiles."""
        return {"distance": self._distance}
