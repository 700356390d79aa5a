"""A bar for one check: episodes done, steps a second, time left."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.clock import monotonic
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.runner.play import Watcher
from harness.runner.recorder import Recorder

#: Seconds between two looks at the bar.
_PAUSE = 0.1


class EpisodeProgress(Watcher):
    """Draws a bar while it is entered; it is gone afterwards."""

    def __init__(self, title: str, episodes: int) -> None:
        """Draws nothing yet.

        Args:
            title: stands left of the bar.
            episodes: to be played.
        """
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("episodes, {task.fields[speed]} steps/s,"),
            TimeRemainingColumn(),
            TextColumn("left"),
            transient=True,
        )
        self._task = self._bar.add_task(title, total=episodes, speed="-")
        self._steps, self._ended = 0, 0
        self._started = self._drawn = monotonic()

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Counts, and draws now and then."""
        self._steps += len(outcome[1])
        now = monotonic()
        if now - self._drawn > _PAUSE:
            self._drawn = now
            speed = f"{self._steps / (now - self._started):,.0f}"
            self._bar.update(self._task, completed=self._ended, speed=speed)

    def ended(self, env: FactorioVectorEnv, recorder: Recorder, row: int) -> None:
        """Counts."""
        self._ended += 1

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
