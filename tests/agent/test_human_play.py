"""Play by hand becomes demonstrations that are learned from like any others."""

from __future__ import annotations

import base64
import io
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from toy_env import WALKS, ToyEnv

import agent.demos.human
import harness
from agent.bc.clone import CloneConfig, clone
from agent.demos import read_demonstrations
from agent.demos.__main__ import main
from agent.demos.human import import_recording, record_person
from agent.errors import AgentError

QUIET = Console(file=io.StringIO(), width=200)


def played(scenario: harness.Scenario, seed: int, ends: str = "stopped", more: int = 0) -> list[str]:
    """The lines that the mod's recorder writes of somebody who walks straight to the goal."""
    env = ToyEnv(scenario, 1)
    observation, _ = env.reset(seed=[seed])
    head = {
        "format": 1, "contract": harness.constants.FACTORIO_FRAMES_VERSION, "frame_kind": 0, "label": str(seed),
        "ticks": scenario.ticks_per_step, "script": scenario.setup_script, "seed": [seed, 0],
    }  # fmt: skip
    lines: list[dict[str, Any]] = [head, {"frame": coded(observation)}]
    terminated = [False]
    while not terminated[0]:
        frame = harness.fields(observation, "movement")[0]
        offset = frame["goal_pos"] - frame["player_pos"]
        signs = np.where(np.abs(offset) > 0.5, np.sign(offset), 0)
        action = int(np.flatnonzero((signs == WALKS).all(axis=1))[0])
        observation, _, terminated, _, _ = env.step(np.array([action]))
        lines.append({"action": [0, *signs.tolist()], "more": more, "frame": coded(observation)})
    return [json.dumps(line) for line in (*lines, {"ends": ends})]


def coded(observation: np.ndarray) -> str:
    return base64.b64encode(zlib.compress(observation[0].tobytes())).decode()


def write(path: Path, *episodes: list[str]) -> Path:
    path.write_text("\n".join(line for episode in episodes for line in episode) + "\n")
    return path


def test_recorded_play_stands_in_the_same_store(tmp_path: Path, movement: harness.Scenario) -> None:
    path = write(tmp_path / "play.jsonl", played(movement, 5), played(movement, 6, more=1))
    taken = import_recording(path, movement, tmp_path / "demos")
    shown = read_demonstrations(tmp_path / "demos")
    assert (taken.episodes, taken.successes, taken.steps) == (2, 2, shown.manifest.steps)
    assert taken.more == list(shown)[1].entry.steps
    assert [entry.seed for entry in shown.manifest.episodes] == [5, 6]
    assert shown.manifest.level == "human" and all(entry.terminated for entry in shown.manifest.episodes)


def test_what_is_known_is_not_taken_twice(tmp_path: Path, movement: harness.Scenario) -> None:
    write(tmp_path / "one.jsonl", played(movement, 5))
    write(tmp_path / "two.jsonl", played(movement, 5), played(movement, 7))
    import_recording(tmp_path / "one.jsonl", movement, tmp_path / "demos")
    taken = import_recording(tmp_path / "two.jsonl", movement, tmp_path / "demos")
    assert (taken.episodes, taken.known) == (1, 1)
    assert len(read_demonstrations(tmp_path / "demos")) == 2


def test_a_policy_is_cloned_from_a_persons_play(tmp_path: Path, movement: harness.Scenario) -> None:
    write(tmp_path / "play.jsonl", *(played(movement, seed) for seed in range(4)))
    import_recording(tmp_path / "play.jsonl", movement, tmp_path / "demos")
    config = CloneConfig(gradient_steps=200, hidden_units=16)
    model = clone(read_demonstrations(tmp_path / "demos"), tmp_path / "model", config, QUIET)
    assert model.spec.scenario == "movement_micro"


def test_a_step_that_is_missing_is_named(tmp_path: Path, movement: harness.Scenario) -> None:
    lines = played(movement, 5)
    with pytest.raises(AgentError, match="a hole at step 2"):
        import_recording(write(tmp_path / "p.jsonl", lines[:4] + lines[5:]), movement, tmp_path / "demos")


def test_a_recording_without_a_step_is_refused(tmp_path: Path, movement: harness.Scenario) -> None:
    with pytest.raises(AgentError, match="holds no step"):
        import_recording(write(tmp_path / "p.jsonl", played(movement, 5)[:2]), movement, tmp_path / "demos")


def test_the_command_imports(tmp_path: Path, movement: harness.Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = write(tmp_path / "play.jsonl", played(movement, 5)), tmp_path / "demos"
    assert main(["import-play", str(path), "--scenario", "movement_micro", "--out", str(out)]) == 0
    assert "1 episodes" in capsys.readouterr().out
    assert main(["import-play", str(path), "--scenario", "mining_micro", "--out", str(tmp_path / "other")]) == 1
    assert "the recording was not made in mining_micro" in " ".join(capsys.readouterr().err.split())


class FakeArena:
    """A server whose player joins late, plays the seed's episode at once, and leaves in the third."""

    def __init__(self, scenario: harness.Scenario, folder: Path) -> None:
        self.scenario, self.file, self.address = scenario, folder / "recording.jsonl", "127.0.0.1:34197"
        self.tries, self.begun, self.is_closed = 0, list[int](), False

    def begin(self, seed: int, player: str) -> None:
        self.tries += 1
        if self.tries < 3:
            raise harness.RecordingError(f"there is no player {player}")
        if len(self.begun) == 2:
            raise KeyboardInterrupt
        self.begun.append(seed)
        with self.file.open("a") as file:
            file.write("\n".join(played(self.scenario, seed)[:-1]) + "\n")

    def has_ended(self) -> bool:
        return self.file.read_text().splitlines()[-1].startswith('{"ends"')

    def stop(self) -> None:
        with self.file.open("a") as file:
            file.write('{"ends": "stopped"}\n')

    def close(self) -> None:
        self.is_closed = True


def test_a_person_is_waited_for_and_what_they_played_is_kept(
    tmp_path: Path, movement: harness.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    arena = FakeArena(movement, tmp_path)
    monkeypatch.setattr(harness, "PlayedArena", lambda scenario, kind, binary: arena)
    monkeypatch.setattr(agent.demos.human, "sleep", lambda seconds: None)
    taken = record_person(movement, Path("factorio"), "ann", range(8, 18), tmp_path / "demos", QUIET)
    assert arena.begun == [8, 9] and arena.is_closed
    assert taken.episodes == 2 and taken.successes == 2


def test_who_never_joins_has_played_nothing(
    tmp_path: Path, movement: harness.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    arena = FakeArena(movement, tmp_path)
    monkeypatch.setattr(harness, "PlayedArena", lambda scenario, kind, binary: arena)
    monkeypatch.setattr(agent.demos.human, "sleep", interrupt)
    with pytest.raises(AgentError, match=r"ann has not joined 127.0.0.1:34197"):
        record_person(movement, Path("factorio"), "ann", range(2), tmp_path / "demos", QUIET)
