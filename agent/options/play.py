"""Plays whole episodes in many arenas: the strategic level directs, the tactical one chooses options, the hands act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

import harness
from agent.errors import AgentError
from agent.options.catalogue import next_command, start
from agent.options.situation import ArenaView, Situation, Situations
from agent.options.vocabulary import SUBTASKS, Choices, Directive
from harness import scripts

#: Steps between two directives of the strategic level.
STRATEGIC_PERIOD = 256


class TacticalLevel(Protocol):
    """Chooses options: a script, a search or a network."""

    name: str

    def begin(self, arenas: int) -> None:
        """Before the first decision of an episode in each of so many arenas."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """Chooses an option for each of n arenas.

        Args:
            situations: what they see, stacked.
            parts: the same, one by one, with the facts that scripts ask for.
            arenas: int64 [n], their numbers.
        """


class StrategicLevel(Protocol):
    """Directs the tactical level of an arena, every `STRATEGIC_PERIOD` steps."""

    name: str

    def begin(self, arenas: int) -> None:
        """Before the first directive of an episode in each of so many arenas."""

    def direct(self, view: ArenaView) -> Directive:
        """What the tactical level of the arena shall favour from now on."""


class OptionSteering(Protocol):
    """The reactive level: chooses each step of a walk."""

    def __call__(self, body: scripts.Body, x: float, y: float) -> tuple[int, int]:
        """Signs of dx and dy towards a place; 0, 0 to stand."""


@dataclass
class Decision:
    """One option, from the situation in which it was chosen to its end."""

    situation: Situation
    subtask: int
    resource: int
    patience: int
    directive: Directive
    step: int
    """Steps since the reset when it was chosen."""
    reward: float = 0.0
    """Rewards of its steps, discounted by gamma a step."""
    steps: int = 0
    """Steps that it lasted."""


@dataclass
class OptionEpisode:
    """What happened in one arena from its reset to the end of its episode."""

    seed: int
    decisions: list[Decision] = field(default_factory=list)
    directives: list[tuple[int, Directive]] = field(default_factory=list)
    """Step and directive, whenever the strategic level spoke."""
    last: Situation | None = None
    """The last situation of an episode that was cut: its value is bootstrapped. None after a termination."""
    reward: float = 0.0
    """Undiscounted sum."""
    steps: int = 0
    success: bool = False
    terminated: bool = False
    lost: bool = False
    """Broken by a lost server: nothing of it may be learned."""
    frame: Any = None
    """The last frame."""


class ArenaInPlay:
    """One arena in the course of a round."""

    def __init__(self, view: ArenaView, seed: int) -> None:
        self.view, self.episode = view, OptionEpisode(seed)
        self.story: Iterator[scripts.Command] | None = None
        self.running = True
        self.asks_research = False
        """Whether a technology that the strategic level wants has still to be put into the queue."""

    def begin_option(self, situation: Situation, choices: Choices, row: int) -> None:
        """Begins the option of a row of choices.

        Raises:
            AgentError: if it cannot be initiated here.
        """
        chosen = int(choices.subtask[row]), int(choices.resource[row]), int(choices.patience[row])
        if not situation.allowed[chosen[0], chosen[1]]:
            raise AgentError(f"arena {self.view.arena}: the option {choices.name(row)} cannot be initiated here")
        self.story = start(self.view, *chosen)
        if self.asks_research:
            self.asks_research = False
            self.story = chain([scripts.research(self.view.directive.technology)], self.story)
        decision = Decision(situation, *chosen, directive=self.view.directive, step=self.episode.steps)
        self.episode.decisions.append(decision)
        self.view.last_subtask = chosen[0]

    def enter(self, reward: float, gamma: float) -> None:
        """Books one step."""
        decision = self.episode.decisions[-1]
        decision.reward += gamma**decision.steps * reward
        decision.steps += 1
        self.episode.reward += reward
        self.episode.steps += 1

    def end(self, terminated: bool, success: bool, lost: bool) -> None:
        """Closes the episode; a cut one looks around once more."""
        episode = self.episode
        self.running, self.story = False, None
        episode.terminated, episode.success, episode.lost = terminated, success, lost
        episode.frame = self.view.body.frame.copy()
        if not terminated and not lost:
            try:
                episode.last = self.view.look()
            except harness.ServerLost:
                episode.lost = True


class OptionPlayer:
    """Plays rounds of whole episodes with the levels that it is given.

    Args:
        env: arenas of a scenario with the action set `commands`.
        gamma: discount a step.
        minimap_scale: tiles a side of a cell of the minimap.
        period: steps between two directives.

    Raises:
        AgentError: if no option can act in the scenario.
    """

    def __init__(
        self,
        env: harness.FactorioVectorEnv,
        gamma: float = 0.999,
        minimap_scale: int = 8,
        period: int = STRATEGIC_PERIOD,
    ) -> None:
        check_scenario(env.scenario)
        self.env, self.gamma, self.minimap_scale, self.period = env, gamma, minimap_scale, period

    def play(
        self,
        seeds: Sequence[int],
        tactical: TacticalLevel,
        strategic: StrategicLevel | None = None,
        steering: OptionSteering | None = None,
    ) -> list[OptionEpisode]:
        """Plays one episode in each arena, in lock step until all have ended.

        Args:
            seeds: base seed of each arena's episode; as many as there are arenas, or fewer.
            tactical: chooses the options.
            strategic: directs it; nobody when None.
            steering: walks; the script when None.

        Returns:
            The episodes in the order of the seeds. Those that a lost server broke are marked.
        """
        count = self.env.num_envs
        padded = [*seeds, *[seeds[-1]] * (count - len(seeds))]
        observation, info = self.env.reset(seed=padded)
        arenas = self.arenas(padded, steering)
        frames = harness.fields(observation, self.env.scenario.frame)
        for number, arena in enumerate(arenas):
            arena.view.begin(frames[number])
            arena.running = number < len(seeds)
        tactical.begin(count)
        if strategic is not None:
            strategic.begin(count)
        while any(arena.running for arena in arenas):
            self.step(arenas, tactical, strategic)
        return [arena.episode for arena in arenas[: len(seeds)]]

    def _arena(self, number: int, seed: int, steering: OptionSteering | None) -> ArenaInPlay:
        view = ArenaView(self.env, number, self.minimap_scale)
        view.body.steer = steering
        return ArenaInPlay(view, seed)

    def step(self, arenas: list[ArenaInPlay], tactical: TacticalLevel, strategic: StrategicLevel | None) -> None:
        """One step of every arena."""
        commands = self.commands(arenas, tactical, strategic)
        observation, rewards, terminated, truncated, info = self.env.step(commands)
        frames = harness.fields(observation, self.env.scenario.frame)
        lost = info.get("server_lost", np.zeros(len(arenas), dtype=bool))
        for number, arena in enumerate(arenas):
            arena.view.see(frames[number])
            if not arena.running:
                continue
            arena.enter(0.0 if lost[number] else float(rewards[number]), self.gamma)
            if terminated[number] or truncated[number] or lost[number]:
                arena.end(bool(terminated[number]), bool(info["success"][number]), bool(lost[number]))

    def commands(
        self, arenas: list[ArenaInPlay], tactical: TacticalLevel, strategic: StrategicLevel | None
    ) -> NDArray[np.float64]:
        """The next command of every arena, float64 [n, 9]; options are chosen where one has ended."""
        commands = np.zeros((len(arenas), scripts.COMMAND_COLUMNS))
        commands[:] = scripts.WAIT
        self._command(arenas, commands)
        idle = [arena for arena in arenas if arena.running and arena.story is None]
        if idle:
            self._decide(idle, tactical, strategic)
            self._command(idle, commands)
        return commands

    def arenas(self, seeds: Sequence[int], steering: OptionSteering | None) -> list[ArenaInPlay]:
        """The arenas before their first frame, an episode each."""
        return [self._arena(number, seed, steering) for number, seed in enumerate(seeds)]

    def _command(self, arenas: list[ArenaInPlay], commands: NDArray[np.float64]) -> None:
        """The next command of every story that goes on; a story that has ended is forgotten."""
        for arena in arenas:
            if arena.story is None:
                continue
            try:
                command = next_command(arena.story)
            except harness.ServerLost:  # the step notices it, and the episode is broken
                command = scripts.WAIT
            if command is None:
                arena.story = None
            else:
                commands[arena.view.arena] = command

    def _decide(self, idle: list[ArenaInPlay], tactical: TacticalLevel, strategic: StrategicLevel | None) -> None:
        """Options for the arenas that have none."""
        for arena in idle:
            self._direct(arena, strategic)
        seeing = self._look([arena for arena in idle if arena.running])
        if not seeing:
            return
        parts = [situation for _, situation in seeing]
        numbers = np.array([arena.view.arena for arena, _ in seeing], dtype=np.int64)
        choices = tactical.decide(Situations.stack(parts), parts, numbers)
        for row, (arena, situation) in enumerate(seeing):
            arena.begin_option(situation, choices, row)

    def _look(self, arenas: list[ArenaInPlay]) -> list[tuple[ArenaInPlay, Situation]]:
        """Situations of arenas, asked for in one exchange a server; without those whose server is lost."""
        try:
            answers = self.env.ask([question for arena in arenas for question in arena.view.questions()])
            pairs = zip(answers[::2], answers[1::2], strict=True)
            return [(arena, arena.view.look(pair)) for arena, pair in zip(arenas, pairs, strict=True)]
        except harness.ServerLost:
            return [(arena, seen) for arena in arenas if (seen := self._look_alone(arena)) is not None]

    def _look_alone(self, arena: ArenaInPlay) -> Situation | None:
        try:
            return arena.view.look()
        except harness.ServerLost:
            arena.end(terminated=False, success=False, lost=True)
            return None

    def _direct(self, arena: ArenaInPlay, strategic: StrategicLevel | None) -> None:
        """Asks the strategic level where its last directive is old enough."""
        spoken = arena.episode.directives
        if strategic is None or (spoken and arena.episode.steps - spoken[-1][0] < self.period):
            return
        try:
            directive = strategic.direct(arena.view)
        except harness.ServerLost:
            arena.end(terminated=False, success=False, lost=True)
            return
        arena.view.directive = directive
        arena.asks_research = directive.technology > 0
        spoken.append((arena.episode.steps, directive))


def check_scenario(scenario: harness.Scenario) -> None:
    """Whether options can act in a scenario.

    Raises:
        AgentError: if they cannot; the text says why.
    """
    if scenario.actions != "commands":
        raise AgentError(
            f"no option can act in {scenario.name}: options give commands, and its actions are '{scenario.actions}'. "
            "Train its reactive policy: python -m agent.train --scenario " + scenario.name
        )
    if scenario.task.kind not in ("gather", "automate"):
        raise AgentError(
            f"no option can act in {scenario.name}: its task is '{scenario.task.kind}', and the options "
            f"({', '.join(SUBTASKS)}) serve the tasks gather and automate"
        )


def relabelled(episodes: Sequence[OptionEpisode], teacher: TacticalLevel) -> list[OptionEpisode]:
    """The same episodes with the options that a teacher would have chosen in each of their situations.

    Ross, Gordon and Bagnell, "A reduction of imitation learning to no-regret online learning", 2011 (DAgger): what is
    imitated are then the states into which the learner gets by itself.

    Args:
        episodes: played by anybody; they are left as they are.
        teacher: can be asked anywhere.
    """
    told = []
    for episode in episodes:
        parts = [one.situation for one in episode.decisions]
        choices = teacher.decide(Situations.stack(parts), parts, np.zeros(len(parts), dtype=np.int64))
        rows = zip(episode.decisions, *(column.tolist() for column in choices), strict=True)
        decisions = [replace(one, subtask=k, resource=r, patience=p) for one, k, r, p in rows]
        told.append(replace(episode, decisions=decisions))
    return told
