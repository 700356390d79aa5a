"""Rewards and ends, computed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from comm_c.layout import constants, frame_dtype
from harness.scenarios import Scenario, load_scenario
from harness.scenarios.frames import frame_kind
from harness.tasks import Verdicts, make_task

NONE = np.zeros(0, dtype=np.intp)


def frames(scenario: Scenario, rows: int, **values: Any) -> np.ndarray:
    made = np.zeros(rows, dtype=frame_dtype(frame_kind(scenario.frame)))
    made["flags"] = constants.FACTORIO_FLAG_ALIVE
    for name, value in values.items():
        made[name] = value
    return made


class Played:
    """A task and the verdicts of its last step."""

    def __init__(self, name: str, rows: int) -> None:
        self.scenario = load_scenario(name)
        self.rows = rows
        self.task = make_task(self.scenario, rows)
        self.out = Verdicts.empty(rows)

    def step(self, reset: list[int] | None = None, **values: Any) -> Verdicts:
        rows = NONE if reset is None else np.array(reset, dtype=np.intp)
        self.task.evaluate(frames(self.scenario, self.rows, **values), self.out, rows)
        return self.out


@pytest.fixture
def walk() -> Played:
    played = Played("movement_micro", 4)
    played.step(reset=[0, 1, 2, 3], goal_distance=20)
    return played


@pytest.fixture
def mine() -> Played:
    played = Played("mining_micro", 3)
    played.step(reset=[0, 1, 2])
    return played


def test_an_episode_begins_without_reward_and_without_end(walk: Played) -> None:
    out = walk.step(reset=[0, 1, 2, 3], goal_distance=0.5, timestamp=10_000)
    assert not out.reward.any()
    assert not (out.terminated | out.truncated | out.success).any()


def test_a_tile_nearer_to_the_goal_is_worth_a_tenth(walk: Played) -> None:
    out = walk.step(goal_distance=[20, 19, 21, 17.5])
    rule = walk.scenario.task
    expected = [0.1 * tiles + rule.step_reward for tiles in (0, 1, -1, 2.5)]
    assert out.reward.tolist() == pytest.approx(expected)
    assert not (out.terminated | out.truncated).any()


def test_standing_within_the_radius_is_success_and_ends_the_episode(walk: Played) -> None:
    radius = walk.scenario.task.radius  # type: ignore[union-attr]
    out = walk.step(goal_distance=[radius, radius + 1 / 256, 0, 5])
    assert out.success.tolist() == [True, False, True, False]
    assert out.terminated.tolist() == [True, False, True, False]
    assert out.reward[0] == pytest.approx(0.1 * (20 - radius) + walk.scenario.task.step_reward + 1.0)


def test_the_time_limit_truncates_and_never_together_with_an_end(walk: Played) -> None:
    limit = walk.scenario.episode_ticks
    out = walk.step(goal_distance=[9, 9, 0.5, 9], timestamp=[limit - 1, limit, limit, limit + 4])
    assert out.truncated.tolist() == [False, True, False, True]
    assert out.terminated.tolist() == [False, False, True, False]


def test_death_ends_the_episode_without_success(walk: Played) -> None:
    out = walk.step(goal_distance=9, flags=[0, 1, 1, 0])
    assert out.terminated.tolist() == [True, False, False, True]
    assert not out.success.any()


def test_an_arena_that_was_reset_compares_with_its_new_beginning(walk: Played) -> None:
    walk.step(reset=[1], goal_distance=[20, 40, 20, 20])
    out = walk.step(goal_distance=[20, 39, 20, 20])
    assert out.reward[1] == pytest.approx(0.1 + walk.scenario.task.step_reward)


def test_an_item_mined_is_rewarded_and_the_last_one_is_success(mine: Played) -> None:
    rule = mine.scenario.task
    wanted = rule.count  # type: ignore[union-attr]
    items = np.zeros((3, 16), dtype=np.uint16)
    items[:, constants.FACTORIO_ITEM_IRON_ORE] = [0, 1, wanted - 1]
    out = mine.step(item_counts=items)
    per_item = rule.item_reward  # type: ignore[union-attr]
    assert out.reward.tolist() == pytest.approx([rule.step_reward + per_item * n for n in (0, 1, wanted - 1)])
    assert not out.success.any()
    items[2, constants.FACTORIO_ITEM_IRON_ORE] = wanted
    out = mine.step(item_counts=items)
    assert out.success.tolist() == [False, False, True]
    assert out.reward[2] == pytest.approx(per_item + rule.step_reward + rule.success_reward)


def test_a_technology_is_rewarded_once_and_the_last_one_asked_for_is_success() -> None:
    road = Played("road_to_logistics", 2)
    road.step(reset=[0, 1])
    assert road.step(research=[0, 3]).reward.tolist() == [0.0, 3.0]
    assert road.step(research=[1, 3]).reward.tolist() == [1.0, 0.0]
    out = road.step(research=[10, 11])
    assert out.success.tolist() == [False, True]
    assert out.terminated.tolist() == [False, True]
    assert out.reward.tolist() == [9.0, 9.0]


def test_coming_nearer_to_the_nearest_resource_is_rewarded(mine: Played) -> None:
    rows = np.zeros((3, 8), dtype=frames(mine.scenario, 1)["resources"].dtype)
    rows["amount"][:2, 0] = 1000
    rows["offset"][:, 0] = [(3, 4), (0, -16), (0, 0)]
    out = mine.step(resources=rows)  # the first frames listed nothing: 16 tiles
    gain = mine.scenario.task.approach_reward * (16 - 5)  # type: ignore[union-attr]
    assert out.reward.tolist() == pytest.approx([mine.scenario.task.step_reward + r for r in (gain, 0, 0)], abs=1e-6)


def test_items_of_another_kind_do_not_count(mine: Played) -> None:
    items = np.zeros((3, 16), dtype=np.uint16)
    items[:, constants.FACTORIO_ITEM_COAL] = 500
    items[:, constants.FACTORIO_ITEM_NONE] = 80
    out = mine.step(item_counts=items)
    assert not out.success.any()
    assert out.reward.tolist() == pytest.approx([mine.scenario.task.step_reward] * 3)


@pytest.mark.parametrize("name", ["movement_micro", "mining_micro", "road_to_logistics"])
def test_the_state_is_all_that_a_task_remembers(name: str) -> None:
    random = np.random.default_rng(0)

    def some_step(played: Played) -> list[float]:
        values: dict[str, Any] = {"goal_distance": random.uniform(2, 30, 5)}
        if played.scenario.frame == "mining":
            values["item_counts"] = random.integers(0, 9, (5, 16))
        if played.scenario.task.kind == "research":
            values["research"] = random.integers(0, 9, 5)
        return played.step(**values).reward.tolist()

    one, other = Played(name, 5), Played(name, 5)
    some_step(one)
    for key, array in other.task.state().items():
        array[...] = one.task.state()[key]
    random = np.random.default_rng(1)
    rewards = some_step(one)
    random = np.random.default_rng(1)
    assert some_step(other) == rewards
