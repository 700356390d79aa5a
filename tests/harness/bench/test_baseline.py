"""Baselines of counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.bench import baseline_cli
from harness.bench.baseline import DEFAULT, Baseline, contract_hash, read_baseline, require_comparable, write_baseline
from harness.cli import main
from harness.errors import HarnessError


def baseline(**changes: Any) -> Baseline:
    values = {
        "contract": contract_hash(), "toolchain": "t", "workloads": "w", "commit": "c", "tree": "f" * 40, "time": "now",
        "machine": {}, "values": {"instructions/movement": 1000.0, "frame_bytes/movement": 64.0},
    }  # fmt: skip
    return Baseline.model_validate(values | changes).sealed()


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "counts.json"
    write_baseline(baseline(), path)
    return path


def measures(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    monkeypatch.setattr(baseline_cli, "measure", lambda _notify: baseline(commit="new", **changes))


def test_a_baseline_written_is_read_back_equal(recorded: Path) -> None:
    assert read_baseline(recorded) == baseline()


def test_a_baseline_edited_by_hand_is_refused(recorded: Path) -> None:
    recorded.write_text(recorded.read_text().replace("1000.0", "2000.0"))
    with pytest.raises(HarnessError, match="digest does not fit; record one with"):
        read_baseline(recorded)


def test_a_baseline_of_another_version_is_refused_with_both_versions(recorded: Path) -> None:
    recorded.write_text(json.dumps(json.loads(recorded.read_text()) | {"version": 7}))
    with pytest.raises(HarnessError, match="baseline version 7, this program reads 1"):
        read_baseline(recorded)


def test_a_missing_baseline_is_told_how_to_record_it(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="there is no baseline .*baseline record --file"):
        read_baseline(tmp_path / "none.json")


def test_a_baseline_of_another_contract_is_not_compared_and_says_why() -> None:
    with pytest.raises(HarnessError, match="the frames have another contract.*toolchain: recorded x, here t"):
        require_comparable(baseline(contract="old", toolchain="x"), baseline())


def test_comparing_is_red_from_one_percent_on(
    recorded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measures(monkeypatch, values={"instructions/movement": 1010.0})
    assert main(["baseline", "compare", "--file", str(recorded)]) == 1
    assert "+1.00%" in capsys.readouterr().out
    measures(monkeypatch, values={"instructions/movement": 1009.0})
    assert main(["baseline", "compare", "--file", str(recorded)]) == 0


def test_an_update_shows_the_difference_and_writes_nothing_unless_told_to(
    recorded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measures(monkeypatch, values={"instructions/movement": 900.0}, toolchain="other")
    monkeypatch.setattr("builtins.input", lambda *_: "")
    assert main(["baseline", "update", "--file", str(recorded)]) == 0
    told = capsys.readouterr().out
    assert "-10.00%" in told
    assert "not comparable: compiler, flags" in told
    assert read_baseline(recorded) == baseline()
    assert main(["baseline", "update", "--yes", "--file", str(recorded)]) == 0
    assert read_baseline(recorded).values == {"instructions/movement": 900.0}


def test_recording_over_a_baseline_is_refused(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "record", "--file", str(recorded)]) == 2
    assert "baseline update" in capsys.readouterr().err


def test_the_baseline_of_the_repository_is_whole() -> None:
    recorded = read_baseline(DEFAULT)
    assert recorded.values["frame_bytes/full"] == 2048
    assert recorded.values["instructions/movement"] > 0
