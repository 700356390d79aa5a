"""The gate's command line, its workflow file, and what it says when something is missing."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest
import yaml

from harness.bench.gate import instructions
from harness.bench.gate.build import Program
from harness.bench.gate.checkout import Checkout
from harness.bench.gate.cli import add_arguments, plan_of
from harness.bench.gate.run import Gate, Plan
from harness.bench.gate.verdict import GateReport, exit_status
from harness.cli import main
from harness.errors import HarnessError

ROOT = Path(__file__).resolve().parents[4]


def parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_a_gate_without_a_base_says_what_to_give() -> None:
    with pytest.raises(HarnessError, match="--base main"):
        plan_of(parsed([]))


@pytest.mark.parametrize(
    ("words", "told"), [(["--seconds", "0"], "--seconds is 0.0"), (["--seeds", "1"], "--seeds is 1; it must be at")]
)
def test_a_number_out_of_its_range_is_named(words: list[str], told: str) -> None:
    with pytest.raises(HarnessError, match=told):
        plan_of(parsed(["--base", "main", *words]))


def test_a_history_needs_no_base() -> None:
    assert plan_of(parsed(["--tier", "history", "--head", "HEAD"])).base == "HEAD"


def test_a_missing_revision_is_a_mistake_in_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "--base", "no-such-branch"]) == 2
    assert "no-such-branch" in capsys.readouterr().err


def test_the_workflow_runs_commands_that_the_command_line_knows() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    gates = [line for run in runs for line in re.findall(r"python -m harness gate (.*)", run)]
    assert len(gates) == 2
    for line in gates:
        plan_of(parsed(shlex.split(line)))
    assert any(".ci/run" in run for run in runs)


class WithoutValgrind(Gate):
    """A gate whose programs are there already."""

    def _build(self, base: Checkout, head: Checkout) -> tuple[Program, Program]:
        program = Program(Path("workloads"), ("movement",))
        return program, program


def test_a_machine_without_valgrind_is_told_the_next_step_and_the_report_says_that_it_is_partial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _command: None)
    gate = WithoutValgrind(Plan("HEAD", "HEAD", ("instructions",), python=False), lambda *_: None)
    report = gate.run()
    assert not report.complete
    assert "apt-get install valgrind" in report.problems[0]
    assert exit_status(report) == 2


def test_a_workload_that_does_not_exist_is_named_with_those_that_do() -> None:
    gate = WithoutValgrind(Plan("HEAD", "HEAD", ("wall",), ("speed",)), lambda *_: None)
    with pytest.raises(HarnessError, match="no workload 'speed'; there are client_loop, lua_codec, movement"):
        gate.run()


def test_a_gate_that_compared_nothing_does_not_pass() -> None:
    gate = WithoutValgrind(Plan("HEAD", "HEAD", ("wall",), ("client_loop",)), lambda *_: None)
    report = gate.run()
    assert "nothing was compared" in report.problems[0]
    assert exit_status(report) == 2


def test_an_interrupted_gate_keeps_what_it_has_found_and_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Interrupted(WithoutValgrind):
        def _wall(self, base: Program, head: Program) -> None:
            self.findings.append(instructions.judge("movement", 100.0, 100.0, 0.01))
            raise KeyboardInterrupt

    monkeypatch.setattr("harness.bench.gate.cli.Gate", Interrupted)
    path = tmp_path / "gate.json"
    assert main(["gate", "--base", "HEAD", "--head", "HEAD", "--tier", "wall", "--json", str(path)]) == 130
    report = GateReport.model_validate_json(path.read_text())
    assert len(report.findings) == 1
    assert not report.complete


def test_one_percent_more_is_slower_and_half_a_percent_is_a_word() -> None:
    def verdict(head: float) -> tuple[str, str]:
        finding = instructions.judge("movement", 1000.0, head, 0.01, 0.005)
        return finding.verdict, finding.reason

    assert verdict(1010.0)[0] == "slower"
    assert verdict(1009.0) == ("same", "more than 0.5% more instructions: not red yet")
    assert verdict(1004.0) == ("same", "")
    assert verdict(980.0)[0] == "faster"


def test_slower_is_said_only_after_counting_twice() -> None:
    counts = iter([1000.0, 1020.0, 1000.0, 1001.0])
    finding = instructions.compare("movement", lambda: next(counts), lambda: next(counts), 0.01)
    assert finding.verdict == "same"
