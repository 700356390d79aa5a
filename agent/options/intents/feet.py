"""Walking toward places with steps of many ticks, and around what stands in the way, for many arenas at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness

#: Signs of dx and dy of the ways to walk; the first stands.
WAYS: NDArray[np.float64] = np.array(
    [(0, 0), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1)], dtype=np.float64
)
#: Tiles that a character walks along each axis in one tick: straight 38/256, diagonally 27/256 of a tile.
STRAIGHT, DIAGONAL = 38 / 256, 27 / 256
#: Most steps of a way aside.
LONGEST_DETOUR = 3
#: Steps without an obstacle after which earlier ones are forgotten.
CALM_STEPS = 12


#: Tiles by which a step that ends on a place to build on counts as farther from it.
ON_IT = 1000.0


class Feet:
    """Chooses the step that ends nearest to the target; a step that an obstacle eats is followed by some aside.

    Args:
        arenas: how many characters.
        ticks_per_step: ticks that one step runs.
    """

    def __init__(self, arenas: int, ticks_per_step: int) -> None:
        self._full = STRAIGHT * ticks_per_step
        stride = np.where((WAYS != 0).all(axis=1), DIAGONAL, STRAIGHT) * ticks_per_step
        self._moves = WAYS * stride[:, None]
        self.aside = np.zeros((arenas, 2))
        self.last = np.zeros((arenas, 2))
        self.left, self.times, self.calm = np.zeros((3, arenas), dtype=np.int64)

    def see(self, frames: NDArray[Any], resets: NDArray[np.bool_]) -> None:
        """Notices obstacles, and begins detours around them."""
        blocked = (frames["flags"] & harness.constants.FACTORIO_FLAG_BLOCKED) != 0
        moved = np.hypot(frames["displacement"][:, 0], frames["displacement"][:, 1])
        stuck = blocked & (moved < self._full / 2) & (self.last != 0).any(axis=1) & ~resets
        self.calm = np.where(stuck, 0, self.calm + 1)
        self.times[(self.calm > CALM_STEPS) | resets] = 0
        self.left[resets] = 0
        starts = stuck & (self.left == 0)
        self.times += starts
        side = np.where(self.times % 2 == 1, 1.0, -1.0)[:, None]
        across = np.stack([-self.last[:, 1], self.last[:, 0]], axis=1) * side
        back = np.where((self.times > 2)[:, None], -self.last, 0.0)
        self.aside[starts] = np.clip(across + back, -1, 1)[starts]
        self.left[starts] = np.minimum((self.times + 1) // 2, LONGEST_DETOUR)[starts]

    def ways(
        self, offset: NDArray[np.float64], clearance: NDArray[np.float64], walks: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Signs of the next step of each character.

        Args:
            offset: float64 [N, 2], tiles to the target.
            clearance: float64 [N], tiles along each axis within which no step shall end: the place is to be built on.
            walks: bool [N], who walks at all.

        Returns:
            float64 [N, 2], each -1, 0 or 1; 0, 0 for who does not walk.
        """
        left_over = offset[:, None, :] - self._moves
        length = np.hypot(left_over[..., 0], left_over[..., 1])
        length[:, 0] = np.inf  # who walks, walks
        length[np.abs(left_over).max(axis=2) < clearance[:, None]] += ON_IT
        ways = WAYS[length.argmin(axis=1)]
        detours = walks & (self.left > 0)
        ways = np.where(detours[:, None], self.aside, ways)
        self.left -= detours
        ways = np.where(walks[:, None], ways, 0.0)
        self.last = ways.copy()
        return ways

    def state(self) -> dict[str, NDArray[Any]]:
        """What is remembered of obstacles, as views."""
        return {"aside": self.aside, "last": self.last, "left": self.left, "times": self.times, "calm": self.calm}
