"""The wall-clock gate: base and head take turns on one core, in rounds, until the sequential test is sure.

Three processes play the same workload: the base, the head, and the base once more, whose ratio to the first is the
noise ruler. Each round starts them afresh, on one core that is drawn by chance, and lets them play twenty blocks of
about a third of a millisecond in an order that is drawn by chance. A block in which the scheduler gave the core to
somebody else counts by the processor's clock instead of the wall's: what others do with the time is not the revision's
doing, while time that the workload itself sleeps away stays in.
"""

from __future__ import annotations

import contextlib
import math
import os
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import numpy as np
from numpy.typing import NDArray

from harness.bench.gate.burden import Burden
from harness.bench.gate.sequential import LOOKS, Rule, look, median_interval
from harness.bench.gate.verdict import Finding, Verdict
from harness.errors import HarnessError

#: Aimed at for a block: shorter than a time slice of the scheduler, and long beside its clock.
BLOCK_NS = 300_000
#: Blocks of each process in a round; their median ratio is the round's value.
BLOCKS = 20
#: Blocks that are played to find out how many steps a block has.
CALIBRATIONS = 12
#: Workloads of the gate, those whose time is not the scheduler's alone.
WORKLOADS = ("movement", "mining", "building", "factory", "reset", "channel")
#: Longest that all workloads together may take.
SECONDS = 60.0


@dataclass(frozen=True)
class Side:
    """What one process runs: a program and, for a gate's test of itself, work added to every step."""

    program: Path
    burden: Burden | None = None

    def words(self, workload: str) -> list[str]:
        """The command that serves blocks of a workload."""
        return [str(self.program), "serve", workload, *(self.burden.words if self.burden else [])]


class Player:
    """One process that plays blocks on request."""

    def __init__(self, side: Side, workload: str, core: int) -> None:
        """Starts it on a core.

        Raises:
            HarnessError: if it cannot be started.
        """
        self._process = subprocess.Popen(
            side.words(workload), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={}
        )
        self._input = cast(IO[str], self._process.stdin)
        self._output = cast(IO[str], self._process.stdout)
        with contextlib.suppress(OSError):  # a container may forbid it; the rounds are then a little noisier
            os.sched_setaffinity(self._process.pid, {core})

    def play(self, steps: int) -> float:
        """Plays a block.

        Args:
            steps: of the workload.

        Returns:
            Its duration in ns: of the wall, or of the processor when the core was taken away meanwhile.

        Raises:
            HarnessError: if the process has ended.
        """
        with contextlib.suppress(BrokenPipeError):  # the empty line below says so
            self._input.write(f"{steps}\n")
            self._input.flush()
        words = self._output.readline().split()
        if len(words) != 3:
            raise HarnessError(f"{self._process.args!r} ended with status {self._process.wait()} in a block")
        wall, processor, preempted = (int(word) for word in words)
        return float(processor if preempted else wall)

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        self._output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


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


def steps_of_a_block(side: Side, workload: str, core: int) -> int:
    """How many steps take about BLOCK_NS."""
    with Player(side, workload, core) as player:
        steps = 1
        while (took := player.play(steps)) < BLOCK_NS / 4:
            steps *= 2
        for _ in range(CALIBRATIONS):  # the first ones meet pages that were never touched
            took = min(took, player.play(steps))
    return max(1, round(steps * BLOCK_NS / max(took, 1.0)))


def play_round(sides: tuple[Side, Side], workload: str, steps: int, rng: random.Random, rounds: Rounds) -> None:
    """Starts base, head and base again, plays their blocks in turn, and adds one value to `rounds`."""
    core = rng.choice(sorted(os.sched_getaffinity(0)))
    base, head = sides
    names = ["base", "head", "again"]
    order = rng.sample(names, 3)  # who is started first gets other pages
    players = {name: Player(head if name == "head" else base, workload, core) for name in order}
    times: dict[str, list[float]] = {name: [] for name in names}
    try:
        for name in order:
            players[name].play(max(1, steps // 2))
        for _ in range(BLOCKS):
            for name in rng.sample(names, 3):
                times[name].append(players[name].play(steps))
    finally:
        for player in players.values():
            player.close()
    logs = {name: np.log(values) for name, values in times.items()}
    rounds.changes.append(float(np.median(logs["head"] - logs["base"])))
    rounds.noise.append(float(np.median(logs["again"] - logs["base"])))
    rounds.base_ns.append(float(np.median(times["base"])) / steps)


def compare(
    sides: tuple[Side, Side],
    workload: str,
    rule: Rule,
    deadline: float,
    rng: random.Random,
    notify: Callable[[int, int], None] = lambda _done, _most: None,
) -> Finding:
    """Measures one workload until the test is sure, or the time is over.

    Args:
        sides: base and head.
        workload: its name.
        rule: the numbers of the test.
        deadline: of `time.monotonic()`; the verdict is inconclusive when it passes.
        rng: draws orders and cores.
        notify: is told the rounds played, and the most that there can be.

    Returns:
        The finding.

    Raises:
        HarnessError: if a workload's process ends by itself.
    """
    steps = steps_of_a_block(sides[0], workload, min(os.sched_getaffinity(0)))
    rounds, verdict = Rounds(), None
    while verdict is None and len(rounds.changes) < LOOKS[-1] and time.monotonic() < deadline:
        play_round(sides, workload, steps, rng, rounds)
        notify(len(rounds.changes), LOOKS[-1])
        if len(rounds.changes) in LOOKS:
            verdict = look(*rounds.arrays(), rule)
    if verdict is None and len(rounds.changes) > LOOKS[0]:
        verdict = look(*rounds.arrays(), rule)  # the time is over: with what there is
    return finding_of(workload, rounds, verdict, rule)


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
