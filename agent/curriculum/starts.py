"""Reverse starts: episodes that begin near the end of a demonstration, then earlier and earlier.

A demonstration is a seed and its actions. Played once, its moments are kept as states of an arena (what differs from
the scene, each), and an episode begins by putting one of them into its arena.

Florensa et al., "Reverse curriculum generation for reinforcement learning", 2017; Salimans and Chen, "Learning
Montezuma's Revenge from a single demonstration", 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.errors import AgentError


@dataclass(frozen=True)
class ReverseConfig:
    """How starts move back."""

    first_steps: int = 8
    """Steps of a demonstration that are left to the learner at first."""
    growth: float = 1.5
    """Factor by which they grow at each advance."""
    threshold: float = 0.8
    """Share of success over `window` episodes from the present starts at which they move back."""
    window: int = 100
    """Episodes."""
    bare_share: float = 0.2
    """Share of the episodes that begin as the scenario has it, whatever the starts."""
    moments: int = 64
    """Moments that are kept of a demonstration, evenly spread."""


@dataclass(frozen=True)
class Demonstration:
    """One recorded episode."""

    seed: int
    actions: NDArray[Any]
    """[steps] numbers."""


class ReverseStarts:
    """How much of a demonstration is left to the learner.

    It begins with the last `first_steps` steps; whenever the learner succeeds often enough from there, the start moves
    back, until nothing of the demonstration is played any more.

    Args:
        config: how.
        longest: steps of the longest demonstration.
    """

    def __init__(self, config: ReverseConfig, longest: int) -> None:
        self.config, self.longest = config, longest
        self.left_steps = min(float(config.first_steps), float(longest))
        self._recent: list[bool] = []

    @property
    def is_finished(self) -> bool:
        """Whether the learner plays whole episodes."""
        return self.left_steps >= self.longest

    @property
    def success_rate(self) -> float:
        """Share of success of the episodes from the present starts; 0 before the first."""
        return float(np.mean(self._recent)) if self._recent else 0.0

    def note(self, successes: Sequence[bool]) -> None:
        """Takes in how episodes from the present starts went."""
        config = self.config
        self._recent += [bool(one) for one in successes]
        del self._recent[: -config.window]
        if len(self._recent) == config.window and self.success_rate > config.threshold:
            self.left_steps = min(self.left_steps * config.growth, float(self.longest))
            self._recent.clear()

    def state(self) -> dict[str, NDArray[Any]]:
        """What decides how it goes on."""
        recent = np.full(self.config.window, -1, dtype=np.int8)
        recent[: len(self._recent)] = self._recent
        return {"left_steps": np.array([self.left_steps]), "recent": recent}

    def load(self, state: dict[str, NDArray[Any]]) -> None:
        """Takes over a state of `state`."""
        self.left_steps = float(state["left_steps"][0])
        self._recent = [bool(one) for one in state["recent"] if one >= 0]


@dataclass(frozen=True)
class Moments:
    """The moments of one demonstration that are kept."""

    length: int
    """Steps of the demonstration."""
    steps: NDArray[np.int64]
    """Steps played at each moment, rising from 0."""
    states: list[Any]
    """State of an arena at each."""

    def with_left(self, left: float) -> Any | None:
        """The state that leaves at least so many steps to the learner; None where that is the whole episode."""
        kept = int(np.searchsorted(self.steps, self.length - left, side="right")) - 1
        return self.states[kept] if kept > 0 else None


def moments_of(env: Any, demonstrations: Sequence[Demonstration], most: int) -> list[Moments]:
    """Plays demonstrations to their ends and keeps their moments.

    Args:
        env: an environment whose arenas can be saved; it is reset.
        demonstrations: successful ones, of its scenario.
        most: moments that are kept of each, evenly spread.

    Raises:
        AgentError: if there are none, or one does not lead to success where it did: it is of another scenario or
            version.
    """
    if not demonstrations:
        raise AgentError("reverse starts need successful demonstrations: python -m agent.demos record --help")
    kept = list[Moments]()
    for first in range(0, len(demonstrations), env.num_envs):
        kept += _play(env, demonstrations[first : first + env.num_envs], most)
    return kept


def _play(env: Any, batch: Sequence[Demonstration], most: int) -> list[Moments]:
    """Plays at most as many demonstrations as there are arenas, side by side."""
    padded = [*batch, *[batch[-1]] * (env.num_envs - len(batch))]
    env.reset(seed=[one.seed for one in padded])
    grids = [_grid(len(one.actions), most) for one in batch]
    states: list[list[Any]] = [[] for _ in batch]
    for step in range(max(len(one.actions) for one in batch)):
        for arena, grid in enumerate(grids):
            if step in grid:
                states[arena].append(env.save_arena(arena))
        actions = [one.actions[step] if step < len(one.actions) else one.actions[0] * 0 for one in padded]
        _, _, terminated, truncated, info = env.step(np.array(actions))
        for arena, one in enumerate(batch):
            if step < len(one.actions):
                _check(one, step, bool((terminated | truncated)[arena]), bool(info["success"][arena]))
    return [
        Moments(len(one.actions), np.array(sorted(grid), dtype=np.int64), part)
        for one, grid, part in zip(batch, grids, states, strict=True)
    ]


def _check(one: Demonstration, step: int, ends: bool, success: bool) -> None:
    """Refuses a demonstration whose episode ends sooner or later than its actions, or without success."""
    is_last = step + 1 == len(one.actions)
    if ends == is_last and success == is_last:
        return
    raise AgentError(
        f"the demonstration of seed {one.seed} has {len(one.actions)} steps to success; played again, step {step + 1} "
        f"{'ends its episode' if ends else 'does not end it'}: it was recorded in another scenario or version, or by "
        "hand. Record it again: python -m agent.demos record --help"
    )


def _grid(length: int, most: int) -> set[int]:
    """Steps at which a demonstration's moments are kept."""
    return {int(step) for step in np.linspace(0, length - 1, min(length, most)).astype(np.int64)}
