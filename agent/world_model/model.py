"""The world model: a recurrent core that predicts the next features, statistics, the reward and the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class WorldModelConfig:
    """Sizes."""

    hidden: int = 128
    """Length of the recurrent state."""
    embedding: int = 128
    """Width of the layer before it."""


class Imagined(NamedTuple):
    """What the model expects of T steps of B arenas."""

    features: Tensor
    """float32 [T, B, features], of the observation after each step."""
    rewards: Tensor
    """float32 [T, B]."""
    ends: Tensor
    """float32 [T, B], logits of the episode ending with the step."""
    memory: Tensor
    """float32 [T, B, hidden], the core's state after each step: what an auxiliary loss shapes, and a value reads."""


class WorldModel(nn.Module):
    """Predicts what an action leads to.

    Features are those of a frame's encoder: they hold the frame's statistics (items, produced, machines) as columns,
    so the next features are the next frame and the next statistics. The model predicts their change.

    Args:
        features: number of features.
        actions: number of discrete actions.
        config: sizes.
    """

    def __init__(self, features: int, actions: int, config: WorldModelConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or WorldModelConfig()
        self.actions = actions
        self.enter = nn.Sequential(nn.Linear(features + actions, config.embedding), nn.ReLU())
        self.core = nn.GRUCell(config.embedding, config.hidden)
        self.leave = nn.Sequential(nn.Linear(config.hidden + config.embedding, config.embedding), nn.ReLU())
        self.change = nn.Linear(config.embedding, features)
        self.reward = nn.Linear(config.embedding, 1)
        self.end = nn.Linear(config.embedding, 1)
        nn.init.zeros_(self.change.weight)
        nn.init.zeros_(self.change.bias)

    def initial_memory(self, batch: int) -> Tensor:
        """float32 [batch, hidden], of a state that nothing is remembered of."""
        return torch.zeros(batch, self.config.hidden)

    def step(self, features: Tensor, actions: Tensor, memory: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """One step.

        Args:
            features: float32 [B, features].
            actions: int64 [B].
            memory: float32 [B, hidden].

        Returns:
            Next features float32 [B, features], rewards [B], logits of the end [B], next memory [B, hidden].
        """
        chosen = nn.functional.one_hot(actions, self.actions).to(features.dtype)
        seen = self.enter(torch.cat([features, chosen], dim=-1))
        memory = self.core(seen, memory)
        told = self.leave(torch.cat([memory, seen], dim=-1))
        return features + self.change(told), self.reward(told).squeeze(-1), self.end(told).squeeze(-1), memory

    def forward(self, features: Tensor, actions: Tensor) -> Imagined:
        """Predicts each next step from the true features before it (teacher forcing).

        Args:
            features: float32 [T, B, features], of the observations before the steps.
            actions: int64 [T, B].
        """
        memory, rows = self.initial_memory(features.shape[1]), []
        for t in range(len(actions)):
            row = self.step(features[t], actions[t], memory)
            memory = row[3]
            rows.append(row)
        return Imagined(*(torch.stack(column) for column in zip(*rows, strict=True)))

    def imagine(self, features: Tensor, actions: Tensor, memory: Tensor | None = None) -> Imagined:
        """Rolls out with its own predictions: what a planner asks for.

        Args:
            features: float32 [B, features], of the present observations.
            actions: int64 [T, B], of the steps to imagine.
            memory: float32 [B, hidden]; that of the start when None.
        """
        state = self.initial_memory(len(features)) if memory is None else memory
        rows = []
        for action in actions:
            row = self.step(features, action, state)
            features, state = row[0], row[3]
            rows.append(row)
        return Imagined(*(torch.stack(column) for column in zip(*rows, strict=True)))


class WorldModelLoss(NamedTuple):
    """Float32 scalars."""

    total: Tensor
    features: Tensor
    """Mean squared error."""
    reward: Tensor
    """Mean squared error."""
    end: Tensor
    """Binary cross entropy, nats."""


def world_model_loss(
    imagined: Imagined, features: Tensor, rewards: Tensor, terminated: Tensor, valid: Tensor
) -> WorldModelLoss:
    """How far predictions are from what happened; also the auxiliary loss of a policy that shares the core.

    Args:
        imagined: predictions of T steps of B arenas.
        features: float32 [T, B, features], of the observations after the steps.
        rewards: float32 [T, B].
        terminated: bool [T, B], the episode ended by the task's rule.
        valid: bool [T, B], False for rows that are no transition; they count for nothing.
    """
    weight = valid / valid.sum().clamp(min=1)
    of_features = ((imagined.features - features).square().mean(-1) * weight).sum()
    of_reward = ((imagined.rewards - rewards).square() * weight).sum()
    of_end = nn.functional.binary_cross_entropy_with_logits(
        imagined.ends, terminated.to(imagined.ends.dtype), reduction="none"
    )
    of_end = (of_end * weight).sum()
    return WorldModelLoss(of_features + of_reward + of_end, of_features, of_reward, of_end)
