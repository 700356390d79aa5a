"""The end of a session of suites: the table on the terminal, and the report as files."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from harness.bench.machine import machine_fingerprint
from harness.errors import HarnessError
from harness.report.model import CheckReport, Report
from harness.report.summarize import summarize
from harness.runner.summary import category_lines, summary_table
from harness.servers import default_door

if TYPE_CHECKING:
    import pytest

    from harness.runner.case_item import CaseItem


def finish_session(
    texts: Sequence[str], out: TextIO, width: int, folder: Path | None, started: float, command: Sequence[str]
) -> None:
    """Prints the table and writes the report.

    Args:
        texts: the checks, each as JSON.
        out: the terminal.
        width: of the table, characters.
        folder: for the report; None writes none.
        started: when the session began, seconds since the epoch.
        command: its words.
    """
    checks = sorted((CheckReport.model_validate_json(text) for text in texts), key=_place)
    console = Console(file=out, width=width)
    console.print(summary_table(checks))
    for line in category_lines(summarize(checks)):
        console.print(line, highlight=False)
    if folder is not None:
        report = make_report(checks, started, command)
        console.print(f"report: {write_report(folder, report)}", highlight=False, soft_wrap=True)


def _place(check: CheckReport) -> tuple[str, str, int, str]:
    """Order of a report: the same in whatever order the checks were run."""
    return check.category, check.case, ("policy", "floor", "invariant").index(check.kind), check.name


def make_report(checks: Sequence[CheckReport], started: float, command: Sequence[str]) -> Report:
    """A session as data."""
    return Report(
        started=datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        seconds=time.time() - started,
        command=shlex.join(command),
        machine=machine_fingerprint(),
        categories=summarize(checks),
        checks=list(checks),
    )


def write_report(folder: Path, report: Report) -> str:
    """Writes report.json and the page.

    Returns:
        What was written, or why the page was not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "report.json"
    data.write_text(report.model_dump_json(indent=1) + "\n")
    try:
        from harness.report.page import write_page

        return str(write_page(folder, report))
    except HarnessError as error:
        return f"{data} (no page: {error})"


def broken_check(item: CaseItem, report: pytest.TestReport) -> CheckReport:
    """A check that came to no end: a server that does not start, a model that is not there, a bug."""
    crash = getattr(report.longrepr, "reprcrash", None)  # of a bug; what the harness says on purpose is plain text
    text = report.longrepr if crash is None else f"{crash.message}\n{crash.path}:{crash.lineno}"
    return CheckReport(
        case=item.path.parent.name,
        category=item.path.parent.parent.name,
        name=item.name,
        kind=item.kind,
        policy=item.policy,
        scenario=item.case.scenario,
        server=item.config.getoption("--server"),
        door=item.config.getoption("--door") or default_door(item.config.getoption("--server")),
        passed=False,
        reason=str(text).strip()[:4000] or "the check broke off",
        needs=item.case.needs,
        seconds=report.duration,
    )
