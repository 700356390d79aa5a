"""Which network reads which encoder's features: one place for learners, models on disk and checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from agent.policies.reactive import ReactivePolicy

if TYPE_CHECKING:
    from agent.encoders import Encoder


def architecture_of(encoder: Encoder) -> str:
    """Name of the network for an encoder's features."""
    return getattr(encoder, "architecture", "ReactivePolicy")


def known_columns(features: list[str]) -> int:
    """Columns of the arena as a whole: those of intents are named `intent.column`."""
    return sum("." not in name for name in features)


def make_policy(
    architecture: str,
    features: list[str],
    actions: int,
    hidden_units: int,
    hidden_layers: int,
    generator: torch.Generator | None = None,
) -> nn.Module:
    """The network of that name, whose forward pass gives a `ReactiveOutput`.

    Args:
        architecture: ReactivePolicy, MapPolicy or IntentPolicy.
        features: names of the input features, in order.
        actions: number of actions.
        hidden_units: width of its hidden layers.
        hidden_layers: their number.
        generator: source of the initial weights; None leaves them to be loaded over.

    Raises:
        ValueError: if there is no such network.
    """
    if architecture == "ReactivePolicy":
        return ReactivePolicy(len(features), actions, hidden_units, hidden_layers, generator)
    if architecture == "IntentPolicy":
        from agent.intents.policy import IntentPolicy

        known = known_columns(features)
        return IntentPolicy(len(features), actions, hidden_units, hidden_layers, known, generator)
    raise ValueError(f"there is no network '{architecture}'; known: ReactivePolicy, IntentPolicy")
