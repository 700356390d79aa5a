"""Survive and gather: be alive at a time, with the items that are asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import Gather
from harness.tasks.base import Frames, Task
from harness.tasks.columns import ITEM_COLUMNS

TICKS_PER_SECOND = 60


class GatherTask(Task):
    """Rewards every item up to the number asked for, and the whole at the end."""

    def __init__(self, rule: Gather, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._columns = [ITEM_COLUMNS[name] for name in rule.items]
        self._column_count = len(self._columns)
        self._wanted = np.array(list(rule.items.values()), dtype=np.float32)
        self._wanted_together = self._wanted.sum()
        self._end = np.uint64(round(rule.seconds * TICKS_PER_SECOND))
        self._item_reward = np.float32(rule.item_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._held = np.zeros(count, dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        counts = frames["item_counts"][:, self._columns].astype(np.float32)
        held = np.minimum(counts, self._wanted).sum(axis=1)
        np.subtract(held, self._held, out=reward)
        reward *= self._item_reward
        np.logical_and(frames["timestamp"] >= self._end, held == self._wanted_together, out=success)
        reward += success * self._success_reward
        self._held[:] = held

    def state(self) -> dict[str, NDArray[Any]]:
        """Items held that count."""
        return {"held": self._held}
