"""Automate: machines have made enough of an item by a time, and some of them work then."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import Automate
from harness.tasks.base import Frames, Task
from harness.tasks.columns import ITEM_COLUMNS

TICKS_PER_SECOND = 60


class AutomateTask(Task):
    """Rewards every item made up to the number asked for, and the whole at the end.

    Production statistics count what machines make and what is crafted by hand; the items of this task are those
    that no hand can craft (plates), or the episode has no recipe for them.
    """

    def __init__(self, rule: Automate, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._column = ITEM_COLUMNS[rule.item]
        self._wanted = np.float32(rule.count)
        self._end = np.uint64(round(rule.seconds * TICKS_PER_SECOND))
        self._item_reward = np.float32(rule.item_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._before = np.zeros(count, dtype=np.float32)
        self._made = np.zeros(count, dtype=np.float32)
        self._now, self._bonus = np.zeros((2, count), dtype=np.float32)
        self._works = np.zeros(count, dtype=np.bool_)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        made = self._now
        np.copyto(made, frames["produced"][:, self._column])
        np.copyto(self._before, made, where=self._beginners())
        made -= self._before
        np.minimum(made, self._wanted, out=made)
        np.subtract(made, self._made, out=reward)
        reward *= self._item_reward
        np.greater_equal(made, self._wanted, out=success)
        np.copyto(self._made, made)
        if success.any():
            self._see_whether_it_works(frames, reward, success)

    def _see_whether_it_works(
        self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]
    ) -> None:
        """Of those that have made enough, succeed those with machines at work at the end."""
        np.greater(frames["machines_working"], 0, out=self._works)
        np.logical_and(success, self._works, out=success)
        np.greater_equal(frames["timestamp"], self._end, out=self._works)
        np.logical_and(success, self._works, out=success)
        np.multiply(success, self._success_reward, out=self._bonus)
        reward += self._bonus

    def state(self) -> dict[str, NDArray[Any]]:
        """What had been made before the episode, and in it."""
        return {"before": self._before, "made": self._made}
