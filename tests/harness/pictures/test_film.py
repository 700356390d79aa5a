"""Films of scenes: one view for all of them, the right number of pictures, each for its time."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest

from comm_c.layout import constants as c
from comm_c.layout import entity_row_dtype
from harness.pictures.crop import LEAST_TILES, MARGIN_TILES
from harness.pictures.film import FOLLOWED_TILES, LAST_PICTURE_MS, camera, film_bytes
from harness.pictures.scene import Scene

Image = pytest.importorskip("PIL.Image")


def scene(x: float, left: int = -64) -> Scene:
    """Land with a character at x, 0."""
    cells = np.full((128, 128), c.FACTORIO_TILE_LAND << 28, dtype=np.uint32)
    return Scene(left, -64, cells, np.zeros(0, dtype=entity_row_dtype), (), (x, 0.0), True, None, x)


def test_one_view_holds_every_place_where_the_character_comes() -> None:
    areas = camera([scene(-30), scene(0), scene(40)])
    assert len(set(areas)) == 1
    left, top, right, bottom = areas[0]
    assert left == -30 - MARGIN_TILES and right == 40 + MARGIN_TILES
    assert bottom - top == LEAST_TILES


def test_on_a_map_too_large_for_one_view_the_camera_follows_the_character() -> None:
    areas = camera([scene(0), scene(100, left=36)])
    assert [right - left for left, _, right, _ in areas] == [FOLLOWED_TILES] * 2
    assert all(left <= x < right for (left, _, right, _), x in zip(areas, (0, 100), strict=True))


def test_at_the_edge_of_what_is_known_the_view_stays_within_it() -> None:
    areas = camera([scene(-63), scene(100, left=36)])
    assert areas[0][0] == -64 and areas[0][2] - areas[0][0] == FOLLOWED_TILES


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_has_every_picture_for_its_time_and_the_last_one_longer(kind: str) -> None:
    drawn: list[int] = []
    scenes = [scene(float(x)) for x in (0, 8, 16)]
    film = Image.open(io.BytesIO(film_bytes(scenes, ["a", "b", "c"], 0.6, 240, kind, lambda: drawn.append(1))))
    assert film.n_frames == len(drawn) == 3
    assert max(film.size) <= 240 + 28
    durations = []
    for number in range(film.n_frames):
        film.seek(number)
        film.load()
        durations.append(film.info["duration"])
    assert durations == [200, 200, LAST_PICTURE_MS]


def test_the_character_moves_from_picture_to_picture() -> None:
    film = Image.open(io.BytesIO(film_bytes([scene(0.0), scene(20.0)], ["", ""], 1, 240)))
    first = np.asarray(film.convert("RGB")).astype(int)
    film.seek(1)
    second = np.asarray(film.convert("RGB")).astype(int)
    changed = np.argwhere(np.abs(first - second).max(axis=2) > 60)
    assert len(changed) and np.ptp(changed[:, 1]) > 60, "two places differ, twenty tiles from each other"
    assert np.ptp(changed[:, 0]) < 40


def test_a_film_of_one_moment_is_a_picture() -> None:
    still = replace(scene(0.0), is_alive=False)
    assert Image.open(io.BytesIO(film_bytes([still], ["dead"], 1, 240))).size[0] <= 240
