"""The reward of an option, whose steps are discounted. Its advantages are `agent.ppo.losses.generalized_advantages`."""

from __future__ import annotations

import torch
from torch import Tensor


def discounted_sum(rewards: Tensor, gamma: float) -> Tensor:
    """The reward of an option: r_0 + gamma r_1 + ... + gamma^(k-1) r_(k-1).

    Args:
        rewards: float32 [k, ...], of its steps.
        gamma: discount a step, 0..1.

    Returns:
        float32 [...].
    """
    weights = gamma ** torch.arange(len(rewards), dtype=rewards.dtype)
    return torch.tensordot(weights, rewards, dims=1)
