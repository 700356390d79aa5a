"""What PPO is at every level: schedules, passes over a batch, the loss, a step of Adam, and the state of a checkpoint.

A level adds how it plays and what a row of its batch is. Durations are in the advantages alone
(`agent.ppo.losses.generalized_advantages`): a step is a decision that lasts 1.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from agent.errors import LossNotFinite
from agent.phases import Phases
from agent.ppo import losses
from agent.ppo.config import LearningConfig
from agent.ppo.normalizer import ReturnNormalizer
from agent.ppo.state import optimizer_state, tensors_below

#: Added to the root of the mean square in Adam's step, as PPO's implementations have it since OpenAI's baselines.
ADAM_EPS = 1e-5


class Rates(NamedTuple):
    """What falls over a run, at one moment of it."""

    learning_rate: float
    entropy: float
    """Weight of the entropy bonus."""
    clone: float
    """Weight of the distance to the clone; 0 without one."""


class StepReport(NamedTuple):
    """How a gradient step went; over an update, the means of its steps."""

    policy_loss: float
    value_loss: float
    entropy: float
    approximate_kl: float
    clipped_share: float
    gradient_norm: float


class Judged(NamedTuple):
    """What a policy says of a minibatch of B rows, with gradients."""

    log_probs: Tensor
    """float32 [B], of the choices made."""
    values: Tensor
    """float32 [B], in normalised returns."""
    entropy: Tensor
    """float32 [], mean over the rows."""


class Targets(NamedTuple):
    """What a minibatch of B rows is held against; float32 [B] each."""

    log_probs: Tensor
    """Under the policy that acted."""
    advantages: Tensor
    returns: Tensor
    """Normalised."""
    values: Tensor
    """Normalised predictions of the policy that acted."""


class PPOCore:
    """A policy and how it learns, whatever its decisions are.

    Args:
        policy: what learns.
        config: how.
        generator: the only source of chance, also that of the policy's initial weights.
        phases: where the time is booked.
        fused: whether Adam's step is one operation for all parameters.
    """

    def __init__(
        self,
        policy: nn.Module,
        config: LearningConfig,
        generator: torch.Generator,
        phases: Phases | None = None,
        *,
        fused: bool = False,
    ) -> None:
        self.policy: Any = policy
        self.config, self.generator = config, generator
        self.phases = phases or Phases()
        self.optimizer: Any = torch.optim.Adam(policy.parameters(), lr=config.learning_rate, eps=ADAM_EPS, fused=fused)
        self.normalizer = ReturnNormalizer()
        self.clone: Any = None
        """The policy that the loss holds near; None for nobody."""
        self.updates = 0
        """Updates made so far."""

    def anchor(self) -> None:
        """Makes a copy of the present policy the one that the loss holds near."""
        self.clone = copy.deepcopy(self.policy).requires_grad_(False)

    # --- update ------------------------------------------------------------------------------------------------

    def begin_update(self, progress: float) -> Rates:
        """Sets the step size, and returns the weights, at this share of the run, 0..1."""
        config = self.config
        rates = Rates(
            _between(config.learning_rate, config.final_learning_rate, progress),
            _between(config.entropy_coefficient, config.final_entropy_coefficient, progress),
            _between(config.clone_coefficient, 0.0, progress) if self.clone is not None else 0.0,
        )
        self.set_learning_rate(rates.learning_rate)
        return rates

    def set_learning_rate(self, rate: float) -> None:
        """Sets Adam's step size."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    def passes(self, count: int, parts: int, step: Callable[[Tensor], StepReport]) -> StepReport:
        """Goes over the rows of a batch `epochs` times, each time in another order, unless `target_kl` ends it.

        Args:
            count: rows.
            parts: gradient steps of a pass.
            step: takes the numbers of a minibatch's rows, int64 [b].

        Returns:
            Means over the gradient steps.
        """
        reports: list[StepReport] = []
        limit = self.config.target_kl
        for _ in range(self.config.epochs):
            order = torch.randperm(count, generator=self.generator)
            reports += [step(index) for index in order.tensor_split(parts)]
            if limit is not None and reports[-1].approximate_kl > limit:
                break
        self.updates += 1
        return StepReport(*np.mean(np.array(reports, dtype=np.float64), axis=0).tolist())

    def learn(
        self, judged: Judged, targets: Targets, rates: Rates, clone_kl: Callable[[], Tensor]
    ) -> StepReport:
        """One step of Adam on PPO's loss.

        Args:
            judged: what the policy says now.
            targets: what it is held against.
            rates: weights of entropy and clone.
            clone_kl: mean KL(policy || clone) in nats, float32 []; asked only where it counts.

        Raises:
            LossNotFinite: if a loss is NaN or infinite; no weight has been changed.
        """
        config = self.config
        with self.phases.forward:
            policy = losses.clipped_policy_loss(judged.log_probs, targets.log_probs, targets.advantages, config.clip)
            if config.value_clip is None:
                value_loss = losses.value_loss(judged.values, targets.returns)
            else:
                value_loss = losses.clipped_value_loss(
                    judged.values, targets.values, targets.returns, config.value_clip
                )
            loss = policy.loss + config.value_coefficient * value_loss - rates.entropy * judged.entropy
            if rates.clone:
                loss = loss + rates.clone * clone_kl()
        self.check_finite(policy_loss=policy.loss, value_loss=value_loss, entropy=judged.entropy)
        with self.phases.backward:
            norm = self.descend(loss)
        terms = (policy.loss, value_loss, judged.entropy, policy.approximate_kl, policy.clipped_share, norm)
        return StepReport(*(float(term.detach()) for term in terms))

    def descend(self, loss: Tensor) -> Tensor:
        """One step of Adam down a loss; returns the norm that the gradient had, float32 []."""
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        norm = nn.utils.clip_grad_norm_(self.policy.parameters(), self.config.max_gradient_norm)
        self.optimizer.step()
        return norm

    def check_finite(self, **terms: Tensor | float) -> None:
        """Stops before a step that would break the weights.

        Raises:
            LossNotFinite: naming the first term that is no number, and the update.
        """
        for name, term in terms.items():
            number = float(term.detach()) if isinstance(term, Tensor) else term
            if not math.isfinite(number):
                raise LossNotFinite(f"{name} is {number} in update {self.updates + 1}")

    # --- state -------------------------------------------------------------------------------------------------

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything with a shape that a resumed run needs: weights, optimiser, clone, generator."""
        arrays = {f"policy/{name}": tensor.numpy() for name, tensor in self.policy.state_dict().items()}
        for index, slots in self.optimizer.state_dict()["state"].items():
            arrays |= {f"optimizer/{index}/{name}": tensor.numpy() for name, tensor in slots.items()}
        if self.clone is not None:
            arrays |= {f"clone/{name}": tensor.numpy() for name, tensor in self.clone.state_dict().items()}
        arrays["generator"] = self.generator.get_state().numpy()
        return arrays

    def counters(self) -> dict[str, Any]:
        """Everything else that a resumed run needs: counters and normaliser."""
        normalizer = self.normalizer
        return {
            "updates": self.updates,
            "return_count": normalizer.count,
            "return_mean": normalizer.mean,
            "return_variance": normalizer.variance,
        }

    def load_state(self, arrays: Mapping[str, NDArray[Any]], counters: Mapping[str, Any]) -> None:
        """Takes over what `PPOCore.arrays` and `PPOCore.counters` gave."""
        clone = tensors_below(arrays, "clone/")
        if clone:
            self.policy.load_state_dict(clone)
            self.anchor()
        self.policy.load_state_dict(tensors_below(arrays, "policy/"))
        self.optimizer.load_state_dict(optimizer_state(self.optimizer, tensors_below(arrays, "optimizer/")))
        self.generator.set_state(torch.from_numpy(arrays["generator"].copy()))
        self.updates = counters["updates"]
        self.normalizer.count = counters["return_count"]
        self.normalizer.mean, self.normalizer.variance = counters["return_mean"], counters["return_variance"]


def _between(first: float, last: float, progress: float) -> float:
    return first + (last - first) * progress
