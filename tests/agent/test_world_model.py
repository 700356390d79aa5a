"""The world model: shapes, that it learns a world it can know, that it plans, and that nothing invalid counts."""

from __future__ import annotations

import torch
from toy_env import ToyEnv

import harness
from agent.choosers import random_chooser
from agent.encoders import encoder_for
from agent.world_model import WorldModel, WorldModelConfig
from agent.world_model.data import Sequences, collect
from agent.world_model.fit import fit, horizon_errors, plan
from agent.world_model.model import world_model_loss

SMALL = WorldModelConfig(hidden=32, embedding=32)


def line_world(count: int = 256, length: int = 8, seed: int = 0) -> Sequences:
    """A point on a line: action 1 moves it by 0.1 and earns 0.1, action 0 does nothing; the second number is speed."""
    generator = torch.Generator().manual_seed(seed)
    actions = torch.randint(0, 2, (length, count), generator=generator)
    start = torch.rand(count, generator=generator)
    places = start + 0.1 * torch.cat([torch.zeros(1, count), actions.cumsum(0)])
    speeds = torch.cat([torch.zeros(1, count), actions.float()])
    never = torch.zeros(length, count, dtype=torch.bool)
    return Sequences(torch.stack([places, speeds], -1), actions, 0.1 * actions, never, ~never)


def test_an_imagined_roll_out_equals_single_steps() -> None:
    torch.manual_seed(0)
    model, features, actions = WorldModel(5, 3, SMALL), torch.rand(4, 5), torch.randint(0, 3, (6, 4))
    imagined = model.imagine(features, actions)
    assert imagined.features.shape == (6, 4, 5) and imagined.rewards.shape == imagined.ends.shape == (6, 4)
    state = model.initial_memory(4)
    for t in range(6):
        features, reward, _, state = model.step(features, actions[t], state)
        torch.testing.assert_close(imagined.features[t], features)
        torch.testing.assert_close(imagined.rewards[t], reward)


def test_it_learns_a_world_and_its_error_beats_that_of_no_change_at_every_horizon() -> None:
    torch.manual_seed(0)
    model = WorldModel(2, 2, SMALL)
    losses = fit(model, line_world(), epochs=30, learning_rate=3e-3, minibatch=32)
    assert losses[-1] < losses[0] / 5
    for error in horizon_errors(model, line_world(seed=9), (1, 4, 8)):
        assert error.model < error.nothing / 2, error


def test_it_plans_towards_reward() -> None:
    torch.manual_seed(0)
    model = WorldModel(2, 2, SMALL)
    fit(model, line_world(), epochs=30, learning_rate=3e-3, minibatch=32)
    chosen = plan(model, torch.rand(16, 2), torch.Generator().manual_seed(1), horizon=8, hold=2, candidates=32)
    assert chosen.tolist() == [1] * 16


def test_rows_that_are_no_transition_count_for_nothing() -> None:
    torch.manual_seed(0)
    model, world = WorldModel(2, 2, SMALL), line_world(8)
    valid = world.valid.clone()
    valid[4:] = False
    imagined = model(world.features[:-1], world.actions)
    garbled = world.features[1:].clone()
    garbled[4:] = 1e6
    clean = world_model_loss(imagined, world.features[1:], world.rewards, world.terminated, valid)
    dirty = world_model_loss(imagined, garbled, world.rewards, world.terminated, valid)
    assert clean.total.item() == dirty.total.item()


def test_sequences_end_at_the_reset_of_an_episode() -> None:
    scenario = harness.load_scenario("movement_micro")
    scenario = scenario.model_copy(update={"episode_steps": 5})
    env = ToyEnv(scenario, 3)
    found = collect(env, encoder_for(scenario), random_chooser(0), 16, 8, seed=1)
    assert found.count == 6 and found.features.shape[:2] == (9, 6)
    assert found.valid[:5, :3].all() and not found.valid[5:, :3].any()
