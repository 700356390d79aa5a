"""Features of the movement frame with the ground around the character: which tiles stop it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.movement import FEATURE_NAMES as MOVEMENT_NAMES
from agent.encoders.movement import MovementEncoder
from agent.encoders.scales import Scales


class GroundEncoder:
    """Movement features, where on its tile the character stands, and a square window of the map around it.

    The map is asked for once an episode, by the query `cells`. Columns, in the order of `feature_names`:

    ============= ================ ===========================================================================
    columns       count            meaning
    ============= ================ ===========================================================================
    movement      26               as of `MovementEncoder`
    on_tile       2                place on its tile, -0.5..0.5 from the middle
    ground_Y_X    (2 sight + 1)^2  1 where a tile stops the character or lies outside the map; rows from north
                                   to south, columns from west to east, the character's tile in the middle
    ============= ================ ===========================================================================

    Args:
        env: who is asked.
    """

    frame = "movement"

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        scenario = env.scenario
        self._env, self._movement, self._sight = env, MovementEncoder(Scales.of(scenario)), scenario.ground_sight
        self.feature_names = ground_feature_names(self._sight)
        width, height = scenario.map.sides
        self._corner = np.array([-(width // 2), -(height // 2)])
        self._sides = np.array([width, height])
        border = self._sight + 1
        self._stops = np.ones((env.num_envs, height + 2 * border, width + 2 * border), dtype=np.float32)
        self._unknown = np.ones(env.num_envs, dtype=np.bool_)
        self._window = np.arange(-self._sight, self._sight + 1) + border

    def forget(self) -> None:
        """All maps will be asked for again."""
        self._unknown[:] = True

    def see(self, frames: NDArray[Any]) -> None:
        """Asks for the maps of episodes that begin with these frames."""
        resets = (frames["flags"] & harness.constants.FACTORIO_FLAG_RESET) != 0
        arenas = np.flatnonzero(self._unknown | resets)
        if not arenas.size:
            return
        try:
            cells = np.stack(self._env.query_many(arenas, "cells"))
        except harness.ServerLost:  # the next step notices, and marks its transitions as broken
            return
        border = self._sight + 1
        self._stops[arenas, border:-border, border:-border] = (cells & 1) == 0
        self._unknown[arenas] = False

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes the frames of all arenas, of which `see` has seen those that begin episodes.

        Args:
            frames: structured view [N] of movement frames.
            out: float32 [N, len(feature_names)], C-contiguous, to write into; a new array without it.

        Returns:
            `out`, or the new array.
        """
        features = np.empty((len(frames), len(self.feature_names)), np.float32) if out is None else out
        first = len(MOVEMENT_NAMES)
        self._movement.encode_movement(frames, features)
        place = frames["player_pos"].astype(np.float64) - self._corner
        tile = np.clip(np.floor(place).astype(np.int64), 0, self._sides - 1)
        features[:, first : first + 2] = place - tile - 0.5
        rows = (tile[:, 1, None] + self._window)[:, :, None]
        columns = (tile[:, 0, None] + self._window)[:, None, :]
        window = self._stops[np.arange(len(frames))[:, None, None], rows, columns]
        features[:, first + 2 :] = window.reshape(len(frames), -1)
        return features


def ground_feature_names(sight: int) -> tuple[str, ...]:
    """One name a column."""
    side = range(-sight, sight + 1)
    return (*MOVEMENT_NAMES, "on_tile_x", "on_tile_y", *(f"ground_{y}_{x}" for y in side for x in side))


class GroundEnv:
    """A vector environment whose `encoder` sees the ground; everything else is the environment's own."""

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        self.inner = env
        self.encoder = GroundEncoder(env)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def reset(self, **options: Any) -> Any:
        """As `harness.FactorioVectorEnv.reset`."""
        outcome = self.inner.reset(**options)
        self.encoder.forget()
        self.encoder.see(harness.fields(outcome[0], self.inner.scenario.frame))
        return outcome

    def step(self, actions: Any) -> Any:
        """As `harness.FactorioVectorEnv.step`."""
        outcome = self.inner.step(actions)
        self.encoder.see(harness.fields(outcome[0], self.inner.scenario.frame))
        return outcome

    def restore(self, snapshot: bytes) -> Any:
        """As `harness.FactorioVectorEnv.restore`."""
        outcome = self.inner.restore(snapshot)
        self.encoder.forget()
        self.encoder.see(harness.fields(outcome[0], self.inner.scenario.frame))
        return outcome

    def close(self) -> None:
        """Ends the servers."""
        self.inner.close()
