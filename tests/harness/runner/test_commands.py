"""The commands of the runner: `schema` and `run`."""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

import pytest

from harness.cli import main
from harness.runner import everything, schemas


@pytest.mark.parametrize("name", sorted(schemas.SCHEMAS))
def test_every_schema_is_printed_as_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert "type" in json.loads(capsys.readouterr().out)


class Child:
    """A process that ends at once, or is interrupted first."""

    def __init__(self, status: int, interrupted: bool = False) -> None:
        self.status, self.interrupted, self.waited = status, interrupted, 0

    def wait(self) -> int:
        self.waited += 1
        if self.interrupted and self.waited == 1:
            raise KeyboardInterrupt
        return self.status


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of pytest, then the flags of the benchmark."""
    lines: list[list[str]] = []

    def start(command: list[str]) -> Child:
        lines.append(command[1:])
        return Child(0)

    def measure(arguments: argparse.Namespace) -> int:
        lines.append([arguments.door, str(arguments.json)])
        return 0

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(everything.bench, "run", measure)
    return lines


def test_the_main_job_plays_the_suite_and_measures(started: list[list[str]]) -> None:
    assert main(["run"]) == 0
    assert started[0][:2] == ["-m", "pytest"]
    assert Path(started[0][2]).parts[-2:] == ("suites", "regression")
    assert started[1] == ["both", "None"]


def test_what_is_asked_for_is_passed_on(started: list[list[str]]) -> None:
    main(["run", "--episodes", "7", "--policy", "random", "--out", "x"])
    assert started[0][5:] == [
        "--episodes", "7", "--policy", "random", "--scores", "x/scores.json", "--transcripts", "x/transcripts",
        "--report", "x/report", "--failures", "x/failures",
    ]  # fmt: skip
    assert started[1] == ["both", "x/bench.json"]


def test_measuring_can_be_left_out(started: list[list[str]]) -> None:
    main(["run", "--no-bench"])
    assert len(started) == 1


@pytest.mark.parametrize(("suite", "measured"), [(5, 0), (0, 5)])
def test_a_failure_of_either_half_is_status_1(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, suite: int, measured: int
) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda _: Child(suite))
    monkeypatch.setattr(everything.bench, "run", lambda _: measured)
    assert main(["run"]) == 1


@pytest.mark.parametrize("child", [Child(2), Child(2, interrupted=True)])
def test_ctrl_c_lets_the_suite_end_in_order_and_is_told_once(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], child: Child
) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda _: child)
    assert main(["run"]) == 130
    assert capsys.readouterr().err == "interrupted; servers are stopped\n"
    assert started == []
    assert child.waited == 1 + child.interrupted


def test_a_suite_that_is_not_there_is_named_beside_those_that_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "regression").mkdir()
    monkeypatch.setattr(everything, "SUITES", tmp_path)
    assert main(["run", "--suite", "stress"]) == 2
    assert "suites there: regression" in capsys.readouterr().err
