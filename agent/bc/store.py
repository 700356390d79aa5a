"""What an expert has advised so far: a bounded sample of all states that the learner has come to."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


class AdviceBatch(NamedTuple):
    """Some rows of the store; B rows."""

    features: Tensor
    """float32 [B, F]."""
    masks: Tensor
    """bool [B, A]."""
    advised: Tensor
    """int64 [B], what the expert would have done."""
    returns: Tensor
    """float32 [B], discounted rewards that followed, in units of reward."""


class AdviceStore:
    """Every state ever entered is in it with equal chance (reservoir sampling, Vitter 1985).

    Features are kept in half precision: they are near 1 in size, and a store is the largest part of a checkpoint.

    Args:
        rows: how many there are, at most.
        features: columns of features.
        actions: columns of masks.
    """

    def __init__(self, rows: int, features: int, actions: int) -> None:
        self.features = torch.zeros(rows, features, dtype=torch.float16)
        self.masks = torch.zeros(rows, actions, dtype=torch.bool)
        self.advised = torch.zeros(rows, dtype=torch.int64)
        self.returns = torch.zeros(rows)
        self.seen = 0
        """States entered so far."""

    def __len__(self) -> int:
        return min(self.seen, len(self.advised))

    def add(self, batch: AdviceBatch, generator: torch.Generator) -> None:
        """Enters states; where the store is full, each takes the place of another or is passed over."""
        count, capacity = len(batch.advised), len(self.advised)
        numbers = torch.arange(self.seen, self.seen + count)
        drawn = (torch.rand(count, generator=generator, dtype=torch.float64) * (numbers + 1)).long()
        places = torch.where(numbers < capacity, numbers, drawn)
        kept = places < capacity
        for column, new in zip((self.features, self.masks, self.advised, self.returns), batch, strict=True):
            column[places[kept]] = new[kept].to(column.dtype)
        self.seen += count

    def draw(self, rows: int, generator: torch.Generator) -> AdviceBatch:
        """Some rows, evenly and with repetition."""
        index = torch.randint(len(self), (rows,), generator=generator)
        return AdviceBatch(
            self.features[index].float(), self.masks[index], self.advised[index], self.returns[index]
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The rows that are filled, for a checkpoint."""
        names = ("features", "masks", "advised", "returns")
        arrays = {f"store/{name}": getattr(self, name)[: len(self)].numpy() for name in names}
        return {**arrays, "store/seen": np.array([self.seen], dtype=np.int64)}

    def load(self, arrays: Any) -> None:
        """Takes over what `arrays` gave."""
        self.seen = int(arrays["store/seen"][0])
        for name in ("features", "masks", "advised", "returns"):
            getattr(self, name)[: len(self)] = torch.from_numpy(arrays[f"store/{name}"].copy())
