"""Imitation on the learner's own states."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from conftest import SMALL
from toy_env import ToyEnv

import harness
from agent.bc.dagger import Dagger, DaggerConfig
from agent.bc.store import AdviceBatch, AdviceStore
from agent.encoders import encoder_for

HOW = DaggerConfig(sample_share=1.0, store_rows=2000, gradient_steps=8, batch_rows=64)


def learner(scenario: harness.Scenario, how: DaggerConfig = HOW) -> Dagger:
    env = ToyEnv(scenario, SMALL.arenas)
    made = Dagger(env, scenario, encoder_for(scenario), SMALL, anneal_steps=10_000, seed=1, how=how)
    made.begin(*env.reset(seed=1))
    return made


def learn(one: Dagger, updates: int) -> list[float]:
    """Shares of the drawn states in which the learner would do something else than the expert."""
    return [one.update(one.collect()).clipped_share for _ in range(updates)]


def test_a_learner_comes_to_agree_with_its_expert(movement: harness.Scenario) -> None:
    shares = learn(learner(movement), 24)
    assert np.mean(shares[-4:]) < np.mean(shares[:2]) / 2


def test_in_the_end_the_learner_acts_alone(movement: harness.Scenario) -> None:
    one = learner(movement, DaggerConfig(expert_share=1.0, expert_until=1.0, sample_share=1.0, store_rows=500))
    assert one.led.all()
    one.steps = one.anneal_steps
    one._lead(torch.ones_like(one.led))
    assert not one.led.any()


def test_where_the_expert_acts_its_advice_is_done(movement: harness.Scenario) -> None:
    one = learner(movement, DaggerConfig(expert_share=1.0, sample_share=1.0, store_rows=500))
    rollout = one.collect()
    assert (rollout.actions[0] == one.advised[0]).all()


def test_in_greedy_episodes_the_likeliest_action_is_done(movement: harness.Scenario) -> None:
    one = learner(movement, DaggerConfig(expert_share=0.0, greedy_share=1.0, sample_share=1.0, store_rows=500))
    rollout = one.collect()
    logits = one.policy(rollout.features[0]).primitive_action.masked_fill(~rollout.masks[0], -torch.inf)
    assert (rollout.actions[0] == logits.argmax(-1)).all()


def test_a_learner_that_is_saved_and_loaded_goes_on_to_the_same_weights(movement: harness.Scenario) -> None:
    whole, halved = learner(movement), learner(movement)
    learn(whole, 2)
    learn(halved, 2)
    other = learner(movement)
    other.env.frames[:] = halved.env.frames
    for name in ("base_seeds", "episodes", "done", "progress", "clock"):
        getattr(other.env, name)[...] = getattr(halved.env, name)
    arrays = {name: array.copy() for name, array in halved.arrays().items()}
    other.load(arrays, halved.counters(), halved._observation.copy(), {"action_mask": halved._mask.copy()})
    learn(whole, 2)
    learn(other, 2)
    for name, tensor in whole.policy.state_dict().items():
        assert torch.equal(tensor, other.policy.state_dict()[name]), name


def rows(values: range) -> AdviceBatch:
    """States that can be told apart by their advice."""
    numbers = torch.tensor(list(values))
    masks = torch.ones(len(numbers), 2, dtype=torch.bool)
    return AdviceBatch(numbers[:, None].float() / 1000, masks, numbers, numbers.float())


def test_a_full_store_holds_an_even_sample_of_all_states() -> None:
    generator = torch.Generator().manual_seed(1)
    store = AdviceStore(500, 1, 2)
    for start in range(0, 5000, 100):
        store.add(rows(range(start, start + 100)), generator)
    assert (len(store), store.seen) == (500, 5000)
    late = float((store.columns["advised"] >= 2500).float().mean())
    assert late == pytest.approx(0.5, abs=0.1)  # 4.5 standard deviations of an even draw
    assert torch.allclose(store.columns["features"][:, 0].float(), store.columns["advised"] / 1000, atol=2e-3)


def test_a_store_that_is_not_full_keeps_everything(movement: harness.Scenario) -> None:
    store = AdviceStore(50, 1, 2)
    store.add(rows(range(30)), torch.Generator())
    assert store.columns["advised"][:30].tolist() == list(range(30))
    drawn: Any = store.draw(200, torch.Generator())
    assert drawn.advised.max() < 30
