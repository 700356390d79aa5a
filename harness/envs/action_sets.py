"""Action sets: what an action number means, as a table of action frames; which numbers make sense now, as a mask."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import action_dtype, constants
from harness.tasks import Frames

#: Name and signs of dx and dy of the nine ways to move, x to the east and y to the south.
WALKS: tuple[tuple[str, int, int], ...] = (
    ("stand", 0, 0),
    ("north", 0, -1),
    ("north_east", 1, -1),
    ("east", 1, 0),
    ("south_east", 1, 1),
    ("south", 0, 1),
    ("south_west", -1, 1),
    ("west", -1, 0),
    ("north_west", -1, -1),
)

Actions = NDArray[np.intp]


class ActionSet(ABC):
    """Meaning of the numbers 0..n-1 for `count` arenas."""

    names: tuple[str, ...]

    def __init__(self, table: NDArray[np.void]) -> None:
        self._rows = table.view(f"V{table.dtype.itemsize}")

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes action frames.

        Args:
            actions: intp [count], checked.
            frames: [count] the frames that the actions answer.
            out: [count] action frames, contiguous.
        """
        # mode "raise" would copy the output twice; the range has been checked.
        self._rows.take(actions, out=out.view(self._rows.dtype), mode="clip")

    @abstractmethod
    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Brings a mask [count, n], which began with every action allowed, up to date with new frames."""


def _walk_rows(count: int) -> NDArray[np.void]:
    """A table of `count` action frames, the first nine of which walk."""
    table = np.zeros(count, dtype=action_dtype)
    table["action_type"][: len(WALKS)] = constants.FACTORIO_ACTION_MOVE
    table["parameters"][: len(WALKS), :2] = [(dx, dy) for _, dx, dy in WALKS]
    return table


class Walk(ActionSet):
    """Stand, or walk in one of the eight directions. Every action always makes sense."""

    names = tuple(name for name, _, _ in WALKS)

    def __init__(self, _count: int) -> None:
        super().__init__(_walk_rows(len(self.names)))

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Leaves the mask as it is."""


class WalkAndMine(ActionSet):
    """Walk, or mine the nearest resource; mining makes sense when that resource is within reach."""

    names = (*Walk.names, "mine")
    MINE = len(WALKS)

    def __init__(self, count: int) -> None:
        table = _walk_rows(len(self.names))
        table["action_type"][self.MINE] = constants.FACTORIO_ACTION_MINE
        super().__init__(table)
        self._mines = np.zeros(count, dtype=np.bool_)
        self._target = np.zeros(count, dtype=np.float32)

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Aims every mining action at the nearest resource; at the character itself where none is in sight."""
        super().encode(actions, frames, out)
        np.equal(actions, self.MINE, out=self._mines)
        position, offset = frames["player_pos"], frames["resources"]["offset"][:, 0]
        for axis in (0, 1):  # numpy is three times as fast over a column as over rows of two
            np.add(position[:, axis], offset[:, axis], out=self._target)
            np.copyto(out["parameters"][:, axis], self._target, where=self._mines)

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Allows mining where the nearest resource is within reach."""
        np.not_equal(frames["resources"]["reachable"][:, 0], 0, out=mask[:, self.MINE])


_ACTION_SETS: dict[str, type[Walk] | type[WalkAndMine]] = {"walk": Walk, "walk_and_mine": WalkAndMine}


def action_names(name: str) -> tuple[str, ...]:
    """Names of the actions of a set, in the order of their numbers."""
    return _ACTION_SETS[name].names


def make_action_set(name: str, count: int) -> ActionSet:
    """The action set of that name for `count` arenas."""
    return _ACTION_SETS[name](count)
