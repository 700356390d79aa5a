"""Interquartile means of scores over training seeds, and how sure a difference between two of them is.

Source: Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", NeurIPS 2021: the
interquartile mean, and the bootstrap that draws runs anew within every task (stratified).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000


def interquartile_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the middle half, along the last axis; a value on the edge counts in part.

    Args:
        values: float64 [..., n], n >= 1.

    Returns:
        float64 [...].
    """
    n = values.shape[-1]
    edges = np.arange(n + 1) / n
    weights = np.clip(np.minimum(edges[1:], 0.75) - np.maximum(edges[:-1], 0.25), 0.0, None)
    ordered = np.sort(values, axis=-1)
    return np.asarray((ordered * weights).sum(axis=-1) / weights.sum())


@dataclass(frozen=True)
class Difference:
    """Head minus base."""

    base: float
    head: float
    interval: tuple[float, float]
    """95 %, of head - base."""
    worse: float
    """Probability that head is below base by more than the margin."""


def compare_scores(
    base: NDArray[np.float64], head: NDArray[np.float64], episodes: int, margin: float, seed: int = 0
) -> Difference:
    """Compares success rates of paired training seeds.

    Seeds are drawn anew within every scenario, the same ones for both sides (they are pairs); and since every rate is
    itself a count out of `episodes`, it is drawn anew too.

    Args:
        base: float64 [scenarios, seeds], success rates 0..1.
        head: of the same shape and seeds.
        episodes: evaluated for each rate.
        margin: the loss that is allowed, for example 0.05.
        seed: of the drawing.

    Returns:
        Interquartile means over all runs, the interval of their difference, and the probability of a loss above the
        margin.

    Raises:
        ValueError: if the shapes differ, or there are fewer than 2 seeds.
    """
    if base.shape != head.shape or base.ndim != 2:
        raise ValueError(f"base has shape {base.shape}, head {head.shape}; both must be [scenarios, seeds]")
    scenarios, seeds = base.shape
    if seeds < 2:
        raise ValueError(f"{seeds} seed cannot say how much seeds differ; train at least 2, better 5")
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, seeds, size=(DRAWS, scenarios, seeds))
    rows = np.arange(scenarios)[None, :, None]

    def means(rates: NDArray[np.float64]) -> NDArray[np.float64]:
        again = rng.binomial(episodes, rates[rows, drawn]) / episodes
        return interquartile_mean(again.reshape(DRAWS, -1))

    difference = means(head) - means(base)
    low, high = np.quantile(difference, (0.025, 0.975))
    return Difference(
        base=float(interquartile_mean(base.ravel())),
        head=float(interquartile_mean(head.ravel())),
        interval=(float(low), float(high)),
        worse=float((difference < -margin).mean()),
    )
