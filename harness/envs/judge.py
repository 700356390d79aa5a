"""Judging a step: rewards, ends, masks and the sums of episodes, from the frames, in place in a batch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import frame_dtype
from harness.envs.action_sets import WALKS, make_action_set
from harness.envs.batch import Batch
from harness.kernels import CompiledJudge, is_built
from harness.scenarios import Scenario
from harness.scenarios.frames import frame_kind
from harness.tasks import Frames, make_task


class Judge:
    """Judges the arenas of an environment, or by a `part` some of them, as soon as their server has answered.

    Compiled where the kernels are built. The rules are those of `harness.tasks` and of the action sets in either case.
    """

    def __init__(self, scenario: Scenario, batch: Batch, compiled: bool | None = None) -> None:
        """Makes the task's buffers.

        Args:
            scenario: what is judged.
            batch: where verdicts, sums and masks go.
            compiled: by C, or by NumPy; None: by C where it is built.
        """
        self.batch = batch
        self._scenario = scenario
        self._frame = frame_dtype(frame_kind(scenario.frame))
        self._task = make_task(scenario, len(batch.done))
        self._action_set = make_action_set(scenario.actions, len(batch.done), compiled=False)
        self._first = 0
        self._compiled: CompiledJudge | None = None
        if is_built() if compiled is None else compiled:
            self._compiled = CompiledJudge(
                self._task, scenario.actions, len(WALKS), self._frame.itemsize,
                batch.verdicts, batch.done, batch.returns, batch.lengths, batch.action_mask,
            )  # fmt: skip

    def part(self, rows: slice) -> Judge:
        """A judge of some of the arenas, who remembers in the same arrays."""
        part = Judge(self._scenario, self.batch.part(rows), compiled=False)
        part._task.share(self._task, rows)
        part._first, part._compiled = self._first + rows.start, self._compiled
        return part

    def judge(
        self, raw: NDArray[np.uint8], reset_rows: NDArray[np.intp], copy: NDArray[np.uint8] | None = None
    ) -> tuple[int, int]:
        """Judges one step.

        Args:
            raw: uint8 [n, frame_bytes], the frames after the step.
            reset_rows: arenas whose frame answers a reset.
            copy: uint8 [n, frame_bytes]: gets a copy of the frames, with the numbers that arenas have here.

        Returns:
            How many episodes have ended, and how many with success.
        """
        if self._compiled is not None:
            return self._compiled.judge(raw, reset_rows, self._first, copy)
        if copy is not None:
            self.take(raw, copy)
        return self._judge(raw.view(self._frame)[:, 0], reset_rows)

    def begin(self, raw: NDArray[np.uint8], reset_rows: NDArray[np.intp]) -> None:
        """Begins episodes in some of the arenas and leaves the others as they are.

        Args:
            raw: uint8 [n, frame_bytes], the frames of all arenas.
            reset_rows: arenas whose frame answers a reset; one at least.
        """
        if self._compiled is not None:
            self._compiled.begin(raw, reset_rows, self._first)
            return
        for row in reset_rows.tolist():
            only = slice(row, row + 1)
            self.part(only)._judge(raw[only].view(self._frame)[:, 0], np.zeros(1, dtype=np.intp))

    def take(self, raw: NDArray[np.uint8], copy: NDArray[np.uint8]) -> None:
        """Copies frames, uint8 [n, frame_bytes], and writes the numbers that arenas have here."""
        np.copyto(copy, raw)
        copy.view(self._frame)["arena"][:, 0] = np.arange(self._first, self._first + len(copy))

    def _judge(self, frames: Frames, reset_rows: NDArray[np.intp]) -> tuple[int, int]:
        batch, verdicts = self.batch, self.batch.verdicts
        self._task.evaluate(frames, verdicts, reset_rows)
        self._action_set.update_mask(frames, batch.action_mask)
        np.logical_or(verdicts.terminated, verdicts.truncated, out=batch.done)
        np.add(batch.returns, verdicts.reward, out=batch.returns)
        np.add(batch.lengths, 1, out=batch.lengths)
        if reset_rows.size:
            batch.returns[reset_rows] = 0
            batch.lengths[reset_rows] = 0
        return int(np.count_nonzero(batch.done)), int(np.count_nonzero(verdicts.success))

    def update_mask(self, raw: NDArray[np.uint8]) -> None:
        """Brings the batch's action mask up to date with frames, uint8 [n, frame_bytes]."""
        if self._compiled is not None:
            self._compiled.update_mask(raw, self._first)
        else:
            self._action_set.update_mask(raw.view(self._frame)[:, 0], self.batch.action_mask)

    def state(self) -> dict[str, NDArray[Any]]:
        """What the task remembers between steps, as views: copying into them restores it."""
        return self._task.state()
