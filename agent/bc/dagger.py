"""Imitation on the learner's own states: it acts, the expert says what it would have done, the learner follows.

This is dataset aggregation (Ross, Gordon, Bagnell 2011), with a bounded sample of all states in place of a growing set.
In the beginning the expert acts in many episodes, which is behavioural cloning; its share falls to nothing.

The learner is a `PPO` in everything but how it collects and updates: checkpoints, resume, monitor, cards and evaluation
are the same, and its value head is fitted to the returns, so that reinforcement can go on from its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from agent.bc.store import AdviceBatch, AdviceStore
from agent.experts import expert_for
from agent.policies import masked
from agent.ppo import losses
from agent.ppo.ppo import PPO, UpdateReport
from agent.ppo.rollout import Rollout


@dataclass(frozen=True)
class DaggerConfig:
    """How a policy learns from an expert."""

    expert_share: float = 0.5
    """Share of the episodes in which the expert acts, at the start; it falls to 0 in `expert_until`."""
    expert_until: float = 0.5
    """Share of the run's steps after which the learner acts in all of them."""
    greedy_share: float = 0.0
    """Share of the learner's episodes in which it takes the likeliest action: where that leads nowhere for good, as in
    a corner, drawing would soon get it out, and the expert would rarely be asked."""
    sample_share: float = 0.25
    """Share of the states that are kept, besides all those in which the learner did something else than the expert
    would have done; neighbouring steps are nearly alike."""
    store_rows: int = 50_000
    """States that are kept at most, evenly from all so far."""
    gradient_steps: int = 32
    """Gradient steps after each rollout."""
    batch_rows: int = 512
    """States of a gradient step."""


class Dagger(PPO):
    """A learner that follows an expert; arguments as of `PPO`, whose config gives sizes, passes and learning rate.

    Args:
        how: what is its own.
    """

    def __init__(self, *arguments: Any, how: DaggerConfig, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.how = how
        self.expert = expert_for(self.env)
        self.expert.begin(np.zeros(self.env.num_envs, dtype=np.uint64))
        self.advised = torch.zeros_like(self.rollout.actions)
        self.led = torch.zeros(self.env.num_envs, dtype=torch.bool)
        self.greedy = torch.zeros_like(self.led)
        self.store = self._make_store(how)

    def _make_store(self, how: DaggerConfig) -> AdviceStore:
        """An empty store."""
        return AdviceStore(how.store_rows, len(self.encoder.feature_names), len(self.env.action_names))

    def _compiled(self, policy: Any) -> None:
        """Imitation is torch's: its loss is another, and the expert is what costs."""

    def begin(self, observation: NDArray[np.uint8], info: dict[str, Any]) -> None:
        """Starts, or starts again, from the first observation of an episode in every arena."""
        super().begin(observation, info)
        self._lead(torch.ones_like(self.led))

    def _lead(self, beginning: Tensor) -> None:
        """Draws in which of the episodes that begin the expert acts, and in which the learner does not draw.

        Args:
            beginning: bool [N].
        """
        progress = self.steps / (self.anneal_steps * self.how.expert_until) if self.how.expert_until > 0 else 1.0
        share = self.how.expert_share * max(0.0, 1.0 - progress)
        drawn = torch.rand(len(beginning), generator=self.generator) < share
        self.led = torch.where(beginning, drawn, self.led)
        if self.how.greedy_share > 0:
            drawn = torch.rand(len(beginning), generator=self.generator) < self.how.greedy_share
            self.greedy = torch.where(beginning, drawn, self.greedy)

    def _choose(self, log_probs: Tensor) -> Tensor:
        """Draws an action, or takes the likeliest in the episodes that are so."""
        return torch.where(self.greedy, masked.greedy(log_probs), super()._choose(log_probs))

    @torch.inference_mode()
    def _act(self, t: int) -> None:
        """Chooses row t's actions, and notes what the expert would do."""
        if self._resetting.any():
            self._lead(torch.from_numpy(self._resetting))
        super()._act(t)
        advice = self.expert.advise(self._observation, self._mask)
        self.advised[t] = torch.from_numpy(advice.actions)
        self.rollout.actions[t] = torch.where(self.led, self.advised[t], self.rollout.actions[t])

    def update(self, rollout: Rollout) -> UpdateReport:
        """Enters a rollout into the store, then follows the advice on rows drawn from all of it.

        Raises:
            LossNotFinite: if a loss is NaN or infinite; the weights of the steps before it are already changed.
        """
        learning_rate = self.begin_update(self._progress(rollout)).learning_rate
        _, returns = losses.generalized_advantages(
            rollout.rewards, rollout.values, rollout.terminated, rollout.truncated, rollout.valid,
            gamma=self.config.gamma, gae_lambda=self.config.gae_lambda,
        )  # fmt: skip
        self.normalizer.update(returns[rollout.valid])
        self._enter(rollout, returns)
        steps = [
            self._follow(self.store.draw(self.how.batch_rows, self.generator)) for _ in range(self.how.gradient_steps)
        ]
        self.updates += 1
        loss, value_loss, entropy, disagreement, norm = (float(x) for x in np.mean(np.array(steps), axis=0))
        valid = rollout.valid
        return UpdateReport(
            policy_loss=loss, value_loss=value_loss, entropy=entropy, approximate_kl=0.0, clipped_share=disagreement,
            gradient_norm=norm, learning_rate=learning_rate, valid_share=float(valid.float().mean()),
            explained_variance=losses.explained_variance(rollout.values[:-1][valid], returns[valid]),
        )  # fmt: skip

    def _enter(self, rollout: Rollout, returns: Tensor) -> None:
        """Keeps some of the rows."""
        rows = self._followable(rollout) & (self._drawn(rollout.valid.shape) | (rollout.actions != self.advised))
        self.store.add(
            AdviceBatch(rollout.features[:-1][rows], rollout.masks[rows], self.advised[rows], returns[rows]),
            self.generator,
        )

    def _followable(self, rollout: Rollout) -> Tensor:
        """Transitions whose advice the mask allows, bool [T, N]; experts keep to it."""
        return rollout.valid & rollout.masks.gather(2, self.advised.unsqueeze(2)).squeeze(2)

    def _drawn(self, shape: Any) -> Tensor:
        """True for a share `sample_share`, bool of a shape."""
        return torch.rand(shape, generator=self.generator) < self.how.sample_share

    def _follow(self, batch: AdviceBatch) -> tuple[float, ...]:
        """One step of Adam.

        Returns:
            Loss, value loss, entropy, share of the rows where the likeliest action is not the advice, gradient norm.
        """
        with self.phases.forward:
            output = self.policy(batch.features)
            log_probs = masked.log_probabilities(output.primitive_action, batch.masks)
            loss = functional.nll_loss(log_probs, batch.advised)
            value_loss = losses.value_loss(output.value, self.normalizer.normalize(batch.returns))
        return self._step_down(log_probs, batch.advised, loss, value_loss)

    def _step_down(self, log_probs: Tensor, advised: Tensor, loss: Tensor, value_loss: Tensor) -> tuple[float, ...]:
        """Descends, and says what `_follow` says: log_probs float32 [B, A], advised int64 [B]."""
        self.check_finite(imitation_loss=loss, value_loss=value_loss)
        with self.phases.backward:
            norm = self.descend(loss + self.config.value_coefficient * value_loss)
        entropy = masked.entropy(log_probs.detach()).mean()
        disagreement = (masked.greedy(log_probs) != advised).float().mean()
        return tuple(float(x.detach()) for x in (loss, value_loss, entropy, disagreement, norm))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As of `PPO`, with the store, and the episodes in which the expert acts."""
        return {**super().arrays(), **self.store.arrays(), "led": self.led.numpy(), "greedy": self.greedy.numpy()}

    def load(self, arrays: Any, *rest: Any) -> None:
        """As of `PPO`."""
        super().load(arrays, *rest)
        self.store.load(arrays)
        self.led, self.greedy = (torch.from_numpy(arrays[name].copy()) for name in ("led", "greedy"))
        self.expert.begin(np.zeros(self.env.num_envs, dtype=np.uint64))
