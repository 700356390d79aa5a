"""The gate gates itself: how often it is red for no reason, and how often it finds a slowdown that is there.

Two kinds of trial, told apart in everything that is printed:

- *real*: processes are started and measured; slowdowns are work that the workload does besides its own.
- *resampled*: gates are put together from recorded rounds of a real base against itself, drawn in runs of neighbours
  (so that the machine's moods stay in), and a slowdown of x is log(1 + x) added to every ratio. They cost nothing, so
  there can be enough of them to see a rate of one in a thousand.
"""

from __future__ import annotations

import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from harness.bench.gate import instructions, wall
from harness.bench.gate.build import Program, build_workloads
from harness.bench.gate.burden import KINDS, Burden, burden_of
from harness.bench.gate.checkout import check_out
from harness.bench.gate.run import Notify
from harness.bench.gate.sequential import LOOKS, Rule, look
from harness.bench.gate.verdict import Verdict
from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.errors import HarnessError

#: Slowdowns made, relative.
SLOWDOWNS = (0.01, 0.02, 0.05, 0.10, 0.20)
#: Workloads that play at least so many steps at a time are burdened every 16th step.
FINE_STEPS = 500
#: Blocks whose fastest tells what a burden costs.
CALIBRATIONS = 200
#: Neighbouring rounds that are drawn together.
RUN = 8


class Rate(BaseModel):
    """How often something happened in a number of trials."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Literal["instructions", "wall"]
    kind: Literal["real", "resampled"]
    what: str = Field(description="false red, or the slowdown that was to be found")
    slowdown: float = Field(description="0 for false red")
    hits: int
    trials: int
    inconclusive: int = 0
    interval: tuple[float, float] = Field(description="95 %, Wilson")

    @property
    def rate(self) -> float:
        """Hits a trial."""
        return self.hits / self.trials


class SelfTest(BaseModel):
    """The gate's own error rates: `gate --self-test --json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    machine: dict[str, Any]
    tree: str = Field(description="hash of the files whose program was played")
    seconds: float
    rates: list[Rate]
    largest_count_difference: float = Field(description="of the instruction tier's real A/A trials, relative")
    recorded_rounds: dict[str, int] = Field(description="real A/A rounds a workload that were resampled")
    round_spread: dict[str, float] = Field(description="standard deviation of those rounds' log-ratios")
    gate_seconds: tuple[float, float] = Field(description="resampled A/A gates: median and 99th percentile, s")


def rate(tier: str, kind: str, slowdown: float, verdicts: list[Verdict]) -> Rate:
    """Counts the red ones."""
    hits = sum(verdict.is_red for verdict in verdicts)
    what = f"+{slowdown:.0%} found" if slowdown else "false red"
    return Rate.model_validate({
        "tier": tier, "kind": kind, "what": what, "slowdown": slowdown, "hits": hits, "trials": len(verdicts),
        "inconclusive": sum(verdict is Verdict.INCONCLUSIVE for verdict in verdicts),
        "interval": wilson_interval(hits, len(verdicts)),
    })  # fmt: skip


@dataclass
class Recording:
    """Real rounds of the base against itself, of one workload."""

    changes: NDArray[np.float64]
    noise: NDArray[np.float64]
    seconds: NDArray[np.float64]
    """Wall time that each round took."""


def record(program: Program, workload: str, rounds: int, rng: random.Random) -> Recording:
    """Plays real rounds of a program against itself."""
    side = wall.Side(program.path)
    steps = wall.steps_of_a_block(side, workload, 0)
    played, seconds = wall.Rounds(), []
    for _ in range(rounds):
        begin = time.monotonic()
        wall.play_round((side, side), workload, steps, rng, played)
        seconds.append(time.monotonic() - begin)
    return Recording(*played.arrays(), np.array(seconds))


def resampled_gate(
    recordings: list[Recording], slowdowns: list[float], rule: Rule, rng: np.random.Generator, seconds: float
) -> tuple[list[Verdict], float]:
    """One gate put together from recorded rounds, with its looks and its time limit.

    Args:
        recordings: one a workload.
        slowdowns: one a workload; 0 for none.
        rule: the numbers of the test.
        rng: draws the rounds.
        seconds: that the gate may take.

    Returns:
        A verdict a workload, and the time that the rounds used took when they were recorded.
    """
    verdicts, spent = [], 0.0
    for number, (recording, slowdown) in enumerate(zip(recordings, slowdowns, strict=True)):
        starts = rng.integers(0, recording.changes.size - RUN + 1, size=LOOKS[-1] // RUN)
        drawn = (starts[:, None] + np.arange(RUN)).ravel()
        changes = recording.changes[drawn] + math.log1p(slowdown)
        clock = np.cumsum(recording.seconds[drawn])
        share = (seconds - spent) / (len(recordings) - number)
        verdict = Verdict.INCONCLUSIVE
        for rounds in (n for n in LOOKS if n == LOOKS[0] or clock[n - 1] <= share):
            reached = look(changes[:rounds], recording.noise[drawn][:rounds], rule)
            used = float(clock[rounds - 1])
            if reached is not None:
                verdict = reached
                break
        verdicts.append(verdict)
        spent += used
    return verdicts, spent


def resampled_rates(
    recordings: list[Recording], trials: int, seconds: float = wall.SECONDS, seed: int = 0
) -> tuple[list[Rate], tuple[float, float]]:
    """False reds of whole gates, and detection of slowdowns of one workload at a time.

    Args:
        recordings: one a workload.
        trials: gates for false red; the same number of slowed workloads for each slowdown.
        seconds: that a gate may take.
        seed: of the drawing.

    Returns:
        The rates, and the median and 99th percentile of a gate's duration, s.
    """
    rng, rule = np.random.default_rng(seed), Rule(workloads=len(recordings))
    none = [0.0] * len(recordings)
    gates = [resampled_gate(recordings, none, rule, rng, seconds) for _ in range(trials)]
    worst = [max(verdicts, key=lambda v: (v.is_red, v is Verdict.INCONCLUSIVE)) for verdicts, _ in gates]
    rates = [rate("wall", "resampled", 0.0, worst)]
    for slowdown in SLOWDOWNS[1:]:
        found = []
        for trial in range(trials):
            slow = trial % len(recordings)
            alone = [recordings[slow]]
            verdicts, _ = resampled_gate(alone, [slowdown], rule, rng, seconds / len(recordings))
            found += verdicts
        rates.append(rate("wall", "resampled", slowdown, found))
    durations = np.sort([spent for _, spent in gates])
    return rates, (float(np.median(durations)), float(durations[math.ceil(0.99 * durations.size) - 1]))


def count_rates(program: Program, trials: int, notify: Notify) -> tuple[list[Rate], float]:
    """Real countings: a program against itself, and against itself with a burden of each kind and size.

    Args:
        program: of the revision.
        trials: comparisons of the program with itself, spread over its workloads.
        notify: is told what is at work.

    Returns:
        The rates, and the largest relative difference between two countings of the same.
    """
    base = {name: instructions.count_workload(program, name) for name in program.workloads}
    same, largest = [], 0.0
    for trial in range(trials):
        name = program.workloads[trial % len(program.workloads)]
        notify("instructions of the same program", trial, trials)
        again = instructions.count_workload(program, name)
        largest = max(largest, abs(again / base[name] - 1))
        same.append(instructions.judge(name, base[name], again, instructions.C_THRESHOLD).verdict)
    rates = [rate("instructions", "real", 0.0, same)]
    burdens = {}
    for number, name in enumerate(program.workloads):
        notify(f"what a burden costs {name}", number, len(program.workloads))
        kind, every = KINDS[number % len(KINDS)], 16 if instructions.STEPS.get(name, 0) >= FINE_STEPS else 1
        costs: dict[Burden | None, float] = {}

        def cost(burden: Burden | None, name: str = name, costs: dict[Burden | None, float] = costs) -> float:
            if burden not in costs:
                costs[burden] = instructions.count_workload(program, name, burden)
            return costs[burden]

        for slowdown in SLOWDOWNS:
            burdens[name, slowdown] = burden_of(slowdown, kind, every, cost)
    for slowdown in SLOWDOWNS:
        found = []
        most = trials if slowdown == SLOWDOWNS[0] else len(program.workloads)
        for trial in range(most):
            name = program.workloads[trial % len(program.workloads)]
            notify(f"instructions, +{slowdown:.0%}", trial, most)
            head = instructions.count_workload(program, name, burdens[name, slowdown])
            found.append(instructions.judge(name, base[name], head, instructions.C_THRESHOLD).verdict)
        rates.append(rate("instructions", "real", slowdown, found))
    return rates, largest


def real_wall_rates(program: Program, gates: int, notify: Notify, seed: int = 0) -> list[Rate]:
    """Real gates of a program against itself, and real gates against itself with a burden.

    Args:
        program: of the revision.
        gates: comparisons of each kind, spread over the workloads.
        notify: is told what is at work.
        seed: of the order of measuring.
    """
    names = [name for name in wall.WORKLOADS if name in program.workloads]
    rule, rng = Rule(workloads=len(names)), random.Random(seed)  # noqa: S311 - draws orders
    rates = []
    for slowdown in (0.0, *SLOWDOWNS[2:]):
        verdicts = []
        for trial in range(gates):
            name, kind = names[trial % len(names)], KINDS[trial // len(names) % len(KINDS)]
            notify(f"wall clock, +{slowdown:.0%}", trial, gates)
            base = wall.Side(program.path)
            head = wall.Side(program.path, _timed_burden(program, name, slowdown, kind) if slowdown else None)
            deadline = time.monotonic() + wall.SECONDS / len(names)
            verdicts.append(wall.compare((base, head), name, rule, deadline, rng).verdict)
        rates.append(rate("wall", "real", slowdown, verdicts))
    return rates


def _timed_burden(program: Program, workload: str, slowdown: float, kind: str) -> Burden:
    """A burden that takes about that much of a step's time, by the best of many blocks."""
    steps = wall.steps_of_a_block(wall.Side(program.path), workload, 0)
    every = 16 if steps >= FINE_STEPS else 1

    def best_ns(burden: Burden | None) -> float:
        with wall.Player(wall.Side(program.path, burden), workload, 0) as player:
            return min(player.play(steps) for _ in range(CALIBRATIONS)) / steps

    return burden_of(slowdown, kind, every, best_ns)


@dataclass(frozen=True)
class Size:
    """How many trials of each kind; 0 leaves a kind out."""

    counts: int
    rounds: int
    gates: int
    resampled: int


def self_test(revision: str, size: Size, notify: Notify, seed: int = 0) -> SelfTest:
    """Measures the gate's error rates with a revision's program.

    Args:
        revision: whose program is played against itself.
        size: numbers of trials.
        notify: is told what is at work.
        seed: of everything that is drawn.

    Returns:
        The rates.

    Raises:
        HarnessError: if the program cannot be built, valgrind is missing, or there are fewer rounds than a gate's first
            look needs.
    """
    if size.rounds and size.rounds < LOOKS[0]:
        raise HarnessError(f"--rounds is {size.rounds}; a gate looks after {LOOKS[0]} at the earliest, so give more")
    checkout = check_out(revision)
    program = build_workloads(checkout, checkout, lambda what: notify(what, 0, 0))
    begin, largest, gate_seconds = time.monotonic(), 0.0, (0.0, 0.0)
    rates: list[Rate] = []
    recordings: dict[str, Recording] = {}
    if size.counts:
        rates, largest = count_rates(program, size.counts, notify)
    if size.rounds:
        rng = random.Random(seed)  # noqa: S311 - draws orders
        names = [name for name in wall.WORKLOADS if name in program.workloads]
        for done, name in enumerate(names):
            notify(f"wall clock of {name} against itself", done, len(names))
            recordings[name] = record(program, name, size.rounds, rng)
        more, gate_seconds = resampled_rates(list(recordings.values()), size.resampled, seed=seed)
        rates += more
    if size.gates:
        rates += real_wall_rates(program, size.gates, notify, seed)
    return SelfTest(
        machine=machine_fingerprint(), tree=checkout.tree, seconds=time.monotonic() - begin, rates=rates,
        largest_count_difference=largest, gate_seconds=gate_seconds,
        recorded_rounds={name: recording.changes.size for name, recording in recordings.items()},
        round_spread={name: float(recording.changes.std()) for name, recording in recordings.items()},
    )  # fmt: skip


def write_self_test(result: SelfTest, path: Path) -> None:
    """Writes the rates as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
