"""Real trials of the gate against itself, kept as they are made: a run that ends early goes on where it stopped."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from harness.bench.gate import instructions, wall
from harness.bench.gate.build import Program
from harness.bench.gate.burden import KINDS, Burden, burden_of
from harness.bench.gate.run import Notify
from harness.bench.gate.sequential import Rule
from harness.bench.gate.verdict import Verdict

#: What a step of a workload costs under a burden, as far as it was counted.
Costs = dict[tuple[str, Burden | None], float]
#: Slowdowns made, relative.
SLOWDOWNS = (0.01, 0.02, 0.05, 0.10, 0.20)
#: Those that the wall tier is asked to find.
WALL_SLOWDOWNS = SLOWDOWNS[2:]
#: Workloads that play at least so many steps at a time are burdened every 16th step.
FINE_STEPS = 500
#: Units of the first burden that is tried; then corrections, each by the median of a few rounds, by so much at most.
FIRST_UNITS, CORRECTIONS, CORRECTION_ROUNDS, MOST_FACTOR = 100, 6, 7, 8.0


class Trial(BaseModel):
    """One real trial."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["base", "count", "round", "gate"]
    """base: the count that others are compared with; count: another; round: of the wall tier; gate: a whole verdict."""
    workload: str
    slowdown: float = 0.0
    value: float = 0.0
    """Instructions a step, or the log-ratio of a round."""
    noise: float = 0.0
    """Of a round: the log-ratio of the base with itself."""
    seconds: float = 0.0
    verdict: Verdict | None = None


class Journal:
    """The trials of one program, beside it, a line each."""

    def __init__(self, program: Program) -> None:
        """Reads what is there; a line that was cut off is left out."""
        self._path = program.path.parent / "trials.jsonl"
        self.trials: list[Trial] = []
        for line in self._path.read_text().splitlines() if self._path.exists() else []:
            try:
                self.trials.append(Trial.model_validate_json(line))
            except ValueError:
                continue

    def add(self, kind: str, workload: str, **more: Any) -> Trial:
        """Keeps a trial."""
        trial = Trial.model_validate({"kind": kind, "workload": workload, **more})
        with self._path.open("a") as file:
            file.write(json.dumps(trial.model_dump(mode="json", exclude_defaults=True)) + "\n")
        self.trials.append(trial)
        return trial

    def of(self, kind: str, slowdown: float = 0.0, workload: str | None = None) -> list[Trial]:
        """The trials of a kind."""
        return [
            trial for trial in self.trials
            if trial.kind == kind and trial.slowdown == slowdown and workload in (None, trial.workload)
        ]  # fmt: skip

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return self._path


def count_trials(program: Program, journal: Journal, trials: int, notify: Notify) -> None:
    """Counts the program again and again: as it is `trials` times, with +1 % as often, with more once a workload.

    Args:
        program: of the revision.
        journal: keeps the counts.
        trials: countings of each kind, spread over the workloads.
        notify: is told what is at work.
    """
    for name in program.workloads:
        if not journal.of("base", workload=name):
            journal.add("base", name, value=instructions.count_workload(program, name))
    costs: Costs = {}
    for slowdown in (0.0, *SLOWDOWNS):
        burdens: dict[str, Burden | None] = {}
        wanted = trials if slowdown <= SLOWDOWNS[0] else min(trials, len(program.workloads))
        for trial in range(len(journal.of("count", slowdown)), wanted):
            notify(f"instructions, +{slowdown:.0%}", trial, wanted)
            name = program.workloads[trial % len(program.workloads)]
            if name not in burdens:
                burdens[name] = counted_burden(program, name, slowdown, costs) if slowdown else None
            value = instructions.count_workload(program, name, burdens[name])
            journal.add("count", name, slowdown=slowdown, value=value)


def counted_burden(program: Program, workload: str, slowdown: float, costs: Costs) -> Burden:
    """A burden that makes a step so much dearer by its count; what was counted for another one is not counted again."""
    kind = KINDS[program.workloads.index(workload) % len(KINDS)]
    every = 16 if instructions.STEPS.get(workload, 0) >= FINE_STEPS else 1

    def cost(burden: Burden | None) -> float:
        if (workload, burden) not in costs:
            costs[workload, burden] = instructions.count_workload(program, workload, burden)
        return costs[workload, burden]

    return burden_of(slowdown, kind, every, cost)


def wall_names(program: Program) -> list[str]:
    """The workloads of the wall tier that the program has."""
    return [name for name in wall.WORKLOADS if name in program.workloads]


def round_trials(program: Program, journal: Journal, rounds: int, notify: Notify, rng: random.Random) -> None:
    """Plays rounds of the program against itself, `rounds` a workload; of one after the other, in turn."""
    sides, names = wall.Sides.of(program, program), wall_names(program)
    missing = [
        name for number in range(rounds) for name in names if number >= len(journal.of("round", workload=name))
    ]
    for done, name in enumerate(missing):
        notify(f"rounds against itself: {name}", done, len(missing))
        played, begin = wall.Rounds(), time.monotonic()
        wall.play_round(sides, name, rng, played)
        journal.add(
            "round", name, value=played.changes[0], noise=played.noise[0], seconds=time.monotonic() - begin
        )


def gate_trials(program: Program, journal: Journal, gates: int, notify: Notify, rng: random.Random) -> None:
    """Real verdicts of the wall tier: `gates` against itself, and as many with each slowdown, spread over workloads."""
    names = wall_names(program)
    rule, plain = Rule(workloads=len(names)), wall.Sides.of(program, program)
    burdens: dict[tuple[str, str, float], Burden] = {}
    for slowdown in (0.0, *WALL_SLOWDOWNS):
        for trial in range(len(journal.of("gate", slowdown)), gates):
            notify(f"wall clock, +{slowdown:.0%}", trial, gates)
            name, kind = names[trial % len(names)], KINDS[trial // len(names) % len(KINDS)]
            key = name, kind, slowdown
            if slowdown and key not in burdens:
                burdens[key] = timed_burden(plain, name, slowdown, kind, rng)
            sides = replace(plain, burden=burdens.get(key))
            begin = time.monotonic()
            finding = wall.compare(sides, name, rule, begin + wall.SECONDS / len(names), rng)
            journal.add(
                "gate", name, slowdown=slowdown, verdict=finding.verdict, value=float(np.log1p(finding.change or 0.0)),
                seconds=time.monotonic() - begin,
            )  # fmt: skip


def timed_burden(plain: wall.Sides, workload: str, slowdown: float, kind: str, rng: random.Random) -> Burden:
    """A burden that takes about that much of a step's time, as rounds beside the unburdened steps measure it.

    What a processor does beside the step costs less than it does alone, so units are corrected by what they were seen
    to make, beginning with a few.
    """
    every = 16 if instructions.STEPS.get(workload, 0) >= FINE_STEPS else 1
    burden = Burden(kind, FIRST_UNITS, every)
    for _ in range(CORRECTIONS):
        rounds = wall.Rounds()
        for _ in range(CORRECTION_ROUNDS):
            wall.play_round(replace(plain, burden=burden), workload, rng, rounds)
        made = float(np.expm1(np.median(rounds.changes)))
        factor = min(MOST_FACTOR, max(1 / MOST_FACTOR, slowdown / max(made, slowdown / MOST_FACTOR)))
        burden = Burden(kind, max(1, round(burden.units * factor)), every)
    return burden
