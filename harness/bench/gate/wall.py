"""The wall-clock gate: base and head play in turn, in one thread of one process, until the sequential test is sure.

Three libraries are mapped into one player: the base, the head, and the base once more, whose ratio to the first is the
noise ruler. They take turns every 150 microseconds in an order that is drawn by chance, so that whatever befalls the
machine befalls all three; a turn in which the scheduler took the processor away is played again. What a process is
dealt for its life (addresses, pages) is drawn anew in every round, by a player that is started afresh.
"""

from __future__ import annotations

import math
import random
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.bench.gate.build import Program
from harness.bench.gate.burden import Burden
from harness.bench.gate.sequential import LOOKS, Rule, look, median_interval
from harness.bench.gate.verdict import Finding, Verdict
from harness.errors import HarnessError

#: Aimed at for a block, of which each side has two in a turn: a turn is far shorter than a time slice of the scheduler.
BLOCK_NS = 150_000
#: Turns of a round; their median ratio is the round's value.
TURNS = 20
#: Workloads of the gate, those whose time is not the scheduler's alone.
WORKLOADS = ("movement", "mining", "building", "factory", "reset", "channel")
#: Longest that all workloads together may take.
SECONDS = 60.0
#: Longest that a round may take: one that hangs is an error.
ROUND_SECONDS = 600.0


@dataclass(frozen=True)
class Sides:
    """Who plays: the libraries of base and head and, for a gate's test of itself, work added to the head's steps."""

    player: Path
    base: Path
    head: Path
    again: Path
    """The base's library under another name, so that it is mapped a second time."""
    burden: Burden | None = None

    @classmethod
    def of(cls, base: Program, head: Program) -> Sides:
        """Two revisions, played by the head's player; a revision against itself is another copy of its library."""
        return cls(head.player, base.path, head.path if head.path != base.path else base.copies[1], base.copies[0])

    def words(self, workload: str, seed: int) -> list[str]:
        """The command that plays a round."""
        libraries = [str(path) for path in (self.base, self.head, self.again)]
        numbers = [str(BLOCK_NS), str(TURNS), str(seed)]
        return [str(self.player), "duel", *libraries, workload, *numbers, *(self.burden.words if self.burden else [])]


@dataclass
class Rounds:
    """What was measured of one workload: a value a round."""

    changes: list[float] = field(default_factory=list)
    """Log-ratios head / base."""
    noise: list[float] = field(default_factory=list)
    """Log-ratios base / base."""
    base_ns: list[float] = field(default_factory=list)
    """Of a step."""

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """`changes` and `noise`, float64 [rounds]."""
        return np.array(self.changes), np.array(self.noise)


def play_round(sides: Sides, workload: str, rng: random.Random, rounds: Rounds) -> None:
    """Starts a player, lets the three play in turn, and adds one value to `rounds`.

    Raises:
        HarnessError: if the player fails; with what it printed.
    """
    command = sides.words(workload, rng.getrandbits(63))
    try:
        done = subprocess.run(command, capture_output=True, text=True, env={}, timeout=ROUND_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise HarnessError(f"{' '.join(command)} did not end within {ROUND_SECONDS:g} s") from error
    if done.returncode != 0:
        raise HarnessError(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    head_line, *lines = done.stdout.splitlines()
    steps = int(head_line.split()[1])
    times = np.array([line.split() for line in lines], dtype=np.float64)  # [turns, (base, head, again)]
    base, head, again = np.log(times).T
    rounds.changes.append(float(np.median(head - base)))
    rounds.noise.append(float(np.median(again - base)))
    rounds.base_ns.append(float(np.median(times[:, 0])) / steps)


def compare(
    sides: Sides,
    workload: str,
    rule: Rule,
    deadline: float,
    rng: random.Random,
    notify: Callable[[int, int], None] = lambda _done, _most: None,
) -> Finding:
    """`compare_all` of one workload."""
    return next(compare_all(sides, [workload], rule, deadline, rng, notify))


def compare_all(
    sides: Sides,
    workloads: Sequence[str],
    rule: Rule,
    deadline: float,
    rng: random.Random,
    notify: Callable[[int, int], None] = lambda _done, _most: None,
) -> Iterator[Finding]:
    """Plays rounds of all workloads in turn; those that the test is sure of leave their time to the others.

    Args:
        sides: base and head.
        workloads: their names.
        rule: the numbers of the test.
        deadline: of `time.monotonic()`; what is not decided when it passes is inconclusive.
        rng: draws orders.
        notify: is told the rounds played, and the most that there can be.

    Yields:
        A finding a workload, as soon as it is sure. At least one round of each is played, however late it is.

    Raises:
        HarnessError: if the player fails.
    """
    measured, unsure = {name: Rounds() for name in workloads}, list(workloads)
    spared = 0
    while unsure:
        for name in tuple(unsure):
            rounds = measured[name]
            play_round(sides, name, rng, rounds)
            played, late = len(rounds.changes), time.monotonic() >= deadline
            looks = played in LOOKS or (late and played > LOOKS[0])  # when the time is over: with what there is
            verdict = look(*rounds.arrays(), rule) if looks else None
            if verdict is not None or late or played == LOOKS[-1]:
                unsure.remove(name)
                spared += LOOKS[-1] - played
                yield finding_of(name, rounds, verdict, rule)
            notify(sum(len(one.changes) for one in measured.values()) + spared, LOOKS[-1] * len(workloads))


def finding_of(workload: str, rounds: Rounds, verdict: Verdict | None, rule: Rule) -> Finding:
    """Puts what was measured into words."""
    changes, noise = rounds.arrays()
    middle, ruler = float(np.median(changes)), float(np.median(noise))
    low, high = median_interval(changes, 0.025)
    reason = ""
    if verdict is None:
        loud = abs(ruler) > math.log1p(rule.ruler)
        reason = (
            f"the base differs from itself by {math.expm1(ruler):+.1%}" if loud
            else f"{changes.size} rounds leave {math.expm1(low):+.1%} .. {math.expm1(high):+.1%}"
        )  # fmt: skip
        reason += "; run again on a quieter machine, and trust the instruction counts meanwhile"
    base_ns = float(np.median(rounds.base_ns))
    return Finding(
        tier="wall",
        name=workload,
        verdict=verdict or Verdict.INCONCLUSIVE,
        base=base_ns,
        head=base_ns * math.exp(middle),
        unit="ns a step",
        change=math.expm1(middle),
        interval=(math.expm1(low), math.expm1(high)),
        noise=math.expm1(ruler),
        threshold=rule.smallest,
        reason=reason,
    )
