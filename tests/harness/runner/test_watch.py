"""`python -m harness watch`, through its front door."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from harness.cli import main
from harness.runner import watch
from harness.runner.play import Watcher
from harness.runner.watch import Camera

Image = pytest.importorskip("PIL.Image")


def play(camera: Watcher, steps: int, length: int) -> None:
    for step in range(1, steps + 1):
        ends = np.array([step == length])
        camera.after_step(None, (np.zeros((1, 64), np.uint8), np.ones(1), ends, ~ends & False, {}))  # type: ignore[arg-type]


def opened(path: Path) -> Any:
    return Image.open(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize(("length", "wanted"), [(1, 10), (7, 10), (20, 10), (21, 10), (1000, 10), (36_000, 120)])
def test_an_episode_of_any_length_is_seen_evenly_and_to_its_end(
    monkeypatch: pytest.MonkeyPatch, length: int, wanted: int
) -> None:
    monkeypatch.setattr(watch, "try_capture", lambda *_: SimpleNamespace())
    camera = Camera(wanted)
    play(camera, length, length)
    steps = [shot.step for shot in camera.shots]
    assert min(wanted, length) <= len(steps) <= 2 * wanted + 1
    assert steps[-1] == length
    assert camera.shots[-1].reward == length
    assert len(set(np.diff(steps[:-1]).tolist())) <= 1, "even distances"


def test_an_episode_becomes_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "films" / "walk.gif"
    words = ["watch", "movement_micro", "--seed", "3", "--pictures", "6", "--pixels", "200", "--out", str(out)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "success after" in told and str(out) in told
    film = opened(out)
    assert film.format == "GIF" and 6 <= film.n_frames <= 13


def test_an_agent_without_skill_is_watched_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "noop.webp"
    assert main(["watch", "movement_micro", "--policy", "noop", "--pictures", "3", "--out", str(out)]) == 0
    assert "time is up after 100 steps" in capsys.readouterr().out
    assert opened(out).format == "WEBP"


def test_ctrl_c_keeps_what_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(env: Any, policy: Any, seeds: Any, watchers: Any, replays: int) -> None:
        observations, _ = env.reset(seed=list(seeds))
        for _ in range(5):
            outcome = env.step(np.zeros(1, dtype=np.int64))
            watchers[-1].after_step(env, outcome)
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "play_episodes", interrupted)
    out = tmp_path / "part.gif"
    assert main(["watch", "movement_micro", "--out", str(out)]) == 0
    assert "interrupted after 5 steps" in capsys.readouterr().out
    assert opened(out).n_frames == 5


def test_a_film_of_another_kind_is_refused_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "play_episodes", lambda *_: pytest.fail("it was played"))
    assert main(["watch", "movement_micro", "--out", str(tmp_path / "film.mp4")]) == 2
    words = capsys.readouterr().err
    assert "film.mp4" in words and ".gif or .webp" in words
