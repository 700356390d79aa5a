"""What the agent's tests share: scenarios, a numpy world, a small learner."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

import harness
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig
from agent.ppo.ppo import PPO

sys.path.insert(0, str(Path(__file__).parent))

from toy_env import ToyEnv  # noqa: E402

SMALL = PPOConfig(arenas=16, horizon=8, epochs=2, minibatches=2, hidden_units=16)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Small networks gain nothing from a second thread, and other tests run beside."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def movement() -> harness.Scenario:
    return harness.load_scenario("movement_micro")


@pytest.fixture(scope="session")
def mining() -> harness.Scenario:
    return harness.load_scenario("mining_micro")


@pytest.fixture
def make_learner() -> Callable[..., PPO]:
    """Makes a small learner in the numpy world, ready to collect."""

    def make(
        scenario: harness.Scenario,
        config: PPOConfig = SMALL,
        seed: int = 1,
        lose: tuple[int, ...] = (),
        steps: int = 10_000,
    ) -> PPO:
        env = ToyEnv(scenario, config.arenas, lose)
        learner = PPO(env, scenario, encoder_for(scenario), config, anneal_steps=steps, seed=seed)
        learner.begin(*env.reset(seed=seed))
        return learner

    return make
