"""Draws a scene: ground, ore, buildings with their direction and their light, trees, enemies, the character, the goal.

Needs Pillow, which comes with the extra `report`.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.errors import HarnessError
from harness.pictures import colours
from harness.pictures.colours import Colour
from harness.pictures.crop import Area, cut_scene, own_area
from harness.pictures.scene import UNITS_PER_TILE, Scene

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

#: Longest side of a picture, pixels, and sides of a tile between which it is chosen.
MOST_PIXELS, LEAST_TILE, MOST_TILE = 960, 3, 24

#: Drawn so many times larger, then made smaller: edges become smooth.
OVERSAMPLING = 2

#: Share of a scene below which a picture of a part of it has the whole in its corner.
SMALL_PART = 0.7

#: Height of the line below the picture, pixels.
CAPTION = 28

#: Classes whose direction is worth an arrow.
_DIRECTED = (constants.FACTORIO_CLASS_TRANSPORT, constants.FACTORIO_CLASS_INSERTER, constants.FACTORIO_CLASS_DRILL)
_ROUND = (constants.FACTORIO_CLASS_NATURAL, constants.FACTORIO_CLASS_ENEMY)


def picture_png(scene: Scene, caption: str = "") -> bytes:
    """A picture as the bytes of a PNG file.

    Args:
        scene: what to draw.
        caption: a line below it.

    Raises:
        HarnessError: if Pillow is not installed.
    """
    stream = io.BytesIO()
    draw_scene(scene, caption).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def draw_scene(scene: Scene, caption: str = "", area: Area | None = None, most_pixels: int = MOST_PIXELS) -> Image:
    """The same as a Pillow image.

    Args:
        scene: what to draw.
        caption: a line below it.
        area: what is shown of it; when None what is the arena's own, with room around, and a small part has the whole
            in its corner.
        most_pixels: longest side of the picture without its caption.

    Raises:
        HarnessError: if Pillow is not installed.
    """
    need_pillow()
    part = cut_scene(scene, area or own_area([scene]))
    image = _draw(part, most_pixels)
    if area is None and part.cells.size < SMALL_PART * scene.cells.size:
        _add_overview(image, scene, part)
    return _with_caption(image, caption) if caption else image


def need_pillow() -> None:
    """Raises HarnessError if Pillow is not installed."""
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise HarnessError(
            "pictures need Pillow, which is not installed: pip install 'factorio-rl-harness[report]'"
        ) from error


def _draw(scene: Scene, most_pixels: int) -> Image:
    from PIL import Image, ImageDraw

    height, width = scene.cells.shape
    tile = int(np.clip(most_pixels // max(height, width), LEAST_TILE, MOST_TILE))
    size = tile * OVERSAMPLING
    ground = np.kron(_ground(scene.cells), np.ones((size, size, 1), dtype=np.uint8))
    image = Image.fromarray(ground)
    _Painter(ImageDraw.Draw(image, "RGBA"), scene, size).paint()
    return image.resize((width * tile, height * tile), Image.Resampling.LANCZOS)


def _add_overview(image: Image, whole: Scene, part: Scene) -> None:
    """The whole scene, small, in the upper right corner, with a frame around the part that is shown."""
    from PIL import Image, ImageDraw

    side = image.width // 4
    height, width = whole.cells.shape
    colour = _ground(whole.cells)
    small = Image.fromarray(colour).resize((side, side * height // width), Image.Resampling.BOX)
    draw = ImageDraw.Draw(small)
    scale = side / width
    for row in whole.entities:
        kind = int(row["entity_class"])
        if kind in colours.CLASSES:
            x = (int(row["position"][0]) / UNITS_PER_TILE - whole.left) * scale
            y = (int(row["position"][1]) / UNITS_PER_TILE - whole.top) * scale
            draw.rectangle((x - 0.5, y - 0.5, x + 0.5, y + 0.5), fill=colours.CLASSES[kind][0])
    corner = (part.left - whole.left) * scale, (part.top - whole.top) * scale
    far = corner[0] + part.cells.shape[1] * scale, corner[1] + part.cells.shape[0] * scale
    draw.rectangle((*corner, *far), outline=colours.PAPER)
    place = image.width - side - 10, 10
    edge = (place[0] - 2, place[1] - 2, place[0] + small.width + 1, place[1] + small.height + 1)
    ImageDraw.Draw(image).rectangle(edge, fill=colours.INK)
    image.paste(small, place)


def _ground(cells: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """[height, width, 3] colours of the ground: a little grain, and ore the brighter the more of it there is."""
    table = np.zeros((16, 3), dtype=np.float32)
    for number, plain in colours.TILES.items():
        table[number] = plain
    kinds = cells >> 28
    grain = np.random.default_rng(0).random(cells.shape, dtype=np.float32) - 0.5
    light = 1 + 0.06 * grain
    has_ore = kinds >= constants.FACTORIO_TILE_IRON_ORE
    amount = (cells >> 16 & 0xFFF).astype(np.float32)
    light[has_ore] += np.clip(amount[has_ore] / 4000, 0, 0.25)
    colour: NDArray[np.uint8] = np.clip(table[kinds] * light[..., None], 0, 255).astype(np.uint8)
    return colour


class _Painter:
    """Draws entities; all lengths in pixels of the enlarged picture."""

    def __init__(self, draw: ImageDraw, scene: Scene, size: int) -> None:
        self._draw = draw
        self._scene = scene
        self._size = size
        self._sides = _sides_of(scene)

    def paint(self) -> None:
        """Everything, from the ground up."""
        rows = self._scene.entities
        for row in rows[np.argsort(rows["entity_class"], kind="stable")]:
            if int(row["entity_class"]) != constants.FACTORIO_CLASS_CHARACTER:
                self._entity(row)
        if self._scene.goal is not None:
            self._goal(*self._pixel(*self._scene.goal))
        self._character(*self._pixel(*self._scene.character))

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._scene.left) * self._size, (y - self._scene.top) * self._size

    def _entity(self, row: Any) -> None:
        kind = int(row["entity_class"])
        if kind not in colours.CLASSES:
            return
        colour = colours.CLASSES[kind][0]
        x, y = self._pixel(*(int(value) / UNITS_PER_TILE for value in row["position"]))
        width, height = self._sides.get(_shape(row), (1, 1))
        if kind in _ROUND:
            self._round(x, y, max(width, height, 1.1 if kind == constants.FACTORIO_CLASS_ENEMY else 1), colour)
            return
        half_x, half_y = width * self._size * 0.46, height * self._size * 0.46
        box = (x - half_x, y - half_y, x + half_x, y + half_y)
        if kind == constants.FACTORIO_CLASS_GHOST:
            self._draw.rectangle(box, fill=(*colour, 70), outline=(*colour, 255), width=self._line(0.10))
            return
        self._building(box, colour)
        if kind in _DIRECTED:
            self._arrow(x, y, int(row["direction"]), min(half_x, half_y))
        light = colours.LIGHTS.get(int(row["status"]))
        if light is not None and kind != constants.FACTORIO_CLASS_TRANSPORT:
            self._light(box, light)

    def _building(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        radius = self._size * 0.22
        dark = (*(int(value * 0.45) for value in colour), 255)
        self._draw.rounded_rectangle(box, radius, fill=(*colour, 255), outline=dark, width=self._line(0.10))
        edge = self._size * 0.16
        bright = (*(min(255, int(value * 1.22) + 8) for value in colour), 255)
        if box[3] - box[1] > 4 * edge:
            inner = (box[0] + edge, box[1] + edge, box[2] - edge, (box[1] + box[3]) / 2)
            self._draw.rounded_rectangle(inner, radius / 2, fill=bright)

    def _arrow(self, x: float, y: float, direction: int, reach: float) -> None:
        angle = direction * math.pi / 8
        ahead, aside = (math.sin(angle), -math.cos(angle)), (math.cos(angle), math.sin(angle))
        tip, back = reach * 0.62, reach * 0.34
        tail = x - ahead[0] * back, y - ahead[1] * back
        points = [(x + ahead[0] * tip, y + ahead[1] * tip)]
        points += [(tail[0] + side * aside[0], tail[1] + side * aside[1]) for side in (tip, -tip)]
        self._draw.polygon(points, fill=(*colours.INK, 190))

    def _light(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        radius = max(1.5, self._size * 0.16)
        x, y = box[0] + radius * 1.8, box[3] - radius * 1.8
        self._dot(x, y, radius, colour, colours.INK)

    def _round(self, x: float, y: float, tiles: float, colour: Colour) -> None:
        radius = tiles * self._size * 0.5
        dark = (int(colour[0] * 0.55), int(colour[1] * 0.55), int(colour[2] * 0.55))
        self._dot(x, y, radius, colour, dark)

    def _goal(self, x: float, y: float) -> None:
        for radius in (1.0, 0.55):
            r = radius * self._size
            self._draw.ellipse((x - r, y - r, x + r, y + r), outline=(*colours.GOAL, 255), width=self._line(0.16))

    def _character(self, x: float, y: float) -> None:
        radius = max(self._size * 0.55, 7.0)
        colour = colours.CHARACTER if self._scene.is_alive else colours.DEAD
        self._dot(x, y, radius * 1.35, colours.PAPER, colours.INK)
        self._dot(x, y, radius * 0.85, colour, colours.INK)

    def _dot(self, x: float, y: float, radius: float, fill: Colour, outline: Colour) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, fill=(*fill, 255), outline=(*outline, 255), width=max(1, round(radius * 0.14)))

    def _line(self, tiles: float) -> int:
        return max(1, round(self._size * tiles))


def _sides_of(scene: Scene) -> dict[tuple[int, int], tuple[int, int]]:
    """Sides in tiles of each prototype in each direction, found by counting the cells around entities.

    Frames and queries carry no sizes. A tile belongs to the nearest entity of its class; of all entities of a prototype
    the smallest extent counts, since a neighbour of the same class can only add tiles.
    """
    sides: dict[tuple[int, int], tuple[int, int]] = {}
    for row in scene.entities:
        key = _shape(row)
        extent = _extent(scene, row)
        known = sides.get(key, extent)
        sides[key] = min(known[0], extent[0]), min(known[1], extent[1])
    return sides


def _shape(row: Any) -> tuple[int, int]:
    """What decides an entity's sides: its prototype, or that of which it is a ghost, and its direction."""
    return int(row["ghost"]) or int(row["prototype"]), int(row["direction"])


def _extent(scene: Scene, row: Any) -> tuple[int, int]:
    """Tiles of the entity's class to both sides of its centre, at most nine."""
    x, y = (int(value) / UNITS_PER_TILE for value in row["position"])
    column, line = math.floor(x - 1e-6) - scene.left, math.floor(y - 1e-6) - scene.top
    kind = int(row["entity_class"])
    # An entity of an even side has its centre on the edge between two tiles.
    return _run(scene, line, column, kind, 1, x % 1 == 0), _run(scene, line, column, kind, 0, y % 1 == 0)


def _run(scene: Scene, line: int, column: int, kind: int, axis: int, is_even: bool) -> int:
    """Length of the run of tiles of a class along an axis, as far as it is symmetric about the centre."""
    reach = 0
    for offset in range(1, 5):
        steps = (-offset + is_even, offset)
        if not all(_class_at(scene, line + step * (1 - axis), column + step * axis) == kind for step in steps):
            break
        reach = offset
    return 2 * max(reach, 1) if is_even else 2 * reach + 1


def _class_at(scene: Scene, line: int, column: int) -> int:
    height, width = scene.cells.shape
    if not (0 <= line < height and 0 <= column < width):
        return -1
    return int(scene.cells[line, column]) >> 12 & 0xF


def _with_caption(image: Image, caption: str) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    whole = Image.new("RGB", (image.width, image.height + CAPTION), colours.INK)
    whole.paste(image, (0, 0))
    font = ImageFont.load_default(size=CAPTION * 0.5)
    ImageDraw.Draw(whole).text((10, image.height + CAPTION / 2), caption, fill=colours.PAPER, font=font, anchor="lm")
    return whole
