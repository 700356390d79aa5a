"""Returns in units of their own spread, whatever a scenario's rewards are."""

from __future__ import annotations

import math

from torch import Tensor


class ReturnNormalizer:
    """Running mean and standard deviation of all returns seen; the value head predicts in its units."""

    def __init__(self) -> None:
        self.count, self.mean, self.variance = 0.0, 0.0, 1.0

    def update(self, returns: Tensor) -> None:
        """Takes a batch of returns [B] into account (parallel variance, Chan et al. 1979)."""
        batch = returns.double()
        count, mean = float(len(batch)), float(batch.mean())
        total = self.count + count
        delta = mean - self.mean
        squares = self.variance * self.count + float((batch - mean).square().sum())
        self.variance = (squares + delta * delta * self.count * count / total) / total
        self.mean += delta * count / total
        self.count = total

    def normalize(self, returns: Tensor) -> Tensor:
        """From units of reward to units of the value head."""
        return (returns - self.mean) / self.deviation

    def restore(self, values: Tensor) -> Tensor:
        """From units of the value head to units of reward."""
        return values * self.deviation + self.mean

    @property
    def deviation(self) -> float:
        """Standard deviation, kept above 0 for scenarios whose returns are all alike."""
        return math.sqrt(self.variance) if self.variance > 1e-8 else 1.0
