"""Choices in two parts, where what the second may be depends on the first. Pure functions of logits and masks.

A choice (k, r) is flattened to the number k * R + r, so that `agent.policies.masked` samples it and gives its entropy.
"""

from __future__ import annotations

import torch
from torch import Tensor

from agent.policies.masked import FORBIDDEN


def joint_log_probabilities(first: Tensor, second: Tensor, allowed: Tensor) -> Tensor:
    """The distribution over pairs: p(k) p(r | k), over the allowed pairs alone.

    Args:
        first: float32 [B, K], logits of the first part.
        second: float32 [B, K, R], logits of the second part for each first; [B, R] where they do not depend on it.
        allowed: bool [B, K, R]; at least one pair a row. A first part without any second cannot be chosen.

    Returns:
        float32 [B, K * R], normalised; forbidden pairs hold about -1e9 or less, whose exponential is exactly 0.
    """
    if second.dim() == 2:
        second = second.unsqueeze(1)
    possible = allowed.any(dim=-1)
    first_log = torch.log_softmax(first.masked_fill(~possible, FORBIDDEN), dim=-1)
    second_log = torch.log_softmax(second.masked_fill(~allowed, FORBIDDEN), dim=-1)
    return (first_log.unsqueeze(-1) + second_log).masked_fill(~allowed, FORBIDDEN).flatten(1)


def split(pairs: Tensor, seconds: int) -> tuple[Tensor, Tensor]:
    """The two parts of flattened choices, int64 [B] each, where the second has so many values."""
    return pairs // seconds, pairs % seconds


def join(first: Tensor, second: Tensor, seconds: int) -> Tensor:
    """The flattened number of choices in two parts; the inverse of `split`."""
    return first * seconds + second
