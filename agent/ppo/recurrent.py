"""Learners whose policy remembers: what they do otherwise while they act, and PPO through time.

The memory is kept for every arena and carried from rollout to rollout; it is forgotten where an episode begins, and is
part of a checkpoint. Gradients flow back through the steps of a rollout (truncated backpropagation through time); what
was remembered before its first step is taken as it was when the policy acted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agent.errors import AgentError
from agent.policies import masked
from agent.policies.recurrent import forget
from agent.ppo.core import Judged, Rates, StepReport
from agent.ppo.ppo import PPO
from agent.ppo.rollout import Batch, Rollout


class Remembering(PPO):
    """A learner with a `RecurrentPolicy`; arguments as of `PPO`, whose config asks for a memory.

    Raises:
        AgentError: if the loss is to hold it near a clone, whose memory nobody keeps.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.config.clone_coefficient:
            raise AgentError(
                f"--ppo.clone-coefficient is {self.config.clone_coefficient}; with --ppo.memory only 0 is possible: "
                "leave one of them out"
            )
        self.memory: Tensor = self.policy.initial_memory(self.env.num_envs)
        """float32 [N, hidden], before the present frames; zeros where an episode begins with them."""
        self.first_memory = self.memory
        """The same before the first row of the rollout."""
        self.begins = torch.zeros_like(self.rollout.valid)
        """bool [T, N], rows whose frames are the first of an episode, but for the first row's."""

    def begin(self, observation: NDArray[np.uint8], info: dict[str, Any]) -> None:
        """As of `PPO`; nothing is remembered."""
        super().begin(observation, info)
        self.memory = self.policy.initial_memory(self.env.num_envs)

    def collect(self) -> Rollout:
        """As of `PPO`."""
        self.first_memory = self.memory.clone()
        return super().collect()

    @torch.inference_mode()
    def _choose_by_torch(self, t: int) -> None:
        rollout = self.rollout
        output = self.policy(rollout.features[t], self.memory)
        log_probs = masked.log_probabilities(output.primitive_action, rollout.masks[t])
        rollout.actions[t] = self._choose(log_probs)
        rollout.log_probs[t] = masked.log_probability_of(log_probs, rollout.actions[t])
        rollout.values[t] = output.value
        self.memory = output.memory

    def _last_values(self) -> Tensor:
        value: Tensor = self.policy(self.rollout.features[-1], self.memory).value
        return value

    def _record(self, t: int, *outcome: Any) -> None:
        """As of `PPO`; row t was the reset of some arenas, whose next frames are the first of an episode."""
        begins = torch.from_numpy(self._resetting.copy())
        super()._record(t, *outcome)
        self.memory = forget(self.memory, begins)
        if t + 1 < len(self.begins):
            self.begins[t + 1] = begins

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As of `PPO`, with what is remembered."""
        return {**super().arrays(), "memory": self.memory.numpy()}

    def load(self, arrays: Mapping[str, NDArray[Any]], *rest: Any) -> None:
        """As of `PPO`."""
        super().load(arrays, *rest)
        self.memory = torch.from_numpy(arrays["memory"].copy())


class RecurrentPPO(Remembering):
    """PPO whose minibatches are arenas with all their steps."""

    def _learn(self, batch: Batch, rates: Rates) -> StepReport:
        arenas = self.env.num_envs
        rows = torch.arange(self.config.horizon * arenas).reshape(-1, arenas)
        return self.passes(
            arenas, min(self.config.minibatches, arenas),
            lambda chosen: self._sequence_step(batch, rows[:, chosen], chosen, rates),
        )  # fmt: skip

    def _sequence_step(self, batch: Batch, rows: Tensor, arenas: Tensor, rates: Rates) -> StepReport:
        """One step of Adam on all steps of some arenas: rows int64 [T, b] of the batch, arenas int64 [b]."""
        valid = self.rollout.valid[:, arenas]
        if not valid.any():
            return StepReport(*[0.0] * len(StepReport._fields))
        with self.phases.forward:
            output = self.policy.unroll(batch.features[rows], self.first_memory[arenas], self.begins[:, arenas])
            mb = batch.rows(rows[valid])
            log_probs = masked.log_probabilities(output.primitive_action[valid], mb.masks)
            judged = Judged(
                masked.log_probability_of(log_probs, mb.actions), output.value[valid], masked.entropy(log_probs).mean()
            )
        return self.learn(judged, mb.targets, rates, lambda: torch.zeros(()))
