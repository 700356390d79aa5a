"""`python -m harness gate`: is this revision slower, or does it learn worse, than the one before it?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from harness.bench.gate import wall
from harness.bench.gate.checkout import WORKTREE
from harness.bench.gate.run import Gate, Plan
from harness.bench.gate.table import summary, table
from harness.bench.gate.verdict import GateReport, Tier, exit_status
from harness.errors import HarnessError

#: Columns of a table that goes into a file or a log.
TABLE_WIDTH = 200
DEFAULT_TIERS = ("instructions", "wall")

EXAMPLES = """examples:
  python -m harness gate --base main                         the files as they are now, against main
  python -m harness gate --base v1.0 --head v1.1 --json gate.json
  python -m harness gate --base HEAD~1 --tier instructions --no-python

exit status: 0 no regression, 1 a regression, 2 something could not be measured, 3 inconclusive (only with
--fail-on-inconclusive), 130 interrupted. What is inconclusive is never a regression.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `gate`."""
    parser.add_argument("--base", metavar="REV", help="the revision to compare with")
    parser.add_argument("--head", metavar="REV", default=WORKTREE, help="default: the files as they are now")
    parser.add_argument(
        "--tier", action="append", choices=("instructions", "wall"), metavar="T",
        help="instructions or wall; may be given again (default: both)",
    )  # fmt: skip
    parser.add_argument("--workload", action="append", metavar="W", help="only this one; may be given again")
    parser.add_argument("--no-python", action="store_true", help="do not count the Python client loop (saves minutes)")
    parser.add_argument("--seconds", type=float, default=wall.SECONDS, help="longest wall-clock measuring (default 60)")
    parser.add_argument("--seed", type=int, default=0, help="of the order of measuring (default 0)")
    parser.add_argument("--fail-on-inconclusive", action="store_true", help="exit with 3 when nothing was decided")
    parser.add_argument("--json", type=Path, metavar="F", help="write the report here")


def plan_of(arguments: argparse.Namespace) -> Plan:
    """What the flags ask for.

    Raises:
        HarnessError: if there is no base, or a number is out of its range.
    """
    if arguments.base is None:
        raise HarnessError("a gate compares: give the revision to compare with, for example `--base main`")
    if not arguments.seconds > 0:
        raise HarnessError(f"--seconds is {arguments.seconds}; it must be more than 0")
    return Plan(
        base=arguments.base,
        head=arguments.head,
        tiers=tuple(cast(Sequence[Tier], arguments.tier or DEFAULT_TIERS)),
        workloads=tuple(arguments.workload or ()),
        python=not arguments.no_python,
        seconds=arguments.seconds,
        seed=arguments.seed,
    )


def run_with_progress(plan: Plan) -> GateReport:
    """Runs the gate behind a progress bar on standard error."""
    columns = (
        TextColumn("{task.description:<48}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("unpacking revisions", total=None)

        def notify(what: str, done: int, total: int) -> None:
            progress.update(bar, description=what, completed=done, total=total or None)

        return Gate(plan, notify).run()


def write_report(report: GateReport, path: Path) -> None:
    """Writes the report as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(report.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
    partial.replace(path)


def run(arguments: argparse.Namespace) -> int:
    """Compares, prints the table, writes the report; the exit status."""
    report = run_with_progress(plan_of(arguments))
    console = Console() if Console().is_terminal else Console(width=TABLE_WIDTH)
    console.print(table(report))
    for problem in report.problems:
        console.print(f"not measured: {problem}", style="red", markup=False)
    console.print(summary(report), markup=False)
    if arguments.json:
        write_report(report, arguments.json)
        console.print(f"report written to {arguments.json}", markup=False)
    return exit_status(report, arguments.fail_on_inconclusive)
