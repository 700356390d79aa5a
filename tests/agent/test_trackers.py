"""Trackers: what they are told, and that their failures stop nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from agent.monitor import Progress, TrainingMonitor, read_record
from agent.phases import PHASES
from agent.trackers import TensorBoard, WeightsAndBiases, trackers_for

SECONDS = dict.fromkeys((*PHASES, "other"), 0.25) | {"total": 1.0}


def monitor(folder: Path, tensorboard: bool = False, wandb: str | None = None) -> TrainingMonitor:
    return TrainingMonitor(folder, Progress("a run"), trackers=trackers_for(folder, tensorboard, wandb))


def test_none_is_asked_for_by_default(tmp_path: Path) -> None:
    assert trackers_for(tmp_path, False, None) == []


def test_tensorboard_files_are_written_when_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    told = monitor(tmp_path, tensorboard=True)
    told.log_update(128, 1, {"policy_loss": 0.5}, SECONDS)
    told.close()
    assert not told.progress.note
    assert list((tmp_path / "tensorboard").iterdir())


@pytest.mark.parametrize(
    ("module", "options", "words"),
    [
        ("torch.utils.tensorboard", {"tensorboard": True}, "TensorBoard is off"),
        ("wandb", {"wandb": "factory"}, "Weights & Biases is off"),
    ],
)
def test_a_missing_tracker_is_noted_once_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, options: dict[str, Any], words: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    told = monitor(tmp_path, **options)
    told.log_update(128, 1, {}, SECONDS)
    assert words in told.progress.note and "pip install" in told.progress.note
    told.progress.note = ""
    told.log_update(256, 2, {}, SECONDS)
    told.close()
    assert told.progress.note == ""
    assert len(read_record(tmp_path)) == 2


class FakeRun:
    """A run of Weights & Biases that remembers, and fails where it is told to."""

    def __init__(self, fails_at: int | None) -> None:
        self.lines: list[tuple[int, dict[str, Any]]] = []
        self.fails_at, self.finished = fails_at, False

    def log(self, numbers: dict[str, Any], step: int) -> None:
        if step == self.fails_at:
            raise ConnectionError("no route to host")
        self.lines.append((step, numbers))

    def finish(self) -> None:
        self.finished = True


def fake_wandb(monkeypatch: pytest.MonkeyPatch, run: FakeRun) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    module = ModuleType("wandb")
    module.init = lambda **options: asked.update(options) or run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wandb", module)
    return asked


def test_weights_and_biases_is_told_every_number_and_resumes_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = FakeRun(fails_at=None)
    asked = fake_wandb(monkeypatch, run)
    tracker = WeightsAndBiases("factory", tmp_path / "movement_micro-1")
    assert tracker.write(128, {"loss": 0.5, "nothing": None}) == ""
    tracker.close()
    assert run.lines == [(128, {"loss": 0.5})] and run.finished
    assert (asked["project"], asked["id"], asked["resume"]) == ("factory", "movement_micro-1", "allow")


def test_a_tracker_that_fails_in_the_middle_is_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = FakeRun(fails_at=256)
    fake_wandb(monkeypatch, run)
    tracker = WeightsAndBiases("factory", tmp_path)
    notes = [tracker.write(steps, {"loss": 1.0}) for steps in (128, 256, 384)]
    tracker.close()
    assert notes[0] == "" and "no route to host" in notes[1] and notes[2] == ""
    assert len(run.lines) == 1 and not run.finished


def test_a_tracker_that_fails_to_close_is_silent(tmp_path: Path) -> None:
    tracker = TensorBoard(tmp_path)
    tracker._writer = object()
    tracker.close()
