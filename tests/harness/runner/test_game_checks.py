"""The doctor's questions to a game, asked of the stand-in in the game's place."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from harness.cli import main
from harness.servers.answers import QUESTIONS


@pytest.fixture
def game(tmp_path: Path) -> Path:
    binary = tmp_path / "factorio" / "bin" / "x64" / "factorio"
    binary.parent.mkdir(parents=True)
    binary.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m harness.standin "$@"\n')
    binary.chmod(0o755)
    return binary


def test_the_doctor_asks_the_game_plays_a_step_and_stores_what_it_heard(
    game: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    main(["doctor", "--server", "factorio", "--factorio-bin", str(game), "--answers", str(path)])
    said = capsys.readouterr().out
    assert f"{len(QUESTIONS)} of {len(QUESTIONS)} questions answered" in said, said
    assert "5 steps of 2 arenas of movement_micro through the stock door" in said
    answers = json.loads(path.read_text())
    assert answers["version"] == "2.0.77"
    assert answers["exact_ticks"] == {"1": 1, "30": 30, "120": 120}
    assert answers["on_tick_before_entities"]["on_tick_comes_first"] is True
    assert answers["bytes_of_the_console"]["printable_ascii"] is True
    assert answers["bytes_of_the_console"]["encode_string_carries_every_byte"] is True
    assert answers["deleted_surfaces"]["gone_after_a_tick"] is True
    assert answers["datagrams"]["largest"] >= 9000
    assert set(answers["round_trips_ms_by_speed"]) == {"1", "10", "60", "100", "1000"}


def test_without_a_game_the_doctor_says_where_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--server", "factorio", "--factorio-bin", str(tmp_path / "nothing")]) == 1
    assert "is not a program that can be run" in capsys.readouterr().out
