"""Where a run's time goes: environment, forward, backward, and what is left."""

from __future__ import annotations

from time import perf_counter
from types import TracebackType

#: The phases that are measured; the rest of the time is `other`.
PHASES = ("environment", "forward", "backward")


class Phases:
    """Adds up the time spent in each phase.

        with phases.environment:
            step = env.step(actions)

    Phases do not nest.
    """

    def __init__(self) -> None:
        self.environment = Stopwatch()
        self.forward = Stopwatch()
        self.backward = Stopwatch()
        self._started = perf_counter()

    def take(self) -> dict[str, float]:
        """Seconds since the last call by phase, `other` and `total` included; begins anew."""
        now = perf_counter()
        seconds = {name: getattr(self, name).take() for name in PHASES}
        total = now - self._started
        self._started = now
        return {**seconds, "other": total - sum(seconds.values()), "total": total}


class Stopwatch:
    """Adds up the time spent inside `with`."""

    __slots__ = ("_entered", "_seconds")

    def __init__(self) -> None:
        self._seconds = 0.0
        self._entered = 0.0

    def __enter__(self) -> None:
        self._entered = perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._seconds += perf_counter() - self._entered

    def take(self) -> float:
        """Seconds so far; begins anew."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds
