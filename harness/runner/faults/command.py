"""`python -m harness faults`: injects faults by the thousand, and says what was leaked, broken or slow."""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.errors import CaseError
from harness.runner.faults.injector import FaultInjector
from harness.runner.faults.kinds import FAULT_KINDS, Fault
from harness.runner.invariants import FAULTY_REPLAYS, FAULTY_TIMEOUT, BrokenMarks, compare, fault_facts
from harness.runner.leftovers import watch_leftovers
from harness.runner.play import Watcher, play_episodes
from harness.runner.stage import Stage
from harness.scenarios import load_scenario

EXAMPLES = """examples:
  python -m harness faults --count 100
  python -m harness faults --count 10000 --jobs 4 --json faults.json
  python -m harness faults --count 500 --kinds kill torn_reply

Episodes are played while servers are struck; every one of them must come out as it does without faults, to the bit.
Faults are added to those of the file of --json, so that a run that was interrupted goes on where it was.
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
    recoveries: list[float] = field(default_factory=list)
    """Each of those times, s."""
    broken_bound: float = 1.0
    """Upper end of the 95 % interval of the share of faults that break an episode."""
    machine: dict[str, Any] = field(default_factory=dict)

    def add(self, injector: FaultInjector, lost: int, episodes: int, broken: list[str]) -> None:
        """Adds a round of episodes."""
        self.faults += injector.total
        self.by_kind = dict(Counter(self.by_kind) + injector.struck)
        self.recoveries += injector.recoveries
        self.servers_lost += lost
        self.episodes += episodes
        self.broken += broken
        self.broken_bound = wilson_interval(min(len(self.broken), self.faults), self.faults)[1]
        if self.recoveries:
            p50, p99 = np.quantile(self.recoveries, [0.5, 0.99], method="higher")
            self.recovery_seconds = {"p50": float(p50), "p99": float(p99), "maximum": max(self.recoveries)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of the command."""
    parser.add_argument("--count", type=int, default=200, metavar="N", help="faults in all, those of the file included")
    parser.add_argument("--kinds", nargs="+", choices=FAULT_KINDS, default=list(FAULT_KINDS), help="all when not given")
    parser.add_argument("--scenario", default="movement_micro", metavar="NAME|FILE")
    parser.add_argument("--policy", default="scripted", metavar="NAME|PATH")
    parser.add_argument("--arenas", type=int, default=16, metavar="N")
    parser.add_argument("--servers", type=int, default=2, metavar="N")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="environments that are struck at once (2)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the episodes, the moments and the victims")
    parser.add_argument("--verbose", action="store_true", help="show the last words of every server that is lost")
    parser.add_argument("--json", type=Path, metavar="FILE", help="read what was done, and write the record")


def run(arguments: argparse.Namespace) -> int:
    """Injects, and prints what came of it; 1 when anything was broken or left."""
    if arguments.jobs < 1:
        raise CaseError(f"--jobs is {arguments.jobs}; it must be at least 1")
    if not arguments.verbose:
        logging.getLogger("harness").setLevel(logging.ERROR)  # every loss is wanted here
    stage = Stage(load_scenario(arguments.scenario), arguments.policy, arguments.arenas, arguments.servers)
    record = _read(arguments.json)
    record.machine = machine_fingerprint()
    campaign = _Campaign(stage, record, arguments)
    try:
        with watch_leftovers() as left:
            campaign.run()
    except KeyboardInterrupt:
        print(f"interrupted after {record.faults} of {arguments.count} faults; what follows is of those")
    record.left_behind += left.found
    _save(record, arguments.json)
    _print(record)
    return 1 if record.broken or record.left_behind else 0


class _Campaign:
    """Environments that play and are struck, each in a thread of its own: while a server starts, others play."""

    def __init__(self, stage: Stage, record: FaultRecord, arguments: argparse.Namespace) -> None:
        self.stage, self.record, self.arguments = stage, record, arguments
        self.lock, self.ending = threading.Lock(), threading.Event()
        self.rounds = itertools.count(record.episodes // stage.arenas)
        kinds = arguments.kinds
        self.faults = [Fault(kind=kind, every_steps=EVERY_STEPS * len(kinds)) for kind in kinds]

    def run(self) -> None:
        """Plays until all faults have struck.

        Raises:
            KeyboardInterrupt: after the threads have ended; rounds under way are given up.
        """
        with _bar(self.arguments.count) as bar, ThreadPoolExecutor(self.arguments.jobs) as pool:
            threads = [pool.submit(self.play, bar) for _ in range(self.arguments.jobs)]
            try:
                for thread in threads:
                    thread.result()
            finally:
                self.ending.set()

    def play(self, bar: Progress) -> None:
        """One thread's rounds, on servers of its own."""
        stage = self.stage
        try:
            with stage.env(timeout=FAULTY_TIMEOUT) as env, stage.env(servers=1) as quiet:
                while not self.ending.is_set() and (most := self._share()) > 0:
                    self._play_round(env, quiet, most, bar)
        except _Ended:
            pass

    def _play_round(self, env: FactorioVectorEnv, quiet: FactorioVectorEnv, most: int, bar: Progress) -> None:
        """Plays a round of episodes under faults and once more without any, and adds what came of it."""
        with self.lock:
            number = next(self.rounds)
        stage, base = self.stage, self.arguments.seed
        seeds = range(base + number * stage.arenas, base + (number + 1) * stage.arenas)
        injector, marks = FaultInjector(self.faults, [base, number], most), BrokenMarks()
        lost = env.counters.servers_lost
        watchers = [injector, marks, _Watch(self, bar, injector)]
        played = play_episodes(env, stage.policy(), seeds, watchers, FAULTY_REPLAYS)
        undisturbed = play_episodes(quiet, stage.policy(), seeds)
        different = [compare([wanted], [got], "").reason for wanted, got in zip(undisturbed, played, strict=True)]
        broken = [reason for reason in [*different, marks.reason] if reason]
        with self.lock:
            self.record.add(injector, env.counters.servers_lost - lost, len(played), broken)
            _save(self.record, self.arguments.json)
            bar.update(bar.task_ids[0], completed=self.record.faults)

    def _share(self) -> int:
        """Faults that a round may strike: what is left, in as many parts as there are threads."""
        with self.lock:
            left = self.arguments.count - self.record.faults
        return -(-left // self.arguments.jobs)


class _Ended(Exception):
    """The campaign is over: the round under way is given up."""


class _Watch(Watcher):
    """Moves the bar within a round, and ends the round when the campaign does."""

    def __init__(self, campaign: _Campaign, bar: Progress, injector: FaultInjector) -> None:
        self._campaign, self._bar, self._injector = campaign, bar, injector

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Shows how many faults have struck."""
        if self._campaign.ending.is_set():
            raise _Ended
        done = self._campaign.record.faults + self._injector.total
        self._bar.update(self._bar.task_ids[0], completed=done)


def _bar(count: int) -> Progress:
    bar = Progress(
        TextColumn("faults"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"),
        transient=True,
    )  # fmt: skip
    bar.add_task("faults", total=count)
    return bar


def _read(path: Path | None) -> FaultRecord:
    """What the file holds already."""
    if path is None or not path.exists():
        return FaultRecord()
    try:
        return FaultRecord(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise CaseError(f"{path} holds no faults of this command: {error}; name another file") from error


def _save(record: FaultRecord, path: Path | None) -> None:
    """Writes what there is: a run that is cut short keeps its rounds."""
    if path is not None:
        partial = path.with_name(path.name + ".partial")
        partial.write_text(json.dumps(asdict(record), indent=2) + "\n")
        partial.replace(path)


def _print(record: FaultRecord) -> None:
    for name, value in fault_facts(record.by_kind, record.recoveries, record.servers_lost).items():
        print(f"{name}: {value}")
    print(f"episodes: {record.episodes}, of which {len(record.broken)} came out differently than without faults")
    for line in record.broken[:MOST_SHOWN]:
        print(f"  {line}")
    print(f"a fault breaks an episode in less than {record.broken_bound:.2g} of all cases (95 %)")
    print("left behind: " + (", ".join(record.left_behind) or "nothing"))
