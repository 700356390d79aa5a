"""The lowest of the three policies: immediate actions, chosen every step."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from agent.policies.layers import tanh_layers


class ReactiveOutput(NamedTuple):
    """What a forward pass says about a batch of B observations."""

    primitive_action: Tensor
    """float32 [B, actions], logits of the discrete action set before masking."""
    value: Tensor
    """float32 [B], expected discounted return in units of the return normaliser."""


class ReactivePolicy(nn.Module):
    """Immediate actions: move, mine. The compact form reads the features of a compact frame.

    One trunk of linear layers with tanh, shared by the head of the actions and the head of the value. With a map
    plane as observation a convolutional encoder takes the trunk's place; the heads stay.

    Args:
        features: number of input features.
        actions: number of discrete actions.
        hidden_units: width of every hidden layer.
        hidden_layers: number of hidden layers, at least 1.
        generator: source of the initial weights; None leaves them as torch made them, to be loaded over.
    """

    def __init__(
        self,
        features: int,
        actions: int,
        hidden_units: int = 64,
        hidden_layers: int = 2,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.trunk = tanh_layers(features, hidden_units, hidden_layers)
        self.primitive_action_head = nn.Linear(hidden_units, actions)
        self.value_head = nn.Linear(hidden_units, 1)
        if generator is not None:
            self._draw_weights(generator)

    def _draw_weights(self, generator: torch.Generator) -> None:
        """Orthogonal weights, zero biases; a small action head begins near the even distribution."""
        for layer in self.trunk:
            if isinstance(layer, nn.Linear):
                orthogonal(layer, math.sqrt(2), generator)
        orthogonal(self.primitive_action_head, 0.01, generator)
        orthogonal(self.value_head, 1.0, generator)

    def forward(self, features: Tensor) -> ReactiveOutput:
        """Judges a batch.

        Args:
            features: float32 [B, features] of the scenario's encoder.

        Returns:
            Logits float32 [B, actions] and values float32 [B].
        """
        hidden = self.trunk(features)
        return ReactiveOutput(self.primitive_action_head(hidden), self.value_head(hidden).squeeze(-1))


def orthogonal(layer: nn.Linear, gain: float, generator: torch.Generator) -> None:
    """Draws orthogonal weights of that gain, and sets the biases to zero."""
    nn.init.orthogonal_(layer.weight, gain, generator=generator)
    nn.init.zeros_(layer.bias)
