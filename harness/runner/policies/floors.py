"""Floors: what is reached without any skill, with the same actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.action_sets import LAST_COMMAND, no_action
from harness.envs.seeds import mixed
from harness.envs.spaces import fields
from harness.scenarios.schema import Scenario

if TYPE_CHECKING:
    from harness.runner.questions import Askable

#: Stands where an arena's number stands in the seeds of episodes, so that actions and scenes are drawn apart.
ACTION_STREAM = 2**32


#: Tiles around the character within which random commands aim: what the character reaches.
REACH = 10

#: Items that a random command moves at once, at most.
MOST_ITEMS = 10


class NoopPolicy:
    """Always action 0: stand still."""

    def __init__(self, actions: str = "walk") -> None:
        """Takes the name of the action set."""
        self._actions = actions

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn."""

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """Zeros [n], or [n, 9]."""
        return no_action(self._actions, len(observations))


class RandomPolicy:
    """Every action that makes sense, with equal chance."""

    def __init__(self) -> None:
        self._seeds: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._step = 0

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Each arena draws from its own seed."""
        self._seeds = seeds.copy()
        self._step = 0

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Actions [n] drawn from the allowed ones of each arena."""
        steps = np.full(len(observations), self._step, dtype=np.int64)
        self._step += 1
        bits = mixed(self._seeds, np.full_like(steps, ACTION_STREAM), steps)
        allowed = action_mask.cumsum(axis=1)
        # The upper half of the bits, scaled to 1..allowed: the place of the chosen one among the allowed.
        place = ((bits >> np.uint64(32)) * allowed[:, -1].astype(np.uint64) >> np.uint64(32)).astype(np.int64) + 1
        actions: NDArray[np.int64] = np.argmax(allowed >= place[:, None], axis=1)
        return actions


class RandomCommands:
    """Commands of every kind with equal chance, aimed within reach, with items that the scenario is about.

    Half of the minings aim at the nearest resource: what is drawn blindly hits next to nothing.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        self._names = [*scenario.starting_items, "coal", "wood", "iron-ore"]
        self._numbers = np.zeros(1)
        self._seeds: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._step = 0

    def attach(self, env: Askable) -> None:
        """Looks the items up."""
        items = env.prototype_names["item"]
        self._numbers = np.array([items.index(name) + 1.0 for name in self._names])

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Each arena draws from its own seed."""
        self._seeds = seeds.copy()
        self._step = 0

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Commands [n, 9]."""
        count = len(observations)
        frames = fields(observations, self._frame)
        commands = no_action("commands", count)
        kinds = self._draw(0, LAST_COMMAND + 1)
        commands[:, 0] = kinds
        span = 2 * REACH * 256 + 1
        for axis in (0, 1):
            commands[:, 1 + axis] = frames["player_pos"][:, axis] + self._draw(1 + axis, span) / 256 - REACH
        commands[:, 3] = self._numbers[self._draw(3, len(self._numbers))]
        commands[:, 4] = 1 + self._draw(4, MOST_ITEMS)

        builds = kinds == constants.FACTORIO_ACTION_BUILD
        commands[builds, 4] = 4 * self._draw(4, 4)[builds]
        moves = kinds == constants.FACTORIO_ACTION_MOVE
        for axis in (0, 1):
            commands[moves, 1 + axis] = self._draw(1 + axis, 3)[moves] - 1
        aims = (kinds == constants.FACTORIO_ACTION_MINE) & (self._draw(5, 2) == 0)
        commands[aims, 1:3] = (frames["player_pos"] + frames["resources"]["offset"][:, 0])[aims]
        self._step += 1
        return commands

    def _draw(self, stream: int, most: int) -> NDArray[np.int64]:
        """A number 0..most-1 for each arena; another stream is another draw."""
        shape = np.zeros(len(self._seeds), dtype=np.int64)
        bits = mixed(self._seeds, shape + ACTION_STREAM + stream, shape + self._step)
        drawn: NDArray[np.int64] = ((bits >> np.uint64(32)) * np.uint64(most) >> np.uint64(32)).astype(np.int64)
        return drawn
