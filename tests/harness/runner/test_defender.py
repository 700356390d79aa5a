"""The scripted defender holds a base that is lost without it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv
from harness.runner.play import play_episodes
from harness.runner.policies import DefenderPolicy, noop_policy
from harness.runner.policies.world_view import WorldView
from harness.scenarios import Scenario, load_scenario

SECONDS = 120


@pytest.fixture(scope="module")
def siege() -> Scenario:
    """The first wave of defense_scenario, twice as strong."""
    whole = load_scenario("defense_scenario").model_dump()
    whole["scene"]["enemies"]["waves"] = [{"at_seconds": 90, "units": {"small-biter": 10}}]
    whole["task"]["seconds"], whole["episode_steps"] = SECONDS, SECONDS + 10
    whole["reset"]["pool_scenes"] = 3
    return Scenario.model_validate(whole)


@pytest.fixture(scope="module")
def env(siege: Scenario) -> Iterator[FactorioVectorEnv]:
    """Three arenas of it."""
    with FactorioVectorEnv(siege, 3) as made:
        yield made


def test_the_defender_holds_a_base_that_falls_without_it(env: FactorioVectorEnv, siege: Scenario) -> None:
    assert all(episode.success for episode in play_episodes(env, DefenderPolicy(siege), [1, 2, 3]))
    idle = play_episodes(env, noop_policy(siege), [1, 2, 3])
    assert not any(episode.success for episode in idle)


def test_every_scene_has_a_base_of_its_own_and_a_whole_one(env: FactorioVectorEnv, siege: Scenario) -> None:
    planned = siege.scene.base
    numbers = [1 + env.prototype_names["entity"].index(one.name) for one in planned]
    places = np.array([(one.x, one.y) for one in planned])
    bases = set()
    for seed in range(1, 10, 3):
        observations, _ = env.reset(seed=[seed, seed + 1, seed + 2])
        assert (fields(observations, "full")["structures"] == len(planned)).all()
        for arena in range(3):
            rows = env.query(arena, "entities", area=(-20, -20, 20, 20))
            rows = rows[np.isin(rows["prototype"], numbers)]
            bases.add(rows["position"].tobytes())
            for row in rows:
                aside = np.abs(row["position"] / 256 - places[np.equal(numbers, row["prototype"])]).max(axis=1)
                assert aside.min() <= siege.scene.base_scatter
    assert len(bases) == siege.reset.pool_scenes


def test_a_turret_shows_its_magazines(env: FactorioVectorEnv, siege: Scenario) -> None:
    policy = DefenderPolicy(siege)
    policy.attach(env)
    observations, info = env.reset(seed=[1, 2, 3])
    policy.begin(np.array([1, 2, 3], dtype=np.uint64))
    for _ in range(20):
        observations, *_, info = env.step(policy.act(observations, info["action_mask"]))
    turrets = WorldView(env, 0).entities("gun-turret")
    assert turrets
    assert (turrets[0].item, turrets[0].item_count) == ("piercing-rounds-magazine", 20)
    assert WorldView(env, 0).entities("gun-turret", area=(100, 100, 110, 110)) == []
