"""The table at the end of a suite, and the score of each category."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from harness.report.model import CategoryReport, CheckReport


def summary_table(checks: Sequence[CheckReport]) -> Table:
    """One row a check. Why one has failed is told above, where there is room."""
    table = Table(title="Suite cases")
    for heading in ("case", "check"):
        table.add_column(heading, no_wrap=True)
    for heading in ("success", "95 % interval", "mean steps", "mean reward", "seconds"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for check in checks:
        table.add_row(*_cells(check))
    return table


def _cells(check: CheckReport) -> list[str]:
    successes = sum(episode.success for episode in check.episodes)
    return [
        check.case,
        check.name,
        f"{successes} / {len(check.episodes)}" if check.episodes else "-",
        "-" if check.interval is None else f"{check.interval[0]:.1%} .. {check.interval[1]:.1%}",
        "-" if check.mean_steps is None else f"{check.mean_steps:.1f}",
        "-" if check.mean_reward is None else f"{check.mean_reward:.3f}",
        f"{check.seconds:.1f}",
        "passed" if check.passed else "FAILED",
    ]


def category_lines(categories: Sequence[CategoryReport]) -> list[str]:
    """The score of each category: the mean of its cases' success rates."""
    lines = []
    for category in categories:
        text = f"{category.name}: {category.passed} of {category.passed + category.failed} checks passed"
        if category.score is not None and category.interval is not None:
            low, high = category.interval
            text += f"; score {category.score:.1%} (95 %: {low:.1%} .. {high:.1%}), the mean of its cases"
        lines.append(text)
    return lines
