"""Where on a field of ore drills stand, and what takes their ore."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from harness.runner.policies.world_view import Thing

Tile = tuple[int, int]

#: Half the sides of what scripts build, tiles; anything else counts as one tile.
_HALF_SIDES = {"burner-mining-drill": 1, "stone-furnace": 1}

Receiver = Literal["wooden-chest", "stone-furnace"]


@dataclass(frozen=True)
class Site:
    """A burner drill that faces north, and what stands where its ore drops."""

    x: int
    y: int
    """Centre of the drill, tiles."""
    receiver: Receiver

    @property
    def receiver_place(self) -> tuple[float, float]:
        """Centre of the receiver: a drill drops half a tile left of its middle, beyond its northern edge."""
        return (self.x - 0.5, self.y - 1.5) if self.receiver == "wooden-chest" else (self.x, self.y - 2)

    @property
    def drill_tiles(self) -> set[Tile]:
        """The tiles that the drill covers, and mines."""
        return _square(self.x, self.y)

    @property
    def tiles(self) -> set[Tile]:
        """All tiles that both cover."""
        if self.receiver == "wooden-chest":
            return self.drill_tiles | {(self.x - 1, self.y - 2)}
        return self.drill_tiles | _square(self.x, self.y - 2)


def _square(x: int, y: int) -> set[Tile]:
    return {(x + dx, y + dy) for dx in (-1, 0) for dy in (-1, 0)}


def _tiles_of(thing: Thing) -> set[Tile]:
    if thing.name in _HALF_SIDES:
        return _square(round(thing.x), round(thing.y))
    return {(math.floor(thing.x), math.floor(thing.y))}


def covered_tiles(things: Iterable[Thing]) -> set[Tile]:
    """The tiles under what stands in the world; characters do not count, since they walk away."""
    return set().union(*(_tiles_of(thing) for thing in things if thing.name != "character"))


def choose_sites(ore: NDArray[np.float64], things: Iterable[Thing], count: int, receiver: Receiver) -> list[Site]:
    """Places for drills whose four tiles all hold ore, in a row through the middle of the field.

    A row leaves no pockets that a character could get caught in.

    Args:
        ore: [n, 2] centres of the ore of one field.
        things: what stands in the world.
        count: of sites, at most.
        receiver: what takes the ore.

    Returns:
        Sites that overlap neither each other nor anything else.
    """
    rich = {(math.floor(x), math.floor(y)) for x, y in ore}
    taken = covered_tiles(things)
    middle_x, middle_y = ore.mean(axis=0)
    candidates = sorted(rich, key=lambda tile: (abs(tile[1] - middle_y), abs(tile[0] - middle_x), tile))
    sites: list[Site] = []
    for x, y in candidates:
        site = Site(x, y, receiver)
        if len(sites) < count and site.drill_tiles <= rich and not site.tiles & taken:
            sites.append(site)
            taken |= site.tiles
    return sites
