"""Learns a world model, says how wrong it is at each horizon, and plans with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

import torch
from torch import Tensor

from agent.fitting import descend
from agent.world_model.data import Sequences
from agent.world_model.model import WorldModel, world_model_loss


@dataclass(frozen=True)
class HorizonError:
    """How wrong predictions are so many steps ahead, without seeing anything in between."""

    steps: int
    model: float
    """Root mean squared error of the features."""
    nothing: float
    """Of the guess that nothing changes."""
    reward: float
    """Mean absolute error of the sum of rewards up to there."""
    samples: int


def fit(
    model: WorldModel,
    sequences: Sequences,
    *,
    epochs: int,
    learning_rate: float = 1e-3,
    minibatch: int = 64,
    seed: int = 0,
    report: Callable[[int, float], None] = lambda epoch, loss: None,
) -> list[float]:
    """Fits the model to sequences by Adam.

    Args:
        model: learns in place.
        sequences: to learn from.
        epochs: passes over them.
        learning_rate: Adam's step size at the start; it falls to a tenth.
        minibatch: sequences of a gradient step.
        seed: of the order.
        report: told each epoch's mean loss.

    Returns:
        The mean loss of each epoch.

    Raises:
        LossNotFinite: if a loss is NaN or infinite.
    """
    generator = torch.Generator().manual_seed(seed)
    parts = max(1, sequences.count // minibatch)
    orders = (torch.randperm(sequences.count, generator=generator) for _ in range(epochs))
    losses = descend(
        model, (index for order in orders for index in order.tensor_split(parts)),
        lambda index: _loss(model, sequences.part(index)),
        steps=epochs * parts, rate=learning_rate, of="the world model",
    )  # fmt: skip
    means = []
    for epoch in range(epochs):
        means.append(fmean(islice(losses, parts)))
        report(epoch + 1, means[-1])
    return means


def _loss(model: WorldModel, part: Sequences) -> Tensor:
    """Of what the model says of some sequences, step by step."""
    imagined = model(part.features[:-1], part.actions)
    return world_model_loss(imagined, part.features[1:], part.rewards, part.terminated, part.valid).total


@torch.inference_mode()
def horizon_errors(model: WorldModel, sequences: Sequences, horizons: Sequence[int]) -> list[HorizonError]:
    """Errors of imagined sequences against what happened.

    Args:
        model: predicts from the first features of each sequence, with the actions that were taken.
        sequences: others than those it has learned from.
        horizons: steps ahead, each at most T.

    Returns:
        One entry a horizon, over the sequences that are valid so far.
    """
    imagined = model.imagine(sequences.features[0], sequences.actions)
    earned, expected = sequences.rewards.cumsum(0), imagined.rewards.cumsum(0)
    found = []
    for steps in horizons:
        rows = sequences.valid[steps - 1]
        truth = sequences.features[steps][:, :][rows]

        def error(guess: Tensor) -> float:
            return float((guess - truth).square().mean().sqrt())  # noqa: B023  called at once

        off = (expected[steps - 1] - earned[steps - 1])[rows].abs().mean()
        found.append(HorizonError(
            steps, error(imagined.features[steps - 1][rows]), error(sequences.features[0][rows]), float(off),
            int(rows.sum()),
        ))  # fmt: skip
    return found


@torch.inference_mode()
def plan(
    model: WorldModel,
    features: Tensor,
    generator: torch.Generator,
    *,
    horizon: int = 12,
    candidates: int = 128,
    hold: int = 4,
    gamma: float = 0.99,
) -> Tensor:
    """The first action of the best of many imagined plans (random shooting).

    Args:
        model: imagines.
        features: float32 [B, features], of the present observations.
        generator: the only source of chance.
        horizon: steps that are imagined.
        candidates: plans for each arena.
        hold: steps that a plan keeps an action, so that plans lead somewhere.
        gamma: discount a step.

    Returns:
        int64 [B].
    """
    batch = len(features)
    drawn = torch.randint(0, model.actions, (-(-horizon // hold), batch * candidates), generator=generator)
    actions = drawn.repeat_interleave(hold, dim=0)[:horizon]
    imagined = model.imagine(features.repeat_interleave(candidates, dim=0), actions)
    goes_on = torch.cat([torch.ones_like(imagined.ends[:1]), (1 - imagined.ends.sigmoid()).cumprod(0)[:-1]])
    weights = gamma ** torch.arange(horizon, dtype=features.dtype)
    returns = (imagined.rewards * goes_on * weights.unsqueeze(1)).sum(0).reshape(batch, candidates)
    return actions[0].reshape(batch, candidates).gather(1, returns.argmax(1, keepdim=True)).squeeze(1)
