"""Adds checks up: categories, their means and how sure these are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from harness.report.model import CategoryReport, CheckReport


def summarize(checks: Sequence[CheckReport]) -> list[CategoryReport]:
    """One entry for each category, in the order of their first checks."""
    names = list(dict.fromkeys(check.category for check in checks))
    return [_category(name, [check for check in checks if check.category == name]) for name in names]


def _category(name: str, checks: Sequence[CheckReport]) -> CategoryReport:
    scored = [c for c in checks if c.kind == "policy" and c.success_rate is not None and c.interval is not None]
    rates = [(c.success_rate, *c.interval) for c in scored if c.success_rate is not None and c.interval is not None]
    return CategoryReport(
        name=name,
        score=sum(rate for rate, *_ in rates) / len(rates) if rates else None,
        interval=mean_interval(rates) if rates else None,
        passed=sum(check.passed for check in checks),
        failed=sum(not check.passed for check in checks),
    )


def mean_interval(rates: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Interval of the mean of independent rates, from each one's own interval.

    The variance of each rate is recovered from the distance between it and its own limit, which stays honest where a
    bootstrap of ten successes out of ten would see no doubt at all.

    Args:
        rates: rate, lower and upper limit of each; at least one.

    Returns:
        Lower and upper limit of their mean, of the same confidence.

    Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27,
        2008 (method of variance estimates recovery).
    """
    mean = sum(rate for rate, _, _ in rates) / len(rates)
    below = math.sqrt(sum((rate - low) ** 2 for rate, low, _ in rates)) / len(rates)
    above = math.sqrt(sum((high - rate) ** 2 for rate, _, high in rates)) / len(rates)
    return max(0.0, mean - below), min(1.0, mean + above)
