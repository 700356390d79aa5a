"""Walks straight to the goal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harness.envs.action_sets import WALKS
from harness.envs.spaces import fields
from harness.scenarios.schema import Scenario

#: Tiles that the character walks along an axis in one tick: 38/256 of a tile.
TILES_PER_TICK = 38 / 256

#: Action by the signs of dx and dy, each plus one: ACTION[dx + 1, dy + 1].
ACTION: NDArray[np.int64] = np.zeros((3, 3), dtype=np.int64)
for _number, (_, _dx, _dy) in enumerate(WALKS):
    ACTION[_dx + 1, _dy + 1] = _number


def walk_toward(offset: NDArray[np.floating], near: float) -> NDArray[np.int64]:
    """Actions that bring the character nearer, diagonally first.

    Args:
        offset: [n, 2] tiles from the character to where it shall go.
        near: tiles; along an axis that is this near there is nothing to walk.

    Returns:
        Actions [n] of the set `walk`; 0, stand, where both axes are near.
    """
    signs = np.sign(offset).astype(np.int64)
    signs[np.abs(offset) <= near] = 0
    actions: NDArray[np.int64] = ACTION[signs[:, 0] + 1, signs[:, 1] + 1]
    return actions


class WalkerPolicy:
    """Solves reach_goal on open ground."""

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        self._near = scenario.ticks_per_step * TILES_PER_TICK / 2  # half a step: nearer than that it would step over

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn or remembered."""

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The way to the goal, one step."""
        frames = fields(observations, self._frame)
        return walk_toward(frames["goal_pos"] - frames["player_pos"], self._near)
