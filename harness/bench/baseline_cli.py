"""`python -m harness baseline`: record numbers, show what is recorded, update it after showing what changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from harness.bench.baseline import (
    DEFAULT,
    Baseline,
    differences,
    measure,
    read_baseline,
    require_comparable,
    write_baseline,
)
from harness.bench.gate.cli import TABLE_WIDTH, progress_bar
from harness.bench.gate.instructions import C_THRESHOLD
from harness.errors import HarnessError

EXAMPLES = """examples:
  python -m harness baseline show
  python -m harness baseline compare          measure, and say what changed; 1 when something costs 1 % more
  python -m harness baseline update           the same, then ask, then write
  python -m harness baseline record --file my.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `baseline`."""
    parser.add_argument("what", choices=("show", "compare", "update", "record"), help="what to do")
    parser.add_argument("--file", type=Path, default=DEFAULT, metavar="F", help="default: baselines/bench/counts.json")
    parser.add_argument("--yes", action="store_true", help="update without asking")


def run(arguments: argparse.Namespace) -> int:
    """Does it; the exit status."""
    console = Console() if Console().is_terminal else Console(width=TABLE_WIDTH)
    if arguments.what == "record" and arguments.file.exists():
        raise HarnessError(f"{arguments.file} is there already; `python -m harness baseline update` shows what changes")
    if arguments.what == "show":
        console.print(_table(read_baseline(arguments.file), None))
        return 0
    old = None if arguments.what == "record" else read_baseline(arguments.file)
    with progress_bar() as notify:
        new = measure(notify)
    if old is not None and arguments.what == "compare":
        require_comparable(old, new)
        console.print(_table(old, new))
        return int(any(change >= C_THRESHOLD for change in _changes(old, new).values()))
    console.print(_table(old or new, new if old else None))
    for reason in differences(old, new) if old else []:
        console.print(f"not comparable: {reason}", markup=False)
    if old is not None and not arguments.yes and not _agreed(console, arguments.file):
        console.print("nothing was written")
        return 0
    write_baseline(new, arguments.file)
    console.print(f"written to {arguments.file}", markup=False)
    return 0


def _agreed(console: Console, path: Path) -> bool:
    try:
        return console.input(f"write this to {path}? [y/N] ", markup=False).strip().lower() in ("y", "yes")
    except EOFError:  # nobody there to ask
        return False


def _changes(old: Baseline, new: Baseline) -> dict[str, float]:
    both = old.values.keys() & new.values.keys()
    return {name: new.values[name] / old.values[name] - 1 for name in both if old.values[name]}


def _table(old: Baseline, new: Baseline | None) -> Table:
    title = f"baseline of {old.commit}, {old.time}, contract {old.contract}, toolchain {old.toolchain}"
    table = Table(title=title, title_justify="left")
    for heading in ("value", "recorded", "now", "change"):
        table.add_column(heading, justify="left" if heading == "value" else "right")
    changes = _changes(old, new) if new else {}
    for name in sorted(old.values.keys() | (new.values.keys() if new else set())):
        cells = [f"{side.values[name]:,.1f}" if side and name in side.values else "-" for side in (old, new)]
        change = changes.get(name)
        red = change is not None and change >= C_THRESHOLD
        table.add_row(name, *cells, "-" if change is None else f"{change:+.2%}", style="bold red" if red else None)
    return table
