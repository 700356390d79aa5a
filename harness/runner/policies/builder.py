"""Walks to the nearest ghost and builds it, until none is left; by frames alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants
from harness.envs.action_sets import WalkAndBuild
from harness.envs.spaces import fields
from harness.runner.policies.walker import ACTION, TILES_PER_TICK, walk_toward
from harness.scenarios.schema import Scenario

#: Tiles of a way around what stands in the way.
DETOUR = 2.5


class BuilderPolicy:
    """Solves build_plan with materials in hand. What was built may stand in the way: then it steps aside."""

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        step = scenario.ticks_per_step * TILES_PER_TICK
        self._near = step / 2
        self._detour_steps = int(np.ceil(DETOUR / step))
        self._aside: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._steps_left: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._times: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """No arena is on a detour."""
        self._aside, self._steps_left, self._times = np.zeros((3, len(seeds)), dtype=np.int64)

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Builds the nearest ghost in reach, else walks to the nearest."""
        frames = fields(observations, self._frame)
        offset = frames["plan"]["offset"][:, 0]
        self._leave_the_way(frames, offset)
        is_aside = self._steps_left > 0
        self._steps_left -= is_aside
        ways = np.where(is_aside, self._aside, walk_toward(offset, self._near))
        builds = action_mask[:, WalkAndBuild.FIRST :]
        may_build = builds.any(axis=1) & ~is_aside
        actions: NDArray[np.int64] = np.where(may_build, WalkAndBuild.FIRST + builds.argmax(axis=1), ways)
        return actions

    def _leave_the_way(self, frames: NDArray[np.void], offset: NDArray[np.floating]) -> None:
        """Begins a detour where a walk was held back, or where the character stands on the place to build on."""
        is_held = (frames["flags"] & constants.FACTORIO_FLAG_BLOCKED) != 0
        is_held |= frames["action_result"] == constants.FACTORIO_RESULT_BLOCKED
        begins = is_held & (self._steps_left == 0)
        dx, dy = np.sign(offset).astype(np.int64).T
        side = 1 - 2 * (self._times % 2)
        aside = ACTION[-dy * side + 1, dx * side + 1]
        aside[aside == 0] = 1  # on the very place: any way leads off it
        self._aside[begins] = aside[begins]
        self._times += begins
        self._steps_left[begins] = (self._detour_steps * (1 + self._times // 2))[begins]
