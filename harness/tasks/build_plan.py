"""Build a plan: no ghost left, nothing built beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.scenarios.schema import BuildPlan
from harness.tasks.base import Frames, Task


class BuildPlanTask(Task):
    """Rewards every ghost that is built, every tile that the nearest ghost comes nearer, and the whole plan."""

    def __init__(self, rule: BuildPlan, count: int, episode_ticks: int) -> None:
        super().__init__(count, episode_ticks)
        self._build_reward = np.float32(rule.build_reward)
        self._approach_reward = np.float32(rule.approach_reward)
        self._step_reward = np.float32(rule.step_reward)
        self._success_reward = np.float32(rule.success_reward)
        self._planned = np.zeros(count, dtype=np.float32)
        self._ghosts = np.zeros(count, dtype=np.float32)
        self._distance = np.zeros(count, dtype=np.float32)
        self._left, self._standing, self._now, self._scratch = np.zeros((4, count), dtype=np.float32)
        self._same = np.zeros(count, dtype=np.bool_)

    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        ghosts, structures, distance, scratch = self._left, self._standing, self._now, self._scratch
        np.copyto(structures, frames["structures"])
        np.copyto(ghosts, frames["ghosts"])
        np.add(structures, ghosts, out=scratch)
        np.copyto(self._planned, scratch, where=self._beginners())
        np.equal(structures, self._planned, out=success)
        np.equal(ghosts, 0, out=self._same)
        np.logical_and(success, self._same, out=success)

        self._measure_distance(frames, distance, scratch)
        np.subtract(self._ghosts, ghosts, out=reward)
        reward *= self._build_reward
        # Another ghost is the nearest once one stands: coming nearer counts between equal plans only.
        np.equal(ghosts, self._ghosts, out=self._same)
        np.subtract(self._distance, distance, out=scratch)
        scratch *= self._approach_reward
        np.add(reward, scratch, out=reward, where=self._same)
        reward += self._step_reward
        np.multiply(success, self._success_reward, out=scratch)
        reward += scratch
        np.copyto(self._ghosts, ghosts)
        np.copyto(self._distance, distance)

    @staticmethod
    def _measure_distance(frames: Frames, distance: NDArray[np.float32], scratch: NDArray[np.float32]) -> None:
        """Writes the distance to the nearest ghost, tiles; 0 without one."""
        offset = frames["plan"]["offset"][:, 0]
        np.copyto(distance, offset[:, 0])
        np.copyto(scratch, offset[:, 1])
        distance *= distance
        scratch *= scratch
        distance += scratch
        np.sqrt(distance, out=distance)

    def state(self) -> dict[str, NDArray[Any]]:
        """Size of the plan, ghosts left, and the distance to the nearest after the last step."""
        return {"planned": self._planned, "ghosts": self._ghosts, "distance": self._distance}
