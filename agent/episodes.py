"""What is known of an episode when it ends: the owner's five metrics, computed from frames and actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Metrics of a finished episode, in the order of the monitor's display.
METRICS = ("episode_reward", "task_completion_rate", "resource_efficiency", "survival_time", "actions_per_minute")

TICKS_PER_SECOND = 60.0
TICKS_PER_MINUTE = 3600.0
#: The action that stands still in every action set; it does not count as an action.
STAND = 0

EpisodeColumns = dict[str, NDArray[np.float64]]


class EpisodeLedger:
    """Follows the episodes of N arenas and closes the books of those that end.

    The metrics of an episode:

    - `episode_reward`: sum of rewards;
    - `task_completion_rate`: 1 for success, 0 otherwise;
    - `resource_efficiency`: with a goal, the tiles that it came nearer over the tiles walked (1 is a straight way);
      without one, products mined per minute of game time;
    - `survival_time`: seconds of game time from the reset to the end;
    - `actions_per_minute`: actions other than standing still, per minute of game time.
    """

    def __init__(self, arenas: int, has_goal: bool) -> None:
        self._has_goal = has_goal
        self.rewards = np.zeros(arenas)
        self.actions = np.zeros(arenas)
        self.start_distance = np.zeros(arenas)

    def begin(self, frames: NDArray[Any], arenas: NDArray[np.bool_] | None = None) -> None:
        """Opens books for the arenas whose episode begins with these frames; all of them without a mask.

        Args:
            frames: structured view [N], the first frames of the episodes.
            arenas: bool [N].
        """
        chosen = slice(None) if arenas is None else arenas
        self.rewards[chosen] = 0
        self.actions[chosen] = 0
        self.start_distance[chosen] = frames["goal_distance"][chosen]

    def step(self, actions: NDArray[np.int64], rewards: NDArray[np.floating]) -> None:
        """Enters one step of every arena; steps of arenas that are being reset are wiped by `begin`."""
        self.rewards += rewards
        self.actions += actions != STAND

    def close(
        self, frames: NDArray[Any], done: NDArray[np.bool_], success: NDArray[np.bool_]
    ) -> EpisodeColumns:
        """The metrics of the episodes that ended with these frames.

        Args:
            frames: structured view [N], the last ones of the episodes that ended.
            done: bool [N], the arenas whose episode ended.
            success: bool [N].

        Returns:
            One float64 array for each of `METRICS`, as long as there are episodes that ended.
        """
        ended = frames[done]
        ticks = np.maximum(ended["timestamp"].astype(np.float64), 1.0)
        return {
            "episode_reward": self.rewards[done],
            "task_completion_rate": success[done].astype(np.float64),
            "resource_efficiency": self._efficiency(ended, self.start_distance[done], ticks),
            "survival_time": ticks / TICKS_PER_SECOND,
            "actions_per_minute": self.actions[done] / ticks * TICKS_PER_MINUTE,
        }

    def _efficiency(
        self, ended: NDArray[Any], start_distance: NDArray[np.float64], ticks: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        if not self._has_goal:
            return ended["mined_total"] / ticks * TICKS_PER_MINUTE
        gained = start_distance - ended["goal_distance"]
        return gained / np.maximum(ended["walked"].astype(np.float64), 1e-6)

    def state(self) -> dict[str, NDArray[np.float64]]:
        """The open books, for a checkpoint."""
        return {"rewards": self.rewards, "actions": self.actions, "start_distance": self.start_distance}

    def load(self, state: Mapping[str, NDArray[np.float64]]) -> None:
        """Takes over open books from `state`."""
        for name, array in self.state().items():
            array[...] = state[name]
