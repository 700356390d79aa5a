"""Walks a shortest way over the ground that the learner knows: it advises on what the learner can see, no more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.ground import GroundEncoder
from agent.encoders.scales import WALK_TILES_PER_TICK
from agent.experts.advice import Advice
from agent.perception.ways import NEIGHBOURS
from harness import scripts

#: Tiles from the goal within which it is walked at directly.
AT_THE_GOAL = 1.6
#: Action by the signs of dx and dy, each plus one.
ACTION = np.zeros((3, 3), dtype=np.int64)
for _number, (_, _dx, _dy) in enumerate(scripts.WALKS):
    ACTION[_dx + 1, _dy + 1] = _number


class WayExpert:
    """Advises in scenarios that are walked over ground with obstacles.

    Args:
        encoder: who knows the ground.
        ticks_per_step: ticks of a step.
    """

    subgoals: tuple[str, ...] = ("rest", "approach", "arrive")

    def __init__(self, encoder: GroundEncoder, ticks_per_step: int) -> None:
        self._encoder = encoder
        self._near = ticks_per_step * WALK_TILES_PER_TICK / 2  # half a step: nearer than that it would step over

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn or remembered."""

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """Towards the middle of the next tile of the way; diagonally first."""
        frames = harness.fields(observations, self._encoder.frame)
        self._encoder.look(frames)
        position, goal = (self._encoder.on_map(frames[name]) for name in ("player_pos", "goal_pos"))
        tiles = self._encoder.tiles(frames["player_pos"])
        arrives = frames["goal_distance"] < AT_THE_GOAL
        target = np.where(arrives[:, None], goal, tiles + self._next(tiles) + 0.5)
        offset = target - position
        signs = np.where(np.abs(offset) <= self._near, 0, np.sign(offset)).astype(np.int64)
        actions = ACTION[signs[:, 0] + 1, signs[:, 1] + 1]
        return Advice(actions, np.where(actions == 0, 0, np.where(arrives, 2, 1)))

    def _next(self, tiles: NDArray[np.int64]) -> NDArray[np.int64]:
        """Columns and rows to the neighbour from which the goal is nearest, int64 [N, 2]."""
        stops, ways = self._encoder.known.around(tiles, 1)
        lengths = np.full((len(tiles), len(NEIGHBOURS)), np.inf)
        for number, (dx, dy) in enumerate(NEIGHBOURS):
            cuts = (stops[:, 1, 1 + dx] | stops[:, 1 + dy, 1]) & bool(dx and dy)
            length = ways[:, 1 + dy, 1 + dx] + np.hypot(dx, dy)
            lengths[:, number] = np.where(stops[:, 1 + dy, 1 + dx] | cuts, np.inf, length)
        return np.array(NEIGHBOURS)[lengths.argmin(axis=1)]
