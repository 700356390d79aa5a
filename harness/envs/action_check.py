"""The check that every action passes before anything is stepped."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.action_sets import COMMAND_COLUMNS, LARGEST_PARAMETER, LAST_COMMAND, action_names
from harness.errors import InvalidAction
from harness.kernels import CompiledCheck, CompiledCommands, is_built

#: Of a command's columns.
_LARGEST = np.array([LAST_COMMAND, *[LARGEST_PARAMETER] * (COMMAND_COLUMNS - 1)], dtype=np.float64)


def _what_does_not_fit(commands: NDArray[np.float64], given: NDArray[Any], first: int) -> str:
    """Of commands [n, 9], one of which is not possible, what is wrong; `first` is the number of the first arena."""
    kinds = commands[:, 0]
    are_kinds = (kinds >= 0) & (kinds <= LAST_COMMAND)
    if not are_kinds.all():
        row = int(np.argmin(are_kinds))
        return (
            f"arena {first + row}: action type {given[row, 0]} is not within 0..{LAST_COMMAND} "
            "(FACTORIO_ACTION_* of comm_c/frames.h; resets are the environment's own)"
        )
    row, column = divmod(int(np.argmin(np.abs(commands[:, 1:]) <= LARGEST_PARAMETER)), COMMAND_COLUMNS - 1)
    return (
        f"arena {first + row}: parameter {column} is {given[row, column + 1]}; it must be within "
        f"-{LARGEST_PARAMETER:g}..{LARGEST_PARAMETER:g}"
    )


class CommandCheck:
    """Refuses what is not one command, a type and eight finite parameters, for each arena."""

    def __init__(self, count: int) -> None:
        """Makes the buffers for `count` arenas."""
        self._commands, self._sizes = np.zeros((2, count, COMMAND_COLUMNS))
        self._fits = np.zeros((count, COMMAND_COLUMNS), dtype=np.bool_)

    def __call__(self, actions: Any, rows: slice = slice(None)) -> NDArray[np.float64]:
        """Checks the commands of the arenas `rows`.

        Args:
            actions: numbers [n, 9]: FACTORIO_ACTION_*, then parameters.
            rows: which arenas they are for.

        Returns:
            The same as float64, in a buffer that the next call for these arenas overwrites. A type is rounded down.

        Raises:
            InvalidAction: with the arena, its value and what is allowed.
        """
        commands = self._commands[rows]
        given = np.asarray(actions)
        if given.shape != commands.shape or given.dtype.kind not in "iuf":
            raise InvalidAction(
                f"actions are {given.dtype}{list(given.shape)}; expected numbers {list(commands.shape)}: a type and "
                f"{COMMAND_COLUMNS - 1} parameters for each arena"
            )
        np.copyto(commands, given, casting="unsafe")
        kinds = commands[:, 0]
        np.floor(kinds, out=kinds)
        # Whole rows at once; written so that a NaN is refused as well. Of all numbers only types must not be negative.
        fits = self._fits[rows]
        np.less_equal(np.abs(commands, out=self._sizes[rows]), _LARGEST, out=fits)
        if not (fits.all() and kinds.min(initial=0) >= 0):
            raise InvalidAction(_what_does_not_fit(commands, given, rows.start or 0))
        return commands


class ActionCheck:
    """Refuses what is not one whole number within 0..n-1 for each arena."""

    def __init__(self, count: int, names: tuple[str, ...]) -> None:
        """Makes the buffer.

        Args:
            count: number of arenas.
            names: of the actions, in the order of their numbers.
        """
        self._names = names
        self._numbers = np.zeros(count, dtype=np.intp)
        self._unsigned = self._numbers.view(np.uintp)

    def __call__(self, actions: Any, rows: slice = slice(None)) -> NDArray[np.intp]:
        """Checks the actions of the arenas `rows`.

        Args:
            actions: whole numbers, one for each arena of `rows`.
            rows: which arenas they are for.

        Returns:
            The actions as intp, in a buffer that the next call for these arenas overwrites.

        Raises:
            InvalidAction: with the arena, its value and what is allowed.
        """
        numbers = self._numbers[rows]
        given = np.asarray(actions)
        if given.shape != numbers.shape:
            raise InvalidAction(
                f"actions have shape {given.shape}; expected {numbers.shape}: one whole number for each arena"
            )
        if given.dtype.kind not in "iu":
            raise InvalidAction(self._wrong_type(given, rows.start or 0))
        np.copyto(numbers, given, casting="unsafe")
        # Read as unsigned, a negative number is a very large one: one pass finds both ends.
        if self._unsigned[rows].max(initial=0) >= len(self._names):
            raise InvalidAction(self._out_of_range(given, rows.start or 0))
        return numbers

    def _wrong_type(self, given: NDArray[Any], first: int) -> str:
        wanted = f"whole numbers within 0..{len(self._names) - 1} are expected"
        if given.dtype.kind == "f" and np.isnan(given).any():
            return f"arena {first + int(np.argmax(np.isnan(given)))}: action is NaN; {wanted}"
        return f"actions have dtype {given.dtype}; {wanted}"

    def _out_of_range(self, given: NDArray[Any], first: int) -> str:
        row = int(np.argmax((given < 0) | (given >= len(self._names))))
        return (
            f"arena {first + row}: action {given[row]} is not within 0..{len(self._names) - 1} "
            f"({', '.join(self._names)})"
        )


def _is_ready(given: Any, buffer: NDArray[Any]) -> bool:
    """Whether actions can be copied into a buffer as they lie."""
    return (
        type(given) is np.ndarray
        and given.dtype == buffer.dtype
        and given.shape == buffer.shape
        and given.flags.c_contiguous
    )


class _CompiledActionCheck(ActionCheck):
    """The same, by C where the actions are what they should be; what is not, the class above converts or refuses."""

    def __init__(self, count: int, names: tuple[str, ...]) -> None:
        super().__init__(count, names)
        self._compiled = CompiledCheck(self._numbers, len(names))

    def __call__(self, actions: Any, rows: slice = slice(None)) -> NDArray[np.intp]:
        """As `ActionCheck` does."""
        numbers = self._numbers[rows]
        if _is_ready(actions, numbers) and self._compiled.find_wrong(actions, rows.start or 0) < 0:
            return numbers
        return super().__call__(actions, rows)


class _CompiledCommandCheck(CommandCheck):
    """The same, by C where the commands are what they should be; what is not, the class above converts or refuses."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._compiled = CompiledCommands(LAST_COMMAND, LARGEST_PARAMETER)

    def __call__(self, actions: Any, rows: slice = slice(None)) -> NDArray[np.float64]:
        """As `CommandCheck` does."""
        commands = self._commands[rows]
        if _is_ready(actions, commands) and self._compiled.find_wrong(actions, commands) < 0:
            return commands
        return super().__call__(actions, rows)


def make_check(name: str, count: int, compiled: bool | None = None) -> ActionCheck | CommandCheck:
    """The check of an action set for `count` arenas; compiled, or by NumPy: None takes what is built."""
    if is_built() if compiled is None else compiled:
        return _CompiledCommandCheck(count) if name == "commands" else _CompiledActionCheck(count, action_names(name))
    return CommandCheck(count) if name == "commands" else ActionCheck(count, action_names(name))
