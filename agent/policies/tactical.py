"""The middle of the three policies: which option, with which resource, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from agent.encoders.planes import PLANES
from agent.options.situation import ENTITY_NAMES, TASK_FEATURES
from agent.options.vocabulary import K, P, R
from agent.policies.layers import PlaneEncoder, SetAttention, draw_weights
from agent.policies.value import ValueFunction


@dataclass(frozen=True)
class TacticalConfig:
    """Sizes. The defaults learn on two cores; the documents' 256 x 256 minimap is `minimap_scale=1`."""

    minimap_scale: int = 8
    """Tiles a side of a cell of the minimap, which covers 256 x 256 tiles: 1, 2, 4 or 8."""
    widths: tuple[int, ...] = (8, 16)
    """Channels after each convolution."""
    embedding: int = 64
    """Length of the minimap's and of the task's embedding."""
    attention: int = 32
    """Length of the nearby entities' embedding."""
    hidden: int = 128
    """Width of the trunk."""


class TacticalOutput(NamedTuple):
    """What a forward pass says about B situations."""

    subtask_selection: Tensor
    """float32 [B, K], logits of the subtasks (`agent.options.vocabulary.SUBTASKS`)."""
    resource_allocation: Tensor
    """float32 [B, K, R], logits of the resource that each subtask would be given."""
    coordination_signal: Tensor
    """float32 [B, P], logits of the patience: after how many steps the level below reports back."""
    value: Tensor
    """float32 [B], expected discounted return in units of the return normaliser."""


class TacticalPolicy(nn.Module):
    """Chooses options, every 16 to 64 steps or when one has ended.

    A convolution over the minimap, an encoder of the task (what is wanted, held and waiting; the directive of the
    strategic level) and attention from the task over the entities nearby, into one trunk with three heads and a value.

    Args:
        config: sizes.
        generator: source of the initial weights; None leaves them as torch made them, to be loaded over.
    """

    def __init__(self, config: TacticalConfig | None = None, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config = config or TacticalConfig()
        self.cnn_tactical = PlaneEncoder(PLANES, config.widths, config.embedding)
        self.task_encoder = nn.Sequential(nn.Linear(TASK_FEATURES, config.embedding), nn.Tanh())
        self.entity_attention = SetAttention(len(ENTITY_NAMES), config.embedding, config.attention)
        inputs = 2 * config.embedding + config.attention
        self.trunk = nn.Sequential(
            nn.Linear(inputs, config.hidden), nn.Tanh(), nn.Linear(config.hidden, config.hidden), nn.Tanh()
        )
        self.subtask_head = nn.Linear(config.hidden, K)
        self.resource_head = nn.Linear(config.hidden, K * R)
        self.coordination_head = nn.Linear(config.hidden, P)
        self.value_function = ValueFunction(config.hidden)
        if generator is not None:
            draw_weights(self, generator, (self.subtask_head, self.resource_head, self.coordination_head))
            self.value_function.draw_weights(generator)

    def forward(self, minimap: Tensor, task: Tensor, entities: Tensor, present: Tensor) -> TacticalOutput:
        """Judges a batch.

        Args:
            minimap: float32 [B, PLANES, side, side], side 256 / minimap_scale.
            task: float32 [B, TASK_FEATURES].
            entities: float32 [B, E, 16], rows of `agent.options.situation.ENTITY_NAMES`.
            present: bool [B, E].

        Returns:
            Logits and values.
        """
        wanted = self.task_encoder(task)
        seen = self.cnn_tactical(minimap)
        near = self.entity_attention(entities, present, wanted)
        hidden = self.trunk(torch.cat([seen, wanted, near], dim=1))
        return TacticalOutput(
            self.subtask_head(hidden),
            self.resource_head(hidden).unflatten(1, (K, R)),
            self.coordination_head(hidden),
            self.value_function(hidden),
        )
