"""Judging a step: rewards, ends, masks and the sums of episodes, from the frames, in place in a batch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.action_sets import make_action_set
from harness.envs.batch import Batch
from harness.scenarios import Scenario
from harness.tasks import Frames, make_task


class Judge:
    """Judges some arenas at once.

    A call of NumPy costs about as much for sixty arenas as for six: the arenas of several servers are judged together
    where all have answered, and those of one server alone, by a `part`, where a caller takes the servers one by one.
    """

    def __init__(self, scenario: Scenario, batch: Batch) -> None:
        """Makes the task's buffers.

        Args:
            scenario: what is judged.
            batch: where verdicts, sums and masks go.
        """
        self.batch = batch
        self._scenario = scenario
        self._task = make_task(scenario, len(batch.done))
        self._action_set = make_action_set(scenario.actions, len(batch.done))

    def part(self, rows: slice) -> Judge:
        """A judge of some of the arenas, who remembers in the same arrays."""
        part = Judge(self._scenario, self.batch.part(rows))
        part._task.share(self._task, rows)
        return part

    def judge(self, frames: Frames, reset_rows: NDArray[np.intp]) -> None:
        """Judges one step.

        Args:
            frames: [n] the frames after the step.
            reset_rows: arenas whose frame answers a reset.
        """
        batch, verdicts = self.batch, self.batch.verdicts
        self._task.evaluate(frames, verdicts, reset_rows)
        self.update_mask(frames)
        np.logical_or(verdicts.terminated, verdicts.truncated, out=batch.done)
        np.add(batch.returns, verdicts.reward, out=batch.returns)
        np.add(batch.lengths, 1, out=batch.lengths)
        if reset_rows.size:
            batch.returns[reset_rows] = 0
            batch.lengths[reset_rows] = 0

    def update_mask(self, frames: Frames) -> None:
        """Brings the batch's action mask up to date with frames [n]."""
        self._action_set.update_mask(frames, self.batch.action_mask)

    def state(self) -> dict[str, NDArray[Any]]:
        """What the task remembers between steps, as views: copying into them restores it."""
        return self._task.state()
