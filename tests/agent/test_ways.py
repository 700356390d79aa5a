"""Ways over known ground: how long they are, when they are found again, and what a walker is told of them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import harness
from agent.encoders.ground import ground_feature_names
from agent.environments import around, make_env
from agent.experts import expert_for
from agent.perception.ways import NEIGHBOURS, KnownGround, walking_distances

SIDE = 9


def by_dijkstra(stops: NDArray[np.bool_], goal: tuple[int, int]) -> NDArray[np.float64]:
    """The textbook's way of finding them, one tile at a time; from the goal outwards over free tiles."""
    free = ~stops
    free[goal[1], goal[0]] = True
    height, width = free.shape
    found = np.full(free.shape, np.inf)
    open_tiles = [(0.0, *goal)]
    while open_tiles:
        length, x, y = heapq.heappop(open_tiles)
        if length >= found[y, x]:
            continue
        found[y, x] = length
        for dx, dy in NEIGHBOURS:
            to_x, to_y = x + dx, y + dy
            if 0 <= to_x < width and 0 <= to_y < height and free[to_y, to_x] and free[y, to_x] and free[to_y, x]:
                heapq.heappush(open_tiles, (length + float(np.hypot(dx, dy)), to_x, to_y))
    return found


@given(st.integers(0, 2**32 - 1), st.floats(0, 0.5))
@settings(max_examples=40, deadline=None)
def test_sweeping_finds_the_same_ways_as_dijkstra(seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    stops = random.random((3, SIDE, SIDE)) < share
    goals = random.integers(0, SIDE, (3, 2))
    found = walking_distances(stops, goals)
    for number in range(3):
        expected = by_dijkstra(stops[number].copy(), (int(goals[number, 0]), int(goals[number, 1])))
        is_free = np.isfinite(expected) | ~stops[number]
        np.testing.assert_allclose(found[number][is_free], expected[is_free], rtol=1e-5)


def walled() -> tuple[KnownGround, NDArray[np.bool_]]:
    """A map of 21 tiles a side with a wall across it that leaves the last column open; the goal is behind it."""
    stops = np.zeros((1, 21, 21), dtype=bool)
    stops[0, 10, :20] = True
    ground = KnownGround(1, (21, 21), sight=3)
    ground.begin(np.array([0]), stops, np.array([[2, 2]]))
    return ground, stops


def test_what_has_not_been_seen_counts_as_free() -> None:
    ground, _ = walled()
    ground.see(np.array([[2, 18]]))
    assert not ground.stops.any()
    assert ground.distances[0, 18, 2] == 16


def test_what_is_seen_is_remembered_and_changes_the_way() -> None:
    ground, stops = walled()
    ground.see(np.array([[2, 13]]))
    np.testing.assert_array_equal(np.flatnonzero(ground.stops[0, 10]), np.arange(0, 6))
    assert ground.distances[0, 13, 2] > 11
    for x in (*range(2, 21), *range(20, 1, -1)):
        ground.see(np.array([[x, 13]]))
    np.testing.assert_array_equal(ground.stops, stops)
    assert ground.distances[0, 13, 2] == pytest.approx(walking_distances(stops, np.array([[2, 2]]))[0, 13, 2])


def test_an_episode_begins_with_nothing_known() -> None:
    ground, stops = walled()
    ground.see(np.array([[2, 13]]))
    ground.begin(np.array([0]), stops, np.array([[2, 2]]))
    assert not ground.stops.any()


def test_what_lies_outside_the_map_stops() -> None:
    ground, _ = walled()
    stops, ways = ground.around(np.array([[0, 0]]), 1)
    np.testing.assert_array_equal(stops[0], [[True, True, True], [True, False, False], [True, False, False]])
    assert np.isinf(ways[0][0]).all() and ways[0, 1, 1] == 0 and ways[0, 2, 2] < 0


def test_a_character_is_free_where_its_body_covers_no_tile_that_stops() -> None:
    ground, _ = walled()
    ground.see(np.array([[2, 13]]))
    free = ground.is_free(np.array([[(2.5, 11.5), (2.5, 11.21), (2.5, 11.19), (0.1, 15.0)]]))
    np.testing.assert_array_equal(free, [[True, True, False, False]])


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    with make_env(harness.load_scenario("movement_obstacles"), 16) as inner:
        yield around(inner)


def test_the_encoder_tells_what_it_names(env: harness.FactorioVectorEnv) -> None:
    observation, _ = env.reset(seed=3)
    frames = harness.fields(observation, "movement")
    features = env.encoder.encode(frames)
    names = list(ground_feature_names())
    assert features.shape == (16, len(names)) and np.isfinite(features).all()
    assert (features[:, names.index("way_0_0")] == 0).all()
    assert (np.abs(features[:, names.index("on_tile_x")]) <= 0.5).all()
    assert (features[:, names.index("free_north")] <= 1).all()


def test_what_is_known_is_part_of_a_snapshot(env: harness.FactorioVectorEnv) -> None:
    observation, info = env.reset(seed=5)
    expert = expert_for(env)
    for _ in range(12):
        observation, _, _, _, info = env.step(expert.advise(observation, info["action_mask"]).actions)
    frames = harness.fields(observation, "movement").copy()
    before = env.encoder.encode(frames)
    snapshot = env.snapshot()
    env.encoder.encode(harness.fields(env.reset(seed=6)[0], "movement"))
    observation, _ = env.restore(snapshot)
    np.testing.assert_array_equal(env.encoder.encode(harness.fields(observation, "movement")), before)
    with pytest.raises(harness.SnapshotError, match="no memory of movement_obstacles"):
        env.restore(b"12345678")


def test_the_expert_arrives_by_what_the_learner_can_see(env: harness.FactorioVectorEnv) -> None:
    observation, info = env.reset(seed=3)
    expert, arrived = expert_for(env), np.zeros(16, dtype=bool)
    expert.begin(np.zeros(16, dtype=np.uint64))
    for _ in range(env.scenario.episode_steps):
        actions = expert.advise(observation, info["action_mask"]).actions
        observation, _, _, _, info = env.step(actions)
        arrived |= info["success"]
    assert arrived.all()
