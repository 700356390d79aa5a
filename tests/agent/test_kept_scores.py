"""A finished run that is given again tells its scores without playing them again, as long as they are its scores."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL
from rich.console import Console
from toy_env import ToyEnv

import agent.baseline
import agent.run
import harness
from agent.baseline import BaselineConfig, record
from agent.config import TrainConfig
from agent.hierarchy.evaluation import play_all
from agent.kept_scores import subject_of
from agent.options.play import OptionEpisode
from agent.run import train

ROLLOUT = SMALL.arenas * SMALL.horizon


def toy(scenario: harness.Scenario, arenas: int, servers: int) -> Any:
    return ToyEnv(scenario, arenas)


def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def config(folder: Path, **changes: Any) -> TrainConfig:
    base = TrainConfig(steps=ROLLOUT * 2, out=folder, checkpoint_every=2, evaluation_episodes=6)
    return replace(base, ppo=SMALL, **changes)


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever episodes are played for a score."""
    played: list[int] = []
    evaluate = agent.run.evaluate_held_out

    def counted(*arguments: Any, **options: Any) -> Any:
        played.append(1)
        return evaluate(*arguments, **options)

    monkeypatch.setattr(agent.run, "evaluate_held_out", counted)
    return played


def test_a_finished_run_is_scored_once(tmp_path: Path, evaluations: list[int]) -> None:
    first = train(config(tmp_path / "run"), console(), toy)
    again = train(config(tmp_path / "run"), console(), toy)
    assert len(evaluations) == 1
    assert again.evaluation == first.evaluation
    assert "| sampled |" in (tmp_path / "run" / "model" / "README.md").read_text()


def test_a_run_that_has_learned_more_is_scored_anew(tmp_path: Path, evaluations: list[int]) -> None:
    train(config(tmp_path / "run"), console(), toy)
    train(config(tmp_path / "run", steps=ROLLOUT * 4), console(), toy)
    assert len(evaluations) == 2


def test_other_episodes_are_played(tmp_path: Path, evaluations: list[int]) -> None:
    train(config(tmp_path / "run"), console(), toy)
    result = train(config(tmp_path / "run", evaluation_episodes=8), console(), toy)
    assert len(evaluations) == 2
    assert result.evaluation is not None
    assert result.evaluation.episodes == 8


def test_a_score_that_cannot_be_read_is_played_again(tmp_path: Path, evaluations: list[int]) -> None:
    train(config(tmp_path / "run"), console(), toy)
    (tmp_path / "run" / "evaluation.json").write_text('{"success_rate": 1.0}')
    train(config(tmp_path / "run"), console(), toy)
    assert len(evaluations) == 2


def test_what_is_scored_is_told_by_weights_scenario_and_scenes(
    tmp_path: Path, movement: harness.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policy.safetensors").write_bytes(b"one")
    subject = subject_of(tmp_path, movement, episodes=4)
    (tmp_path / "README.md").write_text("a card")
    assert subject_of(tmp_path, movement, episodes=4) == subject
    assert subject_of(tmp_path, movement, episodes=5) != subject
    assert subject_of(tmp_path, movement.model_copy(update={"episode_steps": 99}), episodes=4) != subject
    with monkeypatch.context() as patch:
        patch.setattr(harness, "scene_digest", lambda: "other scripts")
        assert subject_of(tmp_path, movement, episodes=4) != subject
    (tmp_path / "policy.safetensors").write_bytes(b"two")
    assert subject_of(tmp_path, movement, episodes=4) != subject


def test_a_baseline_that_is_given_again_plays_only_the_seeds_it_lacks(
    tmp_path: Path, evaluations: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent.baseline, "defaults_for", lambda scenario, recipe: config(tmp_path))
    first = BaselineConfig("movement_micro", seeds=(1,), runs=tmp_path / "runs", out=tmp_path / "baselines")
    record(first, console(), toy)
    path = record(replace(first, seeds=(1, 2)), console(), toy)
    assert len(evaluations) == 2
    scores = json.loads(path.read_text())
    assert scores["command"] == "python -m agent.baseline --scenario movement_micro --seeds 1 2"
    assert [score["model_seed"] for score in scores["seeds"]] == [1, 2]
    assert (tmp_path / "baselines" / "models" / "movement_micro" / "policy.safetensors").is_file()


def test_an_evaluation_keeps_no_more_than_a_round_of_episodes() -> None:
    alive, most = [0], [0]

    class Counted(OptionEpisode):
        def __init__(self, seed: int) -> None:
            super().__init__(seed, success=seed % 2 == 0, steps=seed)
            alive[0] += 1
            most[0] = max(most[0], alive[0])

        def __del__(self) -> None:
            alive[0] -= 1

    played = play_all(lambda seeds: [Counted(seed) for seed in seeds], range(40), 4, lambda _: None)
    assert [one.seed for one in played] == list(range(40))
    assert [one.steps for one in played] == list(range(40))
    assert most[0] <= 8, "of the round that is played, and of the one before it that is being summed up"
