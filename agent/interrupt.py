"""Ctrl-C and SIGTERM as a wish to stop at the next good moment."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from types import FrameType

#: Exit status after Ctrl-C, as shells have it.
INTERRUPTED = 130
#: Signals that follow the first one this closely are echoes of it: wrappers such as `timeout` pass a Ctrl-C on to a
#: process that its terminal has told already. Seconds.
ECHO_SECONDS = 0.5


@dataclass
class StopWish:
    """Whether somebody has asked the run to stop."""

    made_at: float | None = None
    """Time of the first signal, s on the monotonic clock; None before there was one."""

    def __bool__(self) -> bool:
        return self.made_at is not None

    def note(self, now: float) -> None:
        """Takes in a signal.

        Raises:
            KeyboardInterrupt: if it is asked for a second time, by somebody who will not wait.
        """
        if self.made_at is None:
            self.made_at = now
        elif now - self.made_at > ECHO_SECONDS:
            raise KeyboardInterrupt


@contextmanager
def stop_wish() -> Iterator[StopWish]:
    """Turns the first SIGINT or SIGTERM into a wish; another one interrupts at once. Restores the handlers."""
    wish = StopWish()

    def note(number: int, frame: FrameType | None) -> None:
        wish.note(monotonic())

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
