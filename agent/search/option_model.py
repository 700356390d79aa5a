"""What options lead to, learned from play: the task's vector afterwards, reward, duration, end, what may begin then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from agent.errors import AgentError
from agent.fitting import descend
from agent.options.play import OptionEpisode
from agent.options.situation import TASK_FEATURES
from agent.options.vocabulary import PATIENCE, K, P, R

#: Length of an option's code: one-hot of subtask, resource and patience.
OPTION_FEATURES = K + R + P


class Foreseen(NamedTuple):
    """What the model expects of an option in B situations."""

    task: Tensor
    """float32 [B, TASK_FEATURES], afterwards."""
    reward: Tensor
    """float32 [B], discounted over its steps."""
    steps: Tensor
    """float32 [B], that it lasts."""
    ends: Tensor
    """float32 [B], logits of the episode ending with it."""


class OptionModel(nn.Module):
    """Options as steps of a model: `forward` an option, `value` and `prior` of a situation.

    Args:
        hidden: width of its layers.
        seed: of the initial weights.
    """

    def __init__(self, hidden: int = 128, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.body = _layers(TASK_FEATURES + OPTION_FEATURES, hidden)
        self.change = nn.Linear(hidden, TASK_FEATURES)
        self.outcome = nn.Linear(hidden, 3)
        self.seen = _layers(TASK_FEATURES, hidden)
        self.judged = nn.Linear(hidden, 1 + 2 * K * R + P)

    def forward(self, task: Tensor, options: Tensor) -> Foreseen:
        """Plays an option in the mind.

        Args:
            task: float32 [B, TASK_FEATURES].
            options: int64 [B, 3], subtask, resource and patience.
        """
        met = self.body(torch.cat([task, option_code(options)], dim=-1))
        reward, steps, ends = self.outcome(met).unbind(-1)
        return Foreseen(task + self.change(met), reward, steps.sigmoid() * PATIENCE[-1], ends)

    def look(self, task: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What it thinks of situations.

        Returns:
            Value of going on, float32 [B]; logits of what may begin, [B, K * R]; logits of what the player that it has
            learned from would choose, [B, K * R] and [B, P].
        """
        told = self.judged(self.seen(task))
        value, allowed, pairs, patience = told.split([1, K * R, K * R, P], dim=-1)
        return value.squeeze(-1), allowed, pairs, patience


def _layers(inputs: int, hidden: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())


def option_code(options: Tensor) -> Tensor:
    """One-hot codes of options, int64 [B, 3], as float32 [B, OPTION_FEATURES]."""
    parts = [functional.one_hot(options[:, column], size) for column, size in enumerate((K, R, P))]
    return torch.cat(parts, dim=-1).float()


@dataclass(frozen=True)
class Transitions:
    """What is learned from: B decisions and what came of each."""

    task: Tensor
    """float32 [B, TASK_FEATURES]."""
    allowed: Tensor
    """float32 [B, K * R]."""
    options: Tensor
    """int64 [B, 3]."""
    advised: Tensor
    """int64 [B, 3], what the player that is imitated would have chosen."""
    after: Tensor
    """float32 [B, TASK_FEATURES]; where the episode ended, the task before."""
    reward: Tensor
    steps: Tensor
    ends: Tensor
    """float32 [B] each."""
    returns: Tensor
    """float32 [B], discounted rewards from the decision on."""


def transitions_of(
    played: Sequence[OptionEpisode], advised: Sequence[OptionEpisode], gamma: float
) -> Transitions:
    """Cuts episodes into decisions.

    Args:
        played: whole episodes.
        advised: the same with the choices that are imitated (`agent.options.play.relabelled`).
        gamma: discount a step.

    Raises:
        AgentError: if there is no decision in them.
    """
    rows: list[tuple[Any, ...]] = []
    for episode, told in zip(played, advised, strict=True):
        following = 0.0
        part: list[tuple[Any, ...]] = []
        for number in reversed(range(len(episode.decisions))):
            one, other = episode.decisions[number], told.decisions[number]
            is_last = number + 1 == len(episode.decisions)
            after = one.situation.task if is_last else episode.decisions[number + 1].situation.task
            following = one.reward + gamma**one.steps * following
            part.append((
                one.situation.task, one.situation.allowed.reshape(-1), (one.subtask, one.resource, one.patience),
                (other.subtask, other.resource, other.patience), after, one.reward, one.steps, is_last, following,
            ))  # fmt: skip
        rows += part[::-1]
    if not rows:
        raise AgentError("no decision was played; a model of options is learned from whole episodes")
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    whole = (2, 3)
    return Transitions(*(
        torch.from_numpy(column.astype(np.int64 if number in whole else np.float32))
        for number, column in enumerate(columns)
    ))  # fmt: skip


def fit(
    model: OptionModel, data: Transitions, *, steps: int = 600, rows: int = 256, seed: int = 0, rate: float = 1e-3
) -> list[float]:
    """Learns by Adam.

    Args:
        model: learns in place.
        data: decisions.
        steps: gradient steps.
        rows: decisions of a gradient step.
        seed: of their draw.
        rate: Adam's step size at the start; it falls to a tenth.

    Returns:
        The loss of each gradient step.

    Raises:
        LossNotFinite: if a loss is NaN or infinite.
    """
    generator = torch.Generator().manual_seed(seed)
    drawn = (torch.randint(len(data.reward), (rows,), generator=generator) for _ in range(steps))
    return list(
        descend(model, drawn, partial(_loss, model, data), steps=steps, rate=rate, of="the model of options")
    )


def _loss(model: OptionModel, data: Transitions, index: Tensor) -> Tensor:
    """Sum of the errors of all that it says, each in its own unit."""
    task, ends = data.task[index], data.ends[index]
    foreseen = model(task, data.options[index])
    value, allowed, pairs, patience = model.look(task)
    advised = data.advised[index]
    goes_on = 1 - ends
    of_task = ((foreseen.task - data.after[index]).square().mean(-1) * goes_on).mean()
    of_steps = ((foreseen.steps - data.steps[index]) / PATIENCE[-1]).square().mean()
    scale = data.returns.std().clamp(min=1e-3)
    of_reward = ((foreseen.reward - data.reward[index]) / scale).square().mean()
    of_value = ((value - data.returns[index]) / scale).square().mean()
    of_end = functional.binary_cross_entropy_with_logits(foreseen.ends, ends)
    of_allowed = functional.binary_cross_entropy_with_logits(allowed, data.allowed[index])
    chosen = functional.cross_entropy(pairs, advised[:, 0] * R + advised[:, 1])
    waited = functional.cross_entropy(patience, advised[:, 2])
    return 10 * of_task + of_steps + of_reward + of_value + of_end + of_allowed + chosen + waited
