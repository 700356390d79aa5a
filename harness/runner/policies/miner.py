"""Walks to the nearest ore and mines it without pause."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from harness.envs.action_sets import WalkAndMine
from harness.envs.spaces import fields
from harness.runner.policies.walker import TILES_PER_TICK, walk_toward
from harness.scenarios.schema import Scenario


class MinerPolicy:
    """Solves mine_items where ore is in sight from everywhere, with nothing in the way."""

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        self._near = scenario.ticks_per_step * TILES_PER_TICK / 2

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn or remembered."""

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Mines where mining makes sense, else walks to the nearest resource."""
        nearest = fields(observations, self._frame)["resources"][:, 0]
        ways = walk_toward(nearest["offset"], self._near)
        return np.where(action_mask[:, WalkAndMine.MINE], WalkAndMine.MINE, ways)
