"""Counting how often chance fails a case: runs add up over interruptions, and a failure is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main
from harness.runner import flake

CASE = """
version: 1
scenario: movement_micro
episodes: 2
seed: 1
bar: {success_rate: 0.5}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = tmp_path / "walk_test"
    case.mkdir()
    (case / "case.yaml").write_text(CASE)
    (case / "README.md").write_text("why")
    return case


def test_runs_are_added_to_those_of_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = iter(["", "", "", "a goal was missed", ""])
    monkeypatch.setattr(flake, "play_block", lambda _folder, _case, runs: [next(outcomes) for _ in range(runs)])
    record = folder.parent / "flake.json"
    assert main(["flake", str(folder), "--runs", "3", "--fresh", "2", "--json", str(record)]) == 0
    assert "0 of 3 runs failed (2 starts of servers); with 95 % confidence less than 0.56 do" in capsys.readouterr().out
    assert main(["flake", str(folder), "--runs", "5", "--json", str(record)]) == 1
    assert "run 4, walk_test: a goal was missed\n1 of 5 runs failed (3 starts" in capsys.readouterr().out
    assert json.loads(record.read_text())["runs"] == 5


def test_runs_on_the_same_servers_are_judged_each(folder: Path) -> None:
    from harness.runner.case import load_case

    def reasons() -> list[str]:
        return list(flake.play_block(folder, load_case(folder), 3))

    assert reasons() == ["", "", ""]
    (folder / "case.yaml").write_text(CASE.replace("seed: 1", "seed: 1\npolicy: noop"))
    assert len(reasons()) == 3
    assert all("success rate 0 (0 of 2) is below 0.5" in reason for reason in reasons())
    (folder / "case.yaml").write_text(CASE.replace("seed: 1", "seed: 1\npolicy: no/such/model"))
    assert len(told := reasons()) == 1
    assert "there is no policy 'no/such/model'" in told[0]


def test_what_servers_leave_behind_counts_against_the_last_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.runner.case import load_case
    from harness.runner.leftovers import Leftovers

    monkeypatch.setattr(Leftovers, "text", "left behind: a process")
    assert list(flake.play_block(folder, load_case(folder), 2)) == ["", "left behind: a process"]


def test_runs_on_no_servers_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flake", str(folder), "--fresh", "0"]) == 2
    assert "--fresh is 0; it must be at least 1" in capsys.readouterr().err


def test_a_file_of_something_else_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "other.json").write_text('{"speed": 3}')
    assert main(["flake", str(folder), "--json", str(folder.parent / "other.json")]) == 2
    assert "holds no runs of this command" in capsys.readouterr().err
