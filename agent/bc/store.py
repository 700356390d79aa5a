"""What an expert has advised so far: a bounded sample of all states, or stretches of them, that the learner came to."""

from __future__ import annotations

from typing import Any, NamedTuple

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


class WindowBatch(NamedTuple):
    """Some stretches of T steps of one arena each; B stretches."""

    features: Tensor
    """float32 [B, T, F]."""
    masks: Tensor
    """bool [B, T, A]."""
    advised: Tensor
    """int64 [B, T], what the expert would have done."""
    returns: Tensor
    """float32 [B, T], discounted rewards that followed, in units of reward."""
    begins: Tensor
    """bool [B, T], steps that are the first of an episode."""
    counts: Tensor
    """bool [B, T], steps whose advice is followed: transitions, on which the mask allows it."""
    memory: Tensor
    """float32 [B, H], what the learner remembered before the first step, when it acted (Kapturowski et al., "Recurrent
    experience replay in distributed reinforcement learning", 2019: the stored state)."""


class Reservoir:
    """Every entry ever made is in it with equal chance (reservoir sampling, Vitter 1985).

    Features are kept in half precision: they are near 1 in size, and a store is the largest part of a checkpoint.

    Args:
        columns: by name, tensors whose first axis is the most entries there may be.
    """

    def __init__(self, **columns: Tensor) -> None:
        self.columns = columns
        self.capacity = len(next(iter(columns.values())))
        self.seen = 0
        """Entries made so far."""

    def __len__(self) -> int:
        return min(self.seen, self.capacity)

    def add(self, batch: AdviceBatch | WindowBatch, generator: torch.Generator) -> None:
        """Makes entries; where the store is full, each takes the place of another or is passed over."""
        count = len(batch.advised)
        numbers = torch.arange(self.seen, self.seen + count)
        drawn = (torch.rand(count, generator=generator, dtype=torch.float64) * (numbers + 1)).long()
        places = torch.where(numbers < self.capacity, numbers, drawn)
        kept = places < self.capacity
        for name, column in self.columns.items():
            column[places[kept]] = getattr(batch, name)[kept].to(column.dtype)
        self.seen += count

    def _drawn(self, entries: int, generator: torch.Generator) -> dict[str, Tensor]:
        """Some entries, evenly and with repetition."""
        index = torch.randint(len(self), (entries,), generator=generator)
        found = {name: column[index] for name, column in self.columns.items()}
        return {**found, "features": found["features"].float()}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The entries that are filled, for a checkpoint."""
        arrays = {f"store/{name}": column[: len(self)].numpy() for name, column in self.columns.items()}
        return {**arrays, "store/seen": torch.tensor([self.seen]).numpy()}

    def load(self, arrays: Any) -> None:
        """Takes over what `arrays` gave."""
        self.seen = int(arrays["store/seen"][0])
        for name, column in self.columns.items():
            column[: len(self)] = torch.from_numpy(arrays[f"store/{name}"].copy())


class AdviceStore(Reservoir):
    """States, each with its advice.

    Args:
        rows: how many there are, at most.
        features: columns of features.
        actions: columns of masks.
    """

    def __init__(self, rows: int, features: int, actions: int) -> None:
        super().__init__(
            features=torch.zeros(rows, features, dtype=torch.float16),
            masks=torch.zeros(rows, actions, dtype=torch.bool),
            advised=torch.zeros(rows, dtype=torch.int64),
            returns=torch.zeros(rows),
        )

    def draw(self, rows: int, generator: torch.Generator) -> AdviceBatch:
        """Some rows, evenly and with repetition."""
        return AdviceBatch(**self._drawn(rows, generator))


class WindowStore(Reservoir):
    """Stretches of one rollout of one arena, each with the advice on its steps.

    Args:
        rows: steps of all of them together, at most.
        horizon: steps of each.
        features: columns of features.
        actions: columns of masks.
        hidden: columns of the memory.
    """

    def __init__(self, rows: int, horizon: int, features: int, actions: int, hidden: int) -> None:
        self.horizon, sizes = horizon, (max(1, rows // horizon), horizon)
        super().__init__(
            features=torch.zeros(*sizes, features, dtype=torch.float16),
            masks=torch.zeros(*sizes, actions, dtype=torch.bool),
            advised=torch.zeros(sizes, dtype=torch.int64),
            returns=torch.zeros(sizes),
            begins=torch.zeros(sizes, dtype=torch.bool),
            counts=torch.zeros(sizes, dtype=torch.bool),
            memory=torch.zeros(sizes[0], hidden),
        )

    def draw(self, rows: int, generator: torch.Generator) -> WindowBatch:
        """Stretches of so many steps together, evenly and with repetition; at least one."""
        return WindowBatch(**self._drawn(max(1, rows // self.horizon), generator))
