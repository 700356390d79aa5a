"""Observations in other shapes: every number of a frame by its name, or all of them as features."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import harness
from comm_c.layout import frame_dtype
from harness.envs.wrappers import FieldReader
from harness.scenarios.frames import frame_kind

SCENARIOS = ("movement_micro", "mining_micro", "building_micro", "automation_intro")


def leaves(dtype: np.dtype[Any]) -> int:
    """Numbers in a frame."""
    base, size = dtype.base, int(np.prod(dtype.shape, dtype=int))
    return size * (sum(leaves(base[name]) for name in base.names) if base.names else 1)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_fields_hold_every_number_of_a_frame_as_it_is(scenario: str) -> None:
    env = harness.make(scenario, observation="fields")
    raw, _ = env.unwrapped.reset(seed=2)
    seen, _ = env.reset(seed=2)
    assert env.observation_space.contains(seen)
    frame = harness.fields(raw, env.unwrapped.scenario.frame)
    assert sum(part.size for part in seen.values()) == leaves(frame_dtype(frame_kind(env.unwrapped.scenario.frame)))
    assert np.array_equal(seen["player_pos"], frame["player_pos"])
    if "resources_offset" in seen:
        assert np.array_equal(seen["resources_offset"], frame["resources"]["offset"])
    env.close()


def test_fields_of_many_arenas_are_stacked() -> None:
    envs = harness.make_vec("mining_micro", 3, observation="fields")
    seen, _ = envs.reset(seed=1)
    assert envs.observation_space.contains(seen)
    assert seen["item_counts"].shape == (3, 16)
    before = seen["player_pos"].copy()
    envs.step(np.full(3, 3))
    assert np.array_equal(seen["player_pos"], before)  # the caller's own
    envs.close()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_fields_are_what_networks_over_dictionaries_take(scenario: str) -> None:
    space = FieldReader(harness.load_scenario(scenario)).space
    assert all(name.isidentifier() and len(part.shape) >= 1 for name, part in space.items())


def test_gymnasiums_checker_passes_on_fields() -> None:
    env = harness.make("mining_micro", observation="fields")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check_env(env, skip_render_check=True)
    env.close()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_features_are_finite_and_each_has_a_name(scenario: str) -> None:
    envs = harness.make_vec(scenario, 4, observation="features")
    seen, _ = envs.reset(seed=1)
    assert seen.shape == (4, len(envs.feature_names)) and seen.dtype == np.float32
    assert len(set(envs.feature_names)) == len(envs.feature_names)
    assert np.isfinite(seen).all() and np.abs(seen).max() < 100
    envs.close()


def test_what_the_hand_holds_and_the_plan_asks_for_are_features() -> None:
    env = harness.make("building_micro", observation="features")
    seen, _ = env.reset(seed=4)
    named = dict(zip(env.feature_names, seen.tolist(), strict=True))
    frame = harness.fields(env.unwrapped.reset(seed=4)[0], "building")
    assert named["plan_0_x"] == pytest.approx(frame["plan"][0]["offset"][0] / 16)
    assert named["plan_2_item"] == pytest.approx(np.log1p(frame["plan"][2]["item"]), rel=1e-6)
    assert named["ghosts"] == pytest.approx(np.log1p(frame["ghosts"]), rel=1e-6)
    env.close()
