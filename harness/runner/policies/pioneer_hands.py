"""What the pioneer does with feet and hands: ways around obstacles, mining, crafting, building, carrying."""

from __future__ import annotations

import numpy as np

from comm_c.layout import constants
from harness.envs import commands
from harness.runner.policies.ground import Ground
from harness.runner.policies.script import Body, Part
from harness.runner.policies.walker import TILES_PER_TICK

#: Tiles from which machines and trees are surely within reach of 10.
REACH = 7.0

#: Tiles from which a place to build is surely within reach of 10.
BUILD_REACH = 9.0

#: Tiles from an ore's centre from which it is surely within reach of 2.7.
ORE_REACH = 2.4

#: Ways planned anew before a place counts as out of reach.
PLANS = 8

#: Some tile has its centre that near to any place.
NEAREST = 0.75

#: Steps without getting on after which a way is planned anew.
PATIENCE = 3


def held(body: Body, item: str) -> int:
    """How many of an item the character holds: the frame lists 32 kinds."""
    number, pairs = body.item(item), body.frame["inventory"].reshape(-1, 2)
    return int(pairs[pairs[:, 0] == number, 1].sum())


def look(body: Body, half: int) -> Ground:
    """The ground of a square map of 2 `half` tiles a side."""
    return Ground.of_cells(body.world.ask("cells", (-half, -half, half, half)), -half, -half)


def walk_to(body: Body, half: int, x: float, y: float, within: float) -> Part[bool]:
    """Walks to within some tiles of a place and stands still; whether it got there."""
    for _ in range(PLANS):
        if body.distance(x, y) <= within:
            break
        way = look(body, half).way(body.place, (x, y), max(within - 0.8, NEAREST))
        if not way:
            break
        for corner in way:
            if not (yield from _go_straight(body, corner)):
                break
            if body.distance(x, y) <= within:
                break
    yield commands.STAND
    return body.distance(x, y) <= within


def _go_straight(body: Body, corner: tuple[float, float]) -> Part[bool]:
    """Walks until the corner is as near as whole steps allow; False when something is in the way."""
    near = body.ticks_per_step * TILES_PER_TICK / 2
    stuck = 0
    while stuck < PATIENCE:
        off = np.array(corner) - body.place
        dx, dy = (int(np.sign(way)) if abs(way) > near else 0 for way in off)
        if dx == 0 and dy == 0:
            return True
        before = body.place
        yield commands.walk(dx, dy)
        stuck = stuck + 1 if np.abs(np.array(body.place) - before).max() < near / 2 else 0
    return False


def mine_ore(body: Body, half: int, ore: str, item: str, more: int) -> Part[None]:
    """Mines some more of an ore by hand, where no building stands on it."""
    wanted = held(body, item) + more
    while held(body, item) < wanted:
        ground = look(body, half)
        places = [(float(x), float(y)) for x, y in body.world.ore(ore)]
        places = [place for place in places if ground.is_vacant([ground.tile(*place)])]
        if not places:
            return
        x, y = min(places, key=lambda place: body.distance(*place))
        if not (yield from walk_to(body, half, x, y, ORE_REACH)):
            return
        yield from _mine(body, x, y, item, wanted)


def _mine(body: Body, x: float, y: float, item: str, wanted: int) -> Part[None]:
    """Mines at a place until enough is held, or there is nothing any more."""
    while held(body, item) < wanted:
        yield commands.mine(x, y)
        if not body.was_done:
            break
    yield commands.STAND


def fell_trees(body: Body, half: int, wanted: int) -> Part[None]:
    """Fells the nearest trees until enough wood is held."""
    shunned: set[tuple[float, float]] = set()
    while held(body, "wood") < wanted:
        places = [(tree.x, tree.y) for tree in body.world.entities("tree-01")]
        places = [place for place in places if place not in shunned]
        if not places:
            return
        x, y = min(places, key=lambda place: body.distance(*place))
        shunned.add((x, y))
        if (yield from walk_to(body, half, x, y, REACH)):
            yield from _mine(body, x, y, "wood", held(body, "wood") + 1)


def clear(body: Body, half: int, left: float, top: float, right: float, bottom: float) -> Part[None]:
    """Fells the trees in a rectangle."""
    for tree in body.world.entities("tree-01"):
        is_inside = left <= tree.x <= right and top <= tree.y <= bottom
        if is_inside and (yield from walk_to(body, half, tree.x, tree.y, REACH)):
            yield from _mine(body, tree.x, tree.y, "wood", held(body, "wood") + 1)


def craft(body: Body, recipe: str, count: int) -> Part[bool]:
    """Queues crafts, as many as there are ingredients for; whether there was one."""
    yield commands.craft(body.world.number("recipe", recipe), count)
    return body.was_done


def make(body: Body, recipe: str, count: int) -> Part[bool]:
    """Crafts and waits until the queue is empty."""
    done = yield from craft(body, recipe, count)
    while int(body.frame["crafts"]):
        yield commands.WAIT
    return done


def build(body: Body, half: int, item: str, x: float, y: float, direction: int) -> Part[bool]:
    """Builds from near by, stepping aside where the character itself is in the way."""
    for aside in (0.0, 4.0, -4.0, 6.0):
        if body.distance(x, y) > BUILD_REACH or aside:
            yield from walk_to(body, half, x + aside, y + abs(aside) / 2, REACH if not aside else 1.5)
        yield commands.build(x, y, body.item(item), direction)
        if body.was_done:
            return True
        if int(body.frame["action_result"]) not in (
            constants.FACTORIO_RESULT_BLOCKED, constants.FACTORIO_RESULT_OUT_OF_REACH,
        ):  # fmt: skip
            return False
    return False


def put(body: Body, half: int, x: float, y: float, item: str, count: int) -> Part[bool]:
    """Walks to a machine and puts in items, as many as are held; whether it took some."""
    count = min(count, held(body, item))
    if count <= 0 or not (yield from walk_to(body, half, x, y, REACH)):
        return False
    yield commands.insert(x, y, body.item(item), count)
    return body.was_done


def take(body: Body, half: int, x: float, y: float, item: str, count: int) -> Part[bool]:
    """Walks to a machine and takes items out; whether there were some."""
    if not (yield from walk_to(body, half, x, y, REACH)):
        return False
    yield commands.take(x, y, body.item(item), count)
    return body.was_done
