"""Pictures of scenes: what is there is drawn, where it is and as large as it is."""

from __future__ import annotations

import io

import numpy as np
import pytest

from comm_c.layout import constants as c
from comm_c.layout import entity_row_dtype
from harness.envs import FactorioVectorEnv
from harness.pictures import colours
from harness.pictures.crop import cut_scene, own_area
from harness.pictures.picture import draw_scene, picture_png
from harness.pictures.scene import MOST_TILES, Scene, capture_scene

Image = pytest.importorskip("PIL.Image")

DRILL, TREE = 1, 2


def entity(prototype: int, kind: int, x: float, y: float, **more: int) -> np.ndarray:
    row = np.zeros((), dtype=entity_row_dtype)
    row["prototype"], row["entity_class"], row["position"] = prototype, kind, (x * 256, y * 256)
    for name, value in more.items():
        row[name] = value
    return row


def scene(side: int = 64, goal: tuple[float, float] | None = None) -> Scene:
    """A drill of 2 x 2 tiles around 4, 4, a tree, land all around."""
    cells = np.full((side, side), c.FACTORIO_TILE_LAND << 28, dtype=np.uint32)
    middle = side // 2
    cells[middle + 3 : middle + 5, middle + 3 : middle + 5] |= c.FACTORIO_CLASS_DRILL << 12
    rows = [
        entity(DRILL, c.FACTORIO_CLASS_DRILL, 4, 4, force=1, status=c.FACTORIO_STATUS_NO_FUEL),
        entity(TREE, c.FACTORIO_CLASS_NATURAL, -6.5, -6.5),
    ]
    return Scene(-middle, -middle, cells, np.array(rows), ("drill", "tree"), (0.0, 0.0), True, goal, 1.5)


def shown_part(whole: Scene) -> Scene:
    return cut_scene(whole, own_area([whole]))


def at(image: object, shown: Scene, x: float, y: float) -> tuple[int, int, int]:
    tile = image.width / shown.cells.shape[1]  # type: ignore[attr-defined]
    place = round((x - shown.left) * tile), round((y - shown.top) * tile)
    return image.getpixel(place)  # type: ignore[attr-defined, no-any-return]


def is_like(found: tuple[int, int, int], colour: tuple[int, int, int], far: int = 60) -> bool:
    return max(abs(a - b) for a, b in zip(found, colour, strict=True)) < far


def test_a_building_covers_its_tiles_and_no_more() -> None:
    shown = shown_part(scene())
    image = draw_scene(scene())
    drill = colours.CLASSES[c.FACTORIO_CLASS_DRILL][0]
    land = colours.TILES[c.FACTORIO_TILE_LAND]
    assert is_like(at(image, shown, 3.3, 4.7), drill)
    assert is_like(at(image, shown, 4.7, 4.7), drill)
    assert is_like(at(image, shown, 5.6, 4.0), land)
    assert is_like(at(image, shown, 2.4, 4.0), land)


def test_trees_character_and_goal_are_there() -> None:
    whole = scene(goal=(8.0, -8.0))
    shown, image = shown_part(whole), draw_scene(whole)
    assert is_like(at(image, shown, -6.5, -6.5), colours.CLASSES[c.FACTORIO_CLASS_NATURAL][0])
    assert is_like(at(image, shown, 0, 0), colours.CHARACTER)
    around = [at(image, shown, 8 + radius, -8) for radius in np.arange(0.4, 1.2, 0.1)]
    assert any(is_like(colour, colours.GOAL) for colour in around)


def test_a_large_map_is_shown_in_part_with_the_whole_in_its_corner() -> None:
    whole = scene(side=256)
    shown = shown_part(whole)
    assert max(shown.cells.shape) < 80
    assert len(shown.entities) == 2
    image = draw_scene(whole)
    inset = image.width - image.width // 4 - 12
    assert image.getpixel((inset + 1, 9)) == colours.INK


def test_a_picture_is_a_png_with_a_caption() -> None:
    plain = Image.open(io.BytesIO(picture_png(scene())))
    named = Image.open(io.BytesIO(picture_png(scene(), "seed 5")))
    assert plain.format == "PNG"
    assert named.height > plain.height
    assert named.width == plain.width


def test_a_scene_is_captured_without_changing_the_run() -> None:
    with FactorioVectorEnv("building_micro", 2) as env:
        observations, _ = env.reset(seed=[1, 2])
        before = env.state_hash()
        captured = capture_scene(env, 1, observations[1])
        assert env.state_hash() == before
    assert captured.cells.shape == (128, 128)
    ghosts = captured.entities[captured.entities["entity_class"] == c.FACTORIO_CLASS_GHOST]
    assert len(ghosts) == 12
    assert draw_scene(captured).width > 400


def test_of_a_huge_map_the_part_around_the_character_is_captured() -> None:
    from harness.pictures.scene import _area

    assert _area((1024, 1024), 500.0, -3.0) == (256, -131, 512, 125)
    assert _area((64, 32), 10.0, 0.0) == (-32, -16, 32, 16)
    left, _, right, _ = _area((1024, 1024), 0.0, 0.0)
    assert right - left == MOST_TILES
