"""Sequences that a world model learns from, cut so that none runs through a reset or a lost server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import harness
from agent.encoders import Encoder

#: Chooses actions int64 [N] from frames, structured [N], and masks, bool [N, A].
Chooser = Callable[[NDArray[Any], NDArray[np.bool_]], NDArray[np.int64]]


@dataclass(frozen=True)
class Sequences:
    """S sequences of T transitions each."""

    features: Tensor
    """float32 [T + 1, S, features]."""
    actions: Tensor
    """int64 [T, S]."""
    rewards: Tensor
    """float32 [T, S]."""
    terminated: Tensor
    """bool [T, S]; only the last transition of a sequence can end an episode."""
    valid: Tensor
    """bool [T, S], False behind the end of an episode."""

    def part(self, rows: slice | Tensor) -> Sequences:
        """Some of the sequences."""
        columns = (self.features, self.actions, self.rewards, self.terminated, self.valid)
        return Sequences(*(column[:, rows] for column in columns))

    @property
    def count(self) -> int:
        """S."""
        return self.actions.shape[1]


def collect(
    env: harness.FactorioVectorEnv, encoder: Encoder, choose: Chooser, steps: int, length: int, seed: int
) -> Sequences:
    """Plays steps in every arena and cuts them into sequences.

    Args:
        env: arenas with numbered actions; they are reset.
        encoder: of the scenario's frames.
        choose: who plays.
        steps: of each arena; a multiple of `length`.
        length: T.
        seed: base seed of the episodes.

    Returns:
        steps / length sequences an arena. Rows from the first reset or lost server of a sequence on are not valid.
    """
    observation, info = env.reset(seed=seed)
    width = len(encoder.feature_names)
    features = np.zeros((steps + 1, env.num_envs, width), np.float32)
    actions = np.zeros((steps, env.num_envs), np.int64)
    rewards = np.zeros((steps, env.num_envs), np.float32)
    terminated, valid = np.zeros((steps, env.num_envs), bool), np.ones((steps, env.num_envs), bool)
    resetting = np.zeros(env.num_envs, bool)
    for step in range(steps):
        frames = harness.fields(observation, encoder.frame)
        features[step] = encoder.encode(frames)
        actions[step] = choose(frames, info["action_mask"])
        observation, reward, ended, cut, info = env.step(actions[step])
        broken = resetting | info.get("server_lost", np.zeros_like(resetting))
        rewards[step], terminated[step] = np.where(broken, 0, reward), ended & ~broken
        valid[step] = ~broken
        resetting = ended | cut
    features[steps] = encoder.encode(harness.fields(observation, encoder.frame))
    return _cut(features, actions, rewards, terminated, valid, length)


def _cut(
    features: NDArray[np.float32],
    actions: NDArray[np.int64],
    rewards: NDArray[np.float32],
    terminated: NDArray[np.bool_],
    valid: NDArray[np.bool_],
    length: int,
) -> Sequences:
    pieces = range(0, len(actions), length)

    def side_by_side(column: NDArray[Any], extra: int = 0) -> Tensor:
        return torch.from_numpy(np.concatenate([column[at : at + length + extra] for at in pieces], axis=1))

    kept = side_by_side(valid).cumprod(dim=0).bool()
    return Sequences(
        side_by_side(features, 1), side_by_side(actions), side_by_side(rewards), side_by_side(terminated), kept
    )
