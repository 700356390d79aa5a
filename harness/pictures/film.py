"""Scenes of an episode, one after the other, as a moving picture.

Needs Pillow, which comes with the extra `report`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from harness.pictures.crop import Area, area_around, own_area
from harness.pictures.picture import draw_scene, need_pillow
from harness.pictures.scene import Scene

if TYPE_CHECKING:
    from PIL.Image import Image

#: Side of what is seen when the map is too large for one view, tiles: the camera follows the character then.
FOLLOWED_TILES = 72

#: How long the last picture stays, milliseconds.
LAST_PICTURE_MS = 1500

#: Browsers show no picture for a shorter time, milliseconds.
LEAST_PICTURE_MS = 20

#: Colours of a film; all its pictures share them, so that what stands still is stored once.
COLOURS = 128


def film_bytes(
    scenes: Sequence[Scene],
    captions: Sequence[str],
    seconds: float,
    pixels: int,
    kind: str = "gif",
    drawn: Callable[[], None] = lambda: None,
) -> bytes:
    """A film that runs for ever.

    Args:
        scenes: in the order of time, at least one.
        captions: a line below each.
        seconds: how long it takes without its last picture, which stays a little.
        pixels: longest side of a picture without its caption.
        kind: gif or webp.
        drawn: called after each picture.

    Returns:
        The bytes of the file.

    Raises:
        HarnessError: if Pillow is not installed.
    """
    need_pillow()
    pictures = []
    for scene, caption, area in zip(scenes, captions, camera(scenes), strict=True):
        pictures.append(draw_scene(scene, caption, area, pixels))
        drawn()
    each = max(LEAST_PICTURE_MS, round(1000 * seconds / len(pictures)))
    durations = [each] * (len(pictures) - 1) + [LAST_PICTURE_MS]
    if kind == "gif":
        pictures = _with_shared_colours(pictures)
    stream = io.BytesIO()
    pictures[0].save(stream, kind.upper(), save_all=True, append_images=pictures[1:], duration=durations, loop=0)
    return stream.getvalue()


def camera(scenes: Sequence[Scene]) -> list[Area]:
    """What is seen of each scene: one view of all that happens, or, on a map too large for it, one that follows."""
    corners = {(scene.left, scene.top, scene.cells.shape) for scene in scenes}
    if len(corners) == 1:
        return [own_area(scenes)] * len(scenes)
    return [area_around(scene, FOLLOWED_TILES) for scene in scenes]


def _with_shared_colours(pictures: Sequence[Image]) -> list[Image]:
    from PIL import Image

    some = pictures[:: max(1, len(pictures) // 8)]
    sheet = Image.new("RGB", (some[0].width, sum(picture.height for picture in some)))
    top = 0
    for picture in some:
        sheet.paste(picture, (0, top))
        top += picture.height
    palette = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
    return [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
