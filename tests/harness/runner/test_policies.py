"""Policies that need no training."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.envs.action_sets import WALKS
from harness.envs.spaces import fields
from harness.errors import PolicyError
from harness.runner.policies import MinerPolicy, NoopPolicy, RandomPolicy, WalkerPolicy, scripted_policy
from harness.runner.policies.walker import walk_toward
from harness.runner.policy import load_policy
from harness.scenarios import Scenario, load_scenario


def draws(seeds: list[int], mask: np.ndarray, steps: int) -> np.ndarray:
    policy = RandomPolicy()
    policy.begin(np.array(seeds, dtype=np.uint64))
    observations = np.zeros((len(seeds), 64), dtype=np.uint8)
    return np.stack([policy.act(observations, mask) for _ in range(steps)])


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_walk_goes_toward_its_end_on_both_axes(x: float, y: float) -> None:
    action = int(walk_toward(np.array([[x, y]]), near=0.3)[0])
    _, dx, dy = WALKS[action]
    assert dx == (0 if abs(x) <= 0.3 else np.sign(x))
    assert dy == (0 if abs(y) <= 0.3 else np.sign(y))


def test_the_walker_heads_for_the_goal() -> None:
    observations = np.zeros((1, 64), dtype=np.uint8)
    fields(observations, "movement")["goal_pos"] = [5, -5]
    policy = WalkerPolicy(load_scenario("movement_micro"))
    assert WALKS[policy.act(observations, np.ones((1, 9), bool))[0]][0] == "north_east"


def test_the_miner_mines_where_it_can_and_walks_where_it_must() -> None:
    observations = np.zeros((2, 256), dtype=np.uint8)
    fields(observations, "mining")["resources"]["offset"][:, 0] = [8, 0]
    mask = np.ones((2, 10), bool)
    mask[0, 9] = False
    actions = MinerPolicy(load_scenario("mining_micro")).act(observations, mask)
    assert WALKS[actions[0]][0] == "east"
    assert actions[1] == 9


def test_noop_stands_still() -> None:
    assert NoopPolicy().act(np.zeros((3, 64), np.uint8), np.ones((3, 9), bool)).tolist() == [0, 0, 0]


def test_random_draws_every_allowed_action_equally_and_no_other() -> None:
    mask = np.ones((500, 5), dtype=bool)
    mask[:, [1, 3]] = False
    counts = np.bincount(draws(list(range(500)), mask, 60).ravel(), minlength=5)
    assert counts[[1, 3]].tolist() == [0, 0]
    # 30,000 draws over three actions: the standard deviation of a count is 82.
    assert np.abs(counts[[0, 2, 4]] - 10_000).max() < 5 * 82


def test_random_draws_an_arenas_actions_from_its_seed_alone() -> None:
    mask = np.ones((3, 9), dtype=bool)
    together = draws([7, 8, 9], mask, 20)
    assert np.array_equal(draws([8], mask[:1], 20)[:, 0], together[:, 1])
    assert not np.array_equal(together[:, 0], together[:, 1])


def test_policies_are_found_by_name() -> None:
    scenario = load_scenario("mining_micro")
    assert isinstance(load_policy("random", scenario), RandomPolicy)
    assert isinstance(load_policy("noop", scenario), NoopPolicy)
    assert isinstance(load_policy("scripted", scenario), MinerPolicy)
    assert isinstance(scripted_policy(load_scenario("movement_micro")), WalkerPolicy)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(PolicyError, match="no policy 'scriptd'; known: scripted, random, .*or the path of a model"):
        load_policy("scriptd", load_scenario("movement_micro"))


def loader(path: object, scenario: Scenario) -> tuple[object, Scenario]:
    return path, scenario


def test_a_model_is_loaded_by_the_named_function(tmp_path: object) -> None:
    scenario = load_scenario("movement_micro")
    assert load_policy(str(tmp_path), scenario, f"{__name__}:loader") == (tmp_path, scenario)


@pytest.mark.parametrize("text", ["no_such_module:load", "json:no_such_function"])
def test_a_loader_that_is_not_there_is_named(tmp_path: object, text: str) -> None:
    with pytest.raises(PolicyError, match=f"'{text}' cannot be imported: .*pip install"):
        load_policy(str(tmp_path), load_scenario("movement_micro"), text)


def test_a_loader_without_a_function_is_refused(tmp_path: object) -> None:
    with pytest.raises(PolicyError, match="must have the form module:callable"):
        load_policy(str(tmp_path), load_scenario("movement_micro"), "json")
