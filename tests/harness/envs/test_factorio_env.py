"""The single environment."""

from __future__ import annotations

import warnings
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import harness
from harness.envs import FactorioEnv, FeatureObservation, fields
from harness.errors import InvalidAction, ResetNeeded
from harness.scenarios import load_scenario


@pytest.mark.parametrize("scenario", ["movement_micro", "mining_micro"])
def test_gymnasiums_checker_passes_without_a_warning(scenario: str, fake: dict[str, Any]) -> None:
    env = gymnasium.make(f"factorio/{scenario}-v0", **fake)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.close()


def test_gymnasiums_checker_passes_on_features(fake: dict[str, Any]) -> None:
    env = harness.make("mining_micro", observation="features", **fake)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*is different from the unwrapped version")
        # The space of features is unbounded on purpose: no number of a frame is clipped.
        warnings.filterwarnings("ignore", message=".*A Box observation space (minimum|maximum) value is")
        check_env(env, skip_render_check=True)
    env.close()


def test_gymnasium_makes_vector_environments_by_the_same_name(fake: dict[str, Any]) -> None:
    envs = gymnasium.make_vec("factorio/movement_micro-v0", num_envs=3, **fake)
    observations, _ = envs.reset(seed=1)
    assert observations.shape == (3, 64)
    envs.close()
    features = gymnasium.make_vec("factorio/mining_micro-v0", num_envs=3, observation="features", **fake)
    observations, _ = features.reset(seed=1)
    assert features.observation_space.contains(observations)
    features.close()


def test_features_say_what_they_are(fake: dict[str, Any]) -> None:
    env = FeatureObservation(FactorioEnv("movement_micro", **fake))
    features, _ = env.reset(seed=1)
    named = dict(zip(env.feature_names, features.tolist(), strict=True))
    frame = fields(env.env.reset(seed=1)[0], "movement")
    assert named["goal_x"] == pytest.approx((frame["goal_pos"] - frame["player_pos"])[0] / 32)
    assert named["alive"] == named["health"] == 1
    assert named["facing_south"] == -1  # direction 0 is north
    env.close()


def test_the_mask_of_the_newest_frame_can_be_asked_for(fake_env: FactorioEnv) -> None:
    with pytest.raises(ResetNeeded):
        fake_env.action_masks()
    _, info = fake_env.reset(seed=1)
    assert np.array_equal(fake_env.action_masks(), info["action_mask"])
    *_, info = fake_env.step(3)
    mask = fake_env.action_masks()
    assert mask.dtype == bool and np.array_equal(mask, info["action_mask"])


def test_the_same_seed_begins_the_same_episode(fake_env: FactorioEnv) -> None:
    first, _ = fake_env.reset(seed=3)
    fake_env.step(1)
    again, _ = fake_env.reset(seed=3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, fake_env.reset()[0])


def test_an_episode_must_be_begun_and_ends_once(fake_env: FactorioEnv) -> None:
    with pytest.raises(ResetNeeded, match=r"call reset\(\) first"):
        fake_env.step(0)
    fake_env.reset(seed=1)
    steps = 0
    truncated = False
    while not truncated:
        *_, truncated, _ = fake_env.step(0)
        steps += 1
    assert steps == load_scenario("movement_micro").episode_steps
    with pytest.raises(ResetNeeded):
        fake_env.step(0)
    fake_env.reset()
    fake_env.step(0)


@pytest.mark.parametrize("action", [9, -1, [0], 0.5, float("nan"), None])
def test_an_impossible_action_is_refused_and_the_episode_goes_on(fake_env: FactorioEnv, action: Any) -> None:
    fake_env.reset(seed=1)
    before = fake_env.state_hash()
    with pytest.raises(InvalidAction):
        fake_env.step(action)
    assert fake_env.state_hash() == before
    fake_env.step(np.int64(3))


def test_a_snapshot_brings_the_moment_back(fake_env: FactorioEnv) -> None:
    fake_env.reset(seed=1)
    for _ in range(5):
        fake_env.step(3)
    snapshot, observation = fake_env.snapshot(), fake_env.step(2)[0]
    fake_env.step(5)
    fake_env.restore(snapshot)
    assert np.array_equal(fake_env.step(2)[0], observation)


def test_closing_twice_is_harmless_and_a_closed_environment_says_so(fake_env: FactorioEnv) -> None:
    fake_env.close()
    fake_env.close()
    with pytest.raises(ResetNeeded, match="the environment is closed"):
        fake_env.reset()


def test_an_unknown_kind_of_observation_is_refused(fake: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="observation is 'pixels'; known: 'frame', 'fields', 'features'"):
        gymnasium.make("factorio/movement_micro-v0", observation="pixels", **fake)
