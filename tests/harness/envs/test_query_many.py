"""The same question about many arenas in one exchange."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

import harness


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    with closing(harness.FactorioVectorEnv("survival_basic", num_envs=6, num_servers=2)) as env:
        env.reset(seed=1)
        yield env


@pytest.mark.parametrize("kind", ["entities", "resources", "inventory", "cells", "state"])
def test_it_is_answered_as_one_arena_after_the_other(env: harness.FactorioVectorEnv, kind: str) -> None:
    arenas = np.array([5, 0, 3, 1])
    together = env.query_many(arenas, kind)
    alone = [env.query(arena, kind) for arena in arenas.tolist()]
    assert len(together) == 4
    for one, other in zip(together, alone, strict=True):
        assert one.shape == other.shape
        assert one.tobytes() == other.tobytes()


def test_asking_runs_no_tick(env: harness.FactorioVectorEnv) -> None:
    before = env.state_hash()
    env.query_many(np.arange(6), "entities", (-8, -8, 8, 8))
    assert env.state_hash() == before


def test_nobody_asked_is_nothing_answered(env: harness.FactorioVectorEnv) -> None:
    assert env.query_many(np.zeros(0, dtype=int), "entities") == []


@pytest.mark.parametrize("arena", [-1, 6])
def test_an_arena_that_is_not_there_is_refused(env: harness.FactorioVectorEnv, arena: int) -> None:
    with pytest.raises(ValueError, match=r"there are 0\.\.5"):
        env.query_many(np.array([0, arena]), "entities")


def test_answers_that_are_longer_than_the_blob_together_come_all() -> None:
    with closing(harness.FactorioVectorEnv("defense_scenario", num_envs=8)) as env:
        env.reset(seed=1)
        cells = env.query_many(np.arange(8), "cells")
    assert [one.shape for one in cells] == [(256, 256)] * 8


def test_another_scene_seed_gives_other_scenes_and_the_same_one_the_same() -> None:
    ore = []
    for scene_seed in (0, 0, 1 << 40):
        with closing(harness.FactorioVectorEnv("survival_basic", scene_seed=scene_seed)) as env:
            env.reset(seed=1)
            ore.append(env.query(0, "resources").tobytes())
    assert ore[0] == ore[1] != ore[2]
