"""Build a plan: no ghost left, nothing built beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.scenarios.schema import BuildPlan
from harness.tasks.base import Frames, Task

RESET = np.uint8(constants.FACTORIO_FLAG_RESET)


class BuildPlanTask(Task):
    """Rewards every ghost that is built, every tile that the nearest ghost comes nearer, and the whole plan."""

    def __init__(self, rule: BuildPlan, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._rule = rule
        self._planned = np.zeros(count, dtype=np.float32)
        self._ghosts = np.zeros(count, dtype=np.float32)
        self._distance = np.zeros(count, dtype=np.float32)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        begins = (frames["flags"] & RESET) != 0
        structures = frames["structures"].astype(np.float32)
        ghosts = frames["ghosts"].astype(np.float32)
        np.copyto(self._planned, structures + ghosts, where=begins)
        np.logical_and(ghosts == 0, structures == self._planned, out=success)

        distance = self._nearest(frames)
        # Another ghost is the nearest once one stands: coming nearer counts between equal plans only.
        nearer = np.where(ghosts == self._ghosts, self._distance - distance, 0)
        np.multiply(self._ghosts - ghosts, np.float32(self._rule.build_reward), out=reward)
        reward += nearer * np.float32(self._rule.approach_reward)
        reward += np.float32(self._rule.step_reward)
        reward += success * np.float32(self._rule.success_reward)
        self._ghosts[:] = ghosts
        self._distance[:] = distance

    def _nearest(self, frames: Frames) -> NDArray[np.float32]:
        """Tiles to the nearest ghost; 0 without one."""
        offset = frames["plan"]["offset"][:, 0]
        distance: NDArray[np.float32] = np.sqrt(offset[:, 0] ** 2 + offset[:, 1] ** 2)
        return distance

    def state(self) -> dict[str, NDArray[Any]]:
        """Size of the plan, ghosts left, and the distance to the nearest after the last step."""
        return {"planned": self._planned, "ghosts": self._ghosts, "distance": self._distance}
