"""The table at the end of a suite."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from harness.runner.score import Score


def summary_table(scores: Sequence[Score]) -> Table:
    """One row a score; what failed says why."""
    table = Table(title="Suite cases")
    for heading in ("case", "policy"):
        table.add_column(heading)
    for heading in ("success", "95 % interval", "mean steps", "mean reward"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    for score in scores:
        table.add_row(*_cells(score))
    return table


def _cells(score: Score) -> list[str]:
    low, high = score.interval
    return [
        score.case,
        score.policy,
        f"{score.successes} / {score.episodes}",
        f"{low:.1%} .. {high:.1%}",
        "-" if score.mean_steps is None else f"{score.mean_steps:.1f}",
        f"{score.mean_reward:.3f}",
        "passed" if score.passed else f"FAILED: {score.reason}",
    ]
