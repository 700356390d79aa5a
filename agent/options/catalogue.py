"""The options: what each subtask does, step by step, until it ends by itself or its patience is used up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from agent.options.situation import ArenaView, receiver_of, wanted_items
from agent.options.vocabulary import PATIENCE, RESOURCES, SUBTASKS
from harness import scripts

#: More than anybody gathers: the option goes on until its patience ends.
ENDLESS = 1_000_000
#: Units of coal that a machine is filled up to.
FULL = {"burner-mining-drill": 8, "stone-furnace": 6}
#: Units of wood that a machine without any fuel is given where there is no coal.
WOOD_AT_A_VISIT = 6


def start(view: ArenaView, subtask: int, resource: int, patience: int) -> scripts.Part[None]:
    """Begins an option in an arena.

    Subtasks without an end of their own (rest, fell, mine) last as long as the patience says; those with one (set up,
    refuel, collect) end by themselves, and are broken off after the longest patience.

    Args:
        view: the arena; `view.body.frame` is kept up to date by the caller.
        subtask: place in `SUBTASKS`.
        resource: place in `RESOURCES`.
        patience: place in `PATIENCE`.

    Returns:
        A generator of one command a step, at least one.
    """
    name = SUBTASKS[subtask]
    steps = PATIENCE[-1] if name in ("set_up", "refuel", "collect") else PATIENCE[patience]
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


def _set_up(view: ArenaView, resource: str) -> scripts.Part[None]:
    receiver = receiver_of(resource, wanted_items(view.env.scenario))
    yield from scripts.set_up(view.body, resource, 1, receiver)


def _refuel(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Goes round the machines, the emptiest first, and shares the coal out; wood where there is no coal."""
    body = view.body
    machines = body.world.entities(*FULL)
    hungry = [one for one in machines if one.fuel < FULL[one.name]]
    hungry.sort(key=lambda one: (one.fuel > 0, body.distance(one.x, one.y)))
    for index, machine in enumerate(hungry):
        share = -(-body.held("coal") // (len(hungry) - index))
        if share:
            yield from scripts.put(body, machine, "coal", min(share, FULL[machine.name] - machine.fuel))
        elif machine.fuel == 0:
            yield from scripts.put(body, machine, "wood", WOOD_AT_A_VISIT)


def _collect(view: ArenaView, resource: str) -> scripts.Part[None]:
    """Empties what holds the item, the nearest first."""
    body: scripts.Body = view.body
    holders = [one for one in body.world.entities() if one.item == resource and one.name != "character"]
    for holder in sorted(holders, key=lambda one: body.distance(one.x, one.y)):
        yield from scripts.collect(body, holder)


_STORIES: dict[str, Callable[[ArenaView, str], scripts.Part[None]]] = {
    "rest": _rest,
    "fell_trees": _fell_trees,
    "mine": _mine,
    "set_up": _set_up,
    "refuel": _refuel,
    "collect": _collect,
}


def next_command(story: Iterator[scripts.Command]) -> scripts.Command | None:
    """The story's next command; None when it has ended."""
    return next(story, None)
