"""The compact reactive policy with a memory: a GRU behind the trunk, for what the frame alone does not show."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from agent.policies.layers import draw_weights, tanh_layers
from agent.policies.reactive import ReactiveOutput, orthogonal


class RecurrentOutput(NamedTuple):
    """What a forward pass says about a batch of B observations."""

    primitive_action: Tensor
    """float32 [B, actions], logits of the discrete action set before masking."""
    value: Tensor
    """float32 [B], expected discounted return in units of the return normaliser."""
    memory: Tensor
    """float32 [B, hidden], for the next step of the same episodes."""


class RecurrentPolicy(nn.Module):
    """As `agent.policies.reactive.ReactivePolicy`, with a GRU (Cho et al. 2014) between the trunk and the heads.

    The heads read the trunk beside the memory, so that what the frame shows is learned as fast as without one.

    Args:
        features: number of input features.
        actions: number of discrete actions.
        hidden_units: width of every hidden layer, and of the memory.
        hidden_layers: number of hidden layers before the memory, at least 1.
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
        self.core = nn.GRUCell(hidden_units, hidden_units)
        self.primitive_action_head = nn.Linear(2 * hidden_units, actions)
        self.value_head = nn.Linear(2 * hidden_units, 1)
        if generator is not None:
            self._draw_weights(generator)

    def _draw_weights(self, generator: torch.Generator) -> None:
        """As of `ReactivePolicy`; orthogonal weights and zero biases in the memory, too."""
        draw_weights(self.trunk, generator)
        for name, parameter in self.core.named_parameters():
            if name.startswith("weight"):
                nn.init.orthogonal_(parameter, 1.0, generator=generator)
            else:
                nn.init.zeros_(parameter)
        orthogonal(self.primitive_action_head, 0.01, generator)
        orthogonal(self.value_head, 1.0, generator)

    def initial_memory(self, batch: int) -> Tensor:
        """float32 [batch, hidden], of the start of an episode."""
        return torch.zeros(batch, self.core.hidden_size)

    def forward(self, features: Tensor, memory: Tensor) -> RecurrentOutput:
        """Judges one step.

        Args:
            features: float32 [B, features] of the scenario's encoder.
            memory: float32 [B, hidden], what the step before gave; zeros at the start of an episode.

        Returns:
            Logits, values and the memory for the next step.
        """
        hidden = self.trunk(features)
        memory = self.core(hidden, memory)
        return RecurrentOutput(*self._judge(torch.cat([hidden, memory], dim=-1)), memory)

    def unroll(self, features: Tensor, memory: Tensor, begins: Tensor) -> ReactiveOutput:
        """Judges T steps of B arenas one after the other; gradients flow back through all of them.

        Args:
            features: float32 [T, B, features].
            memory: float32 [B, hidden], before the first step.
            begins: bool [T, B], steps that are the first of an episode: nothing is remembered across them.

        Returns:
            Logits float32 [T, B, actions] and values float32 [T, B].
        """
        hidden = self.trunk(features)
        remembered = []
        for t in range(len(features)):
            memory = self.core(hidden[t], forget(memory, begins[t]))
            remembered.append(memory)
        return self._judge(torch.cat([hidden, torch.stack(remembered)], dim=-1))

    def _judge(self, known: Tensor) -> ReactiveOutput:
        return ReactiveOutput(self.primitive_action_head(known), self.value_head(known).squeeze(-1))


def forget(memory: Tensor, begins: Tensor) -> Tensor:
    """The memories float32 [B, hidden] with zeros where an episode begins, bool [B]."""
    return torch.where(begins.unsqueeze(-1), torch.zeros_like(memory), memory)
