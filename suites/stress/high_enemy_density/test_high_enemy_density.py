"""Hundreds of enemies at once: steps go on, memory is steady, and the number of servers does not show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray

from harness.envs import FactorioVectorEnv, fields
from harness.scenarios import Scenario, load_scenario

ARENAS = 4
STEPS = 60

#: Bytes by which a server may grow from its second episode on: what allocators keep back, far below one arena's block.
SLACK_BYTES = 4 << 20


def crowd() -> Scenario:
    return load_scenario(Path(__file__).parent / "scenario.yaml")


def server_bytes() -> int:
    """Resident memory of all processes that this one started."""
    return sum(child.memory_info().rss for child in psutil.Process().children(recursive=True))


def play(env: FactorioVectorEnv, seed: int, steps: int = STEPS) -> tuple[list[bytes], NDArray[np.float32]]:
    """Random walks; the observations of every step, and its rewards."""
    draws = np.random.default_rng(seed)
    env.reset(seed=list(range(seed, seed + ARENAS)))
    seen, rewards = list[bytes](), list[Any]()
    for _ in range(steps):
        observations, reward, *_ = env.step(draws.integers(0, 9, ARENAS))
        seen.append(observations.tobytes())
        rewards.append(reward.copy())
    return seen, np.array(rewards)


def test_steps_go_on_while_hundreds_fight() -> None:
    with FactorioVectorEnv(crowd(), ARENAS) as env:
        observations, _ = env.reset(seed=[1, 2, 3, 4])
        before = fields(observations, "full")["enemies"].copy()
        assert (before >= 350).all()
        _, rewards = play(env, seed=1)
        assert np.isfinite(rewards).all()
        assert (rewards > 0).any(axis=0).all(), "nobody was killed"


def test_memory_does_not_grow_from_episode_to_episode() -> None:
    with FactorioVectorEnv(crowd(), ARENAS) as env:
        play(env, seed=1)
        play(env, seed=2)
        after_two = server_bytes()
        for seed in range(3, 6):
            play(env, seed=seed)
        assert server_bytes() <= after_two + SLACK_BYTES


def test_one_server_and_two_give_the_same_bytes() -> None:
    with FactorioVectorEnv(crowd(), ARENAS, num_servers=1) as one, FactorioVectorEnv(crowd(), ARENAS, num_servers=2) as two:
        seen, rewards = play(one, seed=7)
        seen_again, rewards_again = play(two, seed=7)
    assert seen == seen_again
    assert np.array_equal(rewards, rewards_again)
