"""Statistics of success rates and latencies, each with its doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Two-sided 95 % point of the normal distribution.
Z_95 = 1.959963984540054


def wilson_interval(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson score interval of a success rate.

    Unlike mean +- z * sd it stays inside [0, 1] and is honest at 0 and at `trials` successes.

    Args:
        successes: number of successes, 0..trials.
        trials: number of trials; 0 gives (0, 1).
        z: normal quantile, 1.96 for 95 %.

    Returns:
        Lower and upper end of the interval.

    Raises:
        ValueError: if `successes` is not within 0..trials.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"successes is {successes}; it must lie within 0..{trials} (trials)")
    if trials == 0:
        return 0.0, 1.0
    rate = successes / trials
    shrink = 1 + z * z / trials
    centre = (rate + z * z / (2 * trials)) / shrink
    half = z / shrink * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Quantiles:
    """Order statistics of a sample, in the unit of the sample."""

    count: int
    p50: float
    p99: float
    p999: float
    maximum: float


def quantiles(sample: Sequence[float] | NDArray[np.floating] | NDArray[np.integer]) -> Quantiles:
    """Order statistics without interpolation: each is a value that was measured.

    Args:
        sample: at least one measured value.

    Returns:
        Median, 99th and 99.9th percentile and maximum.

    Raises:
        ValueError: if the sample is empty.
    """
    values = np.sort(np.asarray(sample, dtype=np.float64))
    if values.size == 0:
        raise ValueError("the sample is empty; measure at least one value")

    def at(share: float) -> float:
        return float(values[min(values.size - 1, math.ceil(share * values.size) - 1)])

    return Quantiles(values.size, at(0.5), at(0.99), at(0.999), float(values[-1]))


def median_ratio_interval(ratios: Sequence[float], z: float = Z_95) -> tuple[float, float, float]:
    """Median of paired ratios with its distribution-free interval (binomial order statistics).

    Args:
        ratios: one ratio a pair, all positive.
        z: normal quantile, 1.96 for 95 %.

    Returns:
        Median, lower and upper end; the ends are the extremes when there are too few pairs.

    Raises:
        ValueError: if there is no ratio.
    """
    values = np.sort(np.asarray(ratios, dtype=np.float64))
    if values.size == 0:
        raise ValueError("there is no ratio; measure at least one pair")
    spread = z * math.sqrt(values.size) / 2
    low = max(0, math.floor(values.size / 2 - spread))
    high = min(values.size - 1, math.ceil(values.size / 2 + spread))
    return float(np.median(values)), float(values[low]), float(values[high])
