"""The tactical level that is a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agent.options.situation import Situation, Situations
from agent.options.vocabulary import Choices, R
from agent.policies import masked
from agent.policies.conditional import join, joint_log_probabilities, split
from agent.policies.tactical import TacticalPolicy


class Judgement(NamedTuple):
    """What the network says about B situations."""

    pairs: Tensor
    """float32 [B, K * R], log probabilities of subtask and resource, flattened."""
    patience: Tensor
    """float32 [B, P], log probabilities."""
    value: Tensor
    """float32 [B], in units of the return normaliser."""

    def log_probability(self, choices: ChoiceTensors) -> Tensor:
        """float32 [B], of whole choices."""
        pairs = masked.log_probability_of(self.pairs, join(choices.subtask, choices.resource, R))
        return pairs + masked.log_probability_of(self.patience, choices.patience)

    def entropy(self) -> Tensor:
        """float32 [B], nats."""
        return masked.entropy(self.pairs) + masked.entropy(self.patience)


class ChoiceTensors(NamedTuple):
    """`Choices` as tensors, int64 [B] each."""

    subtask: Tensor
    resource: Tensor
    patience: Tensor


class SituationTensors(NamedTuple):
    """`Situations` as tensors, B rows."""

    minimap: Tensor
    task: Tensor
    entities: Tensor
    present: Tensor
    allowed: Tensor

    @classmethod
    def of(cls, situations: Situations) -> SituationTensors:
        """Shares the arrays' memory."""
        return cls(*(torch.from_numpy(column) for column in situations))

    def rows(self, index: Tensor) -> SituationTensors:
        """The rows `index`, int64 [b]."""
        return SituationTensors(*(column[index] for column in self))


def judge(policy: TacticalPolicy, seen: SituationTensors) -> Judgement:
    """Runs the network and puts its logits under the masks."""
    output = policy(seen.minimap, seen.task, seen.entities, seen.present)
    pairs = joint_log_probabilities(output.subtask_selection, output.resource_allocation, seen.allowed)
    return Judgement(pairs, torch.log_softmax(output.coordination_signal, dim=-1), output.value)


class LearnedTactical:
    """Chooses by a network: drawn from its distribution, or the likeliest.

    Args:
        policy: the network.
        mode: how to choose.
        generator: the only source of chance of `sampled`; needed for it.
    """

    name = "learned"

    def __init__(
        self,
        policy: TacticalPolicy,
        mode: Literal["sampled", "greedy"] = "sampled",
        generator: torch.Generator | None = None,
    ) -> None:
        self.policy, self._mode = policy, mode
        self._generator = generator or torch.Generator().manual_seed(0)

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    @torch.inference_mode()
    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """Chooses for each arena."""
        judgement = judge(self.policy, SituationTensors.of(situations))
        if self._mode == "greedy":
            pairs, patience = masked.greedy(judgement.pairs), masked.greedy(judgement.patience)
        else:
            pairs = masked.sample(judgement.pairs, self._generator)
            patience = masked.sample(judgement.patience, self._generator)
        subtask, resource = split(pairs, R)
        return Choices(subtask.numpy(), resource.numpy(), patience.numpy())
