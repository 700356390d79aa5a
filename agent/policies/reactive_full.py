"""The reactive policy in its full form: the 64 x 64 local map and the player's state to any command of the game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from agent.encoders.planes import PLANES
from agent.policies.conditional import joint_log_probabilities
from agent.policies.layers import PlaneEncoder, SetAttention, draw_weights
from agent.policies.value import ValueFunction
from harness import scripts

#: Ways to move: the movement head's logits. The first stands still.
MOVEMENTS = len(scripts.WALKS)
#: Action types of the game: the interaction head's logits. MOVE, the first, leads on to the movement head.
INTERACTIONS = scripts.constants.FACTORIO_ACTION_WAIT + 1


@dataclass(frozen=True)
class FullReactiveConfig:
    """Sizes. A pass over the local map is the cost: the defaults take 2.4 million multiplications."""

    widths: tuple[int, ...] = (16, 24, 32)
    """Channels after each convolution."""
    embedding: int = 64
    """Length of the map's and of the player's embedding."""
    attention: int = 32
    """Length of the candidates' embedding."""
    hidden: int = 128
    """Width of the trunk."""
    recurrent: bool = False
    """Whether a GRU stands behind the trunk: for what the frame and the map do not show."""


class FullReactiveOutput(NamedTuple):
    """What a forward pass says about B observations of C candidates each."""

    movement: Tensor
    """float32 [B, MOVEMENTS], logits of the ways to move."""
    interaction: Tensor
    """float32 [B, INTERACTIONS], logits of the action types."""
    primitive_action: Tensor
    """float32 [B, INTERACTIONS, C], logits of the candidate that each action type would be aimed at."""
    value: Tensor
    """float32 [B], expected discounted return in units of the return normaliser."""
    memory: Tensor
    """float32 [B, hidden], for the next step; zeros without a recurrent core."""


class FullReactivePolicy(nn.Module):
    """Immediate actions of every kind, every step.

    Candidates are what an action can be aimed at: entities, ghosts, ore, places. The distribution over whole actions
    is conditional: an action type, then the way to move or the candidate that it allows (`action_log_probabilities`).

    Args:
        player: features of the player's state: of an encoder of compact frames.
        candidates: features of a candidate.
        config: sizes.
        generator: source of the initial weights; None leaves them as torch made them, to be loaded over.
    """

    def __init__(
        self,
        player: int,
        candidates: int,
        config: FullReactiveConfig | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.config = config = config or FullReactiveConfig()
        self.cnn_local = PlaneEncoder(PLANES, config.widths, config.embedding)
        self.player_encoder = nn.Sequential(nn.Linear(player, config.embedding), nn.Tanh())
        self.candidate_attention = SetAttention(candidates, config.embedding, config.attention)
        self.trunk = nn.Sequential(nn.Linear(2 * config.embedding + config.attention, config.hidden), nn.Tanh())
        self.memory = nn.GRUCell(config.hidden, config.hidden) if config.recurrent else None
        self.movement_head = nn.Linear(config.hidden, MOVEMENTS)
        self.interaction_head = nn.Linear(config.hidden, INTERACTIONS)
        self.candidate_encoder = nn.Sequential(nn.Linear(candidates, config.attention), nn.Tanh())
        self.action_head = nn.Linear(config.hidden, INTERACTIONS * config.attention)
        self.value_function = ValueFunction(config.hidden)
        if generator is not None:
            draw_weights(self, generator, (self.movement_head, self.interaction_head, self.action_head))
            self.value_function.draw_weights(generator)

    def forward(
        self, local_map: Tensor, player_state: Tensor, candidates: Tensor, present: Tensor, memory: Tensor
    ) -> FullReactiveOutput:
        """Judges a batch.

        Args:
            local_map: float32 [B, PLANES, 64, 64].
            player_state: float32 [B, player].
            candidates: float32 [B, C, candidates], zeros where there is none.
            present: bool [B, C].
            memory: float32 [B, hidden], what the step before gave; zeros at the start of an episode.

        Returns:
            Logits, values and memory.
        """
        player = self.player_encoder(player_state)
        near = self.candidate_attention(candidates, present, player)
        hidden = self.trunk(torch.cat([self.cnn_local(local_map), player, near], dim=1))
        if self.memory is not None:
            hidden = memory = self.memory(hidden, memory)
        aims = self.action_head(hidden).unflatten(1, (INTERACTIONS, -1))
        return FullReactiveOutput(
            self.movement_head(hidden),
            self.interaction_head(hidden),
            aims @ self.candidate_encoder(candidates).transpose(1, 2),
            self.value_function(hidden),
            memory,
        )

    def initial_memory(self, batch: int) -> Tensor:
        """float32 [batch, hidden], of the start of an episode."""
        return torch.zeros(batch, self.config.hidden)


def action_log_probabilities(output: FullReactiveOutput, allowed: Tensor) -> Tensor:
    """The distribution over whole actions, with a mask for every action type.

    Args:
        output: of a forward pass.
        allowed: bool [B, INTERACTIONS, MOVEMENTS + C]: for MOVE the ways among the first MOVEMENTS, for other types
            the candidates behind them; a type that needs no candidate (WAIT, CRAFT by a fixed list) allows one.

    Returns:
        float32 [B, INTERACTIONS * (MOVEMENTS + C)], normalised; action (i, j) stands at i * (MOVEMENTS + C) + j.
    """
    batch, types, _ = output.primitive_action.shape
    ways = output.movement.unsqueeze(1).expand(batch, types, MOVEMENTS)
    second = torch.cat([ways, output.primitive_action], dim=-1)
    return joint_log_probabilities(output.interaction, second, allowed)
