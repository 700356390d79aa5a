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
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agent.errors import AgentError
from agent.options.learned import ChoiceTensors, Judgement, LearnedTactical, SituationTensors, judge
from agent.options.play import OptionEpisode, OptionPlayer, OptionSteering, StrategicLevel
from agent.options.situation import Situations
from agent.options.vocabulary import Choices
from agent.phases import Phases
from agent.policies import masked
from agent.policies.tactical import TacticalConfig, TacticalPolicy
from agent.ppo import losses
from agent.ppo.config import OptionPPOConfig
from agent.ppo.core import Judged, PPOCore, Rates, StepReport, Targets

#: Rounds that may be played again because a lost server broke every episode of one.
MAX_BROKEN_ROUNDS = 10


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
    values: Tensor
    """float32 [B], normalised predictions of the policy that chose."""

    @property
    def targets(self) -> Targets:
        """What the loss holds a policy against."""
        return Targets(self.log_probs, self.advantages, self.returns, self.values)

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


class OptionPPO(PPOCore):
    """Learns a tactical policy: plays rounds with it, then learns from them.

    Args:
        player: plays the rounds.
        sizes: of the network.
        config: how to learn.
        seed: seed of the weights and of every draw.
        updates: over which learning rate and coefficients fall.
        phases: where the time is booked.
    """

    config: OptionPPOConfig

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
        generator = torch.Generator().manual_seed(seed)
        super().__init__(TacticalPolicy(sizes, generator), config, generator, phases)
        self.player, self.total_updates = player, updates
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
        rates = self.begin_update(min(1.0, self.updates / max(1, self.total_updates)))
        with self.phases.forward:
            batch, explained = self._batch(whole)
        count = len(batch.log_probs)
        parts = max(1, count // self.config.minibatch)
        steps = self.passes(count, parts, lambda index: self._gradient_step(batch.rows(index), rates))
        valid_share, per_episode = len(whole) / len(episodes), count / len(whole)
        return OptionReport(*steps, explained, rates.learning_rate, valid_share, per_episode)

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
        advantages, returns = losses.generalized_advantages(
            grid.of([one.reward for e in episodes for one in e.decisions]),
            grid.values(values, lasts),
            grid.terminated,
            grid.truncated,
            grid.valid,
            durations=grid.of([float(one.steps) for e in episodes for one in e.decisions]),
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
            self.normalizer.normalize(values),
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

    def _gradient_step(self, mb: OptionBatch, rates: Rates) -> StepReport:
        """One step of Adam."""
        with self.phases.forward:
            judgement = judge(self.policy, mb.seen)
            judged = Judged(judgement.log_probability(mb.choices), judgement.value, judgement.entropy().mean())
        return self.learn(judged, mb.targets, rates, lambda: self._distance_to_clone(judgement, mb.seen))

    def _distance_to_clone(self, judgement: Judgement, seen: SituationTensors) -> Tensor:
        """KL(policy || clone), nats."""
        with torch.no_grad():
            anchor = judge(self.clone, seen)
        pairs = masked.divergence(judgement.pairs, anchor.pairs)
        return (pairs + masked.divergence(judgement.patience, anchor.patience)).mean()

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
            self.set_learning_rate(learning_rate * (1 - 0.9 * epoch / epochs))
            order, total = torch.randperm(len(batch.log_probs), generator=self.generator), 0.0
            parts = order.tensor_split(max(1, len(order) // minibatch))
            for index in parts:
                mb = batch.rows(index)
                judgement = judge(self.policy, mb.seen)
                surprise = -judgement.log_probability(mb.choices).mean()
                value_loss = losses.value_loss(judgement.value, mb.returns)
                self.check_finite(surprise=surprise, value_loss=value_loss)
                self.descend(surprise + self.config.value_coefficient * value_loss)
                total += float(surprise.detach())
            last = total / len(parts)
        return last

    # --- state -------------------------------------------------------------------------------------------------

    def counters(self) -> dict[str, Any]:
        """Everything without a shape that a resumed run needs."""
        return {**super().counters(), "episodes": self.episodes, "steps": self.steps}

    def load(self, arrays: Mapping[str, NDArray[Any]], counters: Mapping[str, Any]) -> None:
        """Takes over the state of `arrays` and `counters`."""
        self.load_state(arrays, counters)
        self.episodes, self.steps = counters["episodes"], counters["steps"]


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
