"""Arenas behind Stable-Baselines3's interface: its own environments of single arenas show the same, and it learns."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import harness
from harness.errors import HarnessError
from harness.scenarios import Scenario, load_scenario

ARENAS, STEPS, EPISODE = 3, 25, 7


def short(name: str) -> Scenario:
    return load_scenario(name).model_copy(update={"episode_steps": EPISODE})


@pytest.fixture
def mining() -> Iterator[Any]:
    """Three arenas with episodes of seven steps."""
    pytest.importorskip("stable_baselines3")
    env = harness.make_sb3(short("mining_micro"), ARENAS)
    yield env
    env.close()


def assert_same(ours: Any, theirs: Any) -> None:
    """Of observations; the number that an arena has among others is its own."""
    if isinstance(theirs, dict):
        for name in theirs.keys() - {"arena"}:
            assert np.array_equal(ours[name], theirs[name]), name
    else:
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("observation", ["features", "fields"])
def test_many_arenas_show_what_the_library_makes_of_single_ones(observation: Any) -> None:
    vec_env = pytest.importorskip("stable_baselines3.common.vec_env")
    monitor = pytest.importorskip("stable_baselines3.common.monitor")
    scenario = short("mining_micro")
    singles = vec_env.DummyVecEnv([lambda: monitor.Monitor(harness.make(scenario, observation))] * ARENAS)
    many = harness.make_sb3(scenario, ARENAS, observation, num_servers=2)
    singles.seed(5)
    many.seed(5)
    assert_same(many.reset(), singles.reset())
    ends = 0
    for actions in np.random.default_rng(1).integers(0, many.action_space.n, (STEPS, ARENAS)):
        theirs, ours = singles.step(actions), many.step(actions)
        assert_same(ours[0], theirs[0])
        assert np.array_equal(ours[1], theirs[1]) and np.array_equal(ours[2], theirs[2])
        for mine, other in zip(ours[3], theirs[3], strict=True):
            assert mine["TimeLimit.truncated"] == other["TimeLimit.truncated"]
            assert ("episode" in mine) == ("episode" in other) == ("terminal_observation" in mine)
            if "episode" in other:
                assert_same(mine["terminal_observation"], other["terminal_observation"])
                assert mine["episode"]["l"] == other["episode"]["l"]
                assert mine["episode"]["r"] == pytest.approx(other["episode"]["r"], abs=1e-5)
                assert mine["is_success"] == other["success"]
                ends += 1
    assert ends == ARENAS * (STEPS // EPISODE)
    singles.close()
    many.close()


def test_ppo_learns_on_features_and_on_fields() -> None:
    ppo = pytest.importorskip("stable_baselines3").PPO
    for observation, policy in (("features", "MlpPolicy"), ("fields", "MultiInputPolicy")):
        env = harness.make_sb3(short("movement_micro"), 4, observation=observation)
        model = ppo(policy, env, n_steps=16, batch_size=32, n_epochs=1, device="cpu", seed=1)
        model.learn(128)
        assert model.num_timesteps == 128
        assert len(model.ep_info_buffer) == 4 * (128 // 4 // EPISODE), "without a Monitor around it"
        env.close()


def test_maskable_ppo_takes_no_action_that_makes_no_sense(mining: Any) -> None:
    contrib = pytest.importorskip("sb3_contrib")
    utils = pytest.importorskip("sb3_contrib.common.maskable.utils")
    model = contrib.MaskablePPO("MlpPolicy", mining, n_steps=16, batch_size=16, n_epochs=1, device="cpu", seed=1)
    model.learn(96)
    observations = mining.reset()
    for _ in range(STEPS):
        masks = utils.get_action_masks(mining)
        assert masks.shape == (ARENAS, mining.action_space.n) and not masks.all()
        actions, _ = model.predict(observations, action_masks=masks)
        assert masks[np.arange(ARENAS), actions].all()
        observations, *_ = mining.step(actions)


def test_wrappers_of_the_library_go_around_it(mining: Any) -> None:
    vec_env = pytest.importorskip("stable_baselines3.common.vec_env")
    wrapped = vec_env.VecNormalize(vec_env.VecMonitor(mining))
    wrapped.seed(3)
    assert wrapped.reset().shape == (ARENAS, *mining.observation_space.shape)
    lengths = set()
    for _ in range(2 * EPISODE):
        _, _, _, infos = wrapped.step(np.zeros(ARENAS, dtype=int))
        lengths |= {info["episode"]["l"] for info in infos if "episode" in info}
    assert lengths == {EPISODE}
    assert not any(mining.env_is_wrapped(vec_env.VecNormalize))
    assert all(mining.env_is_wrapped(harness.VectorFeatureObservation))


def test_attributes_and_methods_of_the_shared_environment_are_reached(mining: Any) -> None:
    mining.reset()
    assert mining.get_attr("feature_names", indices=[0, 2]) == [mining.arenas.feature_names] * 2
    assert mining.env_method("state_hash", indices=1) == [mining.arenas.unwrapped.state_hash()]
    assert np.array_equal(mining.env_method("action_masks", indices=[1])[0], mining.action_masks()[1])
    mining.set_attr("note", 7)
    assert mining.get_attr("note") == [7] * ARENAS
    with pytest.raises(ValueError, match="of some arenas only"):
        mining.set_attr("note", 7, indices=[0])
    with pytest.raises(AttributeError):
        mining.get_attr("nonsense")
    assert not mining.has_attr("nonsense") and mining.has_attr("action_masks")


def test_masks_before_the_first_reset_are_refused(mining: Any) -> None:
    with pytest.raises(HarnessError, match="call reset"):
        mining.action_masks()


def test_pictures_are_laid_beside_each_other() -> None:
    pytest.importorskip("stable_baselines3")
    pytest.importorskip("PIL.Image")
    env = harness.make_sb3("movement_micro", 2, render_mode="rgb_array")
    env.reset()
    one, other = env.get_images()
    assert env.render("rgb_array").size == one.size + other.size
    env.close()


def test_arenas_of_another_autoreset_mode_are_refused() -> None:
    pytest.importorskip("stable_baselines3")
    from harness.envs.sb3 import StableBaselinesEnv

    env = harness.make_vec("movement_micro", 1)
    with pytest.raises(ValueError, match="NEXT_STEP; .* need SAME_STEP"):
        StableBaselinesEnv(env)
    env.close()


def test_a_lost_server_cuts_without_an_episode(fake: dict[str, Any], fault: Any) -> None:
    pytest.importorskip("stable_baselines3")
    fault("die", at=3)
    env = harness.make_sb3("movement_micro", 2, **fake)
    env.reset()
    env.step(np.array([3, 3]))
    _, rewards, ends, infos = env.step(np.array([3, 3]))
    assert ends.all() and not rewards.any()
    for info in infos:
        assert info["server_lost"] and info["TimeLimit.truncated"] and "episode" not in info
        assert info["terminal_observation"].shape == env.observation_space.shape
    env.close()


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stable_baselines3.common.vec_env", None)
    monkeypatch.delitem(sys.modules, "harness.envs.sb3", raising=False)
    with pytest.raises(HarnessError, match="pip install stable-baselines3"):
        harness.make_sb3("movement_micro")
