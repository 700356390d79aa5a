"""The owner's five metrics of an episode."""

from __future__ import annotations

import numpy as np
import pytest

import harness
from agent.episodes import METRICS, EpisodeLedger

MOVEMENT = 0


def test_a_straight_way_to_the_goal_is_fully_efficient() -> None:
    ledger = EpisodeLedger(1, has_goal=True)
    frames = np.zeros(1, harness.frame_dtype(MOVEMENT))
    frames["goal_distance"] = 12
    ledger.begin(frames)
    for _ in range(3):
        ledger.step(np.array([1]), np.array([0.5]))
    ledger.step(np.array([0]), np.array([0.5]))
    frames["goal_distance"], frames["walked"], frames["timestamp"] = 2, 10, 1800
    found = ledger.close(frames, np.array([True]), np.array([True]))
    # 1800 ticks are half a minute; three of the four actions were more than standing
    assert {name: values.tolist() for name, values in found.items()} == {
        "episode_reward": [2.0],
        "task_completion_rate": [1.0],
        "resource_efficiency": [1.0],
        "survival_time": [30.0],
        "actions_per_minute": [6.0],
    }


def test_without_a_goal_efficiency_is_products_a_minute() -> None:
    ledger = EpisodeLedger(1, has_goal=False)
    frames = np.zeros(1, harness.frame_dtype(MOVEMENT))
    ledger.begin(frames)
    frames["mined_total"], frames["timestamp"] = 15, 1800
    assert ledger.close(frames, np.array([True]), np.array([False]))["resource_efficiency"].tolist() == [30.0]


def test_an_episode_that_ends_at_once_divides_by_nothing() -> None:
    ledger = EpisodeLedger(1, has_goal=True)
    frames = np.zeros(1, harness.frame_dtype(MOVEMENT))
    ledger.begin(frames)
    found = ledger.close(frames, np.array([True]), np.array([False]))
    assert all(np.isfinite(values).all() for values in found.values())


def test_books_are_kept_for_each_arena_apart() -> None:
    ledger = EpisodeLedger(3, has_goal=True)
    frames = np.zeros(3, harness.frame_dtype(MOVEMENT))
    ledger.begin(frames)
    ledger.step(np.zeros(3, np.int64), np.array([1.0, 2.0, 3.0]))
    ledger.begin(frames, np.array([False, True, False]))
    ledger.step(np.zeros(3, np.int64), np.array([1.0, 2.0, 3.0]))
    found = ledger.close(frames, np.array([True, True, False]), np.zeros(3, bool))
    assert found["episode_reward"].tolist() == [2.0, 2.0]
    assert tuple(found) == METRICS


def test_open_books_survive_a_checkpoint() -> None:
    ledger, other = EpisodeLedger(2, has_goal=True), EpisodeLedger(2, has_goal=True)
    ledger.step(np.array([0, 1]), np.array([1.0, 2.0]))
    other.load(ledger.state())
    assert other.rewards.tolist() == pytest.approx([1.0, 2.0])
    assert other.actions.tolist() == [0.0, 1.0]
