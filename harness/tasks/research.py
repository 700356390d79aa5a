"""Research: a number of technologies, by laboratories or by what sets them off."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import Research
from harness.tasks.base import Frames, Task


class ResearchTask(Task):
    """Rewards every technology up to the number asked for, and the last of them once more."""

    def __init__(self, rule: Research, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._wanted = np.float32(rule.technologies)
        self._technology_reward = np.float32(rule.technology_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._known = np.zeros(count, dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        known = np.minimum(frames["research"].astype(np.float32), self._wanted)
        np.subtract(known, self._known, out=reward)
        reward *= self._technology_reward
        np.greater_equal(known, self._wanted, out=success)
        reward += success * self._success_reward
        self._known[:] = known

    def state(self) -> dict[str, NDArray[Any]]:
        """Technologies that have been rewarded."""
        return {"known": self._known}
