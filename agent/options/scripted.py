"""Levels without a network: rules written by hand, and chance. They prove the options, and are the ablation's rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

import harness
from agent.options.field_work import wanted_items
from agent.options.situation import ArenaView, Situation, Situations
from agent.options.vocabulary import NO_DIRECTIVE, PATIENCE, RESOURCES, SUBTASKS, Choices, Directive, P

#: Drills on each ore, in the order in which they are set up.
_DRILLS = {"coal": 1, "iron-ore": 3, "copper-ore": 2}
#: Wood with which the drills are started, and coal below which a round of fuel is not worth its way.
_FIRST_WOOD, _LITTLE_COAL = 36, 6
#: Ticks before the end from which chests are emptied for good.
_HARVEST_TICKS = 2400


class ScriptedTactical:
    """Rules for gather and automate: fuel first, then drills, then what is lacking.

    Args:
        scenario: what is played.
    """

    name = "scripted"

    def __init__(self, scenario: harness.Scenario) -> None:
        self._goals = wanted_items(scenario)
        self._makes = scenario.task.kind == "automate"
        self._end = float(getattr(scenario.task, "seconds", 0.0)) * 60  # tasks that have options have an end

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """The first rule that applies, for each arena."""
        chosen = [self.rule(part) for part in parts]
        return Choices(*(np.array(column, dtype=np.int64) for column in zip(*chosen, strict=True)))

    def rule(self, situation: Situation) -> tuple[int, int, int]:
        """Subtask, resource and patience for one arena."""
        for subtask, resource, steps in (self._automate if self._makes else self._gather)(situation):
            choice = SUBTASKS.index(subtask), RESOURCES.index(resource), PATIENCE.index(steps)
            if situation.allowed[choice[0], choice[1]]:
                return choice
        return 0, 0, 0

    def _gather(self, situation: Situation) -> list[tuple[str, str, int]]:
        """Wishes, the most urgent first."""
        facts = situation.facts
        held, waiting = facts.held, facts.waiting
        wishes: list[tuple[str, str, int]] = []
        if facts.tick > self._end - _HARVEST_TICKS:
            short = {item: wanted - held[item] for item, wanted in self._goals.items() if held[item] < wanted}
            wishes += [("collect", item, 64) for item in sorted(short, key=lambda one: -waiting.get(one, 0))]
        if not facts.machines and held["wood"] < _FIRST_WOOD:
            wishes.append(("fell_trees", "wood", 16))
        if facts.without_fuel and held["coal"] < _LITTLE_COAL and waiting.get("coal", 0) >= _LITTLE_COAL:
            wishes.append(("collect", "coal", 64))
        if facts.without_fuel:
            wishes += [("refuel", "coal", 64), ("refuel", "wood", 64)]
        wishes += [("build_receiver", ore, 64) for ore in sorted(facts.ores)]
        wishes += [("build_drill", ore, 64) for ore, count in _DRILLS.items() if facts.drills.get(ore, 0) < count]
        owned = {item: held[item] + waiting.get(item, 0) for item in self._goals}
        if owned.get("wood", 0) < self._goals.get("wood", 0):
            wishes.append(("fell_trees", "wood", 16))
        lacking = [item for item in self._goals if item != "wood" and owned[item] < self._goals[item]]
        wishes += [("mine", item, 16) for item in sorted(lacking, key=lambda one: owned[one] - self._goals[one])]
        return wishes

    def _automate(self, situation: Situation) -> list[tuple[str, str, int]]:
        """Wishes, the most urgent first."""
        facts = situation.facts
        (item, _), *_ = self._goals.items()
        wishes: list[tuple[str, str, int]] = []
        if facts.fuel < 4 * facts.machines and facts.held["coal"] >= 14:
            wishes += [("refuel", "coal", 64), ("refuel", "wood", 64)]
        if facts.waiting.get(item, 0) >= 40:
            wishes.append(("collect", item, 64))
        wishes += [("build_receiver", ore, 64) for ore in sorted(facts.ores)]
        if facts.held["coal"] >= 14 or facts.machines:
            wishes.append(("build_drill", item.replace("-plate", "-ore"), 64))
        if facts.held["coal"] < 24:
            wishes.append(("mine", "coal", 48))
        return wishes


class RandomTactical:
    """Chance: evenly among the options that can be initiated, and among the patiences."""

    name = "random"

    def __init__(self, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """Draws for each arena."""
        flat = situations.allowed.reshape(len(arenas), -1)
        place = np.where(flat, self._random.random(flat.shape), -1.0).argmax(axis=1)
        subtask, resource = np.divmod(place, len(RESOURCES))
        return Choices(subtask, resource, self._random.integers(0, P, len(arenas)))


class RestingTactical:
    """Does nothing: the floor."""

    name = "rest"

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """Rests, as long as can be."""
        zeros = np.zeros(len(arenas), dtype=np.int64)
        return Choices(zeros, zeros, zeros + P - 1)


class SilentStrategic:
    """Directs nothing."""

    name = "silent"

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    def direct(self, view: ArenaView) -> Directive:
        """Wants nothing."""
        return NO_DIRECTIVE
