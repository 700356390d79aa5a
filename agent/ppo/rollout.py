"""What PPO learns from: the steps of a rollout, and the transitions among them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agent.episodes import EpisodeColumns
from agent.ppo.core import Targets


class RolloutViews(NamedTuple):
    """Columns of a rollout as arrays."""

    features: NDArray[np.float32]
    """float32 [T + 1, N, F]."""
    values: NDArray[np.float32]
    """float32 [T + 1, N]."""
    masks: NDArray[np.bool_]
    """bool [T, N, A]."""
    actions: NDArray[np.int64]
    """int64 [T, N]."""
    log_probs: NDArray[np.float32]
    rewards: NDArray[np.float32]
    """float32 [T, N] each."""
    terminated: NDArray[np.bool_]
    truncated: NDArray[np.bool_]
    valid: NDArray[np.bool_]
    """bool [T, N] each."""


class Rollout:
    """T steps of N arenas. The buffers are made once and filled again by every rollout."""

    def __init__(self, horizon: int, arenas: int, features: int, actions: int) -> None:
        rows = (horizon, arenas)
        self.features = torch.zeros(horizon + 1, arenas, features)
        self.values = torch.zeros(horizon + 1, arenas)
        self.masks = torch.zeros(*rows, actions, dtype=torch.bool)
        self.actions = torch.zeros(rows, dtype=torch.int64)
        self.log_probs = torch.zeros(rows)
        self.rewards = torch.zeros(rows)
        self.terminated = torch.zeros(rows, dtype=torch.bool)
        self.truncated = torch.zeros(rows, dtype=torch.bool)
        self.valid = torch.zeros(rows, dtype=torch.bool)
        """False where a row is no transition: the reset after an episode's end, or a lost server."""
        self.views = RolloutViews(*(getattr(self, name).numpy() for name in RolloutViews._fields))
        """The same memory for numpy, whose rows cost less to reach than torch's."""
        self.episodes: list[EpisodeColumns] = []
        """Metrics of the episodes that ended, one entry a step that ended any."""


class Batch(NamedTuple):
    """The rows of one update, or of a minibatch of it; B rows. Those that are no transition hold anything."""

    features: Tensor
    """float32 [B, F]."""
    masks: Tensor
    """bool [B, A]."""
    actions: Tensor
    """int64 [B]."""
    log_probs: Tensor
    """float32 [B], under the policy that acted."""
    advantages: Tensor
    """float32 [B], mean 0 and standard deviation 1 over all transitions of the update."""
    returns: Tensor
    """float32 [B], normalised."""
    values: Tensor
    """float32 [B], normalised predictions of the policy that acted."""
    transitions: Tensor
    """int64, the rows that are transitions: what a minibatch is drawn from."""

    def rows(self, index: Tensor) -> Batch:
        """The rows `index`, int64 [b], all of them transitions."""
        return Batch._make([*(column[index] for column in self[:-1]), torch.arange(len(index))])

    @property
    def targets(self) -> Targets:
        """What the loss holds a policy against."""
        return Targets(self.log_probs, self.advantages, self.returns, self.values)
