"""`python -m harness bench`: measure, show, record."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.plan import Configuration, default_plan, measure
from harness.bench.record import Record, Row, write_record
from harness.bench.round_trip import measure_round_trip
from harness.bench.table import round_trip_line, table
from harness.servers import DOORS, MOST_STOCK_ARENAS

#: Columns of a table that goes into a file or a log.
TABLE_WIDTH = 180

EXAMPLES = """examples:
  python -m harness bench                                  every scenario, about a minute
  python -m harness bench --scenario movement_micro --json movement.json
  python -m harness bench --scenario mining_micro --servers 2 --arenas 4096 --seconds 10
  python -m harness bench --scenario movement_micro --door stock --seconds 5
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `bench`."""
    parser.add_argument("--scenario", action="append", metavar="S", help="name or file; may be given again")
    parser.add_argument("--seconds", type=float, default=2.0, help="measured time of each row (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="of episodes and actions (default 0)")
    parser.add_argument("--servers", type=int, help="with --arenas: measure this shape only")
    parser.add_argument("--arenas", type=int, help="arenas of all servers together")
    parser.add_argument("--door", choices=DOORS, default="native", help="native (default), or stock: RCON and the mod")
    parser.add_argument("--json", type=Path, metavar="F", help="write the record here")


def plan_of(arguments: argparse.Namespace) -> list[Configuration]:
    """The rows that the flags ask for."""
    plan = default_plan(arguments.scenario, arguments.door)
    if arguments.arenas is None and arguments.servers is None:
        return plan
    servers = arguments.servers or 1
    arenas = arguments.arenas or (1024 if arguments.door == "native" else MOST_STOCK_ARENAS) * servers
    scenarios = dict.fromkeys(configuration.scenario for configuration in plan)
    return [
        Configuration(scenario, layer, servers, arenas, arguments.door)
        for scenario in scenarios
        for layer in ("transport", "environment")
    ]


def command_of(arguments: argparse.Namespace) -> str:
    """The command that measures the same again; where this run's record went is nobody else's matter."""
    words = ["python", "-m", "harness", "bench"]
    for scenario in arguments.scenario or []:
        words += ["--scenario", scenario]
    for name in ("seconds", "seed", "servers", "arenas"):
        value = getattr(arguments, name)
        if value is not None:
            words += [f"--{name}", str(value)]
    if arguments.door != "native":
        words += ["--door", arguments.door]
    return shlex.join(words)


def measure_with_progress(plan: list[Configuration], seconds: float, seed: int) -> list[Row]:
    """Measures every row of the plan behind a progress bar on standard error."""
    rows = []
    columns = (
        TextColumn("{task.description:<52}"), BarColumn(), TextColumn("{task.completed}/{task.total} rows"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=len(plan))
        for configuration in plan:
            progress.update(bar, description=str(configuration))
            rows.append(measure(configuration, seconds, seed))
            progress.advance(bar)
    return rows


def run(arguments: argparse.Namespace) -> int:
    """Measures, prints the table, writes the record; the exit status."""
    plan = plan_of(arguments)
    rows = measure_with_progress(plan, arguments.seconds, arguments.seed)
    record = Record(
        command=command_of(arguments),
        machine=machine_fingerprint(),
        round_trips=[measure_round_trip(name) for name in dict.fromkeys(row.scenario for row in plan)]
        if arguments.door == "native"
        else [],
        rows=rows,
    )
    console = Console()
    if not console.is_terminal:
        console = Console(width=TABLE_WIDTH)
    console.print(table(record))
    for trip in record.round_trips:
        console.print(round_trip_line(trip))
    if arguments.json:
        write_record(record, arguments.json)
        console.print(f"record written to {arguments.json}")
    return 0
