"""Runs the tiers of a gate one after another and keeps what was found, whatever happens in the middle."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.bench.gate import instructions, learning, wall
from harness.bench.gate.build import Program, build_workloads
from harness.bench.gate.checkout import CACHE, Checkout, check_out, commit_of
from harness.bench.gate.history import append, findings_of, read_history
from harness.bench.gate.sequential import Rule
from harness.bench.gate.verdict import Finding, GateReport, Tier, Verdict
from harness.bench.machine import ROOT, machine_fingerprint
from harness.errors import HarnessError


@dataclass
class Plan:
    """What is asked of a gate."""

    base: str
    head: str
    tiers: tuple[Tier, ...]
    workloads: tuple[str, ...] = ()
    """Names; all when empty."""
    python: bool = True
    """Count the Python client loop too."""
    seconds: float = wall.SECONDS
    """Longest that the wall tier may measure."""
    seed: int = 0
    """Of the wall tier's orders."""
    history: Path | None = None
    """The history tier's file; the head's counts are added to it."""
    scenarios: tuple[str, ...] = ("movement_micro",)
    """Of the learning tier."""
    seeds: int = 5
    """Training seeds a side, of the learning tier."""
    steps: int = 400_000
    """Training steps, of the learning tier."""
    episodes: int = 400
    """Held-out episodes a trained policy, of the learning tier."""
    repository: Path = ROOT


Notify = Callable[[str, int, int], None]
"""Told what is at work, steps done, and steps in all (0 when not known)."""


@dataclass
class Gate:
    """One run: what it has found so far."""

    plan: Plan
    notify: Notify
    findings: list[Finding] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0
    complete: bool = True
    interrupted: bool = False

    @contextmanager
    def measuring(self, what: str, timed: bool = True) -> Iterator[None]:
        """Times what is measured, and keeps a failure as a problem instead of losing what there is."""
        begin = time.monotonic()
        try:
            yield
        except HarnessError as error:
            self.problems.append(f"{what}: {error}")
            self.complete = False
        finally:
            self.seconds += time.monotonic() - begin if timed else 0.0

    def run(self) -> GateReport:
        """Builds both sides and runs the tiers.

        Raises:
            HarnessError: if a revision cannot be found or the workloads cannot be built: there is nothing to report.
        """
        plan = self.plan
        base, head = (check_out(revision, plan.repository) for revision in (plan.base, plan.head))
        try:
            if set(plan.tiers) != {"learning"}:
                self._run_programs(base, head)
            if "learning" in plan.tiers:
                self._learning(base, head)
        except KeyboardInterrupt:
            self.problems.append("interrupted; what was found until then stands")
            self.complete, self.interrupted = False, True
        if not self.findings and not self.problems:
            asked = f"{', '.join(plan.tiers)} of {', '.join(plan.workloads) or 'all workloads'}"
            self.problems.append(f"nothing was compared: {asked}; the wall tier plays {', '.join(wall.WORKLOADS)}")
        return self.report(base, head)

    def _run_programs(self, base: Checkout, head: Checkout) -> None:
        """The tiers that play the C workloads."""
        plan, programs = self.plan, self._build(base, head)
        known = {*programs[1].workloads, *instructions.PYTHON_STEPS}
        for name in plan.workloads:
            if name not in known:
                raise HarnessError(f"there is no workload {name!r}; there are {', '.join(sorted(known))}")
        if "instructions" in plan.tiers:
            self._instructions(base, head, *programs)
        if "wall" in plan.tiers:
            self._wall(*programs)
        if "history" in plan.tiers:
            self._history(head, programs[1])

    def _build(self, base: Checkout, head: Checkout) -> tuple[Program, Program]:
        built = []
        for side, checkout in (("base", base), ("head", head)):
            built.append(build_workloads(checkout, head, lambda what, s=side: self.notify(f"{s}: {what}", 0, 0)))  # type: ignore[misc]
        if built[0].own_sources:
            self.problems.append(
                f"the head's workloads do not compile against {base.revision}, so it played its own: where a workload "
                "was changed, its difference is not the engine's"
            )
        return built[0], built[1]

    def _names(self, base: Program, head: Program, offered: tuple[str, ...]) -> list[str]:
        """The workloads to compare; those that the base lacks are told as new."""
        wanted = [name for name in offered if not self.plan.workloads or name in self.plan.workloads]
        return [name for name in wanted if name in base.workloads and name in head.workloads]

    def _instructions(self, base: Checkout, head: Checkout, base_program: Program, head_program: Program) -> None:
        names = self._names(base_program, head_program, head_program.workloads)
        wanted = [name for name in instructions.PYTHON_STEPS if not self.plan.workloads or name in self.plan.workloads]
        python = wanted if self.plan.python else []
        total = len(names) + len(python)
        with self.measuring("instructions"):
            for done, name in enumerate(names):
                self.notify(f"instructions of {name}", done, total)
                self.findings.append(
                    instructions.compare(
                        name,
                        lambda n=name: instructions.count_workload(base_program, n),  # type: ignore[misc]
                        lambda n=name: instructions.count_workload(head_program, n),  # type: ignore[misc]
                        instructions.C_THRESHOLD,
                        instructions.C_WARNING,
                    )
                )
            self._tell_new(base_program, head_program)
        for done, name in enumerate(python, len(names)):
            with self.measuring(f"instructions of {name}", timed=False):
                self._python(name, base, head, done, total)

    def _python(self, name: str, base: Checkout, head: Checkout, done: int, total: int) -> None:
        instructions.require_valgrind()
        for checkout in (base, head):
            instructions.build_python(checkout, lambda what: self.notify(f"building {what}", done, total))
        self.notify(f"instructions of {name}", done, total)
        begin = time.monotonic()
        try:
            self.findings.append(_python_finding(name, base, head))
        finally:
            self.seconds += time.monotonic() - begin

    def _tell_new(self, base: Program, head: Program) -> None:
        for name in head.workloads:
            if name not in base.workloads:
                self.findings.append(
                    Finding(tier="instructions", name=name, verdict=Verdict.NEW, threshold=instructions.C_THRESHOLD,
                            reason="the base cannot play it")
                )  # fmt: skip

    def _wall(self, base: Program, head: Program) -> None:
        names = self._names(base, head, wall.WORKLOADS)
        rule, rng = Rule(workloads=max(1, len(names))), random.Random(self.plan.seed)  # noqa: S311 - draws orders
        end, done = time.monotonic() + self.plan.seconds, len(self.findings)
        with self.measuring("wall clock"):
            for finding in wall.compare_all(
                wall.Sides.of(base, head), names, rule, end, rng, lambda *at: self.notify("wall clock", *at)
            ):
                self.findings.append(finding)
        self.findings[done:] = sorted(self.findings[done:], key=lambda finding: names.index(finding.name))

    def _history(self, head: Checkout, program: Program) -> None:
        with self.measuring("history"):
            if self.plan.history is None:
                raise HarnessError("the history tier needs a file: give `--history FILE.jsonl`")
            read_history(self.plan.history)  # a broken file is told before anything is measured
            series = {}
            for done, name in enumerate(program.workloads):
                self.notify(f"history: {name}", done, len(program.workloads))
                series[name] = instructions.count_workload(program, name)
            append(self.plan.history, commit_of(self.plan.repository, head), series)
            self.findings += findings_of(read_history(self.plan.history), self.plan.seed)

    def _learning(self, base: Checkout, head: Checkout) -> None:
        plan, done = self.plan, 0
        total = 2 * plan.seeds * len(plan.scenarios)

        def trained() -> None:
            nonlocal done
            done += 1
            self.notify("training and evaluating", done, total)

        with self.measuring("learning"):
            folder = plan.repository / CACHE / "learning"
            sides = []
            for checkout in (base, head):
                instructions.build_python(checkout, lambda what: self.notify(f"building {what}", 0, 0))
                self.notify("training and evaluating", done, total)
                sides.append(
                    learning.rates(checkout, plan.scenarios, plan.seeds, plan.steps, plan.episodes, folder, trained)
                )
            self.findings.append(learning.compare(sides[0], sides[1], plan.scenarios, plan.episodes, plan.seed))

    def report(self, base: Checkout, head: Checkout) -> GateReport:
        """What there is so far."""
        return GateReport(
            base=base.revision, base_tree=base.tree, head=head.revision, head_tree=head.tree,
            machine=machine_fingerprint(), seconds=self.seconds, complete=self.complete, problems=self.problems,
            findings=self.findings,
        )  # fmt: skip


def _python_finding(name: str, base: Checkout, head: Checkout) -> Finding:
    """Counts a Python workload of both sides; new when the base cannot play it."""
    count_head = instructions.count_python(name, head, head)
    try:
        count_base = instructions.count_python(name, base, head)
    except HarnessError as error:
        return Finding(
            tier="instructions", name=name, verdict=Verdict.NEW, threshold=instructions.PYTHON_THRESHOLD,
            reason=f"the base cannot play it: {str(error).splitlines()[-1]}",
        )  # fmt: skip
    known = {"base": [count_base], "head": [count_head]}  # the first of each is there already
    return instructions.compare(
        name,
        lambda: known["base"].pop() if known["base"] else instructions.count_python(name, base, head),
        lambda: known["head"].pop() if known["head"] else instructions.count_python(name, head, head),
        instructions.PYTHON_THRESHOLD,
    )
