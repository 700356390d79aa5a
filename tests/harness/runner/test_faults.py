"""The campaign of faults: rounds add up over interruptions and threads, and nothing is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main
from harness.runner.faults import command


def faults(path: Path, count: int, *words: str) -> int:
    return main(["faults", "--count", str(count), "--arenas", "4", "--json", str(path), *words])


@pytest.mark.slow
def test_faults_are_added_to_those_of_the_file_and_break_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faults.json"
    assert faults(path, 2, "--kinds", "kill") == 0
    first = json.loads(path.read_text())
    assert first["faults"] >= 2
    assert faults(path, first["faults"] + 1, "--kinds", "kill", "slow_disk", "--jobs", "1") == 0
    second = json.loads(path.read_text())
    assert second["faults"] > first["faults"]
    assert second["episodes"] > first["episodes"]
    assert second["recoveries"][: len(first["recoveries"])] == first["recoveries"]
    assert second["broken"] == second["left_behind"] == []
    assert "left behind: nothing" in capsys.readouterr().out


def test_a_campaign_that_is_done_plays_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "faults.json"
    path.write_text(json.dumps({"faults": 5, "episodes": 8}))
    monkeypatch.setattr(command._Campaign, "_play_round", lambda *_: pytest.fail("a round was played"))
    assert faults(path, 5) == 0


def test_ctrl_c_ends_the_threads_and_keeps_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command._Campaign, "_play_round", interrupted)
    assert faults(tmp_path / "faults.json", 5) == 0
    said = capsys.readouterr().out
    assert "interrupted after 0 of 5 faults" in said
    assert "left behind: nothing" in said


@pytest.mark.parametrize(("words", "told"), [(("--jobs", "0"), "--jobs is 0"), ((), "holds no faults")])
def test_bad_input_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "other.json").write_text('{"speed": 3}')
    assert faults(tmp_path / "other.json", 5, *words) == 2
    assert told in capsys.readouterr().err
