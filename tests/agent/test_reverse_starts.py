"""Reverse starts: demonstrations are played up to a step that moves back as the learner succeeds."""

from __future__ import annotations

import json

import numpy as np
import pytest
from toy_env import ToyEnv

import harness
from agent.curriculum import ReverseStarts
from agent.curriculum.starts import Demonstration
from agent.errors import AgentError

STEPS = 20


@pytest.fixture
def world() -> ToyEnv:
    return ToyEnv(harness.load_scenario("movement_micro"), 2)


def demonstrations(count: int = 2) -> list[Demonstration]:
    """Some steps to the east, then to the west."""
    actions = np.array([3] * (STEPS // 2) + [7] * (STEPS // 2), dtype=np.int64)
    return [Demonstration(seed, actions) for seed in range(1, count + 1)]


def test_the_learner_takes_over_near_the_end_where_the_demonstration_led(world: ToyEnv) -> None:
    starts = ReverseStarts(demonstrations(), first_steps=8)
    observation, _, played = starts.begin(world, [0, 1])
    begun = harness.fields(observation, "movement")["player_pos"].copy()
    assert played.tolist() == [STEPS - 8] * 2
    walked, _ = world.reset(seed=[1, 2])
    for action in demonstrations()[0].actions[: STEPS - 8]:
        walked, *_ = world.step(np.array([action, action]))
    np.testing.assert_array_equal(begun, harness.fields(walked, "movement")["player_pos"])


def test_the_start_moves_back_only_when_the_learner_succeeds(world: ToyEnv) -> None:
    starts = ReverseStarts(demonstrations(), first_steps=8, growth=2, window=10)
    starts.note([True] * 8 + [False] * 2)
    assert starts.left_steps == 8
    starts.note([True] * 10)
    assert starts.left_steps == 16 and not starts.is_finished
    starts.note([True] * 9)
    assert starts.left_steps == 16  # a new start has a window of its own
    starts.note([True])
    assert starts.left_steps == STEPS and starts.is_finished
    assert starts.begin(world, [0, 1])[2].tolist() == [0, 0]


def test_its_state_goes_on() -> None:
    first, second = ReverseStarts(demonstrations(), window=10), ReverseStarts(demonstrations(), window=10)
    first.note([True] * 13)
    second.load(json.loads(json.dumps(first.state())))
    first.note([True] * 9)
    second.note([True] * 9)
    assert first.state() == second.state()


def test_a_demonstration_that_ends_too_early_is_named_with_its_step() -> None:
    scenario = harness.load_scenario("movement_micro").model_copy(update={"episode_steps": 5})
    starts = ReverseStarts(demonstrations(), first_steps=8)
    with pytest.raises(AgentError, match=r"demonstration 0 \(seed 1\) ends at step 5 of 20"):
        starts.begin(ToyEnv(scenario, 2), [0, 1])


def test_there_must_be_demonstrations() -> None:
    with pytest.raises(AgentError, match="agent.demos record"):
        ReverseStarts([])
