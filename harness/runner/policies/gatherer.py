"""Gathers with drills and hands: wood to begin with, drills on every ore, and coal from one of them as fuel."""

from __future__ import annotations

from collections.abc import Callable

from harness.envs.commands import STAND
from harness.runner.policies.field_work import collect, fell_trees, mine_ore, put, set_up
from harness.runner.policies.script import Body, Part, ScriptPolicy
from harness.runner.policies.world_view import Thing
from harness.scenarios.schema import Gather, Scenario

TICKS_PER_SECOND = 60

#: Drills on each ore, in the order in which they are set up.
DRILLS = {"coal": 1, "iron-ore": 3, "copper-ore": 2}

#: Wood that each drill begins with: 2 MJ each, 13 s of drilling.
FIRST_WOOD = 6

#: Coal that a drill is given at a visit: 4 MJ each, 27 s of drilling.
COAL_AT_A_VISIT = 4

#: Ticks before the end from which chests are emptied for the last time.
HARVEST_TICKS = 2400

#: Ticks of work by hand between two looks at the drills.
SHIFT_TICKS = 600


class GathererPolicy(ScriptPolicy):
    """Solves gather for ores of `DRILLS` and wood, given drills and chests."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        assert isinstance(scenario.task, Gather)  # noqa: S101  chosen by the task
        self._wanted = scenario.task.items
        self._end = int(scenario.task.seconds * TICKS_PER_SECOND)

    def tell(self, body: Body) -> Part[None]:
        """The episode."""
        yield from fell_trees(body, FIRST_WOOD * sum(DRILLS.values()), self._end)
        for ore, count in DRILLS.items():
            yield from set_up(body, ore, count, "wooden-chest")
            yield from self._refuel(body)
        while body.tick < self._end - HARVEST_TICKS:
            yield from self._refuel(body)
            yield from self._work(body, min(body.tick + SHIFT_TICKS, self._end - HARVEST_TICKS), self._owned)
        while body.tick < self._end + HARVEST_TICKS:
            yield from self._harvest(body)
            yield from self._work(body, body.tick + SHIFT_TICKS, Body.held)

    def _refuel(self, body: Body) -> Part[None]:
        """Gives fuel to the drills that have none left to come; coal before wood."""
        empty = [drill for drill in body.world.entities("burner-mining-drill") if drill.fuel == 0]
        if not empty:
            return
        if body.held("coal") < COAL_AT_A_VISIT * len(empty):
            for chest in self._chests(body, "coal"):
                yield from collect(body, chest)
        for drill in sorted(empty, key=lambda one: body.distance(one.x, one.y)):
            if not (yield from put(body, drill, "coal", COAL_AT_A_VISIT)):
                yield from put(body, drill, "wood", FIRST_WOOD)

    def _work(self, body: Body, until: int, owned: Callable[[Body, str], int]) -> Part[None]:
        """Works by hand at what is short by the count of `owned`."""
        while body.tick < until:
            lacking = {item: wanted - owned(body, item) for item, wanted in self._wanted.items()}
            if lacking.pop("wood", 0) > 0:
                yield from fell_trees(body, self._wanted["wood"], until)
            ore = max(lacking, key=lambda item: lacking[item])
            if lacking[ore] > 0:
                yield from mine_ore(body, ore, self._wanted[ore], until)
            yield STAND

    def _harvest(self, body: Body) -> Part[None]:
        """Empties the chests of what is short in the hand, the fullest first."""
        for item, wanted in self._wanted.items():
            for chest in sorted(self._chests(body, item), key=lambda one: -one.item_count):
                if body.held(item) < wanted:
                    yield from collect(body, chest)

    def _chests(self, body: Body, item: str) -> list[Thing]:
        return [chest for chest in body.world.entities("wooden-chest") if chest.item == item]

    def _owned(self, body: Body, item: str) -> int:
        """Held, and waiting in chests."""
        return body.held(item) + sum(chest.item_count for chest in self._chests(body, item))
