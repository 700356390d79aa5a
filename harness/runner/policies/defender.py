"""Holds a base: turrets in a ring inside it, each with magazines, and rounds to refill, repair and build again."""

from __future__ import annotations

import math

from harness.envs.commands import STAND, build, insert, repair
from harness.runner.policies.ground import Ground
from harness.runner.policies.pioneer_sites import NORTH, Piece
from harness.runner.policies.script import Body, Part, ScriptPolicy
from harness.runner.policies.tour import walk_to
from harness.runner.policies.world_view import Thing
from harness.scenarios.schema import Scenario

TURRET = "gun-turret"

#: Whom waves consist of.
ENEMIES = ("small-biter", "medium-biter", "small-spitter")

#: Magazines that turrets are given, the best first.
MAGAZINES = ("piercing-rounds-magazine", "firearm-magazine")

#: Tiles within which a step of 60 ticks always ends, and from which the character reaches what it works on.
REACH = 7.0

#: Radius of the ring of turrets, as a share of the distance of the farthest building: near enough together that all of
#: them shoot at whoever comes, and far enough out to cover the whole base.
RING_SHARE = 0.75

#: Turrets kept to build again what is lost.
SPARE_TURRETS = 2

#: Tiles from the middle of the base within which enemies keep the character from leaving it.
DANGER = 45

#: Tiles by which a turret may stand aside of its place in the ring.
ASIDE = 3

#: Magazines that a turret holds when it has been looked after, and at which it needs that.
FULL, LOW = 20, 10

#: Hit points of a whole turret.
WHOLE = 400.0

#: Steps that a repair is given, and steps between two looks around.
REPAIR_STEPS, REST_STEPS = 4, 2

#: Where to stand between two looks; the next one when it hurts to stand there, in a puddle of acid.
REFUGES = ((0.0, 0.0), (0.0, 4.0), (0.0, -4.0))

#: Tiles from a turret's middle within which the character could be shut in between it and what stands beside it: gaps
#: under half a tile are closed to walkers, also to one who stands in them.
TOO_CLOSE = 2.0

#: How often a turret's place is tried to be reached.
TRIES = 2


class DefenderPolicy(ScriptPolicy):
    """Solves defend, given turrets, magazines and repair packs."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._base = [(one.x, one.y) for one in scenario.scene.base]
        self._turrets = max(1, scenario.starting_items.get(TURRET, 0) - SPARE_TURRETS)

    def tell(self, body: Body) -> Part[None]:
        """The episode."""
        places = self._ring(body)
        for x, y in places:
            yield from self._set_up(body, x, y)
        refuge = 0
        while True:
            things = body.world.entities(TURRET, *ENEMIES, area=(-DANGER, -DANGER, DANGER, DANGER))
            turrets = [one for one in things if one.name == TURRET]
            if len(turrets) == len(things):
                yield from self._look_after(body, turrets, places)
            yield from walk_to(body, *REFUGES[refuge], REACH / 2)
            health = float(body.frame["health"])
            for _ in range(REST_STEPS):
                yield STAND
            if float(body.frame["health"]) < health:
                refuge = (refuge + 1) % len(REFUGES)

    def _ring(self, body: Body) -> list[tuple[float, float]]:
        """Places at equal angles around the base, in whole tiles: a turret covers two by two."""
        radius = RING_SHARE * max(math.hypot(x, y) for x, y in self._base)
        turns = [2 * math.pi * number / self._turrets for number in range(self._turrets)]
        side = math.ceil(radius) + ASIDE + 2
        ground = Ground.of_cells(body.world.ask("cells", area=(-side, -side, side, side)), -side, -side)
        return [_vacant_near(ground, round(radius * math.cos(turn)), round(radius * math.sin(turn))) for turn in turns]

    def _set_up(self, body: Body, x: float, y: float) -> Part[None]:
        """Builds a turret and fills it; from farther inside where the character itself was in the way."""
        if not body.world.count(TURRET):
            return
        for _ in range(TRIES):
            yield from walk_to(body, x, y, REACH)
            if body.distance(x, y) < TOO_CLOSE:
                yield from walk_to(body, 0.0, 0.0, REACH / 2)
            yield build(x, y, body.item(TURRET))
            if not body.was_done:
                yield from walk_to(body, 0.0, 0.0, REACH / 2)
                yield build(x, y, body.item(TURRET))
            if body.was_done:
                yield from self._fill(body, x, y, FULL)
                return

    def _fill(self, body: Body, x: float, y: float, count: int) -> Part[None]:
        """Puts in the best magazines that are held and that it takes."""
        for magazine in MAGAZINES:
            held = min(count, body.world.count(magazine))
            if held:
                yield from walk_to(body, x, y, REACH)
                yield insert(x, y, body.item(magazine), held)
                if body.was_done:
                    return

    def _look_after(self, body: Body, turrets: list[Thing], places: list[tuple[float, float]]) -> Part[None]:
        """One piece of work, the most urgent: magazines, a turret lost, a turret hurt."""
        empty = min(turrets, key=lambda one: one.item_count, default=None)
        lost = [place for place in places if all(math.dist(place, (one.x, one.y)) > 1 for one in turrets)]
        worst = min(turrets, key=lambda one: one.health, default=None)
        if empty is not None and empty.item_count < LOW:
            yield from self._fill(body, empty.x, empty.y, FULL - empty.item_count)
        elif lost and body.world.count(TURRET):
            yield from self._set_up(body, *lost[0])
        elif worst is not None and worst.health < WHOLE and body.world.count("repair-pack"):
            yield from walk_to(body, worst.x, worst.y, REACH)
            yield repair(worst.x, worst.y)
            for _ in range(REPAIR_STEPS - 1):
                yield STAND


def _vacant_near(ground: Ground, x: int, y: int) -> tuple[float, float]:
    """Where a turret can stand, as near to a place as there is room."""
    offsets = range(-ASIDE, ASIDE + 1)
    for dx, dy in sorted(((dx, dy) for dx in offsets for dy in offsets), key=lambda step: (math.hypot(*step), step)):
        if ground.is_vacant(Piece(TURRET, x + dx, y + dy, NORTH, (2, 2)).tiles(ground)):
            return x + dx, y + dy
    return x, y
