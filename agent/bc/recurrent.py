"""Imitation of an expert by a policy that remembers: whole stretches of play are followed, not single states."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from agent.bc.dagger import Dagger, DaggerConfig
from agent.bc.store import WindowBatch, WindowStore
from agent.policies import masked
from agent.ppo import losses
from agent.ppo.recurrent import Remembering
from agent.ppo.rollout import Rollout


class RecurrentDagger(Remembering, Dagger):
    """As `Dagger`, whose store holds what single arenas did in a rollout, with what was remembered before.

    A stretch is kept by chance, and always where the learner did something else than the expert would have done.
    """

    store: WindowStore  # type: ignore[assignment]

    def _make_store(self, how: DaggerConfig) -> WindowStore:  # type: ignore[override]
        features, actions = len(self.encoder.feature_names), len(self.env.action_names)
        return WindowStore(how.store_rows, self.config.horizon, features, actions, self.config.hidden_units)

    def _enter(self, rollout: Rollout, returns: Tensor) -> None:
        counts = self._followable(rollout)
        drawn = self._drawn(self.env.num_envs)
        kept = counts.any(0) & (drawn | ((rollout.actions != self.advised) & counts).any(0))
        columns = (rollout.features[:-1], rollout.masks, self.advised, returns, self.begins, counts)
        stretches = [column.transpose(0, 1)[kept] for column in columns]
        self.store.add(WindowBatch._make([*stretches, self.first_memory[kept]]), self.generator)

    def _follow(self, batch: WindowBatch) -> tuple[float, ...]:  # type: ignore[override]
        """One step of Adam through time; returns as of `Dagger`."""
        counts = batch.counts
        with self.phases.forward:
            output = self.policy.unroll(batch.features.transpose(0, 1), batch.memory, batch.begins.transpose(0, 1))
            logits, values = (column.transpose(0, 1)[counts] for column in output)
            log_probs = masked.log_probabilities(logits, batch.masks[counts])
            loss = functional.nll_loss(log_probs, batch.advised[counts])
            value_loss = losses.value_loss(values, self.normalizer.normalize(batch.returns[counts]))
        return self._step_down(log_probs, batch.advised[counts], loss, value_loss)
