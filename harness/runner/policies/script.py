"""Policies written as one story an arena: a generator that yields a command a step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.action_sets import COMMAND_COLUMNS
from harness.envs.commands import STAND, WAIT, Command
from harness.envs.spaces import fields
from harness.errors import PolicyError, ServerLost
from harness.runner.policies.world_view import WorldView
from harness.runner.questions import Askable
from harness.scenarios.schema import Scenario
from harness.tasks import ITEM_COLUMNS

T = TypeVar("T")

#: A part of a story: yields commands, ends with a T.
Part = Generator[Command, None, T]

#: Signs of dx and dy of the next step towards a place x, y; 0, 0 when no step leads nearer.
Steering = Callable[["Body", float, float], tuple[int, int]]


class Body:
    """What the story of one arena knows: its newest frame, and its world."""

    def __init__(self, world: WorldView, ticks_per_step: int) -> None:
        self.world = world
        self.ticks_per_step = ticks_per_step
        self.frame: Any = None
        self.steer: Steering | None = None
        """Who chooses the steps of a walk to a place; `tour.best_step` when None."""

    @property
    def place(self) -> tuple[float, float]:
        """Where the character is, tiles."""
        x, y = self.frame["player_pos"]
        return float(x), float(y)

    @property
    def tick(self) -> int:
        """Ticks since the reset."""
        return int(self.frame["timestamp"])

    @property
    def was_done(self) -> bool:
        """Whether the last command was carried out."""
        return int(self.frame["action_result"]) == constants.FACTORIO_RESULT_OK

    def distance(self, x: float, y: float) -> float:
        """Tiles to a place."""
        return float(np.hypot(x - self.place[0], y - self.place[1]))

    def held(self, name: str) -> int:
        """How many of an item the character holds, one of those that frames count."""
        return int(self.frame["item_counts"][ITEM_COLUMNS[name]])

    def item(self, name: str) -> int:
        """Number of an item."""
        return self.world.number("item", name)


class ScriptPolicy(ABC):
    """Plays the same story in every arena, for scenarios with the action set `commands`."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._env: Askable | None = None
        self._bodies: list[Body] = []
        self._stories: list[Part[None] | None] = []

    @abstractmethod
    def tell(self, body: Body) -> Part[None]:
        """The story of one episode."""

    def attach(self, env: Askable) -> None:
        """Remembers whom to ask."""
        self._env = env

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Begins the stories anew; nothing is drawn.

        Raises:
            PolicyError: if there is nobody to ask.
        """
        if self._env is None:
            raise PolicyError("a scripted builder asks queries; call attach(env) before begin()")
        self._bodies = [Body(WorldView(self._env, arena), self._scenario.ticks_per_step) for arena in range(len(seeds))]
        self._stories = [self.tell(body) for body in self._bodies]

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The next command of every story."""
        commands = np.zeros((len(observations), COMMAND_COLUMNS))
        frames = fields(observations, self._scenario.frame)
        for arena, body in enumerate(self._bodies):
            has_begun, body.frame = body.frame is not None, frames[arena]
            if has_begun and int(body.frame["flags"]) & constants.FACTORIO_FLAG_RESET:
                self._stories[arena] = None  # the episode is over, and so is its story
            commands[arena] = self._next(arena)
        return commands

    def _next(self, arena: int) -> Command:
        story = self._stories[arena]
        if story is None:
            return WAIT
        try:
            return next(story)
        except StopIteration:
            self._stories[arena] = None
            return STAND
        except ServerLost:  # the next step notices, and the episode is played again
            self._stories[arena] = None
            return WAIT
