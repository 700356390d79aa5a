"""Mine items: hold a stated number of one item."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import MineItems
from harness.tasks.base import Frames, Task
from harness.tasks.columns import ITEM_COLUMNS

#: Radius in which a frame lists resources, tiles: the distance of a resource that is not in sight.
SIGHT = np.float32(16)


class MineItemsTask(Task):
    """Rewards every item mined, every tile that the nearest resource comes nearer, and the last item."""

    def __init__(self, rule: MineItems, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._column = ITEM_COLUMNS[rule.item]
        self._wanted = np.float32(rule.count)
        self._item_reward = np.float32(rule.item_reward)
        self._approach_reward = np.float32(rule.approach_reward)
        self._step_reward = np.float32(rule.step_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._items = np.zeros(count, dtype=np.float32)
        self._distance = np.zeros(count, dtype=np.float32)
        self._scratch = np.zeros((2, count), dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        gain, scratch = self._scratch
        np.negative(self._items, out=gain)
        np.copyto(self._items, frames["item_counts"][:, self._column])
        gain += self._items
        np.greater_equal(self._items, self._wanted, out=success)

        np.copyto(reward, self._distance)
        self._measure_distance(frames, scratch)
        reward -= self._distance
        reward *= self._approach_reward
        gain *= self._item_reward
        reward += gain
        reward += self._step_reward
        np.multiply(success, self._success_reward, out=gain)
        reward += gain

    def _measure_distance(self, frames: Frames, scratch: NDArray[np.float32]) -> None:
        """Distance to the nearest resource into `_distance`, tiles; SIGHT where none is listed."""
        nearest = frames["resources"][:, 0]
        offset, amount = nearest["offset"], nearest["amount"]
        np.multiply(offset[:, 0], offset[:, 0], out=self._distance)
        np.multiply(offset[:, 1], offset[:, 1], out=scratch)
        self._distance += scratch
        np.sqrt(self._distance, out=self._distance)
        np.copyto(self._distance, SIGHT, where=amount == 0)

    def state(self) -> dict[str, NDArray[Any]]:
        """Items held and the distance to the nearest resource after the last step."""
        return {"items": self._items, "distance": self._distance}
