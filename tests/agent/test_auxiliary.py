"""The world model as an auxiliary loss: the trunk learns to predict, and PPO stays what it is."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import SMALL
from rich.console import Console
from toy_env import ToyEnv

import harness
from agent.config import TrainConfig
from agent.encoders import encoder_for
from agent.errors import AgentError, LossNotFinite
from agent.model import load_model
from agent.ppo.ppo import PPO
from agent.run import train
from agent.world_model.auxiliary import PredictingPPO

PLAIN = replace(SMALL, compiled=False)


def toy(scenario: harness.Scenario, arenas: int, servers: int) -> Any:
    return ToyEnv(scenario, arenas)


def learner(scenario: harness.Scenario, kind: type[PPO] = PredictingPPO, **options: Any) -> Any:
    env = ToyEnv(scenario, PLAIN.arenas)
    made = kind(env, scenario, encoder_for(scenario), PLAIN, anneal_steps=10_000, seed=1, **options)
    made.begin(*env.reset(seed=1))
    return made


def config(folder: Path, updates: int = 6, **changes: Any) -> TrainConfig:
    steps = SMALL.arenas * SMALL.horizon * updates
    base = TrainConfig(steps=steps, out=folder, checkpoint_every=2, evaluation_episodes=0, ppo=SMALL, auxiliary=0.1)
    return replace(base, **changes)


def run(chosen: TrainConfig) -> Any:
    return train(chosen, Console(file=io.StringIO(), width=100), toy)


def test_what_the_trunk_predicts_gets_better(movement: harness.Scenario) -> None:
    one, errors = learner(movement, weight=1.0), list[float]()
    for _ in range(40):
        one.update(one.collect())
        errors.append(one.prediction_error)
    assert np.mean(errors[-5:]) < np.mean(errors[:5]) / 2


def test_the_auxiliary_loss_moves_the_trunk_and_not_the_heads_of_the_policy(movement: harness.Scenario) -> None:
    one = learner(movement, weight=1.0)
    one.update(one.collect())
    one.policy.zero_grad()
    torch.autograd.backward(one._prediction_loss())
    assert all(parameter.grad is not None for parameter in one.policy.trunk.parameters())
    assert one.policy.value_head.weight.grad is None and one.policy.primitive_action_head.weight.grad is None


def test_without_weight_it_learns_what_ppo_learns(movement: harness.Scenario) -> None:
    """The head draws its weights after the policy, so both begin alike; then the draws of actions differ."""
    one, plain = learner(movement, weight=0.0), learner(movement, PPO)
    for first, second in zip(one.policy.parameters(), plain.policy.parameters(), strict=True):
        assert torch.equal(first, second)
    rollout = plain.collect()
    plain.generator.set_state(one.generator.get_state())
    one.steps, one.ledger = plain.steps, plain.ledger
    reports = [which.update(rollout) for which in (plain, one)]
    assert reports[0].policy_loss == pytest.approx(reports[1].policy_loss, rel=1e-5)
    for first, second in zip(one.policy.parameters(), plain.policy.parameters(), strict=True):
        assert torch.allclose(first, second, atol=1e-6)


def test_rows_that_are_no_transition_are_not_predicted(movement: harness.Scenario) -> None:
    """Rewards of rows that a lost server broke are NaN; predicting them would end the run."""
    env = ToyEnv(movement, PLAIN.arenas, lose=(3,))
    one = PredictingPPO(env, movement, encoder_for(movement), PLAIN, anneal_steps=10_000, seed=1, weight=1.0)
    one.begin(*env.reset(seed=1))
    rollout = one.collect()
    assert torch.isnan(rollout.rewards).any()
    one.update(rollout)
    assert np.isfinite(one.prediction_error)


def test_a_prediction_that_is_no_number_is_named(movement: harness.Scenario) -> None:
    one = learner(movement, weight=1.0)
    with torch.no_grad():
        one.head.reward.bias.fill_(float("nan"))
    with pytest.raises(LossNotFinite, match="prediction_loss is nan in update 1"):
        one.update(one.collect())


def test_a_learner_that_is_saved_and_loaded_goes_on_to_the_same_bytes(movement: harness.Scenario) -> None:
    one, other = learner(movement, weight=0.1), learner(movement, weight=0.1)
    for _ in range(3):
        one.update(one.collect())
    one.hold()
    arrays = {name: array.copy() for name, array in one.arrays().items()}
    other.load(arrays, one.counters(), *other.env.restore(one.env.snapshot()))
    for _ in range(2):
        for which in (one, other):
            which.update(which.collect())
    assert one.prediction_error == other.prediction_error
    for name, array in one.arrays().items():
        assert np.array_equal(array, other.arrays()[name]), name


def test_a_run_tells_of_it_and_leaves_a_plain_model(tmp_path: Path) -> None:
    whole = run(config(tmp_path / "whole"))
    run(config(tmp_path / "parts", budget=0.0))
    assert run(config(tmp_path / "parts")).content_hash == whole.content_hash
    assert "prediction_error" in (tmp_path / "whole" / "metrics.jsonl").read_text()
    assert load_model(tmp_path / "whole" / "model").spec.architecture == "ReactivePolicy"


def test_imitation_has_no_auxiliary_loss(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="goes with --method ppo"):
        run(config(tmp_path / "run", method="dagger"))
