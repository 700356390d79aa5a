"""What options in fields of ore share: what a task asks for, how much fuel machines take, where drills can stand."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

import harness

Tile = tuple[int, int]

#: Units of fuel up to which a machine is filled.
FULL = {"burner-mining-drill": 8, "stone-furnace": 6}
#: Sides of what stands in fields, tiles; anything else counts as one tile.
SIDES = {"burner-mining-drill": 2, "stone-furnace": 2}


def tiles_of(name: str, x: float, y: float) -> set[Tile]:
    """The tiles that an entity covers whose centre is x, y."""
    if SIDES.get(name, 1) == 2:
        return square(round(x), round(y))
    return {(math.floor(x), math.floor(y))}


def square(x: int, y: int) -> set[Tile]:
    """The four tiles around a corner."""
    return {(x + dx, y + dy) for dx in (-1, 0) for dy in (-1, 0)}


def receiver_place(x: float, y: float, receiver: str) -> tuple[float, float]:
    """Centre of what takes the ore of a drill at x, y that faces north.

    It drops half a tile left of its middle, beyond its northern edge.
    """
    return (x, y - 2) if SIDES.get(receiver, 1) == 2 else (x - 0.5, y - 1.5)


def choose_site(ore: NDArray[np.float64], taken: Iterable[Tile], receiver: str) -> tuple[float, float] | None:
    """Centre of the next drill whose four tiles all hold ore, in a row through the middle of the field.

    A row leaves no pockets that a character could get caught in.

    Args:
        ore: float64 [n, 2], centres of the ore of one field.
        taken: tiles that something covers.
        receiver: prototype that takes the ore.
    """
    if not len(ore):
        return None
    corners = np.floor(ore).astype(int)
    rich = set(map(tuple, corners.tolist()))
    covered = set(taken)
    middle = ore.mean(axis=0)
    order = np.lexsort((corners[:, 1], corners[:, 0], abs(corners[:, 0] - middle[0]), abs(corners[:, 1] - middle[1])))
    for x, y in corners[order].tolist():
        drill = square(x, y)
        if drill <= rich and not (drill | tiles_of(receiver, *receiver_place(x, y, receiver))) & covered:
            return float(x), float(y)
    return None


def wanted_items(scenario: harness.Scenario) -> dict[str, int]:
    """Items that a scenario's task asks for, to be held or to be made."""
    task = scenario.task
    if task.kind == "gather":
        return {str(name): count for name, count in task.items.items()}
    return {task.item: task.count} if task.kind in ("automate", "unattended") else {}


def receiver_of(ore: str, goals: dict[str, int]) -> str:
    """What a drill on an ore drops into: a furnace where the task asks for its plate, else a chest."""
    return "stone-furnace" if ore.replace("-ore", "-plate") in goals and ore != "coal" else "wooden-chest"
