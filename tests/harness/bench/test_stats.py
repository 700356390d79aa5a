"""The statistics of the benchmark."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.bench.stats import median_ratio_interval, quantiles, wilson_interval


def test_the_wilson_interval_of_a_published_example_is_reproduced() -> None:
    # Newcombe 1998, table I: 81 of 263, 95 %, method 3: 0.2553 to 0.3662.
    low, high = wilson_interval(81, 263)
    assert round(low, 4) == 0.2553
    assert round(high, 4) == 0.3662


def test_no_trial_says_nothing() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_wilson_interval_holds_the_rate_and_stays_inside_0_to_1(a: int, b: int) -> None:
    successes, trials = a, a + b
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= high <= 1
    if trials:
        assert low <= successes / trials + 1e-12
        assert high >= successes / trials - 1e-12


def test_more_successes_than_trials_are_refused_with_both_numbers() -> None:
    with pytest.raises(ValueError, match=r"successes is 5; it must lie within 0\.\.4"):
        wilson_interval(5, 4)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=300))
def test_every_quantile_is_a_value_that_was_measured(sample: list[int]) -> None:
    result = quantiles(sample)
    assert {result.p50, result.p99, result.p999, result.maximum} <= set(map(float, sample))
    assert result.p50 <= result.p99 <= result.p999 <= result.maximum == max(sample)
    assert np.mean(np.array(sample) <= result.p50) >= 0.5


def test_an_empty_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="sample is empty"):
        quantiles([])


def test_the_interval_of_a_median_ratio_covers_the_true_median_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(1000):
        _, low, high = median_ratio_interval(list(np.exp(rng.normal(0.0, 0.1, size=41))))
        covered += low <= 1.0 <= high
    assert 930 <= covered <= 990
