"""What a task is: reward, success and the end of an episode, for all arenas at once, from the frames alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants

#: A structured array of frames, one row an arena; its dtype is that of `comm_c.layout.frame_dtype`.
Frames = NDArray[np.void]

ALIVE = np.uint8(constants.FACTORIO_FLAG_ALIVE)
RESET = np.uint8(constants.FACTORIO_FLAG_RESET)


@dataclass(frozen=True)
class Verdicts:
    """What a task says of every arena after a step; the arrays are made once and written in place."""

    reward: NDArray[np.float32]
    """[n] float32."""
    terminated: NDArray[np.bool_]
    """[n] the episode has ended by what happened: success, or the character's death."""
    truncated: NDArray[np.bool_]
    """[n] the episode was cut by its time limit; never together with `terminated`."""
    success: NDArray[np.bool_]
    """[n] the scenario's criterion is met in this frame."""

    @classmethod
    def empty(cls, count: int) -> Self:
        """Verdicts of `count` arenas, all zero."""
        flags = np.zeros((3, count), dtype=np.bool_)
        return cls(np.zeros(count, dtype=np.float32), *flags)

    def part(self, rows: slice) -> Verdicts:
        """A view of some of the arenas."""
        return Verdicts(self.reward[rows], self.terminated[rows], self.truncated[rows], self.success[rows])


class Task(ABC):
    """One task, played by `count` arenas. Evaluation allocates nothing."""

    def __init__(self, count: int, episode_ticks: int) -> None:
        """Prepares the buffers.

        Args:
            count: number of arenas.
            episode_ticks: time limit of an episode, ticks since the reset.
        """
        self._limit = np.uint64(episode_ticks)
        # Fields lie a frame apart in shared memory: each is read once, then work goes on with the packed copy.
        self._flags = np.zeros(count, dtype=np.uint8)
        self._bits = np.zeros(count, dtype=np.uint8)
        self._dead = np.zeros(count, dtype=np.bool_)
        self._begins = np.zeros(count, dtype=np.bool_)

    def evaluate(self, frames: Frames, out: Verdicts, reset_rows: NDArray[np.intp]) -> None:
        """Judges one step.

        Args:
            frames: [n] the frames after the step.
            out: where the verdicts go, all of them.
            reset_rows: arenas whose frame answers a reset: they begin an episode, with reward 0 and no end.
        """
        np.copyto(self._flags, frames["flags"])
        self._score(frames, out.reward, out.success)
        np.bitwise_and(self._flags, ALIVE, out=self._bits)
        np.equal(self._bits, 0, out=self._dead)
        np.logical_or(out.success, self._dead, out=out.terminated)
        np.greater_equal(frames["timestamp"], self._limit, out=out.truncated)
        np.greater(out.truncated, out.terminated, out=out.truncated)  # truncated and not terminated
        if reset_rows.size:
            out.reward[reset_rows] = 0
            for flags in (out.terminated, out.truncated, out.success):
                flags[reset_rows] = False

    def _beginners(self) -> NDArray[np.bool_]:
        """[n] whose frame answers a reset, by its flags; the next call overwrites it."""
        np.bitwise_and(self._flags, RESET, out=self._bits)
        return np.not_equal(self._bits, 0, out=self._begins)

    def share(self, whole: Task, rows: slice) -> None:
        """Remembers from now on in the arrays of a task of more arenas.

        Args:
            whole: a task of the same scenario.
            rows: which of its arenas are this task's.
        """
        for name, array in whole.state().items():
            setattr(self, f"_{name}", array[rows])

    @abstractmethod
    def _score(self, frames: Frames, reward: NDArray[np.float32], success: NDArray[np.bool_]) -> None:
        """Writes reward and success of every row, and remembers what the next step compares with."""

    @abstractmethod
    def state(self) -> dict[str, NDArray[Any]]:
        """What the task remembers between steps, as views: copying into them restores it.

        The array of a name is the attribute of that name with an underscore before it; it is written in place.
        """
