"""Action sets: what an action number means, as a table of action frames; which numbers make sense now, as a mask."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from comm_c.layout import action_dtype, constants
from harness.kernels import CompiledActions, CompiledCommands, is_built
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

#: intp [n] of an action set that numbers its actions; float64 [n, 9] of `Commands`.
Actions = NDArray[Any]


class ActionSet(ABC):
    """What actions mean for `count` arenas."""

    names: tuple[str, ...]

    @abstractmethod
    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes action frames.

        Args:
            actions: [count], checked.
            frames: [count] the frames that the actions answer.
            out: [count] action frames, contiguous.
        """

    @abstractmethod
    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Brings a mask [count, n], which began with every action allowed, up to date with new frames."""


class NumberedActions(ActionSet):
    """Actions that are numbers 0..n-1, each with an action frame of its own."""

    def __init__(self, table: NDArray[np.void]) -> None:
        self.table = table
        self._rows = table.view(f"V{table.dtype.itemsize}")

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes action frames by their numbers, intp [count]."""
        # mode "raise" would copy the output twice; the range has been checked.
        self._rows.take(actions, out=out.view(self._rows.dtype), mode="clip")


def _walk_rows(count: int) -> NDArray[np.void]:
    """A table of `count` action frames, the first nine of which walk."""
    table = np.zeros(count, dtype=action_dtype)
    table["action_type"][: len(WALKS)] = constants.FACTORIO_ACTION_MOVE
    table["parameters"][: len(WALKS), :2] = [(dx, dy) for _, dx, dy in WALKS]
    return table


class Walk(NumberedActions):
    """Stand, or walk in one of the eight directions. Every action always makes sense."""

    names = tuple(name for name, _, _ in WALKS)

    def __init__(self, _count: int) -> None:
        super().__init__(_walk_rows(len(self.names)))

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Leaves the mask as it is."""


class WalkAndMine(NumberedActions):
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


class WalkAndBuild(NumberedActions):
    """Walk, or build one of the ghosts that the frame lists; that makes sense when it is within reach."""

    FIRST = len(WALKS)
    names = (*Walk.names, *(f"build_{row}" for row in range(constants.FACTORIO_PLAN_CELLS)))

    def __init__(self, count: int) -> None:
        table = _walk_rows(len(self.names))
        table["action_type"][self.FIRST :] = constants.FACTORIO_ACTION_BUILD
        super().__init__(table)
        self._arenas = np.arange(count)

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Aims every building action at its ghost: the place, the item and the direction that the plan says."""
        super().encode(actions, frames, out)
        rows = np.flatnonzero(actions >= self.FIRST)
        if not rows.size:
            return
        ghosts = frames["plan"][rows, actions[rows] - self.FIRST]
        parameters = np.empty((rows.size, 4), dtype=np.float32)
        np.add(frames["player_pos"][rows], ghosts["offset"], out=parameters[:, :2])
        parameters[:, 2] = ghosts["item"]
        parameters[:, 3] = ghosts["direction"]
        out["parameters"][rows, :4] = parameters

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Allows building the ghosts that are within reach."""
        np.not_equal(frames["plan"]["reachable"], 0, out=mask[:, self.FIRST :])


#: Columns of a command: FACTORIO_ACTION_*, then its parameters.
COMMAND_COLUMNS = 1 + constants.FACTORIO_PARAMETERS


class Commands(ActionSet):
    """Anything that a character can do: action type and parameters as `comm_c/frames.h` says, float64 [count, 9].

    What cannot be done is refused by the server, in the frame's `action_result`.
    """

    names = ("command",)

    def __init__(self, _count: int) -> None:
        """Nothing is kept."""

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes the commands as they are."""
        out["action_type"] = actions[:, 0]
        out["parameters"] = actions[:, 1:]

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Leaves the mask as it is."""


#: Last action type of a command.
LAST_COMMAND = constants.FACTORIO_ACTION_WAIT

#: Largest parameter: beyond any position of a map and any number of a prototype.
LARGEST_PARAMETER = 1_000_000.0

_ACTION_SETS: dict[str, type[Walk] | type[WalkAndMine] | type[WalkAndBuild] | type[Commands]] = {
    "walk": Walk,
    "walk_and_mine": WalkAndMine,
    "walk_and_build": WalkAndBuild,
    "commands": Commands,
}


def action_names(name: str) -> tuple[str, ...]:
    """Names of the actions of a set, in the order of their numbers."""
    return _ACTION_SETS[name].names


def action_space(name: str) -> spaces.Space[Any]:
    """One arena's action space: numbers, or for `commands` a type and eight parameters."""
    if name != "commands":
        return spaces.Discrete(len(action_names(name)))
    low = np.array([0.0, *[-LARGEST_PARAMETER] * constants.FACTORIO_PARAMETERS])
    high = np.array([float(LAST_COMMAND), *[LARGEST_PARAMETER] * constants.FACTORIO_PARAMETERS])
    return spaces.Box(low, high, dtype=np.float64)


def no_action(name: str, count: int) -> Actions:
    """Actions of arenas whose action counts for nothing."""
    return np.zeros((count, COMMAND_COLUMNS)) if name == "commands" else np.zeros(count, dtype=np.intp)


class _EncodedNumbers(ActionSet):
    """Numbered actions whose action frames C writes."""

    def __init__(self, name: str, reference: NumberedActions) -> None:
        self.names = reference.names
        self._reference = reference
        self._compiled = CompiledActions(name, reference.table, len(WALKS))

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes the action frames that the reference would."""
        self._compiled.encode(actions, frames, out)

    def update_mask(self, frames: Frames, mask: NDArray[np.bool_]) -> None:
        """Leaves masks to the reference."""
        self._reference.update_mask(frames, mask)


class _EncodedCommands(Commands):
    """Commands whose action frames C writes."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._compiled = CompiledCommands(LAST_COMMAND, LARGEST_PARAMETER)

    def encode(self, actions: Actions, frames: Frames, out: NDArray[np.void]) -> None:
        """Writes the action frames that `Commands` would."""
        self._compiled.encode(actions, out)


def make_action_set(name: str, count: int, compiled: bool | None = None) -> ActionSet:
    """The action set of that name for `count` arenas; compiled, or by NumPy: None takes what is built."""
    reference = _ACTION_SETS[name](count)
    if not (is_built() if compiled is None else compiled):
        return reference
    return _EncodedNumbers(name, reference) if isinstance(reference, NumberedActions) else _EncodedCommands(count)
