"""Fits a network to data that is there already: Adam with a falling step size, for every learner outside of PPO."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor, nn

from agent.errors import LossNotFinite

#: The gradient is scaled down to this norm.
MAX_GRADIENT_NORM = 1.0


def descend(
    module: nn.Module,
    minibatches: Iterable[Tensor],
    loss_of: Callable[[Tensor], Tensor],
    *,
    steps: int,
    rate: float,
    falls_to: float = 0.1,
    of: str = "the network",
) -> Iterator[float]:
    """Takes one step of Adam a minibatch, when it is asked for the next number.

    Args:
        module: learns in place.
        minibatches: numbers of the rows of each gradient step, int64 [b].
        loss_of: the loss of a minibatch, float32 [].
        steps: how many minibatches there will be.
        rate: Adam's step size at the start.
        falls_to: share of it that is left at the end; it falls linearly.
        of: what learns, for the error.

    Yields:
        The loss of each gradient step.

    Raises:
        LossNotFinite: if a loss is NaN or infinite; no weight has been changed by it.
    """
    optimizer = torch.optim.Adam(module.parameters(), lr=rate)
    for step, index in enumerate(minibatches):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - (1 - falls_to) * step / steps)
        loss = loss_of(index)
        number = float(loss.detach())
        if not math.isfinite(number):
            raise LossNotFinite(f"loss of {of} is {number} in step {step + 1}; lower the learning rate")
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(module.parameters(), MAX_GRADIENT_NORM)
        optimizer.step()
        yield number
