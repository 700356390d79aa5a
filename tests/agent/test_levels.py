"""How players of less skill err."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.experts import LEVELS
from agent.experts.levels import Slips

STEPS, PLAYERS, ACTIONS = 200, 50, 6


def play(level: str, seeds: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
    """Actions [STEPS, players] of players for whom action 3 is always right."""
    slips = Slips(LEVELS[level])
    slips.begin(seeds)
    allowed = np.ones((len(seeds), ACTIONS), dtype=bool) if mask is None else mask
    return np.array([slips.act(np.full(len(seeds), 3), allowed) for _ in range(STEPS)])


def test_an_expert_never_errs() -> None:
    assert (play("expert", np.arange(PLAYERS, dtype=np.uint64)) == 3).all()


def test_a_beginner_errs_more_often_than_an_intermediate_who_errs_sometimes() -> None:
    seeds = np.arange(PLAYERS, dtype=np.uint64)
    wrong = {level: float((play(level, seeds) != 3).mean()) for level in ("beginner", "intermediate")}
    assert 0.005 < wrong["intermediate"] < 0.1 < wrong["beginner"] < 0.5


def test_the_seed_of_an_episode_alone_decides_its_errors() -> None:
    seeds = np.array([7, 8, 9], dtype=np.uint64)
    together = play("beginner", seeds)
    alone = np.concatenate([play("beginner", seeds[[one]]) for one in range(3)], axis=1)
    assert (together == alone).all()
    assert (together[:, 0] != together[:, 1]).any()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**ACTIONS - 1))
def test_no_error_is_an_action_that_makes_no_sense(bits: int) -> None:
    mask = np.array([[bits >> action & 1 for action in range(ACTIONS)]], dtype=bool)
    mask[:, 3] = True
    chosen = play("beginner", np.array([5], dtype=np.uint64), mask)
    assert mask[0, chosen[:, 0]].all()


@pytest.mark.parametrize("level", LEVELS)
def test_what_a_level_says_is_possible(level: str) -> None:
    said = LEVELS[level]
    assert 0 <= said.slips <= 1
    assert 0 <= said.hesitation <= 1
    assert said.longest >= 1
