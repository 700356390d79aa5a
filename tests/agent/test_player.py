"""A trained model as a player of suite cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import harness
from agent.player import load_policy

BASELINES = Path(__file__).resolve().parents[2] / "baselines" / "models"


def test_a_folder_without_a_model_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(harness.PolicyError, match="python -m agent.train"):
        load_policy(tmp_path, harness.load_scenario("movement_micro"))


def test_a_model_is_refused_by_a_scenario_with_other_frames() -> None:
    with pytest.raises(harness.PolicyError, match="trained on movement_micro"):
        load_policy(BASELINES / "movement_micro", harness.load_scenario("mining_micro"))


@pytest.mark.parametrize("scenario", ["movement_micro", "mining_micro"])
def test_a_checked_in_model_succeeds_and_plays_an_episode_the_same_again(scenario: str) -> None:
    player = load_policy(BASELINES / scenario, harness.load_scenario(scenario))
    returns = []
    with harness.FactorioVectorEnv(scenario, 20) as env:
        for _ in range(2):
            observations, info = env.reset(seed=10_000)
            player.begin(np.arange(20, dtype=np.uint64))
            succeeded = np.zeros(20, dtype=bool)
            while not succeeded.all() and info["episode_length"].max() < 300:
                observations, _, _, _, info = env.step(player.act(observations, info["action_mask"]))
                succeeded |= info["success"]
            assert succeeded.mean() >= 0.9
            returns.append(env.state_hash())
    assert returns[0] == returns[1]
