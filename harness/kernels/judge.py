"""The judge of a step, compiled: what `Task.evaluate` and the action sets' masks say, for some arenas in one call."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.kernels.library import loaded, pointer, side_by_side
from harness.tasks import (
    AutomateTask,
    BuildPlanTask,
    DefendTask,
    Frames,
    GatherTask,
    MineItemsTask,
    ReachGoalTask,
    ResearchTask,
    Task,
    UnattendedTask,
    Verdicts,
)

#: The member of `judge_task` that each class fills; its place is its number in `enum judge_kind`.
MEMBERS: dict[type[Task], str] = {
    ReachGoalTask: "reach_goal",
    MineItemsTask: "mine_items",
    BuildPlanTask: "build_plan",
    GatherTask: "gather",
    AutomateTask: "automate",
    DefendTask: "defend",
    ResearchTask: "research",
    UnattendedTask: "unattended",
}
#: What a mask forbids, by the name of the action set; the numbers of `enum judge_mask`.
MASKS = {"walk": "NONE", "commands": "NONE", "walk_and_mine": "MINE", "walk_and_build": "BUILD"}


class CompiledJudge:
    """Judges any rows of an environment, with the memory of a task of NumPy."""

    def __init__(
        self,
        task: Task,
        actions: str,
        mask_first: int,
        frame_bytes: int,
        verdicts: Verdicts,
        done: NDArray[np.bool_],
        returns: NDArray[np.float32],
        lengths: NDArray[np.int32],
        mask: NDArray[np.bool_],
    ) -> None:
        """Binds the arrays, which live as long as the judge does.

        Args:
            task: of all arenas; its state is written in place.
            actions: name of the action set.
            mask_first: the first action that its mask may forbid.
            frame_bytes: of one frame.
            verdicts: [n] where rewards and ends go.
            done: [n] likewise: terminated or truncated.
            returns: [n] sums of the episodes' rewards.
            lengths: [n] steps of the episodes.
            mask: [n, k] actions that make sense.

        Raises:
            RuntimeError: if the extension is not built.
        """
        self._ffi, self._lib = loaded()
        self._task = task
        self._arrays = (verdicts, done, returns, lengths, mask)
        self._rules = self._ffi.new("judge_rules *")
        rules = self._rules
        rules.kind = list(MEMBERS).index(type(task))
        rules.mask_kind = getattr(self._lib, f"JUDGE_MASK_{MASKS[actions]}")
        rules.frame_bytes, rules.limit = frame_bytes, int(task._limit)
        rules.mask_columns, rules.mask_first = mask.shape[1], mask_first
        self._bind(getattr(rules.task, MEMBERS[type(task)]), task)
        self._batch = self._ffi.new("judge_batch *")
        self._bind(self._batch, verdicts, "")
        for name, array in (("done", done), ("returns", returns), ("lengths", lengths), ("mask", mask)):
            self._point(self._batch, name, array)
        self._rows, self._tally = self._ffi.new("judge_rows *"), self._ffi.new("judge_tally *")

    def _bind(self, struct: Any, source: Any, prefix: str = "_") -> None:
        """Fills the fields of a struct from the attributes of their names, as far as the source has them."""
        ctype = self._ffi.typeof(struct)
        for name, field in (ctype.item if ctype.kind == "pointer" else ctype).fields:
            value = getattr(source, prefix + name, None)
            if value is None and prefix:
                raise TypeError(f"{type(source).__name__} has no attribute {prefix}{name}, which its C is to know")
            if field.type.kind == "pointer" and value is not None:
                self._point(struct, name, value)
            elif value is not None:
                setattr(struct, name, _plain(value))

    def _point(self, struct: Any, name: str, array: NDArray[Any]) -> None:
        fields = self._ffi.typeof(struct)
        fields = dict((fields.item if fields.kind == "pointer" else fields).fields)
        setattr(struct, name, pointer(self._ffi, fields[name].type.cname, array))

    def judge(
        self,
        frames: Frames | NDArray[np.uint8],
        reset_rows: NDArray[np.intp],
        first: int = 0,
        copy: NDArray[np.uint8] | None = None,
    ) -> tuple[int, int]:
        """Judges one step of the arenas `first`, `first` + 1, ...

        Args:
            frames: [m] their frames after the step, by name or raw.
            reset_rows: which of the m rows answer a reset.
            first: the first arena.
            copy: uint8 [m, frame_bytes]: gets a copy of the frames, with the numbers of the arenas.

        Returns:
            How many episodes have ended, and how many with success.
        """
        frames, resets = side_by_side(frames), side_by_side(reset_rows)
        ffi, rows, tally = self._ffi, self._rows, self._tally
        rows.first, rows.count = first, len(frames)
        rows.frames = ffi.from_buffer("uint8_t[]", frames)
        rows.copy = ffi.NULL if copy is None else ffi.from_buffer("uint8_t[]", copy)
        rows.reset_count = resets.size
        rows.resets = ffi.from_buffer("int64_t[]", resets) if resets.size else ffi.NULL
        tally.done = tally.successes = 0
        self._lib.judge_step(self._rules, self._batch, rows, tally)
        return tally.done, tally.successes

    def begin(self, frames: Frames | NDArray[np.uint8], reset_rows: NDArray[np.intp], first: int = 0) -> None:
        """Begins episodes in some of the arenas `first`, `first` + 1, ...; the others are left as they are.

        Args:
            frames: [m] the frames of all of them, by name or raw.
            reset_rows: which of the m rows answer a reset; one at least.
            first: the first arena.
        """
        frames, resets = side_by_side(frames), side_by_side(reset_rows)
        rows = self._rows
        rows.first, rows.count = first, len(frames)
        rows.frames = self._ffi.from_buffer("uint8_t[]", frames)
        rows.reset_count, rows.resets = resets.size, self._ffi.from_buffer("int64_t[]", resets)
        self._lib.judge_begin(self._rules, self._batch, rows)

    def update_mask(self, frames: Frames | NDArray[np.uint8], first: int = 0) -> None:
        """Brings the mask alone of the arenas `first`, `first` + 1, ... up to date with their frames."""
        frames = side_by_side(frames)
        self._rows.first, self._rows.count = first, len(frames)
        self._rows.frames = self._ffi.from_buffer("uint8_t[]", frames)
        self._lib.judge_update_mask(self._rules, self._batch, self._rows)


def _plain(value: Any) -> Any:
    """A number or a list of numbers, as cffi takes them."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value
