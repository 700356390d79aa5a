"""Rows of the action set `commands`: one function an action, with positions in tiles and numbers of prototypes."""

from __future__ import annotations

from typing import Literal

from comm_c.layout import constants
from harness.envs.action_sets import COMMAND_COLUMNS

#: A row of the action set `commands`: FACTORIO_ACTION_*, then eight parameters.
Command = tuple[float, ...]


def _command(kind: int, *parameters: float) -> Command:
    zeros = COMMAND_COLUMNS - 1 - len(parameters)
    return (float(kind), *map(float, parameters), *[0.0] * zeros)


WAIT: Command = _command(constants.FACTORIO_ACTION_WAIT)
"""Goes on with what the character does."""

STAND: Command = _command(constants.FACTORIO_ACTION_MOVE)
"""Stops walking and mining."""


def walk(dx: int, dy: int) -> Command:
    """Walks by the signs of dx and dy."""
    return _command(constants.FACTORIO_ACTION_MOVE, dx, dy)


def mine(x: float, y: float) -> Command:
    """Mines what is there, until told otherwise."""
    return _command(constants.FACTORIO_ACTION_MINE, x, y)


def build(x: float, y: float, item: int, direction: int = 0) -> Command:
    """Builds from the inventory."""
    return _command(constants.FACTORIO_ACTION_BUILD, x, y, item, direction)


def rotate(x: float, y: float, reverse: bool = False) -> Command:
    """Turns the entity there clockwise, or the other way."""
    return _command(constants.FACTORIO_ACTION_ROTATE, x, y, reverse)


def insert(x: float, y: float, item: int, count: int) -> Command:
    """Puts items into the entity there."""
    return _command(constants.FACTORIO_ACTION_INSERT, x, y, item, count)


def repair(x: float, y: float) -> Command:
    """Repairs what is there with repair packs, until it is whole or told otherwise."""
    return _command(constants.FACTORIO_ACTION_REPAIR, x, y)


def take(x: float, y: float, item: int, count: int) -> Command:
    """Takes items out of the entity there; item 0 takes any."""
    return _command(constants.FACTORIO_ACTION_TAKE, x, y, item, count)


def craft(recipe: int, count: int) -> Command:
    """Puts crafts into the queue."""
    return _command(constants.FACTORIO_ACTION_CRAFT, 0, 0, recipe, count)


def cancel_craft(place: int, count: int) -> Command:
    """Takes crafts off the queue's entry at `place`, from 1."""
    return _command(constants.FACTORIO_ACTION_CANCEL_CRAFT, 0, 0, place, count)


def research(technology: int) -> Command:
    """Puts a technology at the end of the research queue."""
    return _command(constants.FACTORIO_ACTION_RESEARCH, 0, 0, technology)


def set_recipe(x: float, y: float, recipe: int) -> Command:
    """Sets what an assembling machine crafts."""
    return _command(constants.FACTORIO_ACTION_SET_RECIPE, x, y, recipe)


def shoot(x: float, y: float, target: Literal["enemies", "selected", "none"] = "enemies") -> Command:
    """Shoots from now on: at enemies near the position, at what is selected there, or no more."""
    return _command(constants.FACTORIO_ACTION_SHOOT, x, y, ("none", "enemies", "selected").index(target))


def drop(x: float, y: float, item: int) -> Command:
    """Drops one item onto the ground, a belt or into what stands there."""
    return _command(constants.FACTORIO_ACTION_DROP, x, y, item)


PICK_UP: Command = _command(constants.FACTORIO_ACTION_PICK_UP)
"""Picks up items on the ground next to the character."""
