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
- Every random number comes from one generator that is part of the state: a run that is killed and resumed ends with
  the same bytes as one that is not.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

import harness
from agent.encoders import Encoder
from agent.episodes import EpisodeLedger
from agent.errors import AgentError, LossNotFinite
from agent.phases import Phases
from agent.policies import masked
from agent.policies.architectures import architecture_of, make_policy
from agent.ppo import losses
from agent.ppo.config import PPOConfig
from agent.ppo.normalizer import ReturnNormalizer
from agent.ppo.rollout import Batch, Rollout
from agent.ppo.state import optimizer_state, tensors_below


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


class PPO:
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
        self.env, self.encoder, self.config = env, encoder, config
        self.anneal_steps = anneal_steps
        self.phases = phases or Phases()
        self.generator = torch.Generator().manual_seed(seed)
        features, actions = len(encoder.feature_names), len(env.action_names)
        self.policy = make_policy(
            architecture_of(encoder), list(encoder.feature_names), actions, config.hidden_units, config.hidden_layers,
            generator=self.generator,
        )  # fmt: skip
        self.optimizer = torch.optim.Adam(self.policy.parameters(), lr=config.learning_rate, eps=1e-5, fused=True)
        self.normalizer = ReturnNormalizer()
        self.clone: nn.Module | None = None
        """The policy that the run starts from, as it was; None where it starts from nothing."""
        self.ledger = EpisodeLedger(env.num_envs, scenario.reset.goal is not None)
        self.rollout = Rollout(config.horizon, env.num_envs, features, actions)
        self.steps = 0
        """Arena steps taken so far."""
        self.updates = 0
        """Updates made so far."""
        self._resetting = np.zeros(env.num_envs, dtype=bool)

    def start_from(self, weights: Mapping[str, Tensor]) -> None:
        """Takes over the weights of another policy of the same shape, and remembers them as the clone."""
        self.policy.load_state_dict(weights)
        self.clone = copy.deepcopy(self.policy).requires_grad_(False)

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
        for t in range(self.config.horizon):
            with self.phases.forward:
                self._act(t)
            with self.phases.environment:
                step = self.env.step(rollout.actions[t].numpy())
            self._record(t, *step)
        with self.phases.forward, torch.inference_mode():
            self.encoder.encode(self._frames, out=rollout.features[-1].numpy())
            rollout.values[-1] = self.normalizer.restore(self.policy(rollout.features[-1]).value)
        self.steps += self.config.horizon * self.env.num_envs
        return rollout

    @torch.inference_mode()
    def _act(self, t: int) -> None:
        """Encodes the present frames and chooses row t's actions."""
        rollout = self.rollout
        mask = torch.from_numpy(self._mask)
        can_act = self._mask.any(axis=1)
        if not can_act.all():
            arena = int(np.flatnonzero(~can_act)[0])
            raise AgentError(f"arena {arena} allows no action: info['action_mask'] must leave at least one")
        self.encoder.encode(self._frames, out=rollout.features[t].numpy())
        output = self.policy(rollout.features[t])
        log_probs = masked.log_probabilities(output.primitive_action, mask)
        actions = self._choose(log_probs)
        rollout.masks[t] = mask
        rollout.actions[t] = actions
        rollout.log_probs[t] = masked.log_probability_of(log_probs, actions)
        rollout.values[t] = self.normalizer.restore(output.value)

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
        rollout, resetting = self.rollout, self._resetting
        lost = info.get("server_lost", np.zeros_like(resetting))
        done = terminated | truncated
        rollout.rewards[t] = torch.from_numpy(rewards)
        rollout.terminated[t] = torch.from_numpy(terminated)
        rollout.truncated[t] = torch.from_numpy(truncated)
        rollout.valid[t] = torch.from_numpy(~(resetting | lost))
        self._see(observation, info["action_mask"])
        self._keep_books(rollout.actions[t].numpy(), rewards, done & ~lost, info)
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
        learning_rate = self._set_learning_rate(rollout)
        pulls = self._pulls(self._progress(rollout))
        batch = self._batch(rollout)
        steps = []
        for _ in range(self.config.epochs):
            order = torch.randperm(len(batch.actions), generator=self.generator)
            for mb_index in order.tensor_split(self.config.minibatches):
                steps.append(self._gradient_step(batch.rows(mb_index), pulls))
            if self.config.target_kl is not None and steps[-1][3] > self.config.target_kl:
                break
        self.updates += 1
        means = [float(mean) for mean in np.mean(np.array(steps, dtype=np.float64), axis=0)]
        return UpdateReport(
            **dict(zip(UpdateReport._fields, means, strict=False)),
            explained_variance=losses.explained_variance(batch.values, batch.returns),
            learning_rate=learning_rate,
            valid_share=float(rollout.valid.float().mean()),
        )

    def _progress(self, rollout: Rollout) -> float:
        """Share of the run's steps before a rollout, 0..1."""
        return min(1.0, (self.steps - rollout.actions.numel()) / self.anneal_steps)

    def _set_learning_rate(self, rollout: Rollout) -> float:
        """Sets and returns the step size of this update."""
        rate = _between(self.config.learning_rate, self.config.final_learning_rate, self._progress(rollout))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        return rate

    def _batch(self, rollout: Rollout) -> Batch:
        """Advantages, and the rows that are transitions."""
        advantages, returns = losses.generalized_advantages(
            rollout.rewards, rollout.values, rollout.terminated, rollout.truncated, rollout.valid,
            gamma=self.config.gamma, gae_lambda=self.config.gae_lambda,
        )  # fmt: skip
        valid = rollout.valid
        self.normalizer.update(returns[valid])
        return Batch(
            features=rollout.features[:-1][valid],
            masks=rollout.masks[valid],
            actions=rollout.actions[valid],
            log_probs=rollout.log_probs[valid],
            advantages=losses.normalized(advantages[valid]),
            returns=self.normalizer.normalize(returns[valid]),
            values=self.normalizer.normalize(rollout.values[:-1][valid]),
        )

    def _pulls(self, progress: float) -> Pulls:
        """What the loss is given besides, at this share of the run."""
        config = self.config
        return Pulls(
            _between(config.entropy_coefficient, config.final_entropy_coefficient, progress),
            _between(config.clone_coefficient, 0.0, progress) if self.clone is not None else 0.0,
        )

    def _distance_to_clone(self, mb: Batch, log_probs: Tensor) -> Tensor:
        """KL(policy || clone), nats."""
        assert self.clone is not None  # noqa: S101  its weight is 0 without one
        with torch.no_grad():
            others = masked.log_probabilities(self.clone(mb.features).primitive_action, mb.masks)
        return masked.divergence(log_probs, others).mean()

    def _gradient_step(self, mb: Batch, pulls: Pulls) -> tuple[float, ...]:
        """One step of Adam; returns the first six numbers of `UpdateReport`."""
        config = self.config
        with self.phases.forward:
            output = self.policy(mb.features)
            log_probs = masked.log_probabilities(output.primitive_action, mb.masks)
            policy = losses.clipped_policy_loss(
                masked.log_probability_of(log_probs, mb.actions), mb.log_probs, mb.advantages, config.clip
            )
            if config.value_clip is None:
                value_loss = losses.value_loss(output.value, mb.returns)
            else:
                value_loss = losses.clipped_value_loss(output.value, mb.values, mb.returns, config.value_clip)
            entropy = masked.entropy(log_probs).mean()
            loss = policy.loss + config.value_coefficient * value_loss - pulls.entropy * entropy
            if pulls.clone:
                loss = loss + pulls.clone * self._distance_to_clone(mb, log_probs)
        self._check_finite(policy_loss=policy.loss, value_loss=value_loss, entropy=entropy)
        with self.phases.backward:
            self.optimizer.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            norm = nn.utils.clip_grad_norm_(self.policy.parameters(), config.max_gradient_norm)
            self.optimizer.step()
        numbers = (policy.loss, value_loss, entropy, policy.approximate_kl, policy.clipped_share, norm)
        return tuple(float(number.detach()) for number in numbers)

    def _check_finite(self, **terms: Tensor) -> None:
        for name, term in terms.items():
            number = float(term.detach())
            if not math.isfinite(number):
                raise LossNotFinite(f"{name} is {number} in update {self.updates + 1}")

    # --- state -------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Makes the present frames its own: the exchange of a snapshot may overwrite them where the servers wrote."""
        self._see(self._observation.copy(), self._mask)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything with a shape that a resumed run needs: weights, optimiser, generator, open episodes.

        The observation is not among them: the arenas give it back when they are restored.
        """
        arrays = {f"policy/{name}": tensor.numpy() for name, tensor in self.policy.state_dict().items()}
        for index, slots in self.optimizer.state_dict()["state"].items():
            arrays |= {f"optimizer/{index}/{name}": tensor.numpy() for name, tensor in slots.items()}
        if self.clone is not None:
            arrays |= {f"clone/{name}": tensor.numpy() for name, tensor in self.clone.state_dict().items()}
        arrays |= {f"ledger/{name}": array for name, array in self.ledger.state().items()}
        arrays["generator"] = self.generator.get_state().numpy()
        arrays["resetting"] = self._resetting
        return arrays

    def counters(self) -> dict[str, float | int]:
        """Everything else that a resumed run needs: counters, schedules, normaliser."""
        return {
            "steps": self.steps,
            "updates": self.updates,
            "anneal_steps": self.anneal_steps,
            "return_count": self.normalizer.count,
            "return_mean": self.normalizer.mean,
            "return_variance": self.normalizer.variance,
        }

    def load(
        self,
        arrays: Mapping[str, NDArray[Any]],
        counters: Mapping[str, Any],
        observation: NDArray[np.uint8],
        info: dict[str, Any],
    ) -> None:
        """Takes over the state of `arrays` and `counters`, and what the restored arenas show."""
        self._see(observation, info["action_mask"])
        if clone := tensors_below(arrays, "clone/"):
            self.start_from(clone)
        self.policy.load_state_dict(tensors_below(arrays, "policy/"))
        self.optimizer.load_state_dict(optimizer_state(self.optimizer, tensors_below(arrays, "optimizer/")))
        self.ledger.load({name: arrays[f"ledger/{name}"] for name in self.ledger.state()})
        self.generator.set_state(torch.from_numpy(arrays["generator"].copy()))
        self._resetting = arrays["resetting"].copy()
        self.steps, self.updates = counters["steps"], counters["updates"]
        self.anneal_steps = counters["anneal_steps"]
        self.normalizer.count = counters["return_count"]
        self.normalizer.mean, self.normalizer.variance = counters["return_mean"], counters["return_variance"]


class Pulls(NamedTuple):
    """Weights of what the loss is given besides rewards."""

    entropy: float
    """Of the entropy bonus."""
    clone: float
    """Of the distance to the clone."""


def _between(first: float, last: float, progress: float) -> float:
    return first + (last - first) * progress
