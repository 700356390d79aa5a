"""The strategic level as a network, as chance, and how it learns: decisions that last hundreds of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import harness
from agent.options.play import OptionEpisode
from agent.options.situation import ArenaView
from agent.options.vocabulary import EXPANSION_SIDE, NO_DIRECTIVE, Directive, K, R
from agent.perception import Perception, WorldState
from agent.policies import masked
from agent.policies.strategic import StrategicOutput, StrategicPolicy, WorldTensors
from agent.ppo import losses
from agent.ppo.config import OptionPPOConfig
from agent.ppo.core import Judged, PPOCore, StepReport, Targets


class DirectiveMasks(NamedTuple):
    """What a strategic level may direct in B worlds; bool [B, n] each, the zero of every part always allowed."""

    cell: Tensor
    technology: Tensor
    resource: Tensor
    subtask: Tensor

    @classmethod
    def of(cls, world: WorldTensors) -> DirectiveMasks:
        """Technologies can be put first while they are available and not researched; all else always."""
        count, (_, _, technologies, *_) = len(world.full_map), world
        technology = (technologies[..., 1] > 0) & (technologies[..., 0] == 0)
        technology[:, 0] = True
        sizes = (1 + EXPANSION_SIDE**2, R, K)
        cell, resource, subtask = (torch.ones(count, size, dtype=torch.bool) for size in sizes)
        return cls(cell, technology, resource, subtask)


def directive_log_probabilities(output: StrategicOutput, masks: DirectiveMasks) -> tuple[Tensor, ...]:
    """Log probabilities float32 [B, n] of cell, technology, resource and subtask: independent choices."""
    logits = (output.expansion_plan, output.tech_priorities, output.resource_strategy, output.task_assignment)
    return tuple(masked.log_probabilities(part, mask) for part, mask in zip(logits, masks, strict=True))


class LearnedStrategic:
    """Directs by a network.

    Args:
        policy: the network.
        env: whom to ask.
        mode: how to choose.
        generator: the only source of chance of `sampled`.
    """

    name = "learned"

    def __init__(
        self,
        policy: StrategicPolicy,
        env: harness.FactorioVectorEnv,
        mode: Literal["sampled", "greedy"],
        generator: torch.Generator,
    ) -> None:
        self.policy, self._mode, self._generator = policy, mode, generator
        self._perception = Perception(env)
        self.worlds: dict[int, list[WorldState]] = {}
        """What was seen at each directive, by arena; begun anew with every round."""

    def begin(self, arenas: int) -> None:
        """Forgets what was seen."""
        self.worlds = {arena: [] for arena in range(arenas)}
        for arena in range(arenas):
            self._perception.forget(arena)

    @torch.inference_mode()
    def direct(self, view: ArenaView) -> Directive:
        """Looks at the arena's world and chooses."""
        (state,) = self._perception.world([view.arena], view.body.tick // view.body.ticks_per_step)
        self.worlds[view.arena].append(state)
        world = WorldTensors.stack([state])
        parts = directive_log_probabilities(self.policy(world), DirectiveMasks.of(world))
        choose = masked.greedy if self._mode == "greedy" else self._sample
        cell, technology, resource, subtask = (int(choose(part)[0]) for part in parts)
        return Directive(resource=resource, subtask=subtask, technology=technology, cell=cell)

    def _sample(self, log_probs: Tensor) -> Tensor:
        return masked.sample(log_probs, self._generator)


class RandomStrategic:
    """Chance: in some episodes a random directive, in the others none. Teaches the tactical level to listen.

    Args:
        share: of episodes that are directed.
        seed: of the draws.
    """

    name = "random"

    def __init__(self, share: float, seed: int) -> None:
        self._share, self.random = share, np.random.default_rng(seed)
        self._directed: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)

    def begin(self, arenas: int) -> None:
        """Draws which episodes are directed."""
        self._directed = self.random.random(arenas) < self._share

    def direct(self, view: ArenaView) -> Directive:
        """Favours a resource, a subtask, or both."""
        if not self._directed[view.arena]:
            return NO_DIRECTIVE
        resource, subtask = int(self.random.integers(R)), int(self.random.integers(K))
        return Directive(resource=resource, subtask=subtask)


def follow_directives(episodes: Sequence[OptionEpisode], reward: float) -> None:
    """Adds a reward to every option that does what its directive favours: to what is learned, not to what is told."""
    for episode in episodes:
        for one in episode.decisions:
            wanted = one.directive
            follows = (wanted.resource > 0 and one.resource == wanted.resource) + (
                wanted.subtask > 0 and one.subtask == wanted.subtask
            )
            one.reward += reward * follows


@dataclass(frozen=True)
class StrategicReport:
    """How an update went."""

    policy_loss: float
    value_loss: float
    entropy: float
    approximate_kl: float
    clipped_share: float
    directives: int


class StrategicPPO(PPOCore):
    """Learns the strategic level above levels that stay as they are.

    Few decisions come out of an episode (three of 256 steps out of 600), so an update takes all of a rollout as one
    batch, `epochs` times.

    Args:
        policy: the network.
        config: how to learn; `decisions` and `minibatch` have no effect here.
        seed: of the draws.
        updates: over which learning rate and entropy fall.
    """

    def __init__(self, policy: StrategicPolicy, config: OptionPPOConfig, *, seed: int, updates: int) -> None:
        super().__init__(policy, config, torch.Generator().manual_seed(seed))
        self.total_updates = updates

    def update(self, episodes: Sequence[OptionEpisode], worlds: Mapping[int, list[WorldState]]) -> StrategicReport:
        """Learns from whole episodes of one round; the n-th episode is that of arena n.

        Raises:
            LossNotFinite: if a loss is NaN or infinite.
        """
        rates = self.begin_update(min(1.0, self.updates / max(1, self.total_updates)))
        world, chosen, returns = self._batch(episodes, worlds)
        masks = DirectiveMasks.of(world)
        with torch.no_grad():
            output = self.policy(world)
            old = _log_probability(output, masks, chosen)
            advantages = losses.normalized(returns - self.normalizer.restore(output.value))
        self.normalizer.update(returns)
        targets = Targets(old, advantages, self.normalizer.normalize(returns), output.value)

        def step(_: Tensor) -> StepReport:
            output = self.policy(world)
            parts = directive_log_probabilities(output, masks)
            entropy = torch.stack([masked.entropy(part).mean() for part in parts]).sum()
            judged = Judged(_log_probability(output, masks, chosen), output.value, entropy)
            return self.learn(judged, targets, rates, lambda: torch.zeros(()))

        return StrategicReport(*self.passes(len(returns), 1, step)[:5], len(returns))

    def _batch(
        self, episodes: Sequence[OptionEpisode], worlds: Mapping[int, list[WorldState]]
    ) -> tuple[WorldTensors, Tensor, Tensor]:
        """Worlds, directives int64 [B, 4], and discounted returns to the end of the episode, float32 [B]."""
        states, chosen, returns = list[WorldState](), list[tuple[int, ...]](), list[float]()
        for arena, episode in enumerate(episodes):
            if episode.lost:
                continue
            for (step, one), state in zip(episode.directives, worlds[arena], strict=True):
                later = [d for d in episode.decisions if d.step >= step]
                states.append(state)
                chosen.append((one.cell, one.technology, one.resource, one.subtask))
                returns.append(sum(d.reward * self.config.gamma ** (d.step - step) for d in later))
        return WorldTensors.stack(states), torch.tensor(chosen), torch.tensor(returns)

    def load(self, arrays: Mapping[str, NDArray[Any]], counters: Mapping[str, Any]) -> None:
        """Takes over the state of `arrays` and `counters`."""
        self.load_state(arrays, counters)


def _log_probability(output: StrategicOutput, masks: DirectiveMasks, chosen: Tensor) -> Tensor:
    """float32 [B], of whole directives int64 [B, 4]."""
    parts = directive_log_probabilities(output, masks)
    picked = [masked.log_probability_of(part, chosen[:, n]) for n, part in enumerate(parts)]
    return torch.stack(picked).sum(0)
