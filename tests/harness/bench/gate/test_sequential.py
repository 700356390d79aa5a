"""The sequential test of the wall-clock gate."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.bench.gate.sequential import LOOKS, Rule, decide, median_interval, rank_sum, rank_sum_needed, votes_needed
from harness.bench.gate.verdict import Verdict

RULE = Rule()
QUIET = np.zeros(LOOKS[-1])


def rounds(rng: np.random.Generator, change: float, spread: float) -> np.ndarray:
    """Log-ratios of a whole gate, with the heavy tails that a loaded machine has."""
    return math.log1p(change) + spread * rng.standard_t(3, size=LOOKS[-1])


def test_votes_are_those_of_the_binomial_distribution() -> None:
    # P(X >= 9 of 10) = 11/1024 = 1.07 %, P(X >= 8) = 56/1024 = 5.47 %
    assert votes_needed(10, 0.0108) == 9
    assert votes_needed(10, 0.0107) == 10
    assert votes_needed(10, 0.055) == 8


def test_rank_sums_are_those_of_the_signed_rank_distribution() -> None:
    # of five values: P(sum >= 15) = 1/32, P(sum >= 14) = 2/32, P(sum >= 13) = 3/32
    assert rank_sum_needed(5, 0.04) == 15
    assert rank_sum_needed(5, 0.0625) == 14
    assert rank_sum_needed(5, 0.01) == 16
    assert rank_sum(np.array([0.1, -0.2, 0.3, -0.4, 0.5])) == 1 + 3 + 5


@settings(deadline=None)
@given(st.integers(1, 12))
def test_the_signed_rank_distribution_is_that_of_all_signs(count: int) -> None:
    signs = np.array(list(itertools.product((0, 1), repeat=count)))
    sums = signs @ np.arange(1, count + 1)
    for level in (0.3, 0.05, 0.01):
        needed = rank_sum_needed(count, level)
        assert (sums >= needed).mean() <= level < (sums >= needed - 1).mean()


def test_when_time_is_short_a_last_look_is_taken_at_what_there_is() -> None:
    rng = np.random.default_rng(6)
    verdict, played = decide(rounds(rng, 0.2, 0.02), rounds(rng, 0.0, 0.02), RULE, most=20)
    assert verdict is Verdict.SLOWER
    assert played in (16, 20)


def test_too_few_rounds_can_never_be_rare_enough() -> None:
    assert votes_needed(5, 0.01) == 6


@settings(deadline=None)
@given(st.integers(1, 80), st.floats(1e-6, 0.4))
def test_one_vote_fewer_than_needed_is_not_rare(count: int, level: float) -> None:
    needed = votes_needed(count, level)
    tail = [sum(math.comb(count, heads) for heads in range(k, count + 1)) / 2**count for k in (needed, needed - 1)]
    assert tail[0] <= level < tail[1]


@settings(deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=90))
def test_the_interval_holds_the_median_and_lies_within_the_data(values: list[float]) -> None:
    low, high = median_interval(np.array(values), 0.025)
    assert min(values) <= low <= np.median(values) <= high <= max(values)


def test_a_build_against_itself_is_never_called_slower_in_three_thousand_workloads() -> None:
    rng = np.random.default_rng(0)
    verdicts = [decide(rounds(rng, 0.0, 0.03), rounds(rng, 0.0, 0.03), RULE)[0] for _ in range(3000)]
    assert Verdict.SLOWER not in verdicts
    assert verdicts.count(Verdict.SAME) > 2500


def test_a_build_that_differs_by_its_layout_alone_is_not_called_slower() -> None:
    rng = np.random.default_rng(1)
    verdicts = [decide(rounds(rng, 0.01, 0.02), rounds(rng, 0.0, 0.02), RULE)[0] for _ in range(2000)]
    assert verdicts.count(Verdict.SLOWER) <= 2


@pytest.mark.parametrize(("slowdown", "share"), [(0.05, 0.95), (0.10, 0.99), (0.20, 0.999)])
def test_a_slowdown_is_found_as_often_as_is_asked_of_the_gate(slowdown: float, share: float) -> None:
    rng = np.random.default_rng(2)
    found = [decide(rounds(rng, slowdown, 0.02), rounds(rng, 0.0, 0.02), RULE)[0] for _ in range(1000)]
    assert found.count(Verdict.SLOWER) >= share * 1000


def test_what_became_faster_is_called_faster() -> None:
    rng = np.random.default_rng(3)
    assert decide(rounds(rng, -0.15, 0.02), QUIET, RULE)[0] is Verdict.FASTER


def test_a_base_that_differs_from_itself_makes_nothing_red() -> None:
    rng = np.random.default_rng(4)
    verdict, played = decide(rounds(rng, 0.2, 0.02), rounds(rng, 0.05, 0.02), RULE)
    assert (verdict, played) == (Verdict.INCONCLUSIVE, LOOKS[-1])


def test_noise_as_large_as_the_change_stays_inconclusive_instead_of_red_or_same() -> None:
    rng = np.random.default_rng(5)
    verdicts = [decide(rounds(rng, 0.03, 0.4), rounds(rng, 0.0, 0.01), RULE)[0] for _ in range(200)]
    assert verdicts.count(Verdict.SLOWER) == 0
    assert verdicts.count(Verdict.INCONCLUSIVE) > 150


def test_before_the_first_look_nothing_is_decided() -> None:
    few = np.full(LOOKS[0] - 1, 0.5)
    assert decide(few, few * 0, RULE) == (Verdict.INCONCLUSIVE, LOOKS[0] - 1)
