"""Time as a dependency: who waits imports it from here, so that a test can put another clock in its place."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


def monotonic() -> float:
    """Seconds of a clock that never goes back."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Gives the processor away for at least `seconds`."""
    time.sleep(seconds)


@dataclass(frozen=True)
class Deadline:
    """A moment by which something must have happened."""

    seconds: float
    """The time that was granted, s."""
    started: float = field(default_factory=lambda: monotonic())
    """When the time began to run, s on the monotonic clock."""

    def left(self) -> float:
        """Seconds that are left; never negative."""
        return max(0.0, self.started + self.seconds - monotonic())

    def passed(self) -> bool:
        """Whether no time is left."""
        return self.left() == 0.0
