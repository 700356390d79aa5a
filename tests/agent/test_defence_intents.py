"""Intents of a base under attack: where turrets stand, and when the character steps aside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harness
from agent.environments import around, encoder_of, make_env
from agent.experts import expert_for
from agent.options.intents.defence import ALTERNATIVES, ASIDE, HEALTHY, PLACES, DefenceKit, is_vacant, sites_near

ARENAS, SIDE = 4, 9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 1.0), st.integers(-5, 5), st.integers(-5, 5))
def test_a_turret_is_planned_where_its_four_tiles_are_vacant_the_nearest_first(
    seed: int, share: float, x: int, y: int
) -> None:
    vacant = np.random.default_rng(seed).random((2 * SIDE, 2 * SIDE)) < share
    sites = sites_near(np.array([(x, y)]), vacant, SIDE)[0]
    assert sites.shape == (ALTERNATIVES, 2)
    rooms = [
        (x + dx, y + dy)
        for dx in range(-ASIDE, ASIDE + 1)
        for dy in range(-ASIDE, ASIDE + 1)
        if vacant[y + dy + SIDE - 1 : y + dy + SIDE + 1, x + dx + SIDE - 1 : x + dx + SIDE + 1].all()
    ]
    if not rooms:
        assert (sites == (x, y)).all()
        return
    assert {tuple(site) for site in sites.tolist()} <= set(rooms)
    away = np.hypot(*(sites - (x, y)).T)
    assert away[0] == min(np.hypot(a - x, b - y) for a, b in rooms)
    assert (np.diff(away[: len(rooms)]) >= 0).all()


@pytest.fixture(scope="module")
def siege() -> Iterator[Any]:
    with closing(around(make_env(harness.load_scenario("defense_scenario"), ARENAS, copy=True))) as env:
        yield env


def kit_of(env: Any) -> DefenceKit:
    kit = env.kit
    assert isinstance(kit, DefenceKit)
    return kit


def play_expert(env: Any, steps: int) -> list[np.ndarray]:
    """Actions of all arenas, step by step."""
    expert, chosen = expert_for(env), []
    observations, info = env.reset(seed=1)
    expert.begin(np.arange(ARENAS, dtype=np.uint64))
    for _ in range(steps):
        actions = expert.advise(observations, info["action_mask"]).actions
        assert info["action_mask"][np.arange(ARENAS), actions].all()
        chosen.append(actions)
        observations, *_, info = env.step(actions)
    return chosen


def test_the_ring_stands_and_is_fed_before_the_first_wave(siege: Any) -> None:
    play_expert(siege, 89)
    kit = kit_of(siege)
    assert (kit.there.sum(axis=1) >= len(kit.ring) - 1).all(), kit.there.sum(axis=1)
    assert (kit.ammunition[kit.there] > 0).all()


def test_turrets_are_planned_on_vacant_ground_of_each_base(siege: Any) -> None:
    siege.reset(seed=5)
    kit, side = kit_of(siege), 20
    cells = siege.inner.query_many(np.arange(ARENAS), "cells", (-side, -side, side, side))
    for arena in range(ARENAS):
        vacant = is_vacant(cells[arena])
        for x, y in kit.sites[arena, : len(kit.ring), 0].astype(int).tolist():
            assert vacant[y + side - 1 : y + side + 1, x + side - 1 : x + side + 1].all()


def test_who_is_hit_steps_aside_to_the_farthest_refuge(siege: Any) -> None:
    siege.reset(seed=3)
    observations, *_, info = siege.step(np.zeros(ARENAS, dtype=np.int64))
    kit, frames = kit_of(siege), harness.fields(observations, "full").copy()
    frames["health"] = [HEALTHY, HEALTHY - 40, HEALTHY, HEALTHY - 0.5]
    kit.see(frames)
    assert kit.is_hit.tolist() == [False, True, False, False]
    advice = expert_for(siege).advise(observations, info["action_mask"])
    aside = PLACES["aside"]
    assert (aside.start <= advice.actions[1] < aside.stop) and not (advice.actions[[0, 2, 3]] < aside.stop).all()
    assert advice.actions[1] - aside.start == kit.from_refuges()[1].argmax()
    kit.see(frames)
    assert not kit.is_hit.any(), "health that stays low is no new hit"


def test_a_snapshot_of_a_siege_goes_on_with_the_same_features(siege: Any) -> None:
    play_expert(siege, 40)
    snapshot, runs = siege.snapshot(), []
    for _ in range(2):
        observations, info = siege.restore(snapshot)
        seen = []
        for step in range(20):
            seen.append((encoder_of(siege).encode(observations).tobytes(), info["action_mask"].tobytes()))
            chosen = np.where(info["action_mask"].cumsum(1) > step % 3, 1, 0).argmax(1)
            observations, *_, info = siege.step(chosen)
        runs.append(seen)
    assert runs[0] == runs[1]
