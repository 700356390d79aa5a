"""Where a series of numbers changes its level.

Two detectors must agree, for either alone is wrong too often (of Mozilla's alert groups 12.5 % were false, arXiv
2606.18377): E-divisive with a permutation test, which sees any change of the distribution, and Mann-Whitney's rank test
on both sides of the place that it found, which an outlier cannot fool. Both are deterministic: permutations are seeded.

Sources: Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate data", JASA
109, 2014, for the statistic and the bisection; Mann and Whitney 1947 for the ranks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Values needed on both sides of a change.
SMALLEST_SIDE = 4
PERMUTATIONS = 399


@dataclass(frozen=True)
class ChangePoint:
    """A place where the level changes."""

    index: int
    """Of the first value of the new level."""
    before: float
    """Median of the level before."""
    after: float
    """Median of the level from `index` on."""
    p_energy: float
    """Of the permutation test."""
    p_ranks: float
    """Of the rank test, two-sided."""

    @property
    def change(self) -> float:
        """Relative change of the level."""
        return self.after / self.before - 1


def energies(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """E-divisive's statistic of every split of a series.

    Args:
        values: float64 [n].

    Returns:
        float64 [n + 1]: at k the weighted energy distance between the first k values and the rest; -inf where a side
        would have fewer than SMALLEST_SIDE values.
    """
    n = values.size
    result = np.full(n + 1, -np.inf)
    distances = np.abs(values[:, None] - values[None, :])
    corner = np.zeros((n + 1, n + 1))
    corner[1:, 1:] = distances.cumsum(0).cumsum(1)
    total = corner[n, n]
    left = np.arange(SMALLEST_SIDE, n - SMALLEST_SIDE + 1)
    right = n - left
    inside_left = corner[left, left]
    across = corner[left, n] - inside_left
    inside_right = total - inside_left - 2 * across
    between = 2 * across / (left * right)
    within = inside_left / (left * (left - 1)) + inside_right / (right * (right - 1))
    result[left] = left * right / n * (between - within)
    return result


def rank_test(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Two-sided p of Mann-Whitney's test, by the normal approximation with continuity and ties.

    Args:
        left: float64 [m].
        right: float64 [n].

    Returns:
        The probability of such a difference of ranks between samples of one distribution.
    """
    m, n = left.size, right.size
    both = np.concatenate([left, right])
    _, place, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    u = float(ranks[:m].sum()) - m * (m + 1) / 2
    ties = float((counts.astype(np.float64) ** 3 - counts).sum())
    variance = m * n / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1)))
    if variance <= 0:
        return 1.0
    z = max(0.0, abs(u - m * n / 2) - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


def change_points(
    values: NDArray[np.float64], level: float = 0.005, smallest: float = 0.0, seed: int = 0
) -> list[ChangePoint]:
    """Finds where a series changes its level, by bisection.

    Args:
        values: float64 [n], in the order of time.
        level: that both tests must reach.
        smallest: relative changes smaller than this are not told.
        seed: of the permutations.

    Returns:
        The changes, in the order of time.
    """
    rng = np.random.default_rng(seed)
    found: list[int] = []
    pending = [(0, values.size)]
    p_energy: dict[int, float] = {}
    while pending:
        first, end = pending.pop()
        split, p = _best_split(values[first:end], level, rng)
        if split is None:
            continue
        found.append(first + split)
        p_energy[first + split] = p
        pending += [(first, first + split), (first + split, end)]
    return _agreed(values, sorted(found), p_energy, level, smallest)


def _best_split(values: NDArray[np.float64], level: float, rng: np.random.Generator) -> tuple[int | None, float]:
    if values.size < 2 * SMALLEST_SIDE or np.ptp(values) == 0:
        return None, 1.0
    statistic = energies(values)
    split, best = int(np.argmax(statistic)), float(np.max(statistic))
    as_large, allowed = 0, level * (PERMUTATIONS + 1) - 1
    for _ in range(PERMUTATIONS):
        as_large += float(np.max(energies(rng.permutation(values)))) >= best
        if as_large > allowed:
            return None, 1.0
    return split, (as_large + 1) / (PERMUTATIONS + 1)


def _agreed(
    values: NDArray[np.float64], found: list[int], p_energy: dict[int, float], level: float, smallest: float
) -> list[ChangePoint]:
    """Those that the ranks agree with, each compared with its own neighbours."""
    agreed: list[ChangePoint] = []
    bounds = [0, *found, values.size]
    for before, index, after in zip(bounds, bounds[1:-1], bounds[2:], strict=False):
        left, right = values[before:index], values[index:after]
        point = ChangePoint(
            index, float(np.median(left)), float(np.median(right)), p_energy[index], rank_test(left, right)
        )
        if point.p_ranks <= max(level, _least_p(left.size, right.size)) and abs(point.change) >= smallest:
            agreed.append(point)
    return agreed


def _least_p(m: int, n: int) -> float:
    """The smallest p that the rank test can give for such sizes: wholly apart."""
    return rank_test(np.arange(m, dtype=np.float64), np.arange(m, m + n, dtype=np.float64)) if min(m, n) < 6 else 0.0
