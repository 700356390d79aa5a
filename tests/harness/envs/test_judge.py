"""Arenas that are judged together are judged as each alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comm_c.layout import constants, frame_dtype
from harness.envs.action_sets import action_names
from harness.envs.batch import Batch
from harness.envs.judge import Judge
from harness.scenarios import Scenario, list_scenarios, load_scenario
from harness.scenarios.frames import frame_kind

ARENAS, STEPS = 7, 4


def played(scenario: Scenario, cuts: list[int], seed: int) -> list[np.ndarray]:
    """What every step of random frames says, judged in the parts that the cuts make."""
    rng = np.random.default_rng(seed)
    batch = Batch.empty(ARENAS, len(action_names(scenario.actions)))
    whole = Judge(scenario, batch)
    ends = sorted({0, *cuts, ARENAS})
    rows = [slice(start, end) for start, end in zip(ends, ends[1:], strict=False)]
    judges = [whole.part(part) for part in rows] if cuts else [whole]
    rows = rows if cuts else [slice(0, ARENAS)]
    said = []
    dtype = frame_dtype(frame_kind(scenario.frame))
    for _ in range(STEPS):
        frames = rng.integers(0, 256, (ARENAS, dtype.itemsize), dtype=np.uint8).view(dtype)[:, 0]
        frames["flags"] |= rng.choice([0, constants.FACTORIO_FLAG_ALIVE], ARENAS).astype(np.uint8)
        frames["timestamp"] = rng.integers(0, 2 * scenario.episode_ticks, ARENAS)
        resets = rng.random(ARENAS) < 0.3
        for judge, part in zip(judges, rows, strict=True):
            judge.judge(frames[part], np.flatnonzero(resets[part]))
        verdicts = batch.verdicts
        said += [verdicts.reward, verdicts.terminated, verdicts.truncated, verdicts.success, batch.done]
        said += [batch.returns, batch.lengths, batch.action_mask, *whole.state().values()]
        said = [array.copy() for array in said]
    return said


@pytest.mark.parametrize("name", list_scenarios())
@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(1, ARENAS - 1), min_size=1, max_size=3), seed=st.integers(0, 2**32 - 1))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are no numbers now and then
def test_arenas_judged_together_are_judged_as_in_parts(name: str, cuts: list[int], seed: int) -> None:
    scenario = load_scenario(name)
    together, in_parts = played(scenario, [], seed), played(scenario, cuts, seed)
    assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(together, in_parts, strict=True))
