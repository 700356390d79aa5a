"""Interquartile means and the learning gate's probability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.bench.gate.iqm import compare_scores, interquartile_mean


def test_the_interquartile_mean_leaves_the_outer_quarters_out() -> None:
    assert interquartile_mean(np.array([0.0, 1.0, 2.0, 100.0])) == pytest.approx(1.5)
    # of five values the middle three, the outer two of them in part: (0.75 * 1 + 2 + 0.75 * 3) / 2.5
    assert interquartile_mean(np.array([-50.0, 1.0, 2.0, 3.0, 50.0])) == pytest.approx(2.0)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_interquartile_mean_lies_within_the_values(values: list[float]) -> None:
    assert min(values) - 1e-9 <= interquartile_mean(np.array(values)) <= max(values) + 1e-9


def test_a_loss_of_ten_points_is_nearly_certain_and_equal_sides_are_not_red() -> None:
    base = np.array([[0.97, 0.98, 0.96, 0.99, 0.97]])
    assert compare_scores(base, base - 0.10, 400, 0.05).worse > 0.99
    assert compare_scores(base, base, 400, 0.05).worse < 0.001


def test_equal_sides_are_red_less_than_once_in_a_hundred_times() -> None:
    rng = np.random.default_rng(0)
    red = 0
    for trial in range(60):
        rates = np.clip(rng.normal(0.9, 0.04, size=(2, 1, 5)), 0, 1)
        red += compare_scores(rates[0], rates[1], 400, 0.05, seed=trial).worse > 0.99
    assert red <= 2


def test_one_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="1 seed cannot say how much seeds differ"):
        compare_scores(np.ones((1, 1)), np.ones((1, 1)), 400, 0.05)


def test_sides_of_different_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"base has shape \(1, 5\), head \(1, 4\)"):
        compare_scores(np.ones((1, 5)), np.ones((1, 4)), 400, 0.05)
