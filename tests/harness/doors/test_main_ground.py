"""A start on the main ground has a way to its goal, and both doors draw the same ones."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from numpy.typing import NDArray

from harness.envs import FactorioVectorEnv, fields
from harness.scenarios import Scenario, load_scenario

#: Episodes of the comparison with the stock door, which builds a scene for each.
BOTH_DOORS = 24
ARENAS = 8


def walled() -> Scenario:
    """A small map with so many walls that pieces of it are closed off, and some starts lie between two of them."""
    told = load_scenario("movement_obstacles").model_dump(mode="json", exclude_none=True)
    told["scene"] = {
        "ponds": {"count": 12, "radius": 2},
        "obstacles": [{"name": "stone-wall", "count": 90, "length": 7}],
    }
    told["reset"]["pool_scenes"] = 8
    return Scenario.model_validate(told)


def joined_tiles(walkable: NDArray[np.bool_], start: tuple[int, int]) -> set[tuple[int, int]]:
    """Tiles, column and row, that ways over edges join to a start."""
    found, waiting = {start}, deque([start])
    while waiting:
        x, y = waiting.popleft()
        for tile in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            is_inside = 0 <= tile[0] < walkable.shape[1] and 0 <= tile[1] < walkable.shape[0]
            if is_inside and walkable[tile[1], tile[0]] and tile not in found:
                found.add(tile)
                waiting.append(tile)
    return found


def tile_of(place: NDArray[np.floating], walkable: NDArray[np.bool_]) -> tuple[int, int]:
    x, y = np.floor(place).astype(int) + np.array(walkable.shape[::-1]) // 2
    return int(x), int(y)


@pytest.mark.parametrize("scenario", [walled(), load_scenario("movement_obstacles")], ids=["walled", "as it is"])
def test_a_way_leads_from_every_start_to_its_goal(scenario: Scenario) -> None:
    with FactorioVectorEnv(scenario, ARENAS, copy=True) as env:
        for first in range(0, 96, ARENAS):
            frames = fields(env.reset(seed=list(range(first, first + ARENAS)))[0], "movement")
            for arena, cells in enumerate(env.query_many(np.arange(ARENAS), "cells")):
                walkable = (cells & 1) == 1
                start = tile_of(frames["player_pos"][arena], walkable)
                assert walkable[start[1], start[0]]
                assert tile_of(frames["goal_pos"][arena], walkable) in joined_tiles(walkable, start)


def test_both_doors_draw_the_same_places() -> None:
    scenario = walled()
    with (
        FactorioVectorEnv(scenario, ARENAS, copy=True) as native,
        FactorioVectorEnv(scenario, ARENAS, door="stock", copy=True) as stock,
    ):
        for first in range(0, BOTH_DOORS, ARENAS):
            seeds = list(range(first, first + ARENAS))
            ours, theirs = (env.reset(seed=seeds)[0] for env in (native, stock))
            assert ours.tobytes() == theirs.tobytes()


def test_a_start_between_two_walls_is_drawn_only_where_the_scenario_does_not_ask_for_a_way() -> None:
    """Episode 193 of the held-out ones: the body fits into a gap that is closed to who walks."""
    scenario = load_scenario("movement_obstacles")
    anywhere = scenario.model_copy(update={"reset": scenario.reset.model_copy(update={"main_ground": False})})
    seed, scenes = 2**63 + 193, 2**51 + 64
    walked = []
    for chosen in (anywhere, scenario):
        with FactorioVectorEnv(chosen, 1, scene_seed=scenes, copy=True) as env:
            env.reset(seed=[seed])
            farthest = 0.0
            for way in range(1, 9):
                for _ in range(4):
                    observation, *_ = env.step(np.array([way]))
                farthest = max(farthest, float(fields(observation, "movement")["walked"][0]))
            walked.append(farthest)
    assert walked[0] == 0.0
    assert walked[1] > 1.0
