"""The smelting line: its scenes are those of factory-sim, its expert builds it, and nothing but a line counts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import harness
from agent.environments import around
from agent.experts import expert_for
from harness.scenarios.schema import Unattended
from harness.tasks import Verdicts, make_task
from harness.tasks.columns import ITEM_COLUMNS

ARENAS, POOL = 128, 61
Scene = tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]], tuple[float, float]]


def tiles(places: Any) -> frozenset[tuple[int, int]]:
    return frozenset((math.floor(x), math.floor(y)) for x, y in places)


def published(split: str, seed: int) -> Scene:
    """Ore, walls and start of a scene as factory-sim draws it."""
    scenes = pytest.importorskip("fsim.scenes")
    _, scene = scenes.sample("construct_smelting_line", split, seed)
    start = scene["character"]["position"]
    return (
        tiles(ore["position"] for ore in scene["resources"]), tiles(wall["position"] for wall in scene["entities"]),
        (start[0], start[1]),
    )  # fmt: skip


def ours(env: harness.FactorioVectorEnv, arena: int, position: Any) -> Scene:
    ore, things = (env.query(arena, kind) for kind in ("resources", "entities"))
    wall = env.prototype_names["entity"].index("stone-wall") + 1
    walls = things["position"][things["prototype"] == wall] / 256
    return tiles(ore["position"] / 256), tiles(walls), (float(position[0]), float(position[1]))


@pytest.mark.parametrize("first", [0, 2**32 - 30, 2**45])
@pytest.mark.parametrize("name", ["smelting_line", "smelting_line_obstructed"])
def test_a_seed_gives_the_scene_that_factory_sim_gives(name: str, first: int) -> None:
    scenario = harness.load_scenario(name)
    assert scenario.scene.smelting_field is not None
    split = scenario.scene.smelting_field.split
    known = defaultdict[Any, list[tuple[float, float]]](list)
    for seed in range(first, first + POOL):
        *ground, start = published(split, seed)
        known[tuple(ground)].append(start)
    with harness.FactorioVectorEnv(scenario, ARENAS, scene_seed=first) as env:
        observation, _ = env.reset(seed=1)
        positions = harness.fields(observation, "full")["player_pos"]
        seen = set()
        for arena in range(ARENAS):
            ore, walls, start = ours(env, arena, positions[arena])
            # a character that would begin in a wall begins beside it
            near = min((math.dist(one, start) for one in known[ore, walls]), default=math.inf)
            assert near < (1.5 if walls else 0.01), f"arena {arena} begins at {start}, as none of its scenes does"
            seen.add((ore, walls, start))
        assert len(seen) > POOL / 2


@pytest.mark.parametrize("name", ["smelting_line", "smelting_line_obstructed"])
def test_its_expert_builds_a_line_that_runs_unattended(name: str) -> None:
    with harness.FactorioVectorEnv(name, 32) as inner:
        env: Any = around(inner)
        expert = expert_for(env)
        observation, info = env.reset(seed=list(range(32)))
        solved, ended = np.zeros(32, bool), np.zeros(32, bool)
        for _ in range(200):
            actions = expert.advise(observation, info["action_mask"]).actions
            observation, _, terminated, truncated, info = env.step(actions)
            solved |= info["success"] & ~ended
            ended |= terminated | truncated
        assert solved.sum() >= 31


# --- the task ----------------------------------------------------------------------------------------------------

RULE = Unattended(kind="unattended", item="iron-plate", source="iron-ore", count=3, seconds=2, item_reward=0.5)


class World:
    """Frames of one arena, by hand."""

    def __init__(self) -> None:
        scenario = harness.load_scenario("smelting_line").model_copy(update={"task": RULE})
        self.task, self.verdicts = make_task(scenario, 1), Verdicts.empty(1)
        self.frame = np.zeros(1, dtype=harness.frame_dtype(harness.constants.FACTORIO_FRAME_FULL))
        self.frame["flags"] = harness.constants.FACTORIO_FLAG_ALIVE
        self.step(flags=harness.constants.FACTORIO_FLAG_RESET)

    def step(self, plates: int = 0, ore: int = 0, held: int = 0, flags: int = 0) -> tuple[float, bool]:
        """One step of 30 ticks in which so much is made, mined and put into the hand."""
        self.frame["timestamp"] += 0 if flags & harness.constants.FACTORIO_FLAG_RESET else 30
        self.frame["produced"][0, ITEM_COLUMNS["iron-plate"]] += plates
        self.frame["produced"][0, ITEM_COLUMNS["iron-ore"]] += ore
        self.frame["item_counts"][0, ITEM_COLUMNS["iron-plate"]] += held
        self.frame["flags"] = harness.constants.FACTORIO_FLAG_ALIVE | flags
        resets = np.flatnonzero(self.frame["flags"] & harness.constants.FACTORIO_FLAG_RESET)
        self.task.evaluate(self.frame, self.verdicts, resets)
        return float(self.verdicts.reward[0]), bool(self.verdicts.success[0])


@pytest.fixture
def world() -> Iterator[World]:
    yield World()


def test_what_machines_make_in_a_quiet_trial_is_success(world: World) -> None:
    assert world.step(1, 1) == (0.5, False)
    assert world.step(1, 1) == (0.5, False)
    assert world.step(1, 1) == (1.5, True)


@pytest.mark.parametrize(
    "touch", [{"held": 1}, {"flags": harness.constants.FACTORIO_FLAG_WALKING},
              {"flags": harness.constants.FACTORIO_FLAG_MINING}],
)  # fmt: skip
def test_a_touch_begins_the_trial_anew(world: World, touch: dict[str, int]) -> None:
    world.step(2, 2)
    assert not world.step(**touch)[1]
    assert not world.step(2, 2)[1]
    assert world.step(1, 1)[1]


def test_ore_that_was_fed_by_hand_counts_for_nothing(world: World) -> None:
    world.step(0, 9, flags=harness.constants.FACTORIO_FLAG_MINING)
    assert not world.step(9, 0)[1]


def test_what_takes_longer_than_the_trial_is_no_success(world: World) -> None:
    world.step(1, 1)
    for _ in range(4):
        assert not world.step()[1]
    assert not world.step(2, 2)[1]


def test_only_what_a_trial_makes_more_than_the_best_before_it_is_rewarded(world: World) -> None:
    assert world.step(2, 2)[0] == 1.0
    world.step(held=1)
    assert world.step(2, 2)[0] == 0.0
    assert world.step(1, 1) == (1.5, True)


def test_a_reset_forgets_what_was_made(world: World) -> None:
    world.step(2, 2)
    assert world.step(5, 5, flags=harness.constants.FACTORIO_FLAG_RESET) == (0.0, False)
    assert world.step(2, 2) == (1.0, False)
