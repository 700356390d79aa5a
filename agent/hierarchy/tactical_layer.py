"""The tactical layer's run: imitate a teacher, then PPO over options, through a curriculum of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

import harness
from agent.checkpoint import Checkpoint
from agent.curriculum import CurriculumManager
from agent.hierarchy.config import HierarchyConfig
from agent.hierarchy.layer import BrokenRounds, Layer, episode_seeds, log_rounds
from agent.hierarchy.reactive import LearnedSteering
from agent.hierarchy.strategic import RandomStrategic, follow_directives
from agent.interrupt import StopWish
from agent.model import Model
from agent.monitor import Display
from agent.options.learned import LearnedTactical
from agent.options.play import OptionEpisode, OptionPlayer, TacticalLevel, relabelled
from agent.options.ppo import OptionPPO
from agent.options.scripted import ScriptedTactical
from agent.run_folder import RunFolder
from agent.search.options import SearchedTactical, play_searched
from agent.seeds import held_out_seeds
from agent.trackers import Tracker

#: Makes the arenas of a scenario.
Players = Callable[[harness.Scenario], OptionPlayer]


class TacticalLayer(Layer):
    """Learns to choose options in the run's scenario, and in those of its curriculum before it.

    Args:
        scenarios: by name, in the order of the curriculum; the last is the run's own.
        players: makes the arenas of a scenario when they are first needed.
        config: how to learn.
        seed: of everything.
        reactive: the trained walker; None for the script.
        folder: of this layer's run.
        checkpoint_every: updates between checkpoints.
        display: where a person looks.
        trackers: who is told besides.
    """

    def __init__(
        self,
        scenarios: Sequence[harness.Scenario],
        players: Players,
        config: HierarchyConfig,
        *,
        seed: int,
        reactive: Model | None,
        folder: RunFolder,
        checkpoint_every: int,
        display: Display | None = None,
        trackers: Sequence[Tracker] = (),
    ) -> None:
        title = f"tactical level of {scenarios[-1].name}  seed {seed}"
        super().__init__(title, folder, config.tactical_updates, checkpoint_every, display, trackers)
        self.scenarios = {scenario.name: scenario for scenario in scenarios}
        self.config, self.seed = config, seed
        self._players, self._make, self._reactive = dict[str, OptionPlayer](), players, reactive
        self.curriculum = CurriculumManager(list(self.scenarios), config.curriculum_rules, seed)
        self.directing = RandomStrategic(config.directed_share, seed)
        self.learner = OptionPPO(
            self._player(scenarios[-1].name), config.tactical, config.ppo,
            seed=seed, updates=config.tactical_updates, phases=self.phases,
        )  # fmt: skip
        self._broken = BrokenRounds()

    @property
    def done_updates(self) -> int:
        """Updates so far."""
        return self.learner.updates

    def _player(self, name: str) -> OptionPlayer:
        if name not in self._players:
            self._players[name] = self._make(self.scenarios[name])
        return self._players[name]

    def _steering(self, name: str) -> LearnedSteering | None:
        return None if self._reactive is None else LearnedSteering(self._reactive, self.scenarios[name])

    def _seeds(self, count: int) -> list[int]:
        return episode_seeds(self.seed, self.learner.episodes, count)

    # --- imitation ---------------------------------------------------------------------------------------------

    def prepare(self, wish: StopWish) -> None:
        """Imitates the teacher on every scenario of the curriculum, and anchors the policy there."""
        if self.config.teacher == "none":
            return
        taught = [episode for name in self.scenarios for episode in self._teach(name, wish)]
        if wish:
            return
        surprise = self._imitate(taught, wish)
        for _ in range(self.config.correction_rounds if self.config.teacher == "scripted" else 0):
            taught += [episode for name in self.scenarios for episode in self._correct(name)]
            surprise = self._imitate(taught, wish)
        self.learner.anchor()
        success = np.mean([episode.success for episode in taught])
        self.monitor.progress.note = (
            f"imitated {len(taught)} episodes of the {self.config.teacher} teacher ({success:.0%} successful): "
            f"{surprise:.2f} nats a decision"
        )

    def _imitate(self, taught: Sequence[OptionEpisode], wish: StopWish) -> float:
        """Nats a decision in the last pass."""
        config = self.config
        epochs = config.imitation_epochs // (1 + config.correction_rounds) + 1
        return self.learner.imitate(
            taught, epochs, config.imitation_learning_rate, config.ppo.minibatch, is_enough=lambda: bool(wish)
        )

    def _correct(self, name: str) -> list[OptionEpisode]:
        """A round of the learner's own, with what the script would have done there."""
        player = self._player(name)
        seeds = self._seeds(player.env.num_envs)
        played = self._broken.note(self.learner.collect(seeds, self.directing, self._steering(name), player))
        return relabelled(played, ScriptedTactical(self.scenarios[name]))

    def _teach(self, name: str, wish: StopWish) -> list[OptionEpisode]:
        """Episodes of the teacher, fewer when it is to stop; a search keeps only what succeeded."""
        player, rounds = self._player(name), self.config.teacher_rounds
        if self.config.teacher == "searched":
            search = SearchedTactical(player, ScriptedTactical(self.scenarios[name]))
            episodes = [play_searched(search, seed) for seed in self._seeds(rounds) if not wish]
            self.learner.episodes += rounds
            return [episode for episode in episodes if episode.success] or episodes
        level: TacticalLevel = ScriptedTactical(self.scenarios[name])
        played = list[OptionEpisode]()
        for _ in range(rounds):
            if wish:
                break
            seeds = self._seeds(player.env.num_envs)
            self.learner.episodes += len(seeds)
            played += self._broken.note(player.play(seeds, level, self.directing, self._steering(name)))
        return played

    # --- reinforcement -----------------------------------------------------------------------------------------

    def advance(self) -> dict[str, float]:
        """Rounds until there are decisions enough, then an update; blocks of confirmation are played in between."""
        episodes = list[OptionEpisode]()
        while sum(len(one.decisions) for one in episodes) < self.config.ppo.decisions:
            name, is_confirming = self.curriculum.next_scenario(), self.curriculum.is_confirming
            whole = self._round(name)
            self.curriculum.note(name, [one.success for one in whole])
            if not is_confirming:
                follow_directives(whole, self.config.follow_reward)
                episodes += whole
        report = self.learner.update(episodes)
        rates = {f"success/{name}": rate for name, rate in self.curriculum.success_rates().items()}
        numbers = {**report._asdict(), **rates, "level": float(self.curriculum.current_level)}
        every = self.config.evaluate_every
        return numbers | (self._look_at_held_out() if every and self.learner.updates % every == 0 else {})

    def _look_at_held_out(self) -> dict[str, float]:
        """Success of the likeliest choices in a round of held-out episodes; nothing of the run depends on it."""
        name = list(self.scenarios)[-1]
        player, level = self._player(name), LearnedTactical(self.learner.policy, "greedy")
        seeds = held_out_seeds(0, player.env.num_envs)
        whole = [one for one in player.play(seeds, level, None, self._steering(name)) if not one.lost]
        return {"held_out_success": float(np.mean([one.success for one in whole]))} if whole else {}

    def _round(self, name: str) -> list[OptionEpisode]:
        """Plays a round of a scenario; its whole episodes."""
        player = self._player(name)
        directing = None if self.curriculum.is_confirming else self.directing
        seeds = self._seeds(player.env.num_envs)
        whole = self._broken.note(self.learner.collect(seeds, directing, self._steering(name), player))
        log_rounds(self.monitor, whole)
        return whole

    # --- state -------------------------------------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint:
        """The whole state."""
        state = {
            "learner": self.learner.counters(),
            "curriculum": self.curriculum.state(),
            "directing": self.directing.random.bit_generator.state,
        }
        return Checkpoint(dict(self.learner.arrays()), state)

    def load(self, checkpoint: Checkpoint) -> None:
        """Takes over a state of `checkpoint`."""
        self.learner.load(checkpoint.arrays, checkpoint.state["learner"])
        self.curriculum.load(checkpoint.state["curriculum"])
        self.directing.random.bit_generator.state = checkpoint.state["directing"]

    def close(self) -> None:
        """Stops the servers."""
        for player in self._players.values():
            player.env.close()


