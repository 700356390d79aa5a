"""The commands of the runner: `schema` and `run`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.cli import main
from harness.runner import everything, schemas


@pytest.mark.parametrize("name", sorted(schemas.SCHEMAS))
def test_every_schema_is_printed_as_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert "type" in json.loads(capsys.readouterr().out)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Command lines that were started; the first word of `statuses` ends each."""
    lines: list[list[str]] = []

    def start(command: list[str], **_: Any) -> SimpleNamespace:
        lines.append(command[1:])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", start)
    return lines


def test_the_main_job_plays_the_suite_and_measures(started: list[list[str]]) -> None:
    assert main(["run"]) == 0
    assert started[0][:2] == ["-m", "pytest"]
    assert Path(started[0][2]).parts[-2:] == ("suites", "regression")
    assert started[1] == ["-m", "harness", "bench"]


def test_what_is_asked_for_is_passed_on(started: list[list[str]]) -> None:
    main(["run", "--episodes", "7", "--policy", "random", "--out", "x"])
    assert started[0][5:] == [
        "--episodes", "7", "--policy", "random", "--scores", "x/scores.json", "--transcripts", "x/transcripts",
        "--report", "x/report", "--failures", "x/failures",
    ]  # fmt: skip
    assert started[1][3:] == ["--json", "x/bench.json"]


def test_measuring_can_be_left_out(started: list[list[str]]) -> None:
    main(["run", "--no-bench"])
    assert len(started) == 1


@pytest.mark.parametrize("failing", [0, 1])
def test_a_failure_of_either_half_is_status_1(monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    statuses = [0, 0]
    statuses[failing] = 5
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=statuses.pop(0)))
    assert main(["run"]) == 1


def test_a_suite_that_is_not_there_is_named_beside_those_that_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "regression").mkdir()
    monkeypatch.setattr(everything, "SUITES", tmp_path)
    assert main(["run", "--suite", "stress"]) == 2
    assert "suites there: regression" in capsys.readouterr().err
