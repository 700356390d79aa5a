"""How far every tile of a map is from a goal, around what stands in the way; for many maps at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The eight neighbours of a tile: columns and rows to them, and the way's length in tiles.
NEIGHBOURS: tuple[tuple[int, int, float], ...] = (
    (1, 0, 1.0), (-1, 0, 1.0), (0, 1, 1.0), (0, -1, 1.0),
    (1, 1, 2**0.5), (-1, 1, 2**0.5), (1, -1, 2**0.5), (-1, -1, 2**0.5),
)  # fmt: skip


def _shifted(array: NDArray[Any], dx: int, dy: int) -> NDArray[Any]:
    """What lies dx columns and dy rows further, of an array with a border of one around each map."""
    height, width = array.shape[1] - 2, array.shape[2] - 2
    return array[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]


def open_ways(walkable: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Where a step to each of `NEIGHBOURS` is free; a corner is not cut.

    Args:
        walkable: bool [n, height, width].

    Returns:
        bool [n, height, width] for each neighbour.
    """
    padded = np.pad(walkable, ((0, 0), (1, 1), (1, 1)))
    return [
        _shifted(padded, dx, dy) & _shifted(padded, dx, 0) & _shifted(padded, 0, dy) for dx, dy, _ in NEIGHBOURS
    ]


def distance_fields(walkable: NDArray[np.bool_], goals: NDArray[np.integer]) -> NDArray[np.float32]:
    """Lengths of the shortest ways to goals over free tiles.

    Args:
        walkable: bool [n, height, width].
        goals: whole numbers [n, 2], column and row; a goal counts as free.

    Returns:
        float32 [n, height, width], tiles; infinite where no way leads. A tile that is not free has the length of
        the way off it: who stands half on it gets away.
    """
    count = len(walkable)
    every = np.arange(count)
    free = walkable.copy()
    free[every, goals[:, 1], goals[:, 0]] = True
    ways = open_ways(free)
    padded = np.full((count, walkable.shape[1] + 2, walkable.shape[2] + 2), np.inf, dtype=np.float32)
    inside = padded[:, 1:-1, 1:-1]
    inside[every, goals[:, 1], goals[:, 0]] = 0
    blocked = [np.where(way, np.float32(0), np.float32(np.inf)) for way in ways]
    while True:
        before = inside.copy()
        for (dx, dy, length), wall in zip(NEIGHBOURS, blocked, strict=True):
            np.minimum(inside, _shifted(padded, dx, dy) + np.float32(length) + wall, out=inside)
        if np.array_equal(before, inside):
            return inside.copy()
