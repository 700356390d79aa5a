"""The display of a run."""

from __future__ import annotations

import io

from rich.console import Console

from agent.dashboard import LiveDisplay, PlainDisplay, display_for, duration, line, panel
from agent.monitor import Progress

PROGRESS = Progress(
    "movement_micro  seed 1", steps=500_000, total_steps=1_000_000, seconds=65.0, steps_per_second=100_000.0,
    shares={"environment": 0.1, "forward": 0.4, "backward": 0.3, "other": 0.2},
    metrics={"episode_reward": 2.5, "task_completion_rate": 0.75}, losses={"entropy": 1.25},
    curve=[0.0, 0.5, 1.0], note="checkpoint at 400,000 steps",
)  # fmt: skip


class Clock:
    """A clock that stands until it is told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def text_of(progress: Progress) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(panel(progress))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_picture_shows_everything_that_a_person_asks() -> None:
    text = text_of(PROGRESS)
    for part in (
        "movement_micro  seed 1", "500,000 steps", "1:05", "left 0:05", "100,000 steps/s", "environment 10%",
        "forward 40%", "backward 30%", "other 20%", "▁▅█", "75%", "entropy", "checkpoint at 400,000 steps",
    ):  # fmt: skip
        assert part in text, part


def test_a_run_that_has_just_begun_can_be_drawn() -> None:
    beginning = Progress("a run", total_steps=10)
    assert "-:--" in text_of(beginning)
    for nothing_yet in ({}, {"episode_reward": float("nan")}):
        beginning.metrics = nothing_yet
        assert "reward -  " in line(beginning)


def test_what_is_counted_and_how_fast_is_said_in_its_own_unit() -> None:
    slow = Progress("tactical", steps=3, total_steps=20, unit="updates", steps_per_second=0.05)
    assert "3 updates" in line(slow) and "20.0 s/update" in line(slow)
    assert "3 updates" in text_of(slow) and "20.0 s/update" in text_of(slow)
    assert "100,000 steps/s" in line(PROGRESS)


def test_a_terminal_gets_the_live_display_and_a_file_gets_lines() -> None:
    assert isinstance(display_for(Console(file=io.StringIO(), force_terminal=True)), LiveDisplay)
    assert isinstance(display_for(Console(file=io.StringIO())), PlainDisplay)


def test_plain_lines_come_now_and_then_and_once_at_the_end() -> None:
    clock, console = Clock(), Console(file=io.StringIO(), width=40)
    display = PlainDisplay(console, now=clock)
    for _ in range(3):
        display.show(PROGRESS)
    clock.seconds += 5.0
    display.show(PROGRESS)
    display.show(PROGRESS)
    display.close()
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert all("500,000 steps" in line and "success 75%" in line for line in lines)


def test_the_live_display_gives_the_cursor_back() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    display = LiveDisplay(console, now=Clock())
    display.show(PROGRESS)
    display.close()
    display.close()
    output = console.file.getvalue()  # type: ignore[attr-defined]
    assert output.count("\x1b[?25l") == 1
    assert output.rindex("\x1b[?25h") > output.rindex("\x1b[?25l")


def test_the_live_display_draws_no_more_often_than_it_must() -> None:
    clock, console = Clock(), Console(file=io.StringIO(), force_terminal=True, width=100)
    display = LiveDisplay(console, now=clock)
    display.show(PROGRESS)
    size = len(console.file.getvalue())  # type: ignore[attr-defined]
    display.show(PROGRESS)
    assert len(console.file.getvalue()) == size  # type: ignore[attr-defined]
    clock.seconds += 1.0
    display.show(PROGRESS)
    assert len(console.file.getvalue()) > size  # type: ignore[attr-defined]
    display.close()


def test_durations_are_minutes_and_seconds() -> None:
    assert [duration(s) for s in (None, 0.0, 59.9, 61.0, 3600.0)] == ["-:--", "0:00", "0:59", "1:01", "60:00"]
