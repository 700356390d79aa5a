"""Gymnasium's own ways to look: render modes, frames of one size, its recording wrapper's contract."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest

import harness
from harness.envs import FactorioEnv, FactorioVectorEnv
from harness.errors import ResetNeeded

pytest.importorskip("PIL.Image")


def test_a_rendered_step_is_a_picture_of_the_arena_that_changes_as_it_does() -> None:
    env = gymnasium.make("factorio/movement_micro-v0", render_mode="rgb_array")
    with pytest.raises(ResetNeeded):
        env.unwrapped.render()
    env.reset(seed=1)
    before = env.render()
    assert isinstance(before, np.ndarray) and before.dtype == np.uint8 and before.shape[2] == 3
    east = env.unwrapped.action_names.index("east")
    for _ in range(5):
        env.step(east)
    after = env.render()
    assert after.shape == before.shape
    assert not np.array_equal(before, after)
    env.close()


def test_pictures_have_one_size_whatever_happens_on_a_map_too_large_for_one_view() -> None:
    env = harness.make("automation_intro", render_mode="rgb_array")
    shapes = set()
    for seed in (1, 2):
        env.reset(seed=seed)
        for _ in range(3):
            env.step(harness.commands.walk(1, -1))
            shapes.add(env.render().shape)
    assert len(shapes) == 1
    env.close()


def test_looking_changes_nothing() -> None:
    with FactorioVectorEnv("mining_micro", 2, render_mode="rgb_array") as looked, FactorioVectorEnv(
        "mining_micro", 2
    ) as left_alone:
        for env in (looked, left_alone):
            env.reset(seed=3)
        for action in (1, 9, 9, 4):
            for env in (looked, left_alone):
                env.step(np.full(2, action))
            assert len(looked.render()) == 2
        assert looked.state_hash() == left_alone.state_hash()


def test_without_a_mode_nothing_is_drawn_and_an_unknown_mode_is_named() -> None:
    with FactorioVectorEnv("movement_micro", 1) as env:
        env.reset(seed=1)
        assert env.render() is None
    with pytest.raises(ValueError, match="render_mode is 'ascii'; known: 'rgb_array', or None"):
        FactorioEnv("movement_micro", render_mode="ascii")


def test_the_rate_of_pictures_is_the_games_own_within_what_people_like_to_watch() -> None:
    for scenario, rate in (("movement_micro", 15), ("automation_intro", 4)):
        env = harness.make(scenario, render_mode="rgb_array")
        assert env.metadata["render_fps"] == rate
        env.close()
