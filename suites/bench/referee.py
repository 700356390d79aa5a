"""Who tells how long a side of a comparison took, in a process of its own; imports nothing that a peer may lack."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from time import perf_counter, process_time


class Referee:
    """Answers every line of the input with the two times of what has been done since.

    Args:
        rounds: how often the work is done between two words; the times are those of one.
    """

    def __init__(self, rounds: int = 1) -> None:
        self._rounds = rounds
        self._began: tuple[float, float] | None = None

    def __call__(self) -> None:
        """Tells the times, and waits for the next word; without one the process ends."""
        if self._began is None:
            print("ready", flush=True)
        else:
            clock, cpu = self._began
            print((perf_counter() - clock) / self._rounds, (process_time() - cpu) / self._rounds, flush=True)
        if not sys.stdin.readline():
            sys.exit(0)
        self._began = perf_counter(), process_time()


def to_stdout(referee: Referee) -> Callable[[], None]:
    """The referee for a script whose own words go elsewhere."""

    def told() -> None:
        with contextlib.redirect_stdout(sys.__stdout__):
            referee()

    return told
