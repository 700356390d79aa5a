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
from harness.bench.gate.build import build_workloads
from harness.bench.gate.checkout import check_out
from harness.bench.gate.run import Notify
from harness.bench.gate.sequential import LOOKS, Rule, decide
from harness.bench.gate.trials import (
    SLOWDOWNS,
    WALL_SLOWDOWNS,
    Journal,
    Trial,
    count_trials,
    gate_trials,
    round_trials,
    wall_names,
)
from harness.bench.gate.verdict import Verdict
from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.errors import HarnessError

#: Neighbouring rounds that are drawn together.
RUN = 8


class Rate(BaseModel):
    """How often something happened in a number of trials."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Literal["instructions", "wall"]
    kind: Literal["real", "resampled", "resampled, no time limit"]
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
    tree: str = Field(default="", description="hash of the files whose program was played")
    seconds: float = Field(default=0.0, description="of the last run; trials of earlier ones are kept")
    complete: bool = True
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


def recording_of(trials: list[Trial]) -> Recording:
    """The rounds of one workload as arrays."""
    rows = np.array([(trial.value, trial.noise, trial.seconds) for trial in trials])
    return Recording(rows[:, 0], rows[:, 1], rows[:, 2])


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
        in_time = int(np.searchsorted(clock, share)) + 1  # the round that is begun in time is played to its end
        verdict, played = decide(changes, recording.noise[drawn], rule, in_time)
        verdicts.append(verdict)
        spent += float(clock[min(played, clock.size) - 1])
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
    share = seconds / len(recordings)
    for kind, limit in (("resampled", share), ("resampled, no time limit", math.inf)):
        for slowdown in SLOWDOWNS[1:]:
            found = []
            for trial in range(trials):
                alone = [recordings[trial % len(recordings)]]
                found += resampled_gate(alone, [slowdown], rule, rng, limit)[0]
            rates.append(rate("wall", kind, slowdown, found))
    durations = np.sort([spent for _, spent in gates])
    return rates, (float(np.median(durations)), float(durations[math.ceil(0.99 * durations.size) - 1]))


def count_rates(journal: Journal) -> tuple[list[Rate], float]:
    """What the instruction tier says of the countings.

    Args:
        journal: with the countings.

    Returns:
        The rates, and the largest relative difference between two countings of the same.
    """
    base = {trial.workload: trial.value for trial in journal.of("base")}
    largest = max((abs(trial.value / base[trial.workload] - 1) for trial in journal.of("count")), default=0.0)
    rates = []
    for slowdown in (0.0, *SLOWDOWNS):
        verdicts = [
            instructions.judge(trial.workload, base[trial.workload], trial.value, instructions.C_THRESHOLD).verdict
            for trial in journal.of("count", slowdown)
        ]
        if verdicts:
            rates.append(rate("instructions", "real", slowdown, verdicts))
    return rates, largest


def gate_rates(journal: Journal) -> list[Rate]:
    """What the real wall gates said."""
    rates = []
    for slowdown in (0.0, *WALL_SLOWDOWNS):
        verdicts = [trial.verdict for trial in journal.of("gate", slowdown) if trial.verdict is not None]
        if verdicts:
            rates.append(rate("wall", "real", slowdown, verdicts))
    return rates


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
    begin, journal = time.monotonic(), Journal(program)
    rng = random.Random(seed + len(journal.trials))  # noqa: S311 - draws orders
    complete = True
    try:
        if size.counts:
            count_trials(program, journal, size.counts, notify)
        if size.rounds:
            round_trials(program, journal, size.rounds, notify, rng)
        if size.gates:
            gate_trials(program, journal, size.gates, notify, rng)
    except KeyboardInterrupt:
        complete = False
    return rates_of(journal, wall_names(program), size, notify, seed).model_copy(
        update={"tree": checkout.tree, "seconds": time.monotonic() - begin, "complete": complete}
    )


def rates_of(journal: Journal, names: list[str], size: Size, notify: Notify, seed: int) -> SelfTest:
    """The rates of the trials that there are, and of gates put together from their rounds."""
    rates, largest = count_rates(journal) if size.counts else ([], 0.0)
    gate_seconds = (0.0, 0.0)
    recordings = {name: journal.of("round", workload=name) for name in names} if size.rounds else {}
    recordings = {name: rounds for name, rounds in recordings.items() if len(rounds) >= LOOKS[0]}
    if recordings:
        notify("resampling", 0, 0)
        arrays = [recording_of(rounds) for rounds in recordings.values()]
        more, gate_seconds = resampled_rates(arrays, size.resampled, seed=seed)
        rates += more
    if size.gates:
        rates += gate_rates(journal)
    return SelfTest(
        machine=machine_fingerprint(), rates=rates, largest_count_difference=largest, gate_seconds=gate_seconds,
        recorded_rounds={name: len(rounds) for name, rounds in recordings.items()},
        round_spread={name: float(np.std([trial.value for trial in rounds])) for name, rounds in recordings.items()},
    )  # fmt: skip


def write_self_test(result: SelfTest, path: Path) -> None:
    """Writes the rates as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result.model_dump(mode="json"), indent=2, sort_keys=True) + "\n")
