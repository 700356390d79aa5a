"""Unattended: machines make enough of an item while nobody touches anything."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.scenarios.schema import Unattended
from harness.tasks.base import Frames, Task
from harness.tasks.columns import ITEM_COLUMNS

TICKS_PER_SECOND = 60
RESET = np.uint8(constants.FACTORIO_FLAG_RESET)
#: Columns of the item counts that are in use.
COUNTED = max(ITEM_COLUMNS.values()) + 1
BUSY = np.uint8(constants.FACTORIO_FLAG_WALKING | constants.FACTORIO_FLAG_MINING)


class UnattendedTask(Task):
    """Rewards success, and every item that a trial makes more than the best one before it.

    A trial runs while the character neither walks nor mines and what it holds stays as it is; any touch begins a new
    one, as the end of its time does. What counts is what has been made of the item in the trial, but no more than has
    been mined of its source: with the character's hands at rest both are the work of machines, and a furnace that was
    fed by hand before counts for nothing.

    The rule of FactorioGym's construct_smelting_line 1.2.0, whose evaluator locks the actions for a minute: ten plates,
    capped by the ore that machines mined in it. Here the player keeps its hands off instead, when it likes.
    """

    def __init__(self, rule: Unattended, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._columns = [ITEM_COLUMNS[rule.item], ITEM_COLUMNS[rule.source]]
        self._counted = COUNTED
        self._wanted = np.float32(rule.count)
        self._ticks = np.uint64(round(rule.seconds * TICKS_PER_SECOND))
        self._item_reward = np.float32(rule.item_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._since = np.zeros(count, dtype=np.uint64)
        self._before = np.zeros((count, 2), dtype=np.float32)
        self._best = np.zeros(count, dtype=np.float32)
        self._held = np.zeros((count, COUNTED), dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        flags, tick = frames["flags"], frames["timestamp"]
        produced = frames["produced"][:, self._columns].astype(np.float32)
        held = frames["item_counts"][:, :COUNTED].astype(np.float32)
        begins = (flags & RESET) != 0
        touched = begins | ((flags & BUSY) != 0) | (held != self._held).any(axis=1)
        anew = touched | (tick > self._since + self._ticks)
        self._since[anew] = tick[anew]
        self._before[anew] = produced[anew]
        made = np.minimum((produced - self._before).min(axis=1), self._wanted)
        np.greater_equal(made, self._wanted, out=success)
        self._best[begins] = 0
        np.subtract(np.maximum(made, self._best), self._best, out=reward)
        reward *= self._item_reward
        reward += success * self._success_reward
        np.maximum(made, self._best, out=self._best)
        self._held[:] = held

    def state(self) -> dict[str, NDArray[Any]]:
        """When the trial began, what had been made and mined then, the best trial so far, what is held."""
        return {"since": self._since, "before": self._before, "best": self._best, "held": self._held}
