"""Reverse starts: episodes that begin near the end of a demonstration, then earlier and earlier.

A demonstration is a seed and its actions: played on the stand-in up to a step, it puts an arena there exactly, so
nothing but the demonstration is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.errors import AgentError


@dataclass(frozen=True)
class Demonstration:
    """One recorded episode."""

    seed: int
    actions: NDArray[Any]
    """[steps] numbers, or [steps, 9] commands."""


class ReverseStarts:
    """Chooses how much of a demonstration is played before the learner takes over.

    It begins with the last `first_steps` steps left to the learner; whenever the learner succeeds often enough from
    there, the start moves back, until nothing of the demonstration is played any more.

    Args:
        demonstrations: successful ones, of one scenario.
        first_steps: steps that are left to the learner at first.
        growth: factor by which they grow at each advance.
        threshold: share of success over `window` episodes at which the start moves back.
        window: episodes.

    Raises:
        AgentError: if there is no demonstration.
    """

    def __init__(
        self,
        demonstrations: Sequence[Demonstration],
        first_steps: int = 8,
        growth: float = 1.5,
        threshold: float = 0.8,
        window: int = 100,
    ) -> None:
        if not demonstrations:
            raise AgentError("reverse starts need demonstrations; record some with python -m agent.demos record")
        self.demonstrations = list(demonstrations)
        self.left_steps = float(first_steps)
        self._growth, self._threshold, self._window = growth, threshold, window
        self._recent: list[bool] = []

    @property
    def longest(self) -> int:
        """Steps of the longest demonstration."""
        return max(len(one.actions) for one in self.demonstrations)

    @property
    def is_finished(self) -> bool:
        """Whether the learner plays whole episodes."""
        return self.left_steps >= self.longest

    def note(self, successes: Sequence[bool]) -> None:
        """Takes in how episodes from the present starts went."""
        self._recent += [bool(one) for one in successes]
        del self._recent[: -self._window]
        if len(self._recent) == self._window and float(np.mean(self._recent)) > self._threshold:
            self.left_steps = min(self.left_steps * self._growth, float(self.longest))
            self._recent.clear()

    def begin(
        self, env: harness.FactorioVectorEnv, which: Sequence[int]
    ) -> tuple[NDArray[np.uint8], dict[str, Any], NDArray[np.int64]]:
        """Resets the arenas and plays demonstrations up to their starts.

        Args:
            env: as many arenas as there are numbers.
            which: number of the demonstration of each arena.

        Returns:
            Observation, info, and the steps that each demonstration was played. Arenas whose demonstration has fewer
            steps before its start stand still until the others are there, which costs them game time; so the
            demonstrations of one scenario should be of about one length.

        Raises:
            AgentError: if an episode ends while its demonstration is played: it is of another scenario or version.
        """
        chosen = [self.demonstrations[number] for number in which]
        played = np.array([max(0, len(one.actions) - round(self.left_steps)) for one in chosen], dtype=np.int64)
        observation, info = env.reset(seed=[one.seed for one in chosen])
        for step in range(int(played.max())):
            actions = np.zeros((env.num_envs, *chosen[0].actions.shape[1:]), dtype=chosen[0].actions.dtype)
            for arena, one in enumerate(chosen):
                if step < played[arena]:
                    actions[arena] = one.actions[step]
            observation, _, terminated, truncated, info = env.step(actions)
            if (terminated | truncated).any():
                arena = int(np.flatnonzero(terminated | truncated)[0])
                raise AgentError(
                    f"demonstration {which[arena]} (seed {chosen[arena].seed}) ends at step {step + 1} of "
                    f"{len(chosen[arena].actions)}: it was recorded in another scenario or version; record it again"
                )
        return observation, info, played

    def state(self) -> dict[str, Any]:
        """What decides how it goes on; JSON values."""
        return {"left_steps": self.left_steps, "recent": [int(one) for one in self._recent]}

    def load(self, state: dict[str, Any]) -> None:
        """Takes over a state of `state`."""
        self.left_steps, self._recent = state["left_steps"], [bool(one) for one in state["recent"]]
