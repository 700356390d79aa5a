"""The categorical distribution over the actions that are allowed. Pure functions of logits and masks."""

from __future__ import annotations

import torch
from torch import Tensor

#: Logit of a forbidden action: its probability underflows to exactly 0, while 0 * log(0) stays finite.
FORBIDDEN = -1e9


def log_probabilities(logits: Tensor, mask: Tensor) -> Tensor:
    """Normalises logits over the allowed actions.

    Args:
        logits: float32 [B, A].
        mask: bool [B, A], True where an action is allowed; at least one a row.

    Returns:
        float32 [B, A]; forbidden actions hold about -1e9, whose exponential is exactly 0.
    """
    return torch.log_softmax(logits.masked_fill(~mask, FORBIDDEN), dim=-1)


def log_probability_of(log_probs: Tensor, actions: Tensor) -> Tensor:
    """Picks one action a row.

    Args:
        log_probs: float32 [B, A].
        actions: int64 [B].

    Returns:
        float32 [B].
    """
    return log_probs.gather(-1, actions.unsqueeze(-1)).squeeze(-1)


def entropy(log_probs: Tensor) -> Tensor:
    """Entropy of each row in nats.

    Args:
        log_probs: float32 [B, A].

    Returns:
        float32 [B], 0 for a certain choice, log(allowed actions) for an even one.
    """
    return -(log_probs.exp() * log_probs).sum(-1)


def divergence(log_probs: Tensor, others: Tensor) -> Tensor:
    """KL(these || others) of each row in nats.

    Args:
        log_probs: float32 [B, A].
        others: float32 [B, A], under the same masks.

    Returns:
        float32 [B], 0 where both are alike.
    """
    return (log_probs.exp() * (log_probs - others)).sum(-1)


def sample(log_probs: Tensor, generator: torch.Generator) -> Tensor:
    """Draws one action a row, as a race: the first of independent exponential clocks with rate p rings.

    Args:
        log_probs: float32 [B, A].
        generator: the only source of chance; advances by B * A draws.

    Returns:
        int64 [B]; never a forbidden action.
    """
    clocks = torch.empty_like(log_probs).exponential_(generator=generator)
    return (log_probs - clocks.log()).argmax(-1)


def greedy(log_probs: Tensor) -> Tensor:
    """The likeliest action of each row, int64 [B]; of equals the one with the smaller number."""
    return log_probs.argmax(-1)
