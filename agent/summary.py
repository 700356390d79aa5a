"""What a finished run shows: its curve, its score beside the floors, and what to do next."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from agent.curve import sparkline
from agent.dashboard import duration
from agent.monitor import Progress
from agent.scores import Evaluation, score_table

#: Columns of the summary: it fits the narrowest usual terminal.
WIDTH = 80


def print_summary(console: Console, progress: Progress, folder: Path, evaluation: Evaluation | None) -> None:
    """Prints the last picture of a run."""
    speed = progress.steps / progress.seconds if progress.seconds else 0.0
    parts: list[RenderableType] = [
        Text(f"{progress.steps:,} steps in {duration(progress.seconds)} ({speed:,.0f} steps/s)"),
        Text.assemble("learning  ", (sparkline(progress.curve), "yellow")),
    ]
    if evaluation is not None:
        parts += [Text(), score_table(evaluation)]
    console.print(Panel(Group(*parts), title=progress.title, title_align="left", border_style="green", width=WIDTH))
    console.print(f"next: {next_command(folder, evaluation)}", highlight=False, soft_wrap=True)


def next_command(folder: Path, evaluation: Evaluation | None) -> str:
    """The command that a reader of the summary is likely to want."""
    command = f"python -m agent.evaluate {folder}"
    if evaluation is not None:
        command += f" --episodes 2000 --seed {evaluation.seed + 1}"
    return command
