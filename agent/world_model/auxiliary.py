"""PPO whose trunk also has to predict: a one-step world model on the policy's hidden layer, as an auxiliary loss.

What a trunk must know to say what comes next (features, reward, end of the episode) is asked of it beside what it must
know to act; the head that predicts is the learner's, not the policy's, and is left behind when training ends.

It is off unless asked for: on mining_micro, 400,000 steps, seeds 1 and 2, 200 held-out episodes each, the weight 0.1
gave 100 and 100 % sampled, 100 and 97 % greedy; without it all four were 100 %.

Jaderberg et al., "Reinforcement learning with unsupervised auxiliary tasks", 2017; the loss is that of
`agent.world_model.model.world_model_loss` for sequences of one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from agent.errors import AgentError
from agent.policies.reactive import ReactivePolicy
from agent.ppo.core import Rates, StepReport
from agent.ppo.ppo import PPO, UpdateReport
from agent.ppo.rollout import Batch, Rollout
from agent.ppo.state import optimizer_state, tensors_below
from agent.world_model.model import Imagined, world_model_loss


class TransitionHead(nn.Module):
    """Says what an action leads to, from a policy's hidden layer.

    Args:
        hidden: width of the policy's hidden layer.
        features: number of features.
        actions: number of actions.
        generator: source of the initial weights.
    """

    def __init__(self, hidden: int, features: int, actions: int, generator: torch.Generator) -> None:
        super().__init__()
        self.actions = actions
        self.meet = nn.Linear(hidden + actions, hidden)
        self.change = nn.Linear(hidden, features)
        self.reward = nn.Linear(hidden, 1)
        self.end = nn.Linear(hidden, 1)
        for layer in (self.meet, self.change, self.reward, self.end):
            nn.init.orthogonal_(layer.weight, 0.1, generator=generator)
            nn.init.zeros_(layer.bias)

    def forward(self, hidden: Tensor, features: Tensor, actions: Tensor) -> Imagined:
        """Predicts a step of B arenas.

        Args:
            hidden: float32 [B, hidden], of the policy.
            features: float32 [B, features], before the step.
            actions: int64 [B].

        Returns:
            Of one step: features [1, B, features], rewards [1, B], logits of the end [1, B], memory [1, B, hidden].
        """
        chosen = nn.functional.one_hot(actions, self.actions).to(hidden.dtype)
        met = torch.relu(self.meet(torch.cat([hidden, chosen], dim=-1)))
        rows = (features + self.change(met), self.reward(met).squeeze(-1), self.end(met).squeeze(-1), hidden)
        return Imagined(*(row.unsqueeze(0) for row in rows))


class PredictingPPO(PPO):
    """PPO with the auxiliary loss; arguments as of `PPO`.

    Args:
        weight: of the world model's loss beside PPO's.

    Raises:
        AgentError: if the policy has no trunk to share.
    """

    def __init__(self, *arguments: Any, weight: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not isinstance(self.policy, ReactivePolicy):
            raise AgentError(
                f"--auxiliary needs a ReactivePolicy; {self.env.scenario.name} is played by a "
                f"{type(self.policy).__name__}. Leave it out"
            )
        features, actions = len(self.encoder.feature_names), len(self.env.action_names)
        self.weight = weight
        self.head = TransitionHead(self.policy.value_head.in_features, features, actions, self.generator)
        self.head_optimizer = torch.optim.Adam(self.head.parameters(), lr=self.config.learning_rate, eps=1e-5)
        self._after: tuple[Tensor, Tensor, Tensor] | None = None
        self._minibatch: tuple[Batch, Tensor] | None = None
        self._errors: list[float] = []

    def _compiled(self, policy: Any) -> None:
        """The loss of two networks is torch's."""

    def update(self, rollout: Rollout) -> UpdateReport:
        """As of `PPO`; `prediction_error` is then the auxiliary loss of its gradient steps."""
        self._errors.clear()
        self._after = (rollout.features[1:].flatten(0, 1), rollout.rewards.flatten(), rollout.terminated.flatten())
        return super().update(rollout)

    @property
    def prediction_error(self) -> float:
        """Mean auxiliary loss of the gradient steps of the last update."""
        return sum(self._errors) / max(len(self._errors), 1)

    def _gradient_step(self, batch: Batch, rows: Any, index: Tensor, rates: Rates) -> StepReport:
        self._minibatch = batch, index
        return super()._gradient_step(batch, rows, index, rates)

    def descend(self, loss: Tensor) -> Tensor:
        """One step of both networks down PPO's loss and the auxiliary one."""
        with self.phases.forward:
            predicted = self._prediction_loss()
        self.check_finite(prediction_loss=predicted)
        self._errors.append(float(predicted.detach()))
        self.head_optimizer.zero_grad(set_to_none=True)
        norm = super().descend(loss + self.weight * predicted)
        self.head_optimizer.step()
        return norm

    def _prediction_loss(self) -> Tensor:
        assert self._minibatch is not None and self._after is not None  # noqa: S101  an update is under way
        batch, index = self._minibatch
        features, rewards, terminated = (column[index].unsqueeze(0) for column in self._after)
        before = batch.features[index]
        imagined = self.head(self.policy.trunk(before), before, batch.actions[index])
        scale = max(self.normalizer.variance, 1e-8) ** 0.5
        valid = torch.ones_like(terminated)
        return world_model_loss(imagined, features, rewards / scale, terminated, valid).total

    # --- state -------------------------------------------------------------------------------------------------

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As of `PPO`, with the head and its optimiser."""
        arrays = super().arrays()
        arrays |= {f"head/{name}": tensor.numpy() for name, tensor in self.head.state_dict().items()}
        for index, slots in self.head_optimizer.state_dict()["state"].items():
            arrays |= {f"head_optimizer/{index}/{name}": tensor.numpy() for name, tensor in slots.items()}
        return arrays

    def load_state(self, arrays: Mapping[str, NDArray[Any]], counters: Mapping[str, Any]) -> None:
        """Takes over what `arrays` and `counters` gave."""
        super().load_state(arrays, counters)
        self.head.load_state_dict(tensors_below(arrays, "head/"))
        slots = tensors_below(arrays, "head_optimizer/")
        self.head_optimizer.load_state_dict(optimizer_state(self.head_optimizer, slots))
