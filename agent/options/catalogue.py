"""The options: what each subtask does, step by step, until it ends by itself or its patience is used up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from agent.options.field_work import FULL, Tile, choose_site, receiver_of, receiver_place, tiles_of, wanted_items
from agent.options.situation import ArenaView
from agent.options.vocabulary import PATIENCE, RESOURCES, SUBTASKS
from harness import scripts

#: More than anybody gathers: the option goes on until its patience ends.
ENDLESS = 1_000_000
#: Units of a fuel that a machine is given at a time: enough for one to three minutes.
AT_A_VISIT = {"coal": 4, "wood": 6}
#: Subtasks that end by themselves: the longest patience breaks them off.
ENDING = ("build_drill", "build_receiver", "refuel", "collect")


def start(view: ArenaView, subtask: int, resource: int, patience: int) -> scripts.Part[None]:
    """Begins an option in an arena.

    Each is one deed: a drill is built, a machine is served, a store is emptied. Subtasks without an end of their own
    (rest, fell, mine) last as long as the patience says.

    Args:
        view: the arena; `view.body.frame` is kept up to date by the caller.
        subtask: place in `SUBTASKS`.
        resource: place in `RESOURCES`.
        patience: place in `PATIENCE`.

    Returns:
        A generator of one command a step, at least one.
    """
    name = SUBTASKS[subtask]
    steps = PATIENCE[-1] if name in ENDING else PATIENCE[patience]
    return _at_least_one(_STORIES[name](view, RESOURCES[resource]), steps)


def _at_least_one(story: scripts.Part[None], most: int) -> scripts.Part[None]:
    """The story, broken off after some steps; a step of rest where it has none."""
    is_empty = True
    for command in islice(story, most):
        is_empty = False
        yield command
    if is_empty:
        yield scripts.STAND


def _rest(view: ArenaView, resource: str) -> scripts.Part[None]:
    for _ in range(ENDLESS):
        yield scripts.STAND


def _fell_trees(view: ArenaView, resource: str) -> scripts.Part[None]:
    return scripts.fell_trees(view.body, ENDLESS, ENDLESS)


def _mine(view: ArenaView, resource: str) -> scripts.Part[None]:
    return scripts.mine_ore(view.body, resource, ENDLESS, ENDLESS)


def _build_drill(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Builds the next drill of the row through the middle of a field, with room for what takes its ore."""
    body, receiver = view.body, receiver_of(resource, wanted_items(view.env.scenario))
    taken = set[Tile]().union(*(tiles_of(one.name, one.x, one.y) for one in _standing(body)))
    site = choose_site(body.world.ore(resource), taken, receiver)
    if site is not None:
        yield from scripts.build_at(body, *site, "burner-mining-drill")


def _build_receiver(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Builds what takes the ore of the nearest drill that has nothing of the kind."""
    body, receiver = view.body, receiver_of(resource, wanted_items(view.env.scenario))
    standing = {(one.x, one.y) for one in _standing(body)}
    drills = [one for one in body.world.entities("burner-mining-drill") if view.ore_under(one.x, one.y) == resource]
    places = [receiver_place(one.x, one.y, receiver) for one in drills]
    places = [place for place in places if place not in standing]
    if places:
        nearest = min(places, key=lambda place: body.distance(*place))
        yield from scripts.build_at(body, *nearest, receiver)


def _refuel(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Gives some fuel to one machine: the one with the least, the nearest of equals."""
    body = view.body
    machines = [one for one in body.world.entities(*FULL) if one.fuel < FULL[one.name]]
    if machines:
        one = min(machines, key=lambda one: (one.fuel, body.distance(one.x, one.y)))
        yield from scripts.put(body, one, resource, min(AT_A_VISIT[resource], FULL[one.name] - one.fuel))


def _collect(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Empties the fullest of those that hold the item, the nearest of equals."""
    body: scripts.Body = view.body
    holders = [one for one in _standing(body) if one.item == resource]
    if holders:
        fullest = min(holders, key=lambda one: (-one.item_count, body.distance(one.x, one.y)))
        yield from scripts.collect(body, fullest)


def _standing(body: scripts.Body) -> list[scripts.Thing]:
    """What stands in the world and does not walk away."""
    return [one for one in body.world.entities() if one.name != "character"]


_STORIES: dict[str, Callable[[ArenaView, str], scripts.Part[None]]] = {
    "rest": _rest,
    "fell_trees": _fell_trees,
    "mine": _mine,
    "build_drill": _build_drill,
    "build_receiver": _build_receiver,
    "refuel": _refuel,
    "collect": _collect,
}


def next_command(story: Iterator[scripts.Command]) -> scripts.Command | None:
    """The story's next command; None when it has ended."""
    return next(story, None)
