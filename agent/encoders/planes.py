"""From packed cells of the map to planes of numbers that a convolution reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness import scripts

constants = scripts.constants

_TILES = (
    ("land", constants.FACTORIO_TILE_LAND), ("water", constants.FACTORIO_TILE_WATER),
    ("iron_ore", constants.FACTORIO_TILE_IRON_ORE), ("copper_ore", constants.FACTORIO_TILE_COPPER_ORE),
    ("coal", constants.FACTORIO_TILE_COAL), ("stone", constants.FACTORIO_TILE_STONE),
)  # fmt: skip
_CLASSES = (
    ("ghost", constants.FACTORIO_CLASS_GHOST), ("natural", constants.FACTORIO_CLASS_NATURAL),
    ("transport", constants.FACTORIO_CLASS_TRANSPORT), ("inserter", constants.FACTORIO_CLASS_INSERTER),
    ("drill", constants.FACTORIO_CLASS_DRILL), ("crafter", constants.FACTORIO_CLASS_CRAFTER),
    ("container", constants.FACTORIO_CLASS_CONTAINER), ("defence", constants.FACTORIO_CLASS_DEFENCE),
    ("enemy", constants.FACTORIO_CLASS_ENEMY),
)  # fmt: skip

#: Names of the planes, in order.
PLANE_NAMES: tuple[str, ...] = (
    *(name for name, _ in _TILES), *(name for name, _ in _CLASSES), "walkable", "amount", "working",
)  # fmt: skip
#: Number of planes.
PLANES = len(PLANE_NAMES)

#: Place of a cell's tile class and entity class in the planes; -1 for a class without one.
_TILE_PLANE = np.full(16, -1, dtype=np.int64)
_CLASS_PLANE = np.full(16, -1, dtype=np.int64)
for _place, (_, _number) in enumerate(_TILES):
    _TILE_PLANE[_number] = _place
for _place, (_, _number) in enumerate(_CLASSES):
    _CLASS_PLANE[_number] = len(_TILES) + _place

#: Largest resource amount that a cell tells.
_MOST_AMOUNT = 4095.0


def cell_planes(cells: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Unpacks cells as `comm_c/frames.h` packs them.

    Args:
        cells: uint32 [height, width], the answer of `env.query(arena, "cells", area, scale)`.

    Returns:
        float32 [PLANES, height, width], each 0..1, in the order of `PLANE_NAMES`: one plane each for what lies there
        and what stands there, then whether it can be walked on, log(1 + amount) over log(4096), and whether a machine
        works there.
    """
    planes = np.zeros((PLANES, *cells.shape), dtype=np.float32)
    rows, columns = np.mgrid[: cells.shape[0], : cells.shape[1]]
    for kind, places in ((cells >> 28, _TILE_PLANE), (cells >> 12 & 0xF, _CLASS_PLANE)):
        place = places[kind]
        known = place >= 0
        planes[place[known], rows[known], columns[known]] = 1
    planes[-3] = cells & 1
    planes[-2] = np.log1p((cells >> 16 & 0xFFF).astype(np.float32)) / np.float32(np.log1p(_MOST_AMOUNT))
    planes[-1] = (cells >> 4 & 0xF) == constants.FACTORIO_STATUS_WORKING
    return planes


def area_around(x: float, y: float, tiles: int) -> tuple[int, int, int, int]:
    """The square area of a side of `tiles` whose middle is nearest to a place: left, top, right, bottom."""
    left, top = round(x) - tiles // 2, round(y) - tiles // 2
    return left, top, left + tiles, top + tiles


def ask_planes(env: Any, arena: int, area: tuple[int, int, int, int], scale: int) -> NDArray[np.float32]:
    """The planes of an area of an arena, a cell for `scale` x `scale` tiles; see `cell_planes`."""
    return cell_planes(env.query(arena, "cells", area, scale))
