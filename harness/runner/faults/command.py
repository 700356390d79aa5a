"""`python -m harness faults`: injects faults by the thousand, and says what was leaked, broken or slow."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.runner.faults.injector import FaultInjector
from harness.runner.faults.kinds import FAULT_KINDS, Fault
from harness.runner.invariants import FAULTY_REPLAYS, FAULTY_TIMEOUT, BrokenMarks, compare, fault_facts
from harness.runner.leftovers import watch_leftovers
from harness.runner.play import Watcher, play_episodes
from harness.runner.run_case import play_plainly
from harness.runner.stage import Stage
from harness.scenarios import load_scenario

EXAMPLES = """examples:
  python -m harness faults --count 100
  python -m harness faults --count 10000 --kinds kill torn_reply --json faults.json

Episodes are played while servers are struck; every one of them must come out as it does without faults, to the bit.
exit status: 0 nothing broken and nothing left, 1 otherwise
"""

#: Steps between two blows of a kind, on average.
EVERY_STEPS = 60


#: Episodes that came out differently of which a line is printed; the file has all.
MOST_SHOWN = 10


@dataclass
class FaultRecord:
    """What --json writes."""

    faults: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    servers_lost: int = 0
    episodes: int = 0
    broken: list[str] = field(default_factory=list)
    """One line for each episode that came out differently from its undisturbed play."""
    left_behind: list[str] = field(default_factory=list)
    recovery_seconds: dict[str, float] = field(default_factory=dict)
    """p50, p99 and maximum time from noticing a loss to the first step that all servers answered again."""
    broken_bound: float = 1.0
    """Upper end of the 95 % interval of the share of faults that break an episode."""
    machine: dict[str, Any] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("--count", type=int, default=200, metavar="N", help="faults to inject; 200 when not given")
    parser.add_argument("--kinds", nargs="+", choices=FAULT_KINDS, default=list(FAULT_KINDS), help="all when not given")
    parser.add_argument("--scenario", default="movement_micro", metavar="NAME|FILE")
    parser.add_argument("--policy", default="scripted", metavar="NAME|PATH")
    parser.add_argument("--arenas", type=int, default=16, metavar="N")
    parser.add_argument("--servers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the episodes, the moments and the victims")
    parser.add_argument("--verbose", action="store_true", help="show the last words of every server that is lost")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the record")


def run(arguments: argparse.Namespace) -> int:
    """Injects, and prints what came of it; 1 when anything was broken or left."""
    if not arguments.verbose:
        logging.getLogger("harness").setLevel(logging.ERROR)  # every loss is wanted here
    stage = Stage(load_scenario(arguments.scenario), arguments.policy, arguments.arenas, arguments.servers)
    faults = [Fault(kind=kind, every_steps=EVERY_STEPS * len(arguments.kinds)) for kind in arguments.kinds]
    injector = FaultInjector(faults, arguments.seed, arguments.count)
    record = FaultRecord(machine=machine_fingerprint())
    try:
        with watch_leftovers() as left:
            _play(stage, injector, record, arguments)
    except KeyboardInterrupt:
        print(f"interrupted after {injector.total} of {arguments.count} faults; what follows is of those")
    record.left_behind = left.found
    _save(record, injector, arguments.json)
    _print(record, injector)
    return 1 if record.broken or record.left_behind else 0


def _play(stage: Stage, injector: FaultInjector, record: FaultRecord, arguments: argparse.Namespace) -> None:
    """Plays rounds of episodes until all faults have struck, and each round once more without any."""
    marks, seed, count = BrokenMarks(), arguments.seed, arguments.count
    with _bar(count) as bar, stage.env(timeout=FAULTY_TIMEOUT) as env:
        watchers = [injector, marks, _Advance(bar, injector)]
        for first in range(seed, seed + 2**40, stage.arenas):
            seeds = range(first, first + stage.arenas)
            played = play_episodes(env, stage.policy(), seeds, watchers, FAULTY_REPLAYS)
            record.servers_lost = env.counters.servers_lost
            record.episodes += len(played)
            undisturbed = play_plainly(stage, seeds)
            for wanted, got in zip(undisturbed, played, strict=True):
                difference = compare([wanted], [got], "").reason
                if difference:
                    record.broken.append(difference)
            _save(record, injector, arguments.json)
            if injector.total >= count:
                break
    record.broken += [marks.reason] if marks.reason else []


class _Advance(Watcher):
    """Moves the bar."""

    def __init__(self, bar: Progress, injector: FaultInjector) -> None:
        self._bar, self._injector = bar, injector

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Shows how many faults have struck."""
        self._bar.update(self._bar.task_ids[0], completed=self._injector.total)


def _bar(count: int) -> Progress:
    bar = Progress(
        TextColumn("faults"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"),
        transient=True,
    )  # fmt: skip
    bar.add_task("faults", total=count)
    return bar


def _save(record: FaultRecord, injector: FaultInjector, path: Path | None) -> None:
    """Adds up, and writes what there is: a run that is cut short keeps its rounds."""
    record.faults, record.by_kind = injector.total, dict(injector.struck)
    record.broken_bound = wilson_interval(min(len(record.broken), record.faults), record.faults)[1]
    if injector.recoveries:
        p50, p99 = np.quantile(injector.recoveries, [0.5, 0.99], method="higher")
        record.recovery_seconds = {"p50": float(p50), "p99": float(p99), "maximum": max(injector.recoveries)}
    if path is not None:
        path.write_text(json.dumps(asdict(record), indent=2) + "\n")


def _print(record: FaultRecord, injector: FaultInjector) -> None:
    for name, value in fault_facts(injector, record.servers_lost).items():
        print(f"{name}: {value}")
    print(f"episodes: {record.episodes}, of which {len(record.broken)} came out differently than without faults")
    for line in record.broken[:MOST_SHOWN]:
        print(f"  {line}")
    print(f"a fault breaks an episode in less than {record.broken_bound:.2g} of all cases (95 %)")
    print("left behind: " + (", ".join(record.left_behind) or "nothing"))
