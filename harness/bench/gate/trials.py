"""Real trials of the gate against itself, kept as they are made: a run that ends early goes on where it stopped."""

from __future__ import annotations

import json
import random
import time
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
#: Blocks whose fastest tells what a burden costs; then corrections, each by the median of a few rounds.
CALIBRATIONS, CORRECTIONS, CORRECTION_ROUNDS = 50, 2, 5


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
    side, names = wall.Side(program.path), wall_names(program)
    steps = {name: wall.steps_of_a_block(side, name, 0) for name in names}
    missing = [
        name for number in range(rounds) for name in names if number >= len(journal.of("round", workload=name))
    ]
    for done, name in enumerate(missing):
        notify(f"rounds against itself: {name}", done, len(missing))
        played, begin = wall.Rounds(), time.monotonic()
        wall.play_round((side, side), name, steps[name], rng, played)
        journal.add(
            "round", name, value=played.changes[0], noise=played.noise[0], seconds=time.monotonic() - begin
        )


def gate_trials(program: Program, journal: Journal, gates: int, notify: Notify, rng: random.Random) -> None:
    """Real verdicts of the wall tier: `gates` against itself, and as many with each slowdown, spread over workloads."""
    names = wall_names(program)
    rule = Rule(workloads=len(names))
    for slowdown in (0.0, *WALL_SLOWDOWNS):
        for trial in range(len(journal.of("gate", slowdown)), gates):
            notify(f"wall clock, +{slowdown:.0%}", trial, gates)
            name, kind = names[trial % len(names)], KINDS[trial // len(names) % len(KINDS)]
            burden = timed_burden(program, name, slowdown, kind, rng) if slowdown else None
            sides = (wall.Side(program.path), wall.Side(program.path, burden))
            begin = time.monotonic()
            finding = wall.compare(sides, name, rule, begin + wall.SECONDS / len(names), rng)
            journal.add(
                "gate", name, slowdown=slowdown, verdict=finding.verdict, value=float(np.log1p(finding.change or 0.0)),
                seconds=time.monotonic() - begin,
            )  # fmt: skip


def timed_burden(program: Program, workload: str, slowdown: float, kind: str, rng: random.Random) -> Burden:
    """A burden that takes about that much of a step's time, as rounds beside the unburdened program measure it.

    What a processor does beside the step costs less than it does alone, so the first guess is corrected by what it was
    seen to make.
    """
    plain = wall.Side(program.path)
    steps = wall.steps_of_a_block(plain, workload, 0)
    every = 16 if steps >= FINE_STEPS else 1

    def fastest_ns(burden: Burden | None) -> float:
        with wall.Player(wall.Side(program.path, burden), workload, 0) as player:
            return min(player.play(steps) for _ in range(CALIBRATIONS)) / steps

    burden = burden_of(slowdown, kind, every, fastest_ns)
    for _ in range(CORRECTIONS):
        rounds = wall.Rounds()
        for _ in range(CORRECTION_ROUNDS):
            wall.play_round((plain, wall.Side(program.path, burden)), workload, steps, rng, rounds)
        made = float(np.expm1(np.median(rounds.changes)))
        factor = min(4.0, max(0.25, slowdown / max(made, slowdown / 4)))
        burden = Burden(kind, max(1, round(burden.units * factor)), every)
    return burden
