"""What scripts do with their hands: fell trees, mine ore, set up drills, carry things to and fro."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from harness.envs.commands import build, insert, mine, take
from harness.runner.policies.script import Body, Part
from harness.runner.policies.sites import Receiver, Site, choose_sites, covered_tiles
from harness.runner.policies.tour import stop, walk_to
from harness.runner.policies.world_view import Thing

#: Tiles from which everything but ore is within reach, with room to spare.
REACH = 7.0

#: Tiles from an ore within which it can be mined: the character's reach for resources, 2.7, to the ore's edge.
ORE_REACH = 2.7

#: Steps in which one tree or ore is mined for certain: 121 ticks at 30 a step are five.
MINING_STEPS = 200

#: Tries to build where the character itself may stand in the way.
TRIES = 6


def fell_trees(body: Body, wanted: int, until: int) -> Part[None]:
    """Fells the nearest trees until enough wood is held, the time has come, or none is left."""
    shunned: set[tuple[float, float]] = set()
    while body.held("wood") < wanted and body.tick < until:
        trees = [tree for tree in body.world.entities("tree-01") if (tree.x, tree.y) not in shunned]
        if not trees:
            return
        tree = min(trees, key=lambda one: body.distance(one.x, one.y))
        wood = body.held("wood")
        if (yield from walk_to(body, tree.x, tree.y, REACH)):
            for _ in range(MINING_STEPS // body.ticks_per_step + 2):
                yield mine(tree.x, tree.y)
                if body.held("wood") > wood or not body.was_done:
                    break
        if body.held("wood") == wood:
            shunned.add((tree.x, tree.y))


def mine_ore(body: Body, name: str, wanted: int, until: int) -> Part[None]:
    """Mines an ore by hand until enough is held, or the time has come."""
    while body.held(name) < wanted and body.tick < until:
        ore = _free_ore(body, name)
        if not len(ore):
            return
        x, y = ore[np.hypot(*(ore - body.place).T).argmin()].tolist()
        if not (yield from walk_to(body, x, y, ORE_REACH)):
            return
        is_there = True
        while is_there and body.held(name) < wanted and body.tick < until:
            yield mine(x, y)
            is_there = body.was_done


def _free_ore(body: Body, name: str) -> NDArray[np.float64]:
    """Ore that nothing stands on: mining there would take down what does."""
    ore = body.world.ore(name)
    covered = covered_tiles(body.world.entities())
    return ore[[(math.floor(x), math.floor(y)) not in covered for x, y in ore]]


def set_up(body: Body, ore_name: str, count: int, receiver: Receiver) -> Part[list[Site]]:
    """Builds drills with their receivers on a field of ore; the sites where both stand."""
    ore = body.world.ore(ore_name)
    middle = ore.mean(axis=0)
    yield from walk_to(body, float(middle[0]), float(middle[1]) + REACH - 1, 3.5)
    built = []
    for site in choose_sites(ore, body.world.entities(), count, receiver):
        drill = yield from build_at(body, site.x, site.y, "burner-mining-drill")
        chest = yield from build_at(body, *site.receiver_place, receiver)
        if drill and chest:
            built.append(site)
    return built


def build_at(body: Body, x: float, y: float, item: str) -> Part[bool]:
    """Builds, after stepping off the place if need be."""
    for attempt in range(TRIES):
        yield from walk_to(body, x, y, REACH)
        yield from stop(body)
        yield build(x, y, body.item(item))
        if body.was_done:
            return True
        yield from walk_to(body, x, y + (attempt + 1) * 3, 2.5)
    return False


def put(body: Body, thing: Thing, item: str, count: int) -> Part[bool]:
    """Walks to an entity and puts items into it, as far as they are held; whether it took some."""
    held = min(count, body.held(item))
    if held <= 0 or not (yield from walk_to(body, thing.x, thing.y, REACH)):
        return False
    yield from stop(body)
    yield insert(thing.x, thing.y, body.item(item), held)
    return body.was_done


def collect(body: Body, thing: Thing) -> Part[None]:
    """Walks to an entity and takes its product."""
    if thing.item_count and (yield from walk_to(body, thing.x, thing.y, REACH)):
        yield from stop(body)
        yield take(thing.x, thing.y, body.item(thing.item), thing.item_count)
