"""`python -m harness flake`: plays cheap cases many times, to bound how often chance fails one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.errors import CaseError, HarnessError
from harness.runner.case import Case, load_case
from harness.runner.leftovers import watch_leftovers
from harness.runner.play import play_episodes
from harness.runner.run_case import RunOptions, make_stage
from harness.runner.score import miss_of_bar

EXAMPLES = """examples:
  python -m harness flake suites/regression/basic_movement_test --runs 3
  nice python -m harness flake suites/regression/basic_movement_test --runs 20000 --json flake.json

A run plays the case's episodes and judges them, as its test does. Servers are started anew, and looked after when they
have ended, every --fresh runs; between those a run begins with the reset that every episode begins with. Runs are added
to what the file of --json holds already, so an interrupted estimate goes on where it was.
exit status: 0 no run failed, 1 some did
"""

#: Runs that are played on the same servers when --fresh does not say. The file is written after each.
FRESH = 25


@dataclass
class FlakeRecord:
    """What --json holds."""

    runs: int = 0
    failures: list[str] = field(default_factory=list)
    """One line for each run that failed."""
    starts: int = 0
    """Times that servers were started for them."""
    cases: list[str] = field(default_factory=list)
    bound: float = 1.0
    """Upper end of the 95 % interval of the share of runs that fail."""
    machine: dict[str, Any] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("folders", nargs="+", type=Path, metavar="CASE", help="folders of cases, taken in turn")
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="in all, those of the file included")
    parser.add_argument("--fresh", type=int, default=FRESH, metavar="N", help=f"runs on the same servers, {FRESH}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="read and write runs and failures")


def run(arguments: argparse.Namespace) -> int:
    """Plays, and prints the bound."""
    if arguments.fresh < 1:
        raise CaseError(f"--fresh is {arguments.fresh}; it must be at least 1")
    cases = [(folder, load_case(folder)) for folder in arguments.folders]
    record = _read(arguments.json)
    record.cases = sorted({*record.cases, *(folder.name for folder, _ in cases)})
    try:
        _play(cases, record, arguments)
    except KeyboardInterrupt:
        print("interrupted; what was played counts")
    _write(arguments.json, record)
    for line in record.failures:
        print(line)
    print(
        f"{len(record.failures)} of {record.runs} runs failed ({record.starts} starts of servers); "
        f"with 95 % confidence less than {record.bound:.2g} do"
    )
    return 1 if record.failures else 0


def _play(cases: Sequence[tuple[Path, Case]], record: FlakeRecord, arguments: argparse.Namespace) -> None:
    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns) as bar:
        task = bar.add_task("runs", total=arguments.runs, completed=record.runs)
        while record.runs < arguments.runs:
            folder, case = cases[record.starts % len(cases)]
            record.starts += 1
            for reason in play_block(folder, case, min(arguments.fresh, arguments.runs - record.runs)):
                record.runs += 1
                if reason:
                    record.failures.append(f"run {record.runs}, {folder.name}: {reason}")
                bar.update(task, completed=record.runs)
            _write(arguments.json, record)


def play_block(folder: Path, case: Case, runs: int) -> Iterator[str]:
    """Plays a case's own policy so many times on the same servers.

    Yields:
        Why a run failed, or nothing. What servers leave behind when they have ended counts against the last run. Where
        servers cannot be had, or are lost, the block ends with that run.
    """
    stage = make_stage(folder, case, RunOptions(case.policy, case.episodes, case.seed))
    seeds = range(case.seed, case.seed + case.episodes)
    last = ""
    with watch_leftovers() as left:
        try:
            with stage.env() as env:
                for number in range(runs):
                    last = miss_of_bar(case.bar, play_episodes(env, stage.policy(), seeds))
                    if number < runs - 1:
                        yield last
        except HarnessError as error:
            last = str(error)
    yield last or left.text


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
