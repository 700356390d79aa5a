"""Ways around what stands in the way."""

from __future__ import annotations

import heapq
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harness
from harness.runner.play import play_episodes
from harness.runner.policies.fields import NEIGHBOURS, distance_fields
from harness.runner.policies.walker import WalkerPolicy

SIDE = 7


def shortest_way(free: np.ndarray, start: tuple[int, int], goal: tuple[int, int]) -> float:
    """Dijkstra's, one pair at a time."""
    best, queue = {goal: 0.0}, [(0.0, goal)]

    def is_free(x: int, y: int) -> bool:
        return 0 <= x < SIDE and 0 <= y < SIDE and bool(free[y, x] or (x, y) == goal)

    while queue:
        cost, (x, y) = heapq.heappop(queue)
        if (x, y) == start:
            return cost
        for dx, dy, length in NEIGHBOURS:
            there = (x + dx, y + dy)
            is_open = is_free(*there) and is_free(x + dx, y) and is_free(x, y + dy)
            if is_open and cost + length < best.get(there, np.inf):
                best[there] = cost + length
                heapq.heappush(queue, (cost + length, there))
    return np.inf


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_field_holds_the_lengths_of_shortest_ways(seed: int) -> None:
    draw = np.random.default_rng(seed)
    free = draw.random((2, SIDE, SIDE)) < 0.65
    goals = draw.integers(0, SIDE, (2, 2))
    fields = distance_fields(free, goals)
    for one in range(2):
        goal = (int(goals[one, 0]), int(goals[one, 1]))
        for x, y in draw.integers(0, SIDE, (5, 2)).tolist():
            if free[one, y, x] or (x, y) == goal:
                assert fields[one, y, x] == pytest.approx(shortest_way(free[one], (x, y), goal), abs=1e-4)


def test_the_pathfinder_reaches_goals_that_a_straight_walk_does_not() -> None:
    scenario = harness.load_scenario("movement_obstacles")
    with closing(harness.FactorioVectorEnv(scenario, num_envs=40)) as env:
        found = play_episodes(env, harness.scripted_policy(scenario), range(40))
        straight = play_episodes(env, WalkerPolicy(scenario), range(40))
    assert all(episode.success for episode in found)
    assert sum(episode.success for episode in straight) < 30
