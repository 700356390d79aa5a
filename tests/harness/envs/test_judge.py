"""Arenas that are judged together are judged as each alone, and by C as by NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comm_c.layout import constants, frame_dtype
from harness.envs.action_sets import action_names
from harness.envs.batch import Batch
from harness.envs.judge import Judge
from harness.kernels import is_built
from harness.scenarios import Scenario, list_scenarios, load_scenario
from harness.scenarios.frames import frame_kind

ARENAS, STEPS = 7, 4
#: More than the compiled judge takes at a time of any frame.
MANY = 600


def numbers_near_the_rules(scenario: Scenario) -> np.ndarray:
    """Small numbers, and those at which a rule of the task changes its mind: its numbers, one less, one more."""
    rule = scenario.task.model_dump()
    values = [*rule.values(), *(rule.get("items") or {}).values()]
    limits = [value for value in values if isinstance(value, int | float) and 0 < value < 200]
    return np.unique([0, 1, 2, 3, *(limit + by for limit in limits for by in (-1, 0, 1))])


def raw_frames(scenario: Scenario, count: int, rng: np.random.Generator, sparse: bool) -> np.ndarray:
    """Frames of any bytes, or of numbers near those of the rules, so that goals are just reached, or just missed."""
    dtype = frame_dtype(frame_kind(scenario.frame))
    raw = rng.integers(0, 256, (count, dtype.itemsize), dtype=np.uint8)
    if sparse:
        raw[:] = 0
        near = numbers_near_the_rules(scenario)
        frames = raw.view(dtype)[:, 0]
        for name in dtype.names:
            if dtype[name].base.kind in "uf":
                frames[name] = rng.choice(near, frames[name].shape)
        for name in {"resources", "plan"} & set(dtype.names):
            for part in dtype[name].base.names:
                frames[name][part] = rng.integers(0, 3, frames[name][part].shape)
    frames = raw.view(dtype)[:, 0]
    frames["flags"] |= rng.choice([0, constants.FACTORIO_FLAG_ALIVE], count, p=[0.2, 0.8]).astype(np.uint8)
    ends = [round(60 * getattr(scenario.task, "seconds", 0)), scenario.episode_ticks]
    times = [rng.integers(0, 2 * scenario.episode_ticks, count), *(np.full(count, end - 1) for end in ends if end)]
    frames["timestamp"] = rng.choice(np.array(times), axis=0) + rng.integers(0, 2, count)
    return raw


def played(
    scenario: Scenario, cuts: Sequence[int], seed: int, compiled: bool | None = None, sparse: bool = False,
    arenas: int = ARENAS,
) -> list[np.ndarray]:  # fmt: skip
    """What random frames say, judged in the parts that the cuts make: steps, and episodes that begin between them."""
    rng = np.random.default_rng(seed)
    batch = Batch.empty(arenas, len(action_names(scenario.actions)))
    whole = Judge(scenario, batch, compiled)
    ends = sorted({0, *cuts, arenas})
    rows = [slice(start, end) for start, end in zip(ends, ends[1:], strict=False)]
    judges = [whole.part(part) for part in rows] if cuts else [whole]
    said = []
    for _ in range(STEPS):
        raw = raw_frames(scenario, arenas, rng, sparse)
        copy = np.zeros_like(raw)
        resets, tally = rng.random(arenas) < 0.3, np.zeros(2, dtype=int)
        for judge, part in zip(judges, rows, strict=True):
            tally += judge.judge(raw[part], np.flatnonzero(resets[part]), copy[part])
        raw, resets = raw_frames(scenario, arenas, rng, sparse), rng.random(arenas) < 0.2
        for judge, part in zip(judges, rows, strict=True):
            if resets[part].any():
                judge.begin(raw[part], np.flatnonzero(resets[part]))
        verdicts = batch.verdicts
        said += [verdicts.reward, verdicts.terminated, verdicts.truncated, verdicts.success, batch.done]
        said += [batch.returns, batch.lengths, batch.action_mask, *whole.state().values(), copy, tally]
        said = [array.copy() for array in said]
    return said


def assert_equal(a: list[np.ndarray], b: list[np.ndarray]) -> None:
    assert all(np.array_equal(x, y, equal_nan=x.dtype.kind == "f") for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("name", list_scenarios())
@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(1, ARENAS - 1), min_size=1, max_size=3), seed=st.integers(0, 2**32 - 1))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are no numbers now and then
def test_arenas_judged_together_are_judged_as_in_parts(name: str, cuts: list[int], seed: int) -> None:
    scenario = load_scenario(name)
    assert_equal(played(scenario, [], seed), played(scenario, cuts, seed))


@pytest.mark.skipif(not is_built(), reason="python harness/kernels/build_ffi.py builds the compiled judge")
@pytest.mark.parametrize("name", list_scenarios())
@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(1, ARENAS - 1), max_size=2), seed=st.integers(0, 2**32 - 1), sparse=st.booleans())
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are no numbers now and then
def test_c_judges_to_the_last_bit_as_numpy_does(name: str, cuts: list[int], seed: int, sparse: bool) -> None:
    scenario = load_scenario(name)
    assert_equal(played(scenario, cuts, seed, True, sparse), played(scenario, cuts, seed, False, sparse))


@pytest.mark.parametrize("name", list_scenarios())
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are no numbers now and then
def test_an_episode_that_begins_is_judged_as_by_a_step_and_leaves_the_others_alone(name: str) -> None:
    scenario, rng, rows = load_scenario(name), np.random.default_rng(2), np.array([1, 4])
    steps, begins = (Batch.empty(ARENAS, len(action_names(scenario.actions))) for _ in range(2))
    first, second = (raw_frames(scenario, ARENAS, rng, True) for _ in range(2))
    for batch in (steps, begins):
        Judge(scenario, batch).judge(first, np.arange(ARENAS))
        batch.verdicts.truncated[:] = batch.done[:] = True
    Judge(scenario, steps).judge(second, np.arange(ARENAS))
    Judge(scenario, begins).begin(second, rows)
    others = np.setdiff1d(np.arange(ARENAS), rows)
    assert begins.done[others].all() and begins.verdicts.truncated[others].all()
    for batch in (steps, begins):
        assert not (batch.done[rows].any() or batch.lengths[rows].any() or batch.returns[rows].any())
    assert np.array_equal(steps.action_mask[rows], begins.action_mask[rows])


@pytest.mark.skipif(not is_built(), reason="python harness/kernels/build_ffi.py builds the compiled judge")
@pytest.mark.parametrize("name", ["movement_micro", "mining_micro", "building_micro", "automation_intro"])
def test_c_judges_more_arenas_than_it_takes_at_a_time(name: str) -> None:
    scenario = load_scenario(name)
    assert_equal(
        played(scenario, [MANY // 3], 1, True, True, MANY), played(scenario, [MANY // 3], 1, False, True, MANY)
    )


def test_the_scenarios_hold_every_task_that_c_knows() -> None:
    from harness.kernels.judge import MEMBERS
    from harness.tasks import make_task

    assert {type(make_task(load_scenario(name), 1)) for name in list_scenarios()} == set(MEMBERS)
