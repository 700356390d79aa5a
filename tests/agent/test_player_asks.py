"""Models that ask more than frames say, as players of suites: they are handed the askable side alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import torch

import harness
from agent.environments import around, encoder_of
from agent.model import ModelSpec, model_files
from agent.player import load_policy
from agent.policies.architectures import architecture_of, make_policy
from harness.runner.play import play_episodes

SEEDS = np.zeros(2, dtype=np.uint64)


def untrained(env: object, folder: Path) -> Path:
    """A model of the right shape on disk."""
    encoder = encoder_of(env)
    scenario = env.scenario  # type: ignore[attr-defined]
    names, features = list(env.action_names), list(encoder.feature_names)  # type: ignore[attr-defined]
    kind = architecture_of(encoder)
    policy = make_policy(kind, features, len(names), 16, 1, torch.Generator().manual_seed(1))
    spec = ModelSpec(scenario.name, encoder.frame, features, names, 16, 1, architecture=kind)
    folder.mkdir()
    for name, data in model_files(policy.state_dict(), spec).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("scenario", ["movement_obstacles", "survival_basic"])
def test_a_model_that_asks_plays_with_questions_alone(tmp_path: Path, scenario: str) -> None:
    loaded = harness.load_scenario(scenario).model_copy(update={"episode_steps": 20})
    with closing(harness.FactorioVectorEnv(loaded, num_envs=2)) as env:
        player = load_policy(untrained(around(env), tmp_path / "model"), loaded)
        with pytest.raises(harness.PolicyError, match="attach"):
            player.act(np.zeros((2, 64), np.uint8), np.ones((2, 9), bool))
        if scenario == "survival_basic":
            from harness.runner.questions import Questions

            observations, info = env.reset(seed=1)
            player.attach(Questions(env))
            player.begin(SEEDS)
            for _ in range(10):
                observations, *_, info = env.step(player.act(observations, info["action_mask"]))
        else:
            episodes = play_episodes(env, player, [1, 2])
            assert [episode.steps for episode in episodes] == [20, 20]
