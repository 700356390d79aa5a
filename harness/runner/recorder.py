"""What is known of the episodes that are being played at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.vector_env import Step
from harness.runner.episode import Episode, digest_text, next_digests

#: Frames before the end of an episode that are kept as they were.
LAST_FRAMES = 8


@dataclass(frozen=True)
class Trail:
    """One episode, step by step."""

    actions: NDArray[Any]
    """[steps] numbers, or [steps, 9] commands."""
    digests: NDArray[np.uint64]
    """[steps] the episode's digest after each step."""
    frames: NDArray[np.uint8]
    """[k, frame_bytes] the last frames, oldest first."""


class Recorder:
    """One row an episode; every row is its arena's number."""

    def __init__(self, seeds: Sequence[int]) -> None:
        """Begins with no step played.

        Args:
            seeds: base seeds of the episodes.
        """
        self.seeds = list(seeds)
        count = len(self.seeds)
        self.running = np.ones(count, dtype=np.bool_)
        """[n] episodes that have not ended."""
        self.broken = np.zeros(count, dtype=np.bool_)
        """[n] episodes that a lost server has ended."""
        self.outcome = np.zeros((3, count), dtype=np.bool_)
        self.reward = np.zeros(count, dtype=np.float64)
        self.steps = np.zeros(count, dtype=np.int64)
        self._actions: list[NDArray[Any]] = []
        self._digests: list[NDArray[np.uint64]] = []
        self._frames: deque[NDArray[np.uint8]] = deque(maxlen=LAST_FRAMES)

    def note(self, actions: NDArray[Any], outcome: Step) -> NDArray[np.intp]:
        """Takes one step in.

        Args:
            actions: of all arenas.
            outcome: what the environment gave for them.

        Returns:
            Rows whose episode ended in it, unbroken.
        """
        observations, rewards, terminated, truncated, info = outcome
        rows = slice(len(self.seeds))
        before = self._digests[-1] if self._digests else np.zeros(len(self.seeds), dtype=np.uint64)
        self._digests.append(next_digests(before, observations[rows], rewards[rows]))
        self._frames.append(observations[rows].copy())
        self._actions.append(actions[rows].copy())
        self.reward[self.running] += rewards[rows][self.running]
        self.steps[self.running] += 1
        ending = self.running & (terminated | truncated)[rows]
        for kept, seen in zip(self.outcome, (info["success"], terminated, truncated), strict=True):
            kept[ending] = seen[rows][ending]
        if "server_lost" in info:
            self.broken |= ending & info["server_lost"][rows]
        self.running &= ~ending
        return np.flatnonzero(ending & ~self.broken)

    def episode(self, row: int) -> Episode:
        """The finished episode of a row."""
        success, terminated, truncated = (bool(one) for one in self.outcome[:, row])
        steps = int(self.steps[row])
        return Episode(
            seed=self.seeds[row],
            success=success,
            terminated=terminated,
            truncated=truncated,
            steps=steps,
            reward=float(self.reward[row]),
            actions=_as_tuples(self._column(self._actions, row)),
            digest=digest_text(self._digests[steps - 1][row]),
        )

    def trail(self, row: int) -> Trail:
        """The steps of an episode that has ended in the step that was noted last."""
        frames = [frame[row] for frame in self._frames]
        return Trail(
            actions=self._column(self._actions, row),
            digests=self._column(self._digests, row),
            frames=np.stack(frames[-int(self.steps[row]) :]),
        )

    def episodes(self) -> list[Episode]:
        """All that no lost server has broken."""
        return [self.episode(int(row)) for row in np.flatnonzero(~self.broken)]

    def _column(self, arrays: list[NDArray[Any]], row: int) -> NDArray[Any]:
        return np.stack([array[row] for array in arrays[: int(self.steps[row])]])


def _as_tuples(actions: NDArray[Any]) -> Any:
    """Numbers [steps], or commands [steps, 9], as values that compare and serialize without loss."""
    if actions.ndim == 1:
        return tuple(actions.tolist())
    return tuple(tuple(command) for command in actions.tolist())
