"""Automate: machines have made enough of an item by a time, and some of them work then."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.scenarios.schema import Automate
from harness.tasks.base import Frames, Task
from harness.tasks.columns import ITEM_COLUMNS

TICKS_PER_SECOND = 60
RESET = np.uint8(constants.FACTORIO_FLAG_RESET)


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

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        produced = frames["produced"][:, self._column].astype(np.float32)
        np.copyto(self._before, produced, where=(frames["flags"] & RESET) != 0)
        made = np.minimum(produced - self._before, self._wanted)
        np.subtract(made, self._made, out=reward)
        reward *= self._item_reward
        np.logical_and(made >= self._wanted, frames["machines_working"] > 0, out=success)
        np.logical_and(success, frames["timestamp"] >= self._end, out=success)
        reward += success * self._success_reward
        self._made[:] = made

    def state(self) -> dict[str, NDArray[Any]]:
        """What had been made before the episode, and in it."""
        return {"before": self._before, "made": self._made}
