"""The ground of a whole map as a script sees it: ways around what stands there, and places to build."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants

Tile = tuple[int, int]

#: Classes of a cell that leave a place to build.
_NOTHING = (constants.FACTORIO_CLASS_NONE, constants.FACTORIO_CLASS_CHARACTER)

_STRAIGHT = ((1, 0), (-1, 0), (0, 1), (0, -1))
_DIAGONAL = ((1, 1), (1, -1), (-1, 1), (-1, -1))
_DIAGONAL_COST = 1.41421356


@dataclass(frozen=True)
class Ground:
    """Cells of an area; tiles are numbered from its left top corner."""

    left: int
    top: int
    walkable: NDArray[np.bool_]
    """[height, width] nothing there stops a character."""
    vacant: NDArray[np.bool_]
    """[height, width] land where nothing stands; ore may lie there."""
    trees: NDArray[np.bool_]
    """[height, width] trees and rocks, on land."""
    kind: NDArray[np.uint8]
    """[height, width] FACTORIO_TILE_*"""

    @classmethod
    def of_cells(cls, cells: NDArray[np.uint32], left: int, top: int) -> Ground:
        """Reads what the query `cells` has answered for an area."""
        kind = (cells >> 28).astype(np.uint8)
        walkable = (cells & 1) != 0
        what = cells >> 12 & 0xF
        land = (kind != constants.FACTORIO_TILE_OUT_OF_MAP) & (kind != constants.FACTORIO_TILE_WATER)
        vacant = land & walkable & np.isin(what, _NOTHING)
        return cls(left, top, walkable, vacant, land & (what == constants.FACTORIO_CLASS_NATURAL), kind)

    def tile(self, x: float, y: float) -> Tile:
        """Column and row of a place."""
        return int(np.floor(x)) - self.left, int(np.floor(y)) - self.top

    def middle(self, tile: Tile) -> tuple[float, float]:
        """Centre of a tile."""
        return tile[0] + self.left + 0.5, tile[1] + self.top + 0.5

    def is_vacant(self, tiles: Iterable[Tile], but_trees: bool = False) -> bool:
        """Whether all of the tiles can be built on, perhaps after felling trees."""
        height, width = self.vacant.shape
        return all(
            0 <= x < width and 0 <= y < height and (self.vacant[y, x] or (but_trees and self.trees[y, x]))
            for x, y in tiles
        )

    def way(self, start: tuple[float, float], goal: tuple[float, float], within: float) -> list[tuple[float, float]]:
        """The corners of a short way from a place to within some tiles of another; empty when there is none."""
        tiles = self._search(self.tile(*start), goal, within)
        return [self.middle(tile) for tile in _corners(tiles)]

    def _search(self, start: Tile, goal: tuple[float, float], within: float) -> list[Tile]:
        """A* over eight neighbours; a corner is not cut."""
        goal_x, goal_y = goal[0] - self.left - 0.5, goal[1] - self.top - 0.5
        cost, before = {start: 0.0}, {start: start}
        queue: list[tuple[float, Tile]] = [(0.0, start)]
        done: set[Tile] = set()
        while queue:
            here = heapq.heappop(queue)[1]
            if here in done:
                continue
            done.add(here)
            if np.hypot(here[0] - goal_x, here[1] - goal_y) <= within:
                return _trace(before, here)
            for neighbour, length in self._neighbours(here):
                total = cost[here] + length
                if total < cost.get(neighbour, np.inf):
                    cost[neighbour], before[neighbour] = total, here
                    far, near = abs(neighbour[0] - goal_x), abs(neighbour[1] - goal_y)
                    rest = max(far, near) + (_DIAGONAL_COST - 1) * min(far, near) - within
                    heapq.heappush(queue, (total + max(rest, 0.0), neighbour))
        return []

    def _neighbours(self, here: Tile) -> list[tuple[Tile, float]]:
        x, y = here
        near = [((x + dx, y + dy), 1.0) for dx, dy in _STRAIGHT if self._opens(x + dx, y + dy)]
        near += [
            ((x + dx, y + dy), _DIAGONAL_COST)
            for dx, dy in _DIAGONAL
            if self._opens(x + dx, y + dy) and self._opens(x + dx, y) and self._opens(x, y + dy)
        ]
        return near

    def _opens(self, x: int, y: int) -> bool:
        height, width = self.walkable.shape
        return 0 <= x < width and 0 <= y < height and bool(self.walkable[y, x])


def _trace(before: dict[Tile, Tile], last: Tile) -> list[Tile]:
    tiles = [last]
    while before[tiles[-1]] != tiles[-1]:
        tiles.append(before[tiles[-1]])
    return tiles[::-1]


def _corners(tiles: list[Tile]) -> list[Tile]:
    """The tiles at which a way turns, and its last."""
    kept = []
    for before, here, after in zip(tiles, tiles[1:], tiles[2:], strict=False):
        if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1]):
            kept.append(here)
    return [*kept, *tiles[-1:]]
