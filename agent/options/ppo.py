"""PPO over options: rounds of whole episodes, advantages over durations, an update. Read from top to bottom.

What differs from `agent.ppo.ppo`, and why:

- A decision lasts as long as its option, 1 to 64 steps: rewards within it and what follows are discounted a step.
- A round plays every episode to its end. No option is then in flight between two updates, so a checkpoint needs no
  state of an arena, and a run that is killed goes on with the same bytes.
- Episodes that a lost server broke are left out whole.
- A cloned policy can stand in for the entropy bonus: the loss then holds the policy near it by its KL divergence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from agent.errors import AgentError, LossNotFinite
from agent.options.learned import ChoiceTensors, Judgement, LearnedTactical, SituationTensors, judge
from agent.options.play import OptionEpisode, OptionPlayer, OptionSteering, StrategicLevel
from agent.options.situation import Situations
from agent.options.smdp import option_advantages
from agent.options.vocabulary import Choices
from agent.phases import Phases
from agent.policies.tactical import TacticalConfig, TacticalPolicy
from agent.ppo import losses
from agent.ppo.normalizer import ReturnNormalizer
from agent.ppo.state import optimizer_state, tensors_below

#: Rounds that may be played again because a lost server broke every episode of one.
MAX_BROKEN_ROUNDS = 10


@dataclass(frozen=True)
class OptionPPOConfig:
    """How a level that chooses options learns. Learning rate and entropy fall linearly over the run's updates."""

    arenas: int = 32
    """Episodes played side by side."""
    decisions: int = 1024
    """Decisions of a rollout, at least; it ends with the round in which they are reached. The documents have 2048."""
    epochs: int = 4
    """Passes over each rollout."""
    minibatch: int = 256
    """Decisions of a gradient step, about."""
    learning_rate: float = 1e-3
    """Adam's step size at the start."""
    final_learning_rate: float = 1e-4
    """Adam's step size at the end."""
    gamma: float = 0.999
    """Discount of future rewards, a step (not a decision)."""
    gae_lambda: float = 0.998
    """Weight a step between one-decision (0) and Monte Carlo (1) estimates of the advantage."""
    clip: float = 0.2
    """How far the probability ratio may move before it stops gaining."""
    value_coefficient: float = 0.5
    """Weight of the value loss."""
    entropy_coefficient: float = 0.02
    """Weight of the entropy bonus at the start."""
    final_entropy_coefficient: float = 0.002
    """Weight of the entropy bonus at the end."""
    clone_coefficient: float = 0.0
    """Weight of KL(policy || cloned policy) at the start, falling to 0 at the end; without a clone it has no effect."""
    max_gradient_norm: float = 0.5
    """The gradient is scaled down to this norm."""
    target_kl: float | None = 0.03
    """No further pass over a rollout once the policy has moved this far, in nats; None for no limit."""


class OptionBatch(NamedTuple):
    """The decisions of one update; B rows."""

    seen: SituationTensors
    choices: ChoiceTensors
    log_probs: Tensor
    """float32 [B], under the policy that chose."""
    advantages: Tensor
    """float32 [B], mean 0 and standard deviation 1."""
    returns: Tensor
    """float32 [B], normalised."""

    def rows(self, index: Tensor) -> OptionBatch:
        """The rows `index`, int64 [b]."""
        choices = ChoiceTensors(*(column[index] for column in self.choices))
        rest = (column[index] for column in self[2:])
        return OptionBatch(self.seen.rows(index), choices, *rest)


class OptionReport(NamedTuple):
    """How an update went; the first six are means over its gradient steps."""

    policy_loss: float
    value_loss: float
    entropy: float
    approximate_kl: float
    clipped_share: float
    gradient_norm: float
    explained_variance: float
    learning_rate: float
    valid_share: float
    """Episodes that no lost server broke."""
    decisions_per_episode: float


def flatten(episodes: Sequence[OptionEpisode]) -> tuple[Situations, Choices]:
    """All decisions of some episodes, one after the other.

    Raises:
        AgentError: if there is none.
    """
    decisions = [decision for episode in episodes for decision in episode.decisions]
    if not decisions:
        raise AgentError("no episode holds a decision; all of them were broken by lost servers. See the server's log")
    columns = zip(*((one.subtask, one.resource, one.patience) for one in decisions), strict=True)
    choices = Choices(*(np.array(column, dtype=np.int64) for column in columns))
    return Situations.stack([one.situation for one in decisions]), choices


class OptionPPO:
    """Learns a tactical policy: plays rounds with it, then learns from them.

    Args:
        player: plays the rounds.
        sizes: of the network.
        config: how to learn.
        seed: seed of the weights and of every draw.
        updates: over which learning rate and coefficients fall.
        phases: where the time is booked.
    """

    def __init__(
        self,
        player: OptionPlayer,
        sizes: TacticalConfig,
        config: OptionPPOConfig,
        *,
        seed: int,
        updates: int,
        phases: Phases | None = None,
    ) -> None:
        self.player, self.config, self.total_updates = player, config, updates
        self.phases = phases or Phases()
        self.generator = torch.Generator().manual_seed(seed)
        self.policy = TacticalPolicy(sizes, self.generator)
        self.clone: TacticalPolicy | None = None
        """The policy that the loss holds near; None for nobody."""
        self.optimizer = torch.optim.Adam(self.policy.parameters(), lr=config.learning_rate, eps=1e-5)
        self.normalizer = ReturnNormalizer()
        self.updates = 0
        self.episodes = 0
        """Episodes begun so far: where the next round's seeds begin."""
        self.steps = 0
        """Steps of all arenas so far."""

    # --- rollout -----------------------------------------------------------------------------------------------

    def collect(
        self,
        seeds: Sequence[int],
        strategic: StrategicLevel | None = None,
        steering: OptionSteering | None = None,
        player: OptionPlayer | None = None,
    ) -> list[OptionEpisode]:
        """Plays one round with the policy as it is, in the arenas of `player` if it is given another one.

        The caller gives fresh seeds.
        """
        level = LearnedTactical(self.policy, "sampled", self.generator)
        with self.phases.environment:
            episodes = (player or self.player).play(seeds, level, strategic, steering)
        self.episodes += len(seeds)
        self.steps += sum(episode.steps for episode in episodes)
        return episodes

    # --- update ------------------------------------------------------------------------------------------------

    def update(self, episodes: Sequence[OptionEpisode]) -> OptionReport:
        """Learns from whole episodes; those that are broken are left out.

        Raises:
            LossNotFinite: if a loss is NaN or infinite; the weights of the steps before it are already changed.
            AgentError: if nothing is left.
        """
        whole = [episode for episode in episodes if not episode.lost and episode.decisions]
        progress = min(1.0, self.updates / max(1, self.total_updates))
        rates = self._rates(progress)
        with self.phases.forward:
            batch, explained = self._batch(whole)
        steps: list[tuple[float, ...]] = []
        count = len(batch.log_probs)
        for _ in range(self.config.epochs):
            order = torch.randperm(count, generator=self.generator)
            for index in order.tensor_split(max(1, count // self.config.minibatch)):
                steps.append(self._gradient_step(batch.rows(index), rates))
            if self.config.target_kl is not None and steps[-1][3] > self.config.target_kl:
                break
        self.updates += 1
        means = [float(mean) for mean in np.mean(np.array(steps, dtype=np.float64), axis=0)]
        valid_share, per_episode = len(whole) / len(episodes), count / len(whole)
        return OptionReport._make([*means, explained, rates["learning_rate"], valid_share, per_episode])

    def _rates(self, progress: float) -> dict[str, float]:
        config = self.config

        def between(first: float, last: float) -> float:
            return first + (last - first) * progress

        rates = {
            "learning_rate": between(config.learning_rate, config.final_learning_rate),
            "entropy": between(config.entropy_coefficient, config.final_entropy_coefficient),
            "clone": between(config.clone_coefficient, 0.0) if self.clone is not None else 0.0,
        }
        for group in self.optimizer.param_groups:
            group["lr"] = rates["learning_rate"]
        return rates

    @torch.no_grad()
    def _batch(self, episodes: Sequence[OptionEpisode]) -> tuple[OptionBatch, float]:
        """Log probabilities, advantages and returns of all decisions, and how well the values explained them."""
        situations, chosen = flatten(episodes)
        seen = SituationTensors.of(situations)
        choices = ChoiceTensors(*(torch.from_numpy(column) for column in chosen))
        judgement = judge(self.policy, seen)
        values = self.normalizer.restore(judgement.value)
        grid = _Grid(episodes)
        lasts = self._last_values(episodes)
        advantages, returns = option_advantages(
            grid.of([one.reward for e in episodes for one in e.decisions]),
            grid.values(values, lasts),
            grid.of([float(one.steps) for e in episodes for one in e.decisions]),
            grid.terminated,
            grid.truncated,
            grid.valid,
            gamma=self.config.gamma,
            gae_lambda=self.config.gae_lambda,
        )
        flat_advantages, flat_returns = advantages.T[grid.valid.T], returns.T[grid.valid.T]
        explained = losses.explained_variance(values, flat_returns)
        self.normalizer.update(flat_returns)
        batch = OptionBatch(
            seen,
            choices,
            judgement.log_probability(choices),
            losses.normalized(flat_advantages),
            self.normalizer.normalize(flat_returns),
        )
        return batch, explained

    def _last_values(self, episodes: Sequence[OptionEpisode]) -> Tensor:
        """float32 [N], of the situations in which episodes were cut; 0 after a termination."""
        values = torch.zeros(len(episodes))
        cut = [(n, episode.last) for n, episode in enumerate(episodes) if episode.last is not None]
        if cut:
            seen = SituationTensors.of(Situations.stack([situation for _, situation in cut]))
            values[[n for n, _ in cut]] = self.normalizer.restore(judge(self.policy, seen).value)
        return values

    def _gradient_step(self, mb: OptionBatch, rates: Mapping[str, float]) -> tuple[float, ...]:
        """One step of Adam; returns the first six numbers of `OptionReport`."""
        with self.phases.forward:
            judgement = judge(self.policy, mb.seen)
            log_probs = judgement.log_probability(mb.choices)
            policy = losses.clipped_policy_loss(log_probs, mb.log_probs, mb.advantages, self.config.clip)
            value_loss = losses.value_loss(judgement.value, mb.returns)
            entropy = judgement.entropy().mean()
            loss = policy.loss + self.config.value_coefficient * value_loss - rates["entropy"] * entropy
            if rates["clone"]:
                loss = loss + rates["clone"] * self._distance_to_clone(judgement, mb.seen)
        self._check_finite(policy_loss=policy.loss, value_loss=value_loss, entropy=entropy)
        with self.phases.backward:
            norm = self._descend(loss)
        numbers = (policy.loss, value_loss, entropy, policy.approximate_kl, policy.clipped_share, norm)
        return tuple(float(number.detach()) for number in numbers)

    def _descend(self, loss: Tensor) -> Tensor:
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        norm = nn.utils.clip_grad_norm_(self.policy.parameters(), self.config.max_gradient_norm)
        self.optimizer.step()
        return norm

    def _distance_to_clone(self, judgement: Judgement, seen: SituationTensors) -> Tensor:
        """KL(policy || clone), nats."""
        assert self.clone is not None  # noqa: S101  its rate is 0 without one
        with torch.no_grad():
            anchor = judge(self.clone, seen)
        return kl_divergence(judgement.pairs, anchor.pairs) + kl_divergence(judgement.patience, anchor.patience)

    def imitate(
        self,
        episodes: Sequence[OptionEpisode],
        epochs: int,
        learning_rate: float = 1e-3,
        minibatch: int = 256,
        is_enough: Callable[[], bool] = lambda: False,
    ) -> float:
        """Behavioural cloning: makes the choices of the episodes likely, and fits the value to their returns.

        Args:
            episodes: played by any level: a script, a search. Broken ones are left out.
            epochs: passes over all decisions.
            learning_rate: Adam's step size; it falls to a tenth of it over the passes.
            minibatch: decisions of a gradient step, about.
            is_enough: asked before every pass; True ends the imitation.

        Returns:
            Mean negative log probability of the choices in the last pass, nats.
        """
        whole = [episode for episode in episodes if not episode.lost and episode.decisions]
        batch, _ = self._batch(whole)
        last = math.nan
        for epoch in range(epochs):
            if is_enough():
                break
            for group in self.optimizer.param_groups:
                group["lr"] = learning_rate * (1 - 0.9 * epoch / epochs)
            order, total = torch.randperm(len(batch.log_probs), generator=self.generator), 0.0
            parts = order.tensor_split(max(1, len(order) // minibatch))
            for index in parts:
                mb = batch.rows(index)
                judgement = judge(self.policy, mb.seen)
                surprise = -judgement.log_probability(mb.choices).mean()
                value_loss = losses.value_loss(judgement.value, mb.returns)
                self._check_finite(surprise=surprise, value_loss=value_loss)
                self._descend(surprise + self.config.value_coefficient * value_loss)
                total += float(surprise.detach())
            last = total / len(parts)
        return last

    def anchor(self) -> None:
        """Makes a copy of the present policy the one that the loss holds near."""
        self.clone = TacticalPolicy(self.policy.config)
        self.clone.load_state_dict(self.policy.state_dict())

    def _check_finite(self, **terms: Tensor) -> None:
        for name, term in terms.items():
            number = float(term.detach())
            if not math.isfinite(number):
                raise LossNotFinite(f"{name} is {number} in update {self.updates + 1}")

    # --- state -------------------------------------------------------------------------------------------------

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything with a shape that a resumed run needs."""
        arrays = {f"policy/{name}": tensor.numpy() for name, tensor in self.policy.state_dict().items()}
        if self.clone is not None:
            arrays |= {f"clone/{name}": tensor.numpy() for name, tensor in self.clone.state_dict().items()}
        for index, slots in self.optimizer.state_dict()["state"].items():
            arrays |= {f"optimizer/{index}/{name}": tensor.numpy() for name, tensor in slots.items()}
        arrays["generator"] = self.generator.get_state().numpy()
        return arrays

    def counters(self) -> dict[str, Any]:
        """Everything else that a resumed run needs."""
        return {
            "updates": self.updates,
            "episodes": self.episodes,
            "steps": self.steps,
            "return_count": self.normalizer.count,
            "return_mean": self.normalizer.mean,
            "return_variance": self.normalizer.variance,
        }

    def load(self, arrays: Mapping[str, NDArray[Any]], counters: Mapping[str, Any]) -> None:
        """Takes over the state of `arrays` and `counters`."""
        self.policy.load_state_dict(tensors_below(arrays, "policy/"))
        clone = tensors_below(arrays, "clone/")
        if clone:
            self.clone = TacticalPolicy(self.policy.config)
            self.clone.load_state_dict(clone)
        self.optimizer.load_state_dict(optimizer_state(self.optimizer, tensors_below(arrays, "optimizer/")))
        self.generator.set_state(torch.from_numpy(arrays["generator"].copy()))
        self.updates, self.episodes, self.steps = counters["updates"], counters["episodes"], counters["steps"]
        self.normalizer.count = counters["return_count"]
        self.normalizer.mean, self.normalizer.variance = counters["return_mean"], counters["return_variance"]


class _Grid:
    """Decisions of N episodes as rows [D, N], D the most that one has."""

    def __init__(self, episodes: Sequence[OptionEpisode]) -> None:
        counts = [len(episode.decisions) for episode in episodes]
        depth = max(counts)
        rows = torch.arange(depth).unsqueeze(1)
        self.counts = torch.tensor(counts)
        self.valid = rows < self.counts
        is_last = rows == self.counts - 1
        terminated = torch.tensor([episode.terminated for episode in episodes])
        self.terminated, self.truncated = is_last & terminated, is_last & ~terminated

    def of(self, flat: Sequence[float]) -> Tensor:
        """float32 [D, N], 0 where there is no decision."""
        out = torch.zeros(self.valid.T.shape)
        out[self.valid.T] = torch.tensor(flat)
        return out.T

    def values(self, values: Tensor, lasts: Tensor) -> Tensor:
        """float32 [D + 1, N]: values of the decisions, and behind the last one that of where the episode ended."""
        out = torch.zeros(self.valid.shape[1], self.valid.shape[0] + 1)
        out[:, :-1][self.valid.T] = values
        out[torch.arange(len(lasts)), self.counts] = lasts
        return out.T


def kl_divergence(log_probs: Tensor, anchor: Tensor) -> Tensor:
    """Mean over B of KL(p || q) in nats, from log probabilities float32 [B, A] with the same forbidden actions."""
    return (log_probs.exp() * (log_probs - anchor)).sum(-1).mean()
