"""What Gymnasium's `render` shows: the arena from above, always in a picture of the same size."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from harness.envs.group import ArenaGroup
from harness.pictures.crop import area_around
from harness.pictures.film import FOLLOWED_TILES
from harness.pictures.picture import draw_scene, need_pillow
from harness.pictures.scene import capture_scene
from harness.scenarios import Scenario

#: Ticks of a second of the game.
TICKS_PER_SECOND = 60

#: Pictures a second between which a film of every step is watchable.
LEAST_RATE, MOST_RATE = 4, 30


class Renderer:
    """Draws arenas of one scenario."""

    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["rgb_array"]}

    def __init__(self, scenario: Scenario, mode: str | None) -> None:
        """Checks the mode.

        Args:
            scenario: whose arenas are drawn.
            mode: rgb_array, or None: nothing will be.

        Raises:
            HarnessError: if Pillow is not installed.
            ValueError: if there is no such mode.
        """
        if mode is not None:
            if mode not in self.metadata["render_modes"]:
                raise ValueError(f"render_mode is {mode!r}; known: 'rgb_array', or None")
            need_pillow()
        rate = round(TICKS_PER_SECOND / scenario.ticks_per_step)
        self.metadata = {**self.metadata, "render_fps": min(max(rate, LEAST_RATE), MOST_RATE)}  # type: ignore[misc]

    def picture(self, group: ArenaGroup, arena: int) -> NDArray[np.uint8]:
        """One arena as it is now, uint8 [height, width, 3]. No tick runs, so nothing changes.

        The whole map is seen; of one that is too large for it, the part around the character.

        Args:
            group: of the arena; at rest.
            arena: its number in the group.

        Raises:
            ServerLost: if the server is lost meanwhile.
        """
        scene = capture_scene(group, arena, group.raw[arena])
        return np.asarray(draw_scene(scene, area=area_around(scene, FOLLOWED_TILES)).convert("RGB"))
