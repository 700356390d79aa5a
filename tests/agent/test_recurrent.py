"""Policies that remember: what they carry from step to step, what they forget, and that it serves them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import SMALL
from recall_env import STEPS, Knowing, RecallEnv
from toy_env import ToyEnv

import harness
from agent.bc.dagger import Dagger, DaggerConfig
from agent.bc.recurrent import RecurrentDagger
from agent.choosers import policy_chooser
from agent.encoders import encoder_for
from agent.errors import AgentError
from agent.evaluate import play
from agent.export import exportable, to_torchscript
from agent.model import Model, ModelSpec, load_model, model_files
from agent.policies.architectures import architecture_of
from agent.policies.recurrent import RecurrentPolicy, forget
from agent.ppo.ppo import PPO
from agent.ppo.recurrent import RecurrentPPO

REMEMBERS = replace(SMALL, memory=True, arenas=32, horizon=14, learning_rate=1e-2, hidden_units=16, hidden_layers=1)
FORGETS = replace(REMEMBERS, memory=False)
HOW = DaggerConfig(expert_share=1.0, sample_share=1.0, store_rows=20_000, gradient_steps=8, batch_rows=448)


def draws(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def policy() -> RecurrentPolicy:
    return RecurrentPolicy(5, 3, hidden_units=8, hidden_layers=1, generator=draws())


def learner(kind: Any, scenario: harness.Scenario, config: Any, env: Any = RecallEnv, **rest: Any) -> Any:
    world = env(scenario, config.arenas)
    made = kind(world, scenario, encoder_for(scenario), config, anneal_steps=40_000, seed=1, **rest)
    made.begin(*world.reset(seed=1))
    return made


def late_success(one: PPO, updates: int) -> float:
    """Share of the episodes of the last four rollouts that succeeded."""
    found = []
    for _ in range(updates):
        rollout = one.collect()
        found.append(np.concatenate([columns["task_completion_rate"] for columns in rollout.episodes]).mean())
        one.update(rollout)
    return float(np.mean(found[-4:]))


def test_many_steps_at_once_are_judged_as_one_after_the_other() -> None:
    net, steps = policy(), torch.randn(6, 4, 5, generator=draws(2))
    begins = torch.rand(6, 4, generator=draws(3)) < 0.3
    first = torch.randn(4, 8, generator=draws(4))
    together, memory = net.unroll(steps, first, begins), first
    for t in range(6):
        alone = net(steps[t], forget(memory, begins[t]))
        memory = alone.memory
        torch.testing.assert_close(together.primitive_action[t], alone.primitive_action)
        torch.testing.assert_close(together.value[t], alone.value)


def test_nothing_is_remembered_across_the_beginning_of_an_episode() -> None:
    net, steps = policy(), torch.randn(5, 1, 5, generator=draws(2))
    begins = torch.tensor([[False], [False], [True], [False], [False]])
    changed = steps.clone()
    changed[:2] += 1.0
    one, other = (net.unroll(seen, net.initial_memory(1), begins).primitive_action for seen in (steps, changed))
    assert torch.equal(one[2:], other[2:])
    assert not torch.equal(one[:2], other[:2])


def test_gradients_flow_back_through_the_steps_of_an_episode_only() -> None:
    net = policy()
    steps = torch.randn(5, 1, 5, generator=draws(2)).requires_grad_()
    begins = torch.tensor([[False], [False], [True], [False], [False]])
    net.unroll(steps, net.initial_memory(1), begins).value[4].sum().backward()  # type: ignore[no-untyped-call]
    assert steps.grad is not None
    assert (steps.grad.abs().sum((1, 2)) > 0).tolist() == [False, False, True, True, True]


def test_reinforcement_with_a_memory_recalls_what_was_shown_once(movement: harness.Scenario) -> None:
    assert late_success(learner(RecurrentPPO, movement, REMEMBERS), 40) > 0.9


def test_reinforcement_without_one_guesses(movement: harness.Scenario) -> None:
    assert late_success(learner(PPO, movement, FORGETS), 40) < 0.65


def agreement(kind: Any, scenario: harness.Scenario, config: Any) -> float:
    """How often a policy that has imitated is right in the end, greedily, on episodes of its own."""
    one = learner(kind, scenario, config, how=HOW)
    one.expert = Knowing(one.env)
    for _ in range(12):
        one.update(one.collect())
    env, encoder = RecallEnv(scenario, 64), encoder_for(scenario)
    model = Model(one.policy, spec_of(one), Path())
    return float(play(env, policy_chooser(model, encoder, "greedy", 0), list(range(64))).success.mean())


def spec_of(one: PPO) -> ModelSpec:
    return ModelSpec(
        "movement_micro", "movement", list(one.encoder.feature_names), list(one.env.action_names),
        one.config.hidden_units, one.config.hidden_layers, architecture=architecture_of(one.encoder, one.config.memory),
    )  # fmt: skip


def test_imitation_with_a_memory_recalls_what_was_shown_once(movement: harness.Scenario) -> None:
    assert agreement(RecurrentDagger, movement, REMEMBERS) > 0.9


def test_imitation_without_one_guesses(movement: harness.Scenario) -> None:
    assert agreement(Dagger, movement, FORGETS) < 0.75  # 4 standard deviations above a half


def test_the_memory_that_acted_is_the_one_that_is_learned_through(movement: harness.Scenario) -> None:
    """What the policy said while it acted is what it says of the whole rollout, resets and all."""
    one = learner(RecurrentPPO, movement, replace(REMEMBERS, arenas=8, horizon=3 * STEPS))
    one.update(one.collect())
    rollout = one.collect()
    assert one.begins.any()
    output = one.policy.unroll(rollout.features[:-1], one.first_memory, one.begins)
    chosen = torch.log_softmax(output.primitive_action, -1).gather(2, rollout.actions.unsqueeze(2)).squeeze(2)
    torch.testing.assert_close(chosen, rollout.log_probs)


@pytest.mark.parametrize("kind", [RecurrentPPO, RecurrentDagger])
def test_a_learner_that_is_saved_and_loaded_goes_on_to_the_same_weights(movement: harness.Scenario, kind: Any) -> None:
    rest = {"how": HOW} if kind is RecurrentDagger else {}
    config = replace(REMEMBERS, horizon=5)  # rollouts begin in the middle of episodes
    one, other = (learner(kind, movement, config, ToyEnv, **rest) for _ in range(2))
    for _ in range(3):
        one.update(one.collect())
    arrays = {name: array.copy() for name, array in one.arrays().items()}
    other.load(arrays, one.counters(), *other.env.restore(one.env.snapshot()))
    assert arrays["memory"].any()
    for each in (one, other):
        each.update(each.collect())
    for name, tensor in one.policy.state_dict().items():
        assert torch.equal(tensor, other.policy.state_dict()[name]), name


def test_a_lost_server_costs_the_memory_of_its_arenas_alone(movement: harness.Scenario) -> None:
    config = replace(REMEMBERS, arenas=4, horizon=5)
    one = learner(RecurrentPPO, movement, config, lambda scenario, count: ToyEnv(scenario, count, lose=(4,)))
    one.update(one.collect())  # arena 0 is lost in row 3; row 4 resets it
    assert not one.memory[0].any()
    assert one.memory[1:].any(1).all()


def test_a_model_with_a_memory_is_written_read_and_exported(movement: harness.Scenario, tmp_path: Path) -> None:
    one = learner(RecurrentPPO, movement, REMEMBERS)
    for name, content in model_files(one.policy.state_dict(), spec_of(one)).items():
        (tmp_path / name).write_bytes(content)
    assert isinstance(load_model(tmp_path).policy, RecurrentPolicy)
    (exported,) = exportable(tmp_path)
    assert exported.outputs == ("primitive_action", "value", "memory")
    assert to_torchscript(exported, tmp_path).is_file()


def test_what_a_memory_does_not_go_with_is_said(movement: harness.Scenario) -> None:
    with pytest.raises(AgentError, match=r"clone-coefficient is 0\.5; with --ppo\.memory only 0"):
        learner(RecurrentPPO, movement, replace(REMEMBERS, clone_coefficient=0.5))
    encoder: Any = type("Kit", (), {"architecture": "IntentPolicy"})()
    with pytest.raises(AgentError, match="not with IntentPolicy"):
        architecture_of(encoder, remembers=True)
