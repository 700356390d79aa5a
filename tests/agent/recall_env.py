"""A world that nobody can play without a memory: where the goal lies is shown once, and asked for some steps later."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from toy_env import Step, ToyEnv, mix

import harness
from agent.experts.advice import Advice

#: Actions that walk east and west.
EAST, WEST = 3, 7
#: Steps of an episode; only what is done in the last one counts.
STEPS = 6
#: Tiles to the goal.
FAR = 8.0


class RecallEnv(ToyEnv):
    """Walk in the last step to where the goal was in the first frame; whoever remembers nothing is right half the time.

    Args:
        scenario: movement_micro.
        count: number of arenas.
    """

    def __init__(self, scenario: Any, count: int) -> None:
        super().__init__(scenario, count)
        self.age = np.zeros(count, np.int64)

    @property
    def right(self) -> NDArray[np.int64]:
        """The action that each arena's episode asks for, int64 [count]."""
        bits = mix(mix(self.base_seeds + self.episodes)) >> np.uint64(40)
        return np.where(bits & np.uint64(1), EAST, WEST)

    def reset(self, *, seed: Any = None, options: Any = None) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        self.age[:] = 0
        return super().reset(seed=seed, options=options)

    def step(self, actions: NDArray[np.int64]) -> Step:
        resetting = self.done.copy()
        self.age = np.where(resetting, 0, self.age + 1)
        ends = self.age == STEPS
        success = ends & (actions == self.right) & ~resetting
        self.frames["flags"], self.frames["goal_pos"] = 1, 0
        self.frames["timestamp"] += np.uint64(1)
        self._begin(resetting)
        self.done = ends
        return self._observation(), success.astype(np.float32), ends, np.zeros_like(ends), self._info() | {
            "success": success}  # fmt: skip

    def _begin(self, which: NDArray[np.bool_]) -> None:
        """The first frame: flagged as such, with the goal in the east or in the west."""
        self.frames[which] = np.zeros(int(which.sum()), self.dtype_)
        self.episodes[which] += np.uint64(1)
        self.frames["flags"][which] = 1 | 16
        self.frames["goal_pos"][which, 0] = np.where(self.right == EAST, FAR, -FAR)[which]

    def _state(self) -> tuple[NDArray[Any], ...]:
        return (*super()._state(), self.age)


class Knowing:
    """The expert of this world, who is told.

    Args:
        env: what is played.
    """

    subgoals = ("remember",)

    def __init__(self, env: RecallEnv) -> None:
        self._env = env

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn."""

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """Stand, and in the last step walk."""
        actions = np.where(self._env.age == STEPS - 1, self._env.right, 0)
        return Advice(actions, np.zeros_like(actions))


def shown(observation: NDArray[np.uint8], scenario: harness.Scenario) -> NDArray[Any]:
    """Where the frames say that the goal lies, float32 [N]; 0 in all but the first of an episode."""
    found: NDArray[Any] = harness.fields(observation, scenario.frame)["goal_pos"][:, 0]
    return found
