"""The sequential test of the wall-clock gate: rounds of interleaved measurements in, a verdict out.

A round is one value: the median of twenty log-ratios head / base that were measured in turn in a freshly started
process, so that what a process is dealt for its life (addresses, pages) is drawn anew in every round and rounds are
independent. Red is decided by Wilcoxon's signed ranks with their exact distribution. What that assumes,
values that lie symmetrically about their middle, holds of a build against itself by construction (base and head can be
exchanged), whatever the tails. A look is taken after 16, 24, 36, 54 and 80 rounds, and one when the time is over; the
error is shared out between the looks and the workloads (Bonferroni), so that it holds for the gate as a whole.

Source: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1, 1945.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from harness.bench.gate.verdict import Verdict

#: Rounds after which the data are looked at.
LOOKS = (16, 24, 36, 54, 80)


@dataclass(frozen=True)
class Rule:
    """The numbers of the test. Changes are relative: 0.05 is 5 %."""

    false_red: float = 0.001
    """Of a whole gate, all workloads and looks together."""
    workloads: int = 6
    margin: float = 0.01
    """What a build may differ by for no reason: the null hypothesis is a median change of at most this."""
    smallest: float = 0.03
    """A slowdown whose median is smaller is left to the instruction counts."""
    same_below: float = 0.04
    """`same` says that the change is smaller than this."""
    same_error: float = 0.01
    """Chance, a look, of saying `same` of a change of `same_below`."""
    ruler: float = 0.025
    """A base that differs from itself by more than this cannot be compared with anything."""

    @property
    def red_level(self) -> float:
        """Level of one look at one workload."""
        return self.false_red / (self.workloads * (len(LOOKS) + 1))


@cache
def votes_needed(rounds: int, level: float) -> int:
    """How many of `rounds` fair coins must show heads to be rarer than `level`; rounds + 1 when none is rare enough.

    Args:
        rounds: number of coins.
        level: probability, 0..1.

    Returns:
        The smallest k with P(Binomial(rounds, 1/2) >= k) <= level.
    """
    tail, needed = 0.0, rounds + 1
    for heads in range(rounds, -1, -1):
        tail += math.comb(rounds, heads) / 2**rounds
        if tail > level:
            break
        needed = heads
    return needed


@cache
def rank_sum_needed(rounds: int, level: float) -> int:
    """How large the sum of the positive ranks must be to be rarer than `level` when signs are fair coins.

    Args:
        rounds: number of values.
        level: probability, 0..1.

    Returns:
        The smallest w with P(sum >= w) <= level; more than the largest sum when none is rare enough.
    """
    largest = rounds * (rounds + 1) // 2
    chance = np.zeros(largest + 1)
    chance[0] = 1.0
    for rank in range(1, rounds + 1):
        with_rank = np.zeros_like(chance)
        with_rank[rank:] = chance[:-rank]
        chance = (chance + with_rank) / 2
    tails = np.cumsum(chance[::-1])  # P(sum >= largest), P(sum >= largest - 1), ...
    return largest + 1 - int(np.searchsorted(tails, level, side="right"))


def rank_sum(values: NDArray[np.float64]) -> int:
    """Sum of the ranks of |value| over the positive values; a value of 0 counts as negative.

    Args:
        values: float64 [n].
    """
    ranks = np.empty(values.size, dtype=np.int64)
    ranks[np.argsort(np.abs(values), kind="stable")] = np.arange(1, values.size + 1)
    return int(ranks[values > 0].sum())


def median_interval(values: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Two-sided interval of the median by order statistics, each end at `level`; the extremes when there are too few.

    Args:
        values: at least one.
        level: chance of an end to be on the wrong side, 0..0.5.
    """
    ordered = np.sort(values)
    outside = max(0, ordered.size - votes_needed(ordered.size, level))
    outside = min(outside, (ordered.size - 1) // 2)
    return float(ordered[outside]), float(ordered[ordered.size - 1 - outside])


def look(changes: NDArray[np.float64], noise: NDArray[np.float64], rule: Rule) -> Verdict | None:
    """What the rounds so far come to.

    Args:
        changes: float64 [rounds], log-ratios head / base.
        noise: float64 [rounds], log-ratios of the base with itself, measured in the same rounds.
        rule: the numbers of the test.

    Returns:
        A verdict, or None when more rounds are needed.
    """
    rounds = changes.size
    red, same = rank_sum_needed(rounds, rule.red_level), votes_needed(rounds, rule.same_error)
    margin, smallest, below = (math.log1p(x) for x in (rule.margin, rule.smallest, rule.same_below))
    middle = float(np.median(changes))
    if abs(float(np.median(noise))) <= math.log1p(rule.ruler):
        if middle >= smallest and rank_sum(changes - margin) >= red:
            return Verdict.SLOWER
        if middle <= -smallest and rank_sum(-changes - margin) >= red:
            return Verdict.FASTER
    if min(int((changes < below).sum()), int((changes > -below).sum())) >= same:
        return Verdict.SAME
    return None


def decide(
    changes: NDArray[np.float64], noise: NDArray[np.float64], rule: Rule, most: int = LOOKS[-1]
) -> tuple[Verdict, int]:
    """Takes the looks one after another, as a gate does.

    Args:
        changes: float64 [rounds], all that there are.
        noise: float64 [rounds].
        rule: the numbers of the test.
        most: rounds that there is time for.

    Returns:
        The verdict, and after how many rounds it was reached.
    """
    most = min(most, int(changes.size), LOOKS[-1])
    for rounds in sorted({*(n for n in LOOKS if n < most), most}):
        verdict = look(changes[:rounds], noise[:rounds], rule) if rounds >= LOOKS[0] else None
        if verdict is not None:
            return verdict, rounds
    return Verdict.INCONCLUSIVE, most
