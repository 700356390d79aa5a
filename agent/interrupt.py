"""Ctrl-C and SIGTERM as a wish to stop at the next good moment."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class StopWish:
    """Whether somebody has asked the run to stop."""

    signal: signal.Signals | None = None

    def __bool__(self) -> bool:
        return self.signal is not None


@contextmanager
def stop_wish() -> Iterator[StopWish]:
    """Turns the first SIGINT or SIGTERM into a wish; a second SIGINT interrupts at once. Restores the handlers."""
    wish = StopWish()

    def note(number: int, frame: FrameType | None) -> None:
        if wish:
            raise KeyboardInterrupt
        wish.signal = signal.Signals(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
