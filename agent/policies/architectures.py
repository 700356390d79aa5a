"""Which network reads which encoder's features: one place for learners, models on disk and checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from agent.errors import AgentError
from agent.policies.reactive import ReactivePolicy
from agent.policies.recurrent import RecurrentPolicy

if TYPE_CHECKING:
    from agent.encoders import Encoder


def architecture_of(encoder: Encoder, remembers: bool = False) -> str:
    """Name of the network for an encoder's features.

    Args:
        encoder: whose features it reads.
        remembers: whether it shall have a memory.

    Raises:
        AgentError: if there is no network with a memory for these features.
    """
    name: str = getattr(encoder, "architecture", "ReactivePolicy")
    if not remembers:
        return name
    if name != "ReactivePolicy":
        raise AgentError(
            f"--ppo.memory goes with networks over the features of one frame (ReactivePolicy), not with {name}: "
            "its kit remembers already; leave the flag out"
        )
    return "RecurrentPolicy"


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
    """The network of that name, whose forward pass gives a `ReactiveOutput`, or a `RecurrentOutput` where it remembers.

    Args:
        architecture: ReactivePolicy, RecurrentPolicy or IntentPolicy.
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
    if architecture == "RecurrentPolicy":
        return RecurrentPolicy(len(features), actions, hidden_units, hidden_layers, generator)
    if architecture == "IntentPolicy":
        from agent.options.intents.policy import IntentPolicy

        known = known_columns(features)
        return IntentPolicy(len(features), actions, hidden_units, hidden_layers, known, generator)
    raise ValueError(f"there is no network '{architecture}'; known: ReactivePolicy, RecurrentPolicy, IntentPolicy")
