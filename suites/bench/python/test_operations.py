"""What single operations of the Python side cost: pytest suites/bench/python --benchmark-columns=median,iqr,ops

pytest-benchmark measures and compares (`--benchmark-autosave`, `--benchmark-compare`); nothing here passes or fails by
time. Gates compare revisions: see ../README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import harness
from harness.envs.vector_env import FactorioVectorEnv

ARENAS = 64


@pytest.fixture(scope="module")
def movement() -> Iterator[FactorioVectorEnv]:
    with FactorioVectorEnv("movement_micro", ARENAS, copy=False) as env:
        env.reset(seed=0)
        yield env


@pytest.fixture(scope="module")
def factory() -> Iterator[FactorioVectorEnv]:
    with FactorioVectorEnv("automation_intro", 1) as env:
        env.reset(seed=0)
        yield env


@pytest.fixture(scope="module")
def actions(movement: FactorioVectorEnv) -> Any:
    return np.random.default_rng(0).integers(0, len(movement.action_names), size=ARENAS)


def test_step_64_arenas(benchmark: Any, movement: FactorioVectorEnv, actions: Any) -> None:
    observations, *_ = benchmark(movement.step, actions)
    assert observations.shape == (ARENAS, 64)


def test_exchange_64_arenas(benchmark: Any, movement: FactorioVectorEnv, actions: Any) -> None:
    movement.write_actions(actions)
    benchmark(movement.exchange)
    movement.reset(seed=0)


def test_reset_64_arenas(benchmark: Any, movement: FactorioVectorEnv) -> None:
    benchmark(movement.reset, seed=1)


def test_name_the_fields_of_64_frames(benchmark: Any, movement: FactorioVectorEnv) -> None:
    observations, _ = movement.reset(seed=0)
    frames = benchmark(harness.fields, observations, "movement")
    assert frames["player_pos"].shape == (ARENAS, 2)


def test_snapshot_64_arenas(benchmark: Any, movement: FactorioVectorEnv) -> None:
    assert benchmark(movement.snapshot)


def test_restore_64_arenas(benchmark: Any, movement: FactorioVectorEnv) -> None:
    benchmark(movement.restore, movement.snapshot())


def test_query_the_entities_of_an_arena(benchmark: Any, factory: FactorioVectorEnv) -> None:
    assert benchmark(factory.query, 0, "resources").size


def test_query_the_cells_of_an_arena(benchmark: Any, factory: FactorioVectorEnv) -> None:
    assert benchmark(factory.query, 0, "cells", scale=2).size
