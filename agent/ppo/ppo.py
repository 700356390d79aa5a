"""Proximal policy optimisation for vectors of arenas: rollout, advantages, update. Read from top to bottom.

Names: `b_` is the batch of one update (T * N rows), `mb_` a minibatch of it. T is the horizon, N the number of
arenas, A the number of actions, F the number of features.

What differs from the common single-file implementations, and why:

- Time limits are truncations and bootstrap from the last observation; nearly every early episode ends in one.
- The step after the end of an episode is its reset (Gymnasium's next-step autoreset), and a lost server breaks
  transitions: such rows never enter a batch.
- Actions are masked while acting and while learning.
- The value head predicts normalised returns, so that the defaults serve scenarios with other reward scales.
- A policy that it starts from can stand in for the entropy bonus: the loss then holds the policy near it.
- A plain network is computed by the compiled kernel (`agent.kernels`), any other by torch: `network` says which.
- What a learner with a memory does otherwise stands in `agent.ppo.recurrent`.
- Every random number comes from one generator that is part of the state: a run that is killed and resumed ends with
  the same bytes as one that is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import harness
from agent.encoders import Encoder
from agent.episodes import EpisodeLedger
from agent.errors import AgentError
from agent.kernels.library import is_built
from agent.kernels.mlp import CompiledNetwork, Objective, Rows
from agent.phases import Phases
from agent.policies import masked
from agent.policies.architectures import architecture_of, make_policy
from agent.policies.reactive import ReactivePolicy
from agent.ppo import losses
from agent.ppo.config import PPOConfig
from agent.ppo.core import ADAM_EPS, Judged, PPOCore, Rates, StepReport
from agent.ppo.rollout import Batch, Rollout


class UpdateReport(NamedTuple):
    """How an update went; means over its gradient steps."""

    policy_loss: float
    value_loss: float
    entropy: float
    approximate_kl: float
    clipped_share: float
    gradient_norm: float
    explained_variance: float
    learning_rate: float
    valid_share: float


class PPO(PPOCore):
    """One learner: acts in a vector of arenas, then learns from what happened.

    Args:
        env: vector environment with next-step autoreset whose infos carry `action_mask` and `success`.
        scenario: what is played.
        encoder: frames to features.
        config: how to learn.
        anneal_steps: arena steps over which learning rate and entropy coefficient fall.
        seed: seed of the weights and of every draw.
        phases: where the time is booked.
    """

    config: PPOConfig

    def __init__(
        self,
        env: harness.FactorioVectorEnv,
        scenario: harness.Scenario,
        encoder: Encoder,
        config: PPOConfig,
        *,
        anneal_steps: int,
        seed: int,
        phases: Phases | None = None,
    ) -> None:
        generator = torch.Generator().manual_seed(seed)
        features, actions = len(encoder.feature_names), len(env.action_names)
        policy = make_policy(
            architecture_of(encoder, config.memory), list(encoder.feature_names), actions, config.hidden_units,
            config.hidden_layers, generator=generator,
        )  # fmt: skip
        super().__init__(policy, config, generator, phases, fused=True)
        self.env, self.encoder, self.anneal_steps = env, encoder, anneal_steps
        self.network = self._compiled(policy)
        """Computes the policy in torch's place; None where torch does."""
        if self.network is not None:
            self.optimizer = self.network.optimizer(lr=config.learning_rate, eps=ADAM_EPS)
        self.ledger = EpisodeLedger(env.num_envs, scenario.reset.goal is not None)
        self.rollout = Rollout(config.horizon, env.num_envs, features, actions)
        self._uniform = torch.zeros(config.horizon, env.num_envs)
        self.steps = 0
        """Arena steps taken so far."""
        self._resetting = np.zeros(env.num_envs, dtype=bool)

    def _compiled(self, policy: torch.nn.Module) -> CompiledNetwork | None:
        """The compiled arithmetic of a policy, where it is wanted, known and built."""
        if not (self.config.compiled and type(policy) is ReactivePolicy and is_built()):
            return None
        return CompiledNetwork(policy, torch.get_num_threads())

    def start_from(self, weights: Mapping[str, Tensor]) -> None:
        """Takes over the weights of another policy of the same shape, and remembers them as the clone."""
        self.policy.load_state_dict(weights)
        self.anchor()

    def begin(self, observation: NDArray[np.uint8], info: dict[str, Any]) -> None:
        """Starts, or starts again, from the first observation of an episode in every arena."""
        self._see(observation, info["action_mask"])
        self._resetting[:] = False
        self.ledger.begin(self._frames)

    def _see(self, observation: NDArray[np.uint8], mask: NDArray[np.bool_]) -> None:
        """Makes these frames and masks the present ones."""
        self._observation, self._mask = observation, mask
        self._frames = harness.fields(observation, self.encoder.frame)

    # --- rollout -----------------------------------------------------------------------------------------------

    def collect(self) -> Rollout:
        """Plays `horizon` steps in every arena.

        Raises:
            AgentError: if the environment allows an arena no action at all.
        """
        rollout = self.rollout
        rollout.episodes = []
        if self.network is not None:
            torch.rand(self._uniform.shape, generator=self.generator, out=self._uniform)
        for t in range(self.config.horizon):
            with self.phases.forward:
                self._act(t)
            with self.phases.environment:
                step = self.env.step(rollout.views.actions[t])
            self._record(t, *step)
        with self.phases.forward, torch.inference_mode():
            self.encoder.encode(self._frames, out=rollout.views.features[-1])
            rollout.values[-1] = self._last_values()
            rollout.values.copy_(self.normalizer.restore(rollout.values))
        self.steps += self.config.horizon * self.env.num_envs
        return rollout

    def _last_values(self) -> Tensor:
        """float32 [N], of the observations after the rollout, in normalised returns."""
        features = self.rollout.features[-1]
        if self.network is None:
            return self.policy(features).value
        return torch.from_numpy(self.network.judge(features.numpy(), self._mask)[1])

    def _act(self, t: int) -> None:
        """Encodes the present frames and chooses row t's actions; its values stay in normalised returns."""
        views = self.rollout.views
        if not self._mask.all() and not self._mask.any(axis=1).all():
            arena = int(np.flatnonzero(~self._mask.any(axis=1))[0])
            raise AgentError(f"arena {arena} allows no action: info['action_mask'] must leave at least one")
        self.encoder.encode(self._frames, out=views.features[t])
        views.masks[t] = self._mask
        if self.network is None:
            self._choose_by_torch(t)
        else:
            wanted = (views.actions[t], views.log_probs[t], views.values[t])
            self.network.act(views.features[t], views.masks[t], self._uniform[t].numpy(), *wanted)

    @torch.inference_mode()
    def _choose_by_torch(self, t: int) -> None:
        """Row t's actions, their log probabilities, and values in normalised returns."""
        rollout = self.rollout
        output = self.policy(rollout.features[t])
        log_probs = masked.log_probabilities(output.primitive_action, rollout.masks[t])
        rollout.actions[t] = self._choose(log_probs)
        rollout.log_probs[t] = masked.log_probability_of(log_probs, rollout.actions[t])
        rollout.values[t] = output.value

    def _choose(self, log_probs: Tensor) -> Tensor:
        """Draws an action for each arena, int64 [N], from log probabilities float32 [N, A]."""
        return masked.sample(log_probs, self.generator)

    def _record(
        self,
        t: int,
        observation: NDArray[np.uint8],
        rewards: NDArray[np.floating],
        terminated: NDArray[np.bool_],
        truncated: NDArray[np.bool_],
        info: dict[str, Any],
    ) -> None:
        """Enters the outcome of row t and keeps what row t + 1 starts from."""
        views, resetting = self.rollout.views, self._resetting
        lost = info.get("server_lost", np.zeros_like(resetting))
        done = terminated | truncated
        views.rewards[t], views.terminated[t], views.truncated[t] = rewards, terminated, truncated
        views.valid[t] = ~(resetting | lost)
        self._see(observation, info["action_mask"])
        self._keep_books(views.actions[t], rewards, done & ~lost, info)
        self._resetting = done

    def _keep_books(
        self,
        actions: NDArray[np.int64],
        rewards: NDArray[np.floating],
        ended: NDArray[np.bool_],
        info: dict[str, Any],
    ) -> None:
        self.ledger.step(actions, rewards)
        if self._resetting.any():
            self.ledger.begin(self._frames, self._resetting)
        if ended.any():
            self.rollout.episodes.append(self.ledger.close(self._frames, ended, info["success"]))

    # --- update ------------------------------------------------------------------------------------------------

    def update(self, rollout: Rollout) -> UpdateReport:
        """Learns from a rollout.

        Raises:
            LossNotFinite: if a loss is NaN or infinite; the weights of the steps before it are already changed.
        """
        rates = self.begin_update(self._progress(rollout))
        batch = self._batch(rollout)
        steps = self._learn(batch, rates)
        values, returns = batch.values[batch.transitions], batch.returns[batch.transitions]
        return UpdateReport(
            *steps,
            explained_variance=losses.explained_variance(values, returns),
            learning_rate=rates.learning_rate,
            valid_share=len(batch.transitions) / len(batch.actions),
        )

    def _learn(self, batch: Batch, rates: Rates) -> StepReport:
        """Passes over the transitions of a batch, in minibatches drawn from all of them."""
        rows = self._rows(batch, rates)
        return self.passes(
            len(batch.transitions), self.config.minibatches,
            lambda order: self._gradient_step(batch, rows, batch.transitions[order], rates),
        )  # fmt: skip

    def _progress(self, rollout: Rollout) -> float:
        """Share of the run's steps before a rollout, 0..1."""
        return min(1.0, (self.steps - rollout.actions.numel()) / self.anneal_steps)

    def _batch(self, rollout: Rollout) -> Batch:
        """All rows of a rollout with their advantages, and which of them are transitions."""
        advantages, returns = losses.generalized_advantages(
            rollout.rewards, rollout.values, rollout.terminated, rollout.truncated, rollout.valid,
            gamma=self.config.gamma, gae_lambda=self.config.gae_lambda,
        )  # fmt: skip
        transitions = rollout.valid.flatten().nonzero().squeeze(1)
        advantages, returns = advantages.flatten(), returns.flatten()
        self.normalizer.update(returns[transitions])
        chosen = advantages[transitions]
        return Batch(
            features=rollout.features[:-1].flatten(0, 1),
            masks=rollout.masks.flatten(0, 1),
            actions=rollout.actions.flatten(),
            log_probs=rollout.log_probs.flatten(),
            advantages=(advantages - chosen.mean()) / (chosen.std() + 1e-8),
            returns=self.normalizer.normalize(returns),
            values=self.normalizer.normalize(rollout.values[:-1].flatten()),
            transitions=transitions,
        )

    def _rows(self, batch: Batch, rates: Rates) -> Rows | None:
        """The batch as the compiled network reads it; None where torch computes."""
        if self.network is None:
            return None
        features, masks = batch.features.numpy(), batch.masks.numpy()
        clone = CompiledNetwork(self.clone).judge(features, masks)[0] if rates.clone else None
        rest = (batch.actions, batch.log_probs, batch.advantages, batch.returns, batch.values)
        return Rows._make([features, masks, *(column.numpy() for column in rest), clone])

    def _gradient_step(self, batch: Batch, rows: Rows | None, index: Tensor, rates: Rates) -> StepReport:
        """One step of Adam on the rows `index`, int64 [b]."""
        if rows is not None:
            return self._compiled_step(rows, index, rates)
        mb = batch.rows(index)
        with self.phases.forward:
            output = self.policy(mb.features)
            log_probs = masked.log_probabilities(output.primitive_action, mb.masks)
            judged = Judged(
                masked.log_probability_of(log_probs, mb.actions), output.value, masked.entropy(log_probs).mean()
            )
        return self.learn(judged, mb.targets, rates, lambda: self._distance_to_clone(mb, log_probs))

    def _distance_to_clone(self, mb: Batch, log_probs: Tensor) -> Tensor:
        """KL(policy || clone), nats."""
        with torch.no_grad():
            others = masked.log_probabilities(self.clone(mb.features).primitive_action, mb.masks)
        return masked.divergence(log_probs, others).mean()

    def _compiled_step(self, rows: Rows, index: Tensor, rates: Rates) -> StepReport:
        """The same by the compiled network: losses and gradient in one pass, then Adam."""
        config, network = self.config, self.network
        assert network is not None  # noqa: S101  there are no rows without one
        with self.phases.backward:
            objective = Objective(config.clip, config.value_clip, config.value_coefficient, rates.entropy, rates.clone)
            terms = network.gradient(rows, index.numpy(), objective)
            self.check_finite(policy_loss=terms.policy_loss, value_loss=terms.value_loss, entropy=terms.entropy)
            norm = network.clip(config.max_gradient_norm)
            self.optimizer.step()
        return StepReport(*terms[:5], gradient_norm=norm)

    # --- state -------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Makes the present frames its own: the exchange of a snapshot may overwrite them where the servers wrote."""
        self._see(self._observation.copy(), self._mask)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything with a shape that a resumed run needs: as of the core, and the open episodes.

        The observation is not among them: the arenas give it back when they are restored.
        """
        arrays = super().arrays()
        arrays |= {f"ledger/{name}": array for name, array in self.ledger.state().items()}
        arrays["resetting"] = self._resetting
        return arrays

    def counters(self) -> dict[str, Any]:
        """Everything else that a resumed run needs: counters, schedules, normaliser."""
        return {**super().counters(), "steps": self.steps, "anneal_steps": self.anneal_steps}

    def load(
        self,
        arrays: Mapping[str, NDArray[Any]],
        counters: Mapping[str, Any],
        observation: NDArray[np.uint8],
        info: dict[str, Any],
    ) -> None:
        """Takes over the state of `arrays` and `counters`, and what the restored arenas show."""
        self._see(observation, info["action_mask"])
        self.load_state(arrays, counters)
        self.ledger.load({name: arrays[f"ledger/{name}"] for name in self.ledger.state()})
        self._resetting = arrays["resetting"].copy()
        self.steps, self.anneal_steps = counters["steps"], counters["anneal_steps"]
