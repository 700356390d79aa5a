"""Ways over ground that is learned while walking: what has been seen is remembered, what has not counts as free."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The eight neighbours of a tile: columns and rows to them.
NEIGHBOURS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
#: From a character's middle to the corners of its collision box, tiles (prototype `character`).
BODY_CORNERS = np.array([(-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2), (0.2, 0.2)])
#: Tiles that a way past something newly seen may be longer than the character's own, and still matter: with twice a
#: diagonal step the ways of its eight neighbours are exact.
DETOUR = 3.0
#: Tiles along an axis after which the character looks around again.
STRIDE = 3


class KnownGround:
    """The ground of N arenas as far as it has been seen in the present episode, and how far each tile is from the goal.

    The ways are found again whenever something is in sight that may stand in one.

    Args:
        arenas: N.
        sides: width and height of the map, tiles.
        sight: tiles around the character that are seen, along each axis.
    """

    def __init__(self, arenas: int, sides: tuple[int, int], sight: int) -> None:
        width, height = sides
        self.stops = np.zeros((arenas, height, width), dtype=np.bool_)
        """bool [N, height, width], tiles known to stop the character."""
        self.distances = np.zeros((arenas, height, width), dtype=np.float32)
        """float32 [N, height, width], tiles to walk to the goal; infinite where no way is left."""
        self._truth, self._planned = np.zeros_like(self.stops), np.zeros_like(self.stops)
        self._goals = np.zeros((arenas, 2), dtype=np.int64)
        self._tiles = np.full((arenas, 2), -STRIDE, dtype=np.int64)
        self._sight, self._sides = sight, np.array(sides)
        away = np.abs(np.arange(-sight, sight + 1))
        self._from_the_middle = _octile(away, away[:, None])

    def begin(self, arenas: NDArray[np.integer], stops: NDArray[np.bool_], goals: NDArray[np.int64]) -> None:
        """Begins episodes: everything that was seen is forgotten.

        Args:
            arenas: whole numbers [n].
            stops: bool [n, height, width], what is there to be seen.
            goals: int64 [n, 2], columns and rows.
        """
        self._truth[arenas], self.stops[arenas], self._planned[arenas] = stops, False, False
        self._goals[arenas], self._tiles[arenas] = goals, -STRIDE
        away = np.abs(np.arange(self._sides[0]) - goals[:, 0, None])[:, None, :]
        self.distances[arenas] = _octile(away, np.abs(np.arange(self._sides[1]) - goals[:, 1, None])[:, :, None])

    def see(self, tiles: NDArray[np.int64]) -> None:
        """Looks around where a character has come far enough from where it last did.

        Args:
            tiles: int64 [N, 2], column and row on which each character stands.
        """
        moved = np.flatnonzero((np.abs(tiles - self._tiles) >= STRIDE).any(axis=1))
        self._tiles[moved] = tiles[moved]
        window = np.arange(-self._sight, self._sight + 1)
        columns = np.clip(tiles[moved, 0, None] + window, 0, self._sides[0] - 1)[:, None, :]
        rows = np.clip(tiles[moved, 1, None] + window, 0, self._sides[1] - 1)[:, :, None]
        place = moved[:, None, None], rows, columns
        self.stops[place] |= self._truth[place]
        detour = self._from_the_middle + self.distances[place]
        own = self.distances[moved, tiles[moved, 1], tiles[moved, 0]][:, None, None] + DETOUR
        stands_in_a_way = self._truth[place] & ~self._planned[place] & (detour <= own)
        self._plan(moved[stands_in_a_way.any(axis=(1, 2))])

    def _plan(self, arenas: NDArray[np.integer]) -> None:
        """Finds the ways over what is known now."""
        if arenas.size:
            self.distances[arenas] = walking_distances(self.stops[arenas], self._goals[arenas])
            self._planned[arenas] = self.stops[arenas]

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that is remembered, as views: copying into them restores it."""
        kept = ("stops", "distances", "_truth", "_planned", "_goals", "_tiles")
        return {name.removeprefix("_"): getattr(self, name) for name in kept}

    def around(self, tiles: NDArray[np.int64], reach: int) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """What is known of the tiles around each character.

        Args:
            tiles: int64 [N, 2].
            reach: tiles along each axis.

        Returns:
            bool [N, side, side], tiles that stop it, those outside the map among them; and float32 of the same shape,
            tiles to walk from there less those from its own; infinite outside the map and where no way leads.
        """
        window = np.arange(-reach, reach + 1)
        columns, rows = tiles[:, 0, None] + window, tiles[:, 1, None] + window
        outside = ((columns < 0) | (columns >= self._sides[0]))[:, None, :]
        outside = outside | ((rows < 0) | (rows >= self._sides[1]))[:, :, None]
        every = np.arange(len(tiles))
        place: Any = (
            every[:, None, None],
            np.clip(rows, 0, self._sides[1] - 1)[:, :, None],
            np.clip(columns, 0, self._sides[0] - 1)[:, None, :],
        )
        own = self.distances[every, tiles[:, 1], tiles[:, 0]]
        own = np.where(np.isfinite(own), own, 0)[:, None, None]
        return self.stops[place] | outside, np.where(outside, np.inf, self.distances[place] - own).astype(np.float32)

    def is_free(self, places: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Whether a character would cover no tile that is known to stop it.

        Args:
            places: [N, m, 2], where its middle would be, tiles from the map's north-western corner.

        Returns:
            bool [N, m].
        """
        corners = np.floor(places[:, :, None] + BODY_CORNERS).astype(np.int64)
        outside = ((corners < 0) | (corners >= self._sides)).any(axis=-1)
        x, y = np.moveaxis(np.clip(corners, 0, self._sides - 1), -1, 0)
        stops = self.stops[np.arange(len(places))[:, None, None], y, x]
        free: NDArray[np.bool_] = ~(stops | outside).any(axis=2)
        return free


def walking_distances(stops: NDArray[np.bool_], goals: NDArray[np.int64]) -> NDArray[np.float32]:
    """Lengths of the shortest ways to goals over free tiles, in steps to the eight neighbours; corners are not cut.

    Sweeps over all maps at once, rows down and up, columns right and left, until nothing changes (fast sweeping, Zhao
    2005): a way needs about as many rounds as it has bends.

    Args:
        stops: bool [n, height, width].
        goals: int64 [n, 2], column and row; a goal counts as free.

    Returns:
        float32 [n, height, width], tiles; infinite where no way leads. A tile that stops has the length of the way off
        it: who stands half on it gets away.
    """
    count, height, width = stops.shape
    every = np.arange(count)
    free = np.zeros((height + 2, width + 2, count), dtype=np.bool_)
    free[1:-1, 1:-1] = ~stops.transpose(1, 2, 0)
    free[goals[:, 1] + 1, goals[:, 0] + 1, every] = True
    field = np.full(free.shape, np.inf, dtype=np.float32)
    field[goals[:, 1] + 1, goals[:, 0] + 1, every] = 0
    costs = {way: _costs(free, *way) for way in NEIGHBOURS}
    while True:
        before = field.copy()
        for dy, rows in ((-1, range(1, height + 1)), (1, range(height, 0, -1))):
            for y in rows:
                _relax(field[y, 1:-1], [(field[y + dy, 1 + dx : 1 + dx + width], costs[dx, dy][y - 1])
                                        for dx in (-1, 0, 1)])  # fmt: skip
        for dx, columns in ((-1, range(1, width + 1)), (1, range(width, 0, -1))):
            for x in columns:
                _relax(field[1:-1, x], [(field[1 + dy : 1 + dy + height, x + dx], costs[dx, dy][:, x - 1])
                                        for dy in (-1, 0, 1)])  # fmt: skip
        if np.array_equal(before, field):
            return np.ascontiguousarray(field[1:-1, 1:-1].transpose(2, 0, 1))


def _octile(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Length of a way over free tiles, in steps to the eight neighbours; so many columns and rows away."""
    longer, shorter = np.maximum(columns, rows), np.minimum(columns, rows)
    return (longer + (np.sqrt(2) - 1) * shorter).astype(np.float32)


def _costs(free: NDArray[np.bool_], dx: int, dy: int) -> NDArray[np.float32]:
    """Length of the step from each tile to a neighbour, float32 [height, width, n]; infinite where it is not free."""
    height, width = free.shape[0] - 2, free.shape[1] - 2

    def shifted(x: int, y: int) -> NDArray[np.bool_]:
        return free[1 + y : 1 + y + height, 1 + x : 1 + x + width]

    is_open = shifted(dx, dy) & shifted(dx, 0) & shifted(0, dy) if dx and dy else shifted(dx, dy)
    return np.where(is_open, np.float32(np.hypot(dx, dy)), np.float32(np.inf))


def _relax(line: NDArray[np.float32], ways: list[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> None:
    """Lowers a line of tiles to what its neighbours in the line before offer, in place."""
    for neighbour, cost in ways:
        np.minimum(line, neighbour + cost, out=line)
