"""`python -m harness bench`: measure, show, record."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.peers import measure_peer_if_installed, peers
from harness.bench.plan import Configuration, curve_plan, default_plan, measure
from harness.bench.record import Record, write_record
from harness.bench.round_trip import measure_round_trip
from harness.bench.table import curve_tables, peer_table, round_trip_line, table, target_table, train_line
from harness.bench.train_loop import measure_training
from harness.servers import DOORS, MOST_STOCK_ARENAS, Door

#: What `--train` trains, and for how many steps.
TRAIN_SCENARIOS, TRAIN_STEPS = ("movement_micro", "mining_micro"), 300_000
#: Columns of a table that goes into a file or a log.
TABLE_WIDTH = 230

EXAMPLES = """examples:
  python -m harness bench                                  every scenario, two minutes
  python -m harness bench --scenario movement_micro --json movement.json
  python -m harness bench --door stock                     through RCON and the mod, as the real game is played
  python -m harness bench --curve --scenario movement_micro
  python -m harness bench --scenario mining_micro --servers 2 --arenas 4096 --seconds 10
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `bench`."""
    parser.add_argument("--scenario", action="append", metavar="S", help="name or file; may be given again")
    parser.add_argument("--seconds", type=float, default=1.0, help="measured time of each row (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="of episodes and actions (default 0)")
    parser.add_argument("--servers", type=int, help="with --arenas: measure this shape only")
    parser.add_argument("--arenas", type=int, help="arenas of all servers together")
    parser.add_argument("--door", choices=("native", "stock", "both"), default="native", help="default native")
    parser.add_argument("--curve", action="store_true", help="scaling curves instead: arenas, then servers")
    parser.add_argument("--memory", action="store_true", help="the client's largest heap too, by memray (slower)")
    parser.add_argument("--train", action="store_true", help="the whole training loop too (minutes)")
    parser.add_argument("--peers", action="store_true", help="other environments too, those that are installed")
    parser.add_argument("--json", type=Path, metavar="F", help="write the record here")


def plan_of(arguments: argparse.Namespace) -> list[Configuration]:
    """The rows that the flags ask for."""
    doors: tuple[Door, ...] = DOORS if arguments.door == "both" else (cast(Door, arguments.door),)
    if arguments.curve:
        return curve_plan(arguments.scenario)
    plan = default_plan(arguments.scenario, doors)
    if arguments.arenas is None and arguments.servers is None:
        return plan
    servers = arguments.servers or 1
    per_server = {"native": 1024, "stock": MOST_STOCK_ARENAS}
    scenarios = dict.fromkeys(configuration.scenario for configuration in plan)
    return [
        Configuration(scenario, layer, servers, arguments.arenas or per_server[door] * servers, door)
        for scenario in scenarios
        for door in doors
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
    words += [] if arguments.door == "native" else ["--door", arguments.door]
    words += [f"--{name}" for name in ("curve", "memory", "train", "peers") if getattr(arguments, name)]
    return shlex.join(words)


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, and the function that says what is measured next."""
    columns = (
        TextColumn("{task.description:<52}"), BarColumn(), TextColumn("{task.completed}/{task.total} rows"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar, begun = progress.add_task("", total=total), False

        def begin(what: str) -> None:
            nonlocal begun
            progress.update(bar, description=what, advance=int(begun))
            begun = True

        yield begin


def measure_record(arguments: argparse.Namespace, record: Record) -> None:
    """Measures what the flags ask for and adds it to the record, row by row: what is there is kept, whatever comes."""
    plan, seconds, seed = plan_of(arguments), arguments.seconds, arguments.seed
    trips = list(dict.fromkeys(row.scenario for row in plan if row.door == "native" and row.layer == "transport"))
    trained = TRAIN_SCENARIOS * arguments.train
    others = peers() if arguments.peers else []
    with progress_bar(len(plan) + len(trips) + len(trained) + len(others)) as begin:
        for configuration in plan:
            begin(str(configuration))
            record.rows.append(measure(configuration, seconds, seed, arguments.memory))
        for name in trips:
            begin(f"{Path(name).stem} round trip")
            record.round_trips.append(measure_round_trip(name))
        for name in trained:
            begin(f"training {name}")
            record.training.append(measure_training(name, TRAIN_STEPS, seed))
        for peer in others:
            begin(peer.name)
            record.peers.append(measure_peer_if_installed(peer, seconds))


def print_record(record: Record, curve: bool) -> None:
    """The tables and lines of a record."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=TABLE_WIDTH)
    for rendered in curve_tables(record.rows) if curve else [table(record), target_table(record)]:
        console.print(rendered)
    for trained in record.training:
        console.print(train_line(trained), markup=False)
    if record.peers:
        console.print(peer_table(record.peers))
    for trip in record.round_trips:
        console.print(round_trip_line(trip), markup=False)


def run(arguments: argparse.Namespace) -> int:
    """Measures, prints the tables, writes the record; the exit status."""
    record = Record(command=command_of(arguments), machine=machine_fingerprint(), rows=[])
    interrupted = False
    try:
        measure_record(arguments, record)
    except KeyboardInterrupt:
        interrupted = True
    record = record.model_copy(update={"complete": not interrupted})
    print_record(record, arguments.curve)
    if arguments.json:
        write_record(record, arguments.json)
        print(f"record written to {arguments.json}")
    if interrupted:
        raise KeyboardInterrupt
    return 0
