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
    monkeypatch.setattr(flake, "play_once", lambda *_: next(outcomes))
    record = folder.parent / "flake.json"
    assert main(["flake", str(folder), "--runs", "3", "--json", str(record)]) == 0
    assert "0 of 3 runs failed; with 95 % confidence less than 0.56 do" in capsys.readouterr().out
    assert main(["flake", str(folder), "--runs", "5", "--json", str(record)]) == 1
    assert "run 4, walk_test: a goal was missed\n1 of 5 runs failed" in capsys.readouterr().out
    assert json.loads(record.read_text())["runs"] == 5


def test_a_run_starts_servers_and_plays(folder: Path) -> None:
    from harness.runner.case import load_case

    assert flake.play_once(folder, load_case(folder)) == ""
    (folder / "case.yaml").write_text(CASE.replace("seed: 1", "seed: 1\npolicy: noop"))
    assert "success rate 0 (0 of 2) is below 0.5" in flake.play_once(folder, load_case(folder))
    (folder / "case.yaml").write_text(CASE.replace("seed: 1", "seed: 1\npolicy: no/such/model"))
    assert "there is no policy 'no/such/model'" in flake.play_once(folder, load_case(folder))


def test_a_file_of_something_else_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "other.json").write_text('{"speed": 3}')
    assert main(["flake", str(folder), "--json", str(folder.parent / "other.json")]) == 2
    assert "holds no runs of this command" in capsys.readouterr().err
