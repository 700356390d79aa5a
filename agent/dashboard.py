"""The progress of a run on a terminal, live; as plain lines where there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from time import monotonic

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from agent.curve import bar, sparkline
from agent.episodes import METRICS
from agent.monitor import Display, Progress

#: Columns of the picture: it fits the narrowest usual terminal.
WIDTH = 80
#: Seconds between two pictures of the live display.
REFRESH_SECONDS = 0.25
#: Seconds between two plain lines.
LINE_SECONDS = 5.0

#: Colour of each phase in the bar of shares.
PHASE_STYLES = {"environment": "green", "forward": "cyan", "backward": "magenta", "other": "bright_black"}
#: Numbers of an update that stand beside the metrics; all of them are in metrics.jsonl.
SHOWN_NUMBERS = ("policy_loss", "value_loss", "entropy", "approximate_kl", "explained_variance")
#: Metric's unit, as the table shows it.
UNITS = {
    "episode_reward": "",
    "task_completion_rate": "",
    "resource_efficiency": "",
    "survival_time": " s",
    "actions_per_minute": "",
}


def display_for(console: Console) -> Display:
    """A live display on a terminal, plain lines anywhere else."""
    return LiveDisplay(console) if console.is_terminal else PlainDisplay(console)


class LiveDisplay:
    """Redraws one panel in place. It draws only between updates: no thread disturbs the measured time."""

    def __init__(self, console: Console, now: Callable[[], float] = monotonic) -> None:
        self._live = Live(console=console, auto_refresh=False, transient=False)
        self._now, self._due = now, 0.0
        self._started = False

    def show(self, progress: Progress) -> None:
        """Draws, unless the last picture is fresh."""
        if self._now() < self._due:
            return
        self._due = self._now() + REFRESH_SECONDS
        if not self._started:
            self._live.start()
            self._started = True
        self._live.update(panel(progress), refresh=True)

    def close(self) -> None:
        """Stops redrawing and gives the cursor back."""
        if self._started:
            self._live.stop()
            self._started = False


class PlainDisplay:
    """One line now and then, for logs."""

    def __init__(self, console: Console, now: Callable[[], float] = monotonic) -> None:
        self._console, self._now, self._due = console, now, 0.0
        self._last: Progress | None = None

    def show(self, progress: Progress) -> None:
        """Prints a line, unless the last one is fresh."""
        self._last = progress
        if self._now() < self._due:
            return
        self._due = self._now() + LINE_SECONDS
        self._print(progress)
        self._last = None

    def close(self) -> None:
        """Prints the last moment if it has not been printed."""
        if self._last is not None:
            self._print(self._last)
            self._last = None

    def _print(self, progress: Progress) -> None:
        self._console.print(line(progress), highlight=False, soft_wrap=True)


def line(progress: Progress) -> str:
    """The progress in one line."""
    shares = " ".join(f"{name} {share:.0%}" for name, share in progress.shares.items())
    return (
        f"{progress.steps:>11,} {progress.unit}  {duration(progress.seconds)}  success {_success(progress)}  "
        f"reward {_reward(progress)}  "
        f"{_rate(progress)}  {shares}  left {duration(progress.seconds_left)}"
    )


def panel(progress: Progress) -> Panel:
    """The whole picture."""
    parts: list[RenderableType] = [_progress_line(progress), Text(), _numbers(progress), Text(), _shares(progress)]
    if progress.curve:
        curve = (sparkline(progress.curve, 48), "yellow")
        parts += [Text(), Text.assemble(("success  ", "bold"), curve, f"  {_success(progress)}")]
    if progress.note:
        parts += [Text(), Text(progress.note, style="dim")]
    return Panel(Group(*parts), title=progress.title, title_align="left", border_style="blue", width=WIDTH)


def duration(seconds: float | None) -> str:
    """Minutes and seconds; -:-- for an unknown time."""
    if seconds is None:
        return "-:--"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _rate(progress: Progress) -> str:
    """How fast it goes; of what takes longer than a second, how long one takes."""
    rate, unit = progress.steps_per_second, progress.unit
    return f"{1 / rate:,.1f} s/{unit.removesuffix('s')}" if 0 < rate < 1 else f"{rate:,.0f} {unit}/s"


def _reward(progress: Progress) -> str:
    """Mean reward of the latest episodes; a dash while none has ended."""
    reward = progress.metrics.get("episode_reward", math.nan)
    return "-" if math.isnan(reward) else f"{reward:.2f}"


def _success(progress: Progress) -> str:
    rate = progress.metrics.get("task_completion_rate")
    return "-" if rate is None else f"{rate:.0%}"


def _progress_line(progress: Progress) -> Text:
    return Text.assemble(
        (bar(progress.done_share, 16), "blue"),
        f"  {progress.steps:,} {progress.unit}  {duration(progress.seconds)}  left {duration(progress.seconds_left)}  ",
        (_rate(progress), "bold"),
    )


def _numbers(progress: Progress) -> Table:
    """The metrics, and beside them as many numbers of the last update."""
    table = Table.grid(padding=(0, 4, 0, 0))
    for metric, number in zip(METRICS, SHOWN_NUMBERS, strict=True):
        table.add_row(
            metric, Text(_number(progress.metrics, metric) + UNITS[metric], style="bold"),
            Text(number, style="dim"), _number(progress.losses, number),
        )  # fmt: skip
    return table


def _number(numbers: Mapping[str, float], name: str) -> str:
    return f"{numbers[name]:.3g}" if name in numbers else "-"


def _shares(progress: Progress) -> Text:
    text = Text.assemble(("time     ", "bold"))
    for name, share in progress.shares.items():
        text.append("█" * round(44 * share), style=PHASE_STYLES[name])
    text.append("\n         ")
    for name, share in progress.shares.items():
        text.append(f"{name} {share:.0%}  ", style=PHASE_STYLES[name])
    return text
