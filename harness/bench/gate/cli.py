"""`python -m harness gate`: is this revision slower, or does it learn worse, than the one before it?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from harness.bench.gate import wall
from harness.bench.gate.checkout import WORKTREE
from harness.bench.gate.run import Gate, Notify, Plan
from harness.bench.gate.self_test import Size, self_test, write_self_test
from harness.bench.gate.table import self_test_table, summary, table
from harness.bench.gate.verdict import INTERRUPTED, GateReport, Tier, exit_status
from harness.errors import HarnessError

#: Columns of a table that goes into a file or a log.
TABLE_WIDTH = 200
DEFAULT_TIERS = ("instructions", "wall")

EXAMPLES = """examples:
  python -m harness gate --base main                         the files as they are now, against main
  python -m harness gate --base v1.0 --head v1.1 --json gate.json
  python -m harness gate --base HEAD~1 --tier instructions --no-python
  python -m harness gate --tier history --history history.jsonl  after a merge: did a level change, and where?
  python -m harness gate --base main --tier learning --scenario movement_micro --seeds 5
  python -m harness gate --self-test --json error-rates.json  how often the gate itself is wrong, here and now

exit status: 0 no regression, 1 a regression, 2 something could not be measured, 3 inconclusive (only with
--fail-on-inconclusive), 130 interrupted. What is inconclusive is never a regression.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `gate`."""
    parser.add_argument("--base", metavar="REV", help="the revision to compare with")
    parser.add_argument("--head", metavar="REV", default=WORKTREE, help="default: the files as they are now")
    parser.add_argument(
        "--tier", action="append", choices=("instructions", "wall", "history", "learning"), metavar="T",
        help="instructions, wall, history or learning; may be given again (default: instructions and wall)",
    )  # fmt: skip
    parser.add_argument("--workload", action="append", metavar="W", help="only this one; may be given again")
    parser.add_argument("--no-python", action="store_true", help="do not count the Python client loop (saves minutes)")
    parser.add_argument("--seconds", type=float, default=wall.SECONDS, help="longest wall-clock measuring (default 60)")
    parser.add_argument("--seed", type=int, default=0, help="of the order of measuring (default 0)")
    parser.add_argument("--fail-on-inconclusive", action="store_true", help="exit with 3 when nothing was decided")
    parser.add_argument("--json", type=Path, metavar="F", help="write the report here")
    parser.add_argument("--history", type=Path, metavar="F", help="lines of JSON: the history tier adds one and judges")
    learn = parser.add_argument_group("the learning tier")
    learn.add_argument("--scenario", action="append", metavar="S", help="may be given again (default movement_micro)")
    learn.add_argument("--seeds", type=int, default=5, metavar="N", help="training seeds a side (default 5)")
    learn.add_argument("--steps", type=int, default=400_000, metavar="N", help="training steps (default 400,000)")
    learn.add_argument("--episodes", type=int, default=400, metavar="N", help="held-out episodes (default 400)")
    own = parser.add_argument_group("the gate's test of itself")
    own.add_argument("--self-test", action="store_true", help="measure the gate's own error rates instead")
    own.add_argument("--counts", type=int, default=40, metavar="N", help="real countings of each kind (default 40)")
    own.add_argument("--rounds", type=int, default=160, metavar="N", help="real rounds a workload (default 160)")
    own.add_argument("--gates", type=int, default=12, metavar="N", help="real wall gates of each kind (default 12)")
    own.add_argument("--resampled", type=int, default=2000, metavar="N", help="resampled gates (default 2000)")


def plan_of(arguments: argparse.Namespace) -> Plan:
    """What the flags ask for.

    Raises:
        HarnessError: if there is no base, or a number is out of its range.
    """
    if arguments.base is None and arguments.tier == ["history"]:
        arguments.base = arguments.head  # a history compares the head with what is recorded
    if arguments.base is None:
        raise HarnessError("a gate compares: give the revision to compare with, for example `--base main`")
    for name, least in (("seeds", 2), ("steps", 1), ("episodes", 1)):
        if getattr(arguments, name) < least:
            raise HarnessError(f"--{name} is {getattr(arguments, name)}; it must be at least {least}")
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
        history=arguments.history,
        scenarios=tuple(arguments.scenario or ("movement_micro",)),
        seeds=arguments.seeds,
        steps=arguments.steps,
        episodes=arguments.episodes,
    )


@contextmanager
def progress_bar() -> Iterator[Notify]:
    """A progress bar on standard error, and the function that moves it."""
    columns = (
        TextColumn("{task.description:<48}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=None)

        def notify(what: str, done: int, total: int) -> None:
            progress.update(bar, description=what, completed=done, total=total or None)

        yield notify


def write_report(report: GateReport, path: Path) -> None:
    """Writes the report as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(report.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
    partial.replace(path)


def run(arguments: argparse.Namespace) -> int:
    """Compares, prints the table, writes the report; the exit status."""
    if arguments.self_test:
        return run_self_test(arguments)
    with progress_bar() as notify:
        gate = Gate(plan_of(arguments), notify)
        report = gate.run()
    console = Console() if Console().is_terminal else Console(width=TABLE_WIDTH)
    console.print(table(report))
    for problem in report.problems:
        console.print(f"not measured: {problem}", style="red", markup=False)
    console.print(summary(report), markup=False)
    if arguments.json:
        write_report(report, arguments.json)
        console.print(f"report written to {arguments.json}", markup=False)
    return INTERRUPTED if gate.interrupted else exit_status(report, arguments.fail_on_inconclusive)


def run_self_test(arguments: argparse.Namespace) -> int:
    """Measures the gate's own error rates on the head and prints them; the exit status."""
    tiers = set(arguments.tier or DEFAULT_TIERS)
    size = Size(
        counts=arguments.counts if "instructions" in tiers else 0,
        rounds=arguments.rounds if "wall" in tiers else 0,
        gates=arguments.gates if "wall" in tiers else 0,
        resampled=arguments.resampled,
    )
    with progress_bar() as notify:
        result = self_test(arguments.head, size, notify, arguments.seed)
    console = Console() if Console().is_terminal else Console(width=TABLE_WIDTH)
    console.print(self_test_table(result))
    if arguments.json:
        write_self_test(result, arguments.json)
        console.print(f"rates written to {arguments.json}", markup=False)
    return 0
