"""Which part of a scene is worth looking at, and how it is cut out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from harness.pictures.scene import UNITS_PER_TILE, Scene

#: Left, top, right, bottom of a part of the map, tiles; right and bottom lie outside.
Area = tuple[int, int, int, int]

#: Tiles around what is the arena's own, and the least side of a part, tiles.
MARGIN_TILES, LEAST_TILES = 9, 44

#: Tiles by which the middle of an entity may lie outside while a side of it is seen.
_OVERHANG = 4


def own_area(scenes: Sequence[Scene]) -> Area:
    """Where something of the arena's own is in any of the scenes: buildings, character, goal, with room around.

    Args:
        scenes: of one map, at least one, all of the same part of it.
    """
    places = np.concatenate([_own_places(scene) for scene in scenes])
    first = scenes[0]
    spans = []
    for axis, (start, length) in enumerate(zip((first.left, first.top), first.cells.shape[::-1], strict=True)):
        low = math.floor(places[:, axis].min()) - MARGIN_TILES
        high = math.ceil(places[:, axis].max()) + MARGIN_TILES
        middle, side = (low + high) // 2, min(max(high - low, LEAST_TILES), length)
        low = int(np.clip(middle - side // 2, start, start + length - side))
        spans.append((low, low + side))
    (left, right), (top, bottom) = spans
    return left, top, right, bottom


def area_around(scene: Scene, side: int) -> Area:
    """A square with the character in its middle, moved inwards at the scene's edges; smaller if the scene is."""
    corner = []
    for start, length, middle in zip((scene.left, scene.top), scene.cells.shape[::-1], scene.character, strict=True):
        low = math.floor(middle) - side // 2
        corner.append((max(start, min(low, start + length - side)), min(side, length)))
    (left, width), (top, height) = corner
    return left, top, left + width, top + height


def cut_scene(scene: Scene, area: Area) -> Scene:
    """The part of a scene within an area, with the entities that reach into it."""
    left, top, right, bottom = area
    cells = scene.cells[top - scene.top : bottom - scene.top, left - scene.left : right - scene.left]
    x, y = (scene.entities["position"][:, axis] / UNITS_PER_TILE for axis in (0, 1))
    inside = (x > left - _OVERHANG) & (x < right + _OVERHANG) & (y > top - _OVERHANG) & (y < bottom + _OVERHANG)
    return replace(scene, left=left, top=top, cells=cells, entities=scene.entities[inside])


def _own_places(scene: Scene) -> np.ndarray:
    own = scene.entities[(scene.entities["force"] == 1) & (scene.entities["entity_class"] > 0)]
    more = [scene.character] if scene.goal is None else [scene.character, scene.goal]
    return np.concatenate([own["position"].astype(np.float64) / UNITS_PER_TILE, np.array(more)])
