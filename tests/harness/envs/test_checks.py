"""The check of the rules passes what keeps them, and names the rule that is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from harness.envs import FactorioVectorEnv, checks
from harness.envs.checks import CheckFailed, check_vector_env
from harness.scenarios import Scenario, load_scenario

Make = Callable[..., FactorioVectorEnv]


def short(name: str) -> Scenario:
    return Scenario.model_validate(load_scenario(name).model_dump() | {"episode_steps": 4})


@pytest.mark.parametrize("scenario", ["movement_micro", "mining_micro"])
@pytest.mark.parametrize("copy", [True, False])
def test_environments_of_the_harness_keep_the_rules(make_fake_vec: Make, scenario: str, copy: bool) -> None:
    check_vector_env(make_fake_vec(short(scenario), 3, num_servers=2, copy=copy), steps=12)


def spoil(name: str) -> Callable[[list[Any]], None]:
    def change(outcome: list[Any]) -> None:
        _, rewards, terminated, truncated, info = outcome
        if name == "both":
            terminated[:] = truncated[:] = True
        if name == "mask":
            info["action_mask"][0] = False
        if name == "return":
            info["episode_return"][0] += 1
        if name == "length":
            info["episode_length"][0] += 1
        if name == "reward":
            rewards[info["episode_length"] == 0] = 1
        if name == "chance":
            outcome[0][:, 8] = np.random.default_rng().integers(256)

    return change


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("both", checks.ONE_END),
        ("mask", checks.SOME_ACTION),
        ("return", checks.RETURN_IS_SUM),
        ("length", checks.LENGTH_IS_COUNT),
        ("reward", checks.RESET_FOLLOWS),
        ("chance", checks.SEED_DECIDES),
    ],
)
def test_a_broken_rule_is_named(make_fake_vec: Make, monkeypatch: pytest.MonkeyPatch, name: str, rule: str) -> None:
    env = make_fake_vec(short("movement_micro"), 3)
    step, change = env.step, spoil(name)

    def spoilt(actions: Any) -> Any:
        outcome = list(step(actions))
        change(outcome)
        return tuple(outcome)

    monkeypatch.setattr(env, "step", spoilt)
    with pytest.raises(CheckFailed, match=rule):
        check_vector_env(env, steps=12)
