"""Runs the tiers of a gate one after another and keeps what was found, whatever happens in the middle."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.bench.gate import instructions, wall
from harness.bench.gate.build import Program, build_workloads
from harness.bench.gate.checkout import Checkout, check_out
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

    @contextmanager
    def measuring(self, what: str) -> Iterator[None]:
        """Times what is measured, and keeps a failure as a problem instead of losing what there is."""
        begin = time.monotonic()
        try:
            yield
        except HarnessError as error:
            self.problems.append(f"{what}: {error}")
            self.complete = False
        finally:
            self.seconds += time.monotonic() - begin

    def run(self) -> GateReport:
        """Builds both sides and runs the tiers.

        Raises:
            HarnessError: if a revision cannot be found or the workloads cannot be built: there is nothing to report.
        """
        plan = self.plan
        base, head = (check_out(revision, plan.repository) for revision in (plan.base, plan.head))
        try:
            programs = self._build(base, head)
            if "instructions" in plan.tiers:
                self._instructions(base, head, *programs)
            if "wall" in plan.tiers:
                self._wall(*programs)
        except KeyboardInterrupt:
            self.problems.append("interrupted; what was found until then stands")
            self.complete = False
        return self.report(base, head)

    def _build(self, base: Checkout, head: Checkout) -> tuple[Program, Program]:
        built = []
        for side, checkout in (("base", base), ("head", head)):
            built.append(build_workloads(checkout, head, lambda what, s=side: self.notify(f"{s}: {what}", 0, 0)))  # type: ignore[misc]
        return built[0], built[1]

    def _names(self, base: Program, head: Program, offered: tuple[str, ...]) -> list[str]:
        """The workloads to compare; those that the base lacks are told as new."""
        wanted = [name for name in offered if not self.plan.workloads or name in self.plan.workloads]
        return [name for name in wanted if name in base.workloads and name in head.workloads]

    def _instructions(self, base: Checkout, head: Checkout, base_program: Program, head_program: Program) -> None:
        names = self._names(base_program, head_program, head_program.workloads)
        python = self.plan.python and (not self.plan.workloads or "client_loop" in self.plan.workloads)
        total = len(names) + python
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
        if python:
            with self.measuring("instructions of the Python client"):
                self._client_loop(base, head, total)

    def _client_loop(self, base: Checkout, head: Checkout, total: int) -> None:
        instructions.require_valgrind()
        for checkout in (base, head):
            instructions.build_python(checkout, lambda what: self.notify(f"building {what}", total - 1, total))
        self.notify(f"instructions of {instructions.CLIENT_LOOP}", total - 1, total)
        self.findings.append(
            instructions.compare(
                instructions.CLIENT_LOOP,
                lambda: instructions.count_client_loop(base, head),
                lambda: instructions.count_client_loop(head, head),
                instructions.PYTHON_THRESHOLD,
            )
        )

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
        end = time.monotonic() + self.plan.seconds
        with self.measuring("wall clock"):
            for done, name in enumerate(names):
                share = (end - time.monotonic()) / (len(names) - done)
                self.findings.append(
                    wall.compare(
                        (wall.Side(base.path), wall.Side(head.path)), name, rule, time.monotonic() + share, rng,
                        lambda rounds, most, d=done, n=name: self.notify(  # type: ignore[misc]
                            f"wall clock of {n}", d * most + rounds, len(names) * most
                        ),
                    )
                )  # fmt: skip

    def report(self, base: Checkout, head: Checkout) -> GateReport:
        """What there is so far."""
        return GateReport(
            base=base.revision, base_tree=base.tree, head=head.revision, head_tree=head.tree,
            machine=machine_fingerprint(), seconds=self.seconds, complete=self.complete, problems=self.problems,
            findings=self.findings,
        )  # fmt: skip
