"""`python -m harness flake`: plays cheap cases many times, servers and all, to bound how often chance fails one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.errors import CaseError, HarnessError
from harness.runner.case import Case, load_case
from harness.runner.run_case import RunOptions, run_check

EXAMPLES = """examples:
  python -m harness flake suites/regression/basic_movement_test --runs 3
  nice python -m harness flake suites/regression/basic_movement_test --runs 20000 --json flake.json

Every run starts servers, plays the case's episodes and ends the servers, as its test does. Runs are added to what the
file of --json holds already, so an interrupted estimate goes on where it was.
exit status: 0 no run failed, 1 some did
"""

#: Runs between two writes of the file.
SAVE_EVERY = 25


@dataclass
class FlakeRecord:
    """What --json holds."""

    runs: int = 0
    failures: list[str] = field(default_factory=list)
    """One line for each run that failed."""
    cases: list[str] = field(default_factory=list)
    bound: float = 1.0
    """Upper end of the 95 % interval of the share of runs that fail."""
    machine: dict[str, Any] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("folders", nargs="+", type=Path, metavar="CASE", help="folders of cases, taken in turn")
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="in all, those of the file included")
    parser.add_argument("--json", type=Path, metavar="FILE", help="read and write runs and failures")


def run(arguments: argparse.Namespace) -> int:
    """Plays, and prints the bound."""
    cases = [(folder, load_case(folder)) for folder in arguments.folders]
    record = _read(arguments.json)
    record.cases = sorted({*record.cases, *(folder.name for folder, _ in cases)})
    try:
        _play(cases, record, arguments.runs, arguments.json)
    except KeyboardInterrupt:
        print("interrupted; what was played counts")
    _write(arguments.json, record)
    for line in record.failures:
        print(line)
    print(f"{len(record.failures)} of {record.runs} runs failed; with 95 % confidence less than {record.bound:.2g} do")
    return 1 if record.failures else 0


def _play(cases: Sequence[tuple[Path, Case]], record: FlakeRecord, runs: int, path: Path | None) -> None:
    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns) as bar:
        task = bar.add_task("runs", total=runs, completed=record.runs)
        while record.runs < runs:
            folder, case = cases[record.runs % len(cases)]
            reason = play_once(folder, case)
            record.runs += 1
            if reason:
                record.failures.append(f"run {record.runs}, {folder.name}: {reason}")
            bar.update(task, completed=record.runs)
            if record.runs % SAVE_EVERY == 0:
                _write(path, record)


def play_once(folder: Path, case: Case) -> str:
    """One run of a case's own policy; why it failed, or nothing."""
    try:
        return run_check(folder, case, RunOptions(case.policy, case.episodes, case.seed)).report.reason
    except HarnessError as error:
        return str(error)


def _read(path: Path | None) -> FlakeRecord:
    """What the file holds already."""
    if path is None or not path.exists():
        return FlakeRecord()
    try:
        return FlakeRecord(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise CaseError(f"{path} holds no runs of this command: {error}; name another file") from error


def _write(path: Path | None, record: FlakeRecord) -> None:
    # The exact upper limit where nothing has failed is 3 / n; Wilson's is a little above it.
    record.bound = wilson_interval(len(record.failures), record.runs)[1]
    record.machine = machine_fingerprint()
    if path is not None:
        partial = path.with_name(path.name + ".partial")
        partial.write_text(json.dumps(asdict(record), indent=2) + "\n")
        partial.replace(path)
