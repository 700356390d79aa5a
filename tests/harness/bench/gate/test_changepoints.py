"""Where a series changes its level."""

from __future__ import annotations

import numpy as np
import pytest

from harness.bench.gate.changepoints import change_points, energies, rank_test


def test_a_step_is_found_where_it_is_with_its_size() -> None:
    rng = np.random.default_rng(0)
    series = np.concatenate([rng.normal(100, 0.5, 30), rng.normal(103, 0.5, 20)])
    (point,) = change_points(series)
    assert point.index == 30
    assert point.change == pytest.approx(0.03, abs=0.005)


def test_two_steps_are_both_found() -> None:
    rng = np.random.default_rng(1)
    series = np.concatenate([rng.normal(level, 0.3, 20) for level in (100, 104, 98)])
    assert [point.index for point in change_points(series)] == [20, 40]


def test_a_flat_series_of_counts_has_no_change() -> None:
    assert change_points(np.full(40, 12345.0)) == []


def test_one_outlier_is_not_a_change() -> None:
    series = np.full(40, 100.0) + np.random.default_rng(2).normal(0, 0.2, 40)
    series[20] = 200.0
    assert change_points(series) == []


def test_noise_alone_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(3)
    false = sum(bool(change_points(rng.normal(100, 1, 40), smallest=0.005)) for _ in range(100))
    assert false <= 3


def test_a_step_of_three_percent_is_found_within_eight_values() -> None:
    rng = np.random.default_rng(4)
    found = 0
    for _ in range(20):
        series = np.concatenate([rng.normal(100, 1, 30), rng.normal(103, 1, 8)])
        found += any(abs(point.index - 30) <= 2 for point in change_points(series, smallest=0.005))
    assert found >= 19


def test_the_energy_of_a_split_is_the_formulas() -> None:
    values = np.array([1.0, 2.0, 4.0, 3.0, 9.0, 8.0, 7.0, 9.5, 8.5])
    left, right = values[:4], values[4:]
    between = 2 * np.mean(np.abs(left[:, None] - right[None, :]))
    within = sum(np.abs(s[:, None] - s[None, :]).sum() / (s.size * (s.size - 1)) for s in (left, right))
    assert energies(values)[4] == pytest.approx(4 * 5 / 9 * (between - within))


def test_the_rank_test_agrees_with_a_worked_example() -> None:
    # U = 0 of 5 and 5 without ties: z = (12.5 - 0.5) / sqrt(25 * 11 / 12) = 2.507, two-sided p = 0.0122
    assert rank_test(np.arange(5.0), np.arange(5.0, 10.0)) == pytest.approx(0.0122, abs=2e-4)
    assert rank_test(np.ones(5), np.ones(5)) == 1.0
