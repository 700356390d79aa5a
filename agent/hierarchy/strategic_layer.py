"""The strategic layer's run: PPO over directives, above a tactical level that stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from agent.checkpoint import Checkpoint
from agent.hierarchy.config import HierarchyConfig
from agent.hierarchy.layer import BrokenRounds, Layer, episode_seeds, log_rounds
from agent.hierarchy.reactive import LearnedSteering
from agent.hierarchy.strategic import LearnedStrategic, StrategicPPO
from agent.interrupt import StopWish
from agent.monitor import Display
from agent.options.learned import LearnedTactical
from agent.options.play import OptionPlayer
from agent.policies.strategic import StrategicPolicy
from agent.policies.tactical import TacticalPolicy
from agent.run_folder import RunFolder
from agent.trackers import Tracker

#: Where this layer's episodes begin among those of the run, far behind the tactical layer's.
FIRST_EPISODE = 1 << 30


class StrategicLayer(Layer):
    """Learns to direct.

    Args:
        player: arenas of the run's scenario.
        tactical: the trained level below; it chooses by chance while this one learns.
        config: how to learn.
        seed: of everything.
        steering: the trained walker; None for the script.
        folder: of this layer's run.
        checkpoint_every: updates between checkpoints.
        display: where a person looks.
        trackers: who is told besides.
    """

    def __init__(
        self,
        player: OptionPlayer,
        tactical: TacticalPolicy,
        config: HierarchyConfig,
        *,
        seed: int,
        steering: LearnedSteering | None,
        folder: RunFolder,
        checkpoint_every: int,
        display: Display | None = None,
        trackers: Sequence[Tracker] = (),
    ) -> None:
        title = f"strategic level of {player.env.scenario.name}  seed {seed}"
        super().__init__(title, folder, config.strategic_updates, checkpoint_every, display, trackers)
        self.player, self.tactical, self.steering, self.seed = player, tactical, steering, seed
        generator = torch.Generator().manual_seed(seed)
        names = player.env.prototype_names
        self.prototypes = len(names["item"]) + 1, len(names["technology"]) + 1
        policy = StrategicPolicy(*self.prototypes, config.strategic, generator)
        self.learner = StrategicPPO(policy, config.ppo, seed=seed, updates=config.strategic_updates)
        self.draws = torch.Generator().manual_seed(seed + 1)
        self.episodes = 0
        self._broken = BrokenRounds()

    @property
    def done_updates(self) -> int:
        """Updates so far."""
        return self.learner.updates

    def prepare(self, wish: StopWish) -> None:
        """Nothing: chance directs first."""

    def advance(self) -> dict[str, float]:
        """One round and one update."""
        level = LearnedTactical(self.tactical, "sampled", self.draws)
        strategic = LearnedStrategic(self.learner.policy, self.player.env, "sampled", self.learner.generator)
        seeds = episode_seeds(self.seed, FIRST_EPISODE + self.episodes, self.player.env.num_envs)
        self.episodes += len(seeds)
        with self.phases.environment:
            episodes = self.player.play(seeds, level, strategic, self.steering)
        if not self._broken.note(episodes):
            return self.advance()
        log_rounds(self.monitor, episodes)
        with self.phases.backward:
            report = self.learner.update(episodes, strategic.worlds)
        return {name: float(value) for name, value in vars(report).items()}

    def checkpoint(self) -> Checkpoint:
        """The whole state."""
        arrays = {**self.learner.arrays(), "draws": self.draws.get_state().numpy()}
        return Checkpoint(arrays, {"learner": self.learner.counters(), "episodes": self.episodes})

    def load(self, checkpoint: Checkpoint) -> None:
        """Takes over a state of `checkpoint`."""
        self.learner.load(checkpoint.arrays, checkpoint.state["learner"])
        self.draws.set_state(torch.from_numpy(checkpoint.arrays["draws"].copy()))
        self.episodes = checkpoint.state["episodes"]
