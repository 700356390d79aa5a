"""Features of the movement frame with the ground around the character: what stops it, and how far the goal is."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.movement import FEATURE_NAMES as MOVEMENT_NAMES
from agent.encoders.movement import MovementEncoder
from agent.encoders.scales import Scales
from agent.memory import recall, with_memory
from agent.perception.ways import KnownGround
from harness import scripts

#: Signs of dx and dy of the eight walks, in the order of their actions.
WAYS = tuple((dx, dy) for _, dx, dy in scripts.WALKS if dx or dy)
#: Tiles around the character that are told one by one, along each axis.
REACH = 2
#: Tiles of way that map to 1.
WAY_TILES = 3.0


class GroundEncoder:
    """Movement features, where on its tile the character stands, and the tiles around it with their ways to the goal.

    The map is asked for once an episode, by the query `cells`; of it only what was within `ground_sight` tiles of the
    character when it looked around, every few tiles of its way, is used. Ways are the shortest over the ground that is
    known so (`agent.perception.ways`). Columns, in the order of `feature_names`:

    ============= ================ ===========================================================================
    columns       count            meaning
    ============= ================ ===========================================================================
    movement      26               as of `MovementEncoder`
    on_tile       2                place on its tile, -0.5..0.5 from the middle
    free          8                1 where half a step and a whole one in a direction cover no tile that stops it
    ground_Y_X    (2 REACH + 1)^2  1 where a tile stops the character or lies outside the map; rows from north to
                                   south, columns from west to east, the character's tile in the middle
    way_Y_X       (2 REACH + 1)^2  tiles to walk to the goal from there less those from the character's tile, over
                                   `WAY_TILES` and clipped to -1..1; 1 where no way leads
    ============= ================ ===========================================================================

    Args:
        env: who is asked.
    """

    frame = "movement"

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        scenario = env.scenario
        scales = Scales.of(scenario)
        self._env, self._movement = env, MovementEncoder(scales)
        self.feature_names = ground_feature_names()
        width, height = scenario.map.sides
        self._corner = np.array([-(width // 2), -(height // 2)])
        self._sides = np.array([width, height])
        step = scales.step_tiles * np.array(WAYS, dtype=np.float64)
        self._steps = np.concatenate([step / 2, step])
        self.known = KnownGround(env.num_envs, (width, height), scenario.ground_sight)
        self._unknown = np.ones(env.num_envs, dtype=np.bool_)

    def forget(self) -> None:
        """All maps will be asked for again."""
        self._unknown[:] = True

    def see(self, frames: NDArray[Any]) -> None:
        """Notes which episodes begin with these frames; who acts by chance needs to look no further."""
        self._unknown |= (frames["flags"] & harness.constants.FACTORIO_FLAG_RESET) != 0

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that is remembered, as views: copying into them restores it."""
        return {**self.known.state(), "unknown": self._unknown}

    def look(self, frames: NDArray[Any]) -> None:
        """Asks for the maps of episodes that have begun, and looks around in all arenas; twice is as good as once.

        Args:
            frames: structured view [N] of the frames that `see` was shown last.
        """
        arenas = np.flatnonzero(self._unknown)
        if arenas.size:
            try:
                cells = np.stack(self._env.query_many(arenas, "cells"))
            except harness.ServerLost:  # the next step notices, and marks its transitions as broken
                return
            self.known.begin(arenas, (cells & 1) == 0, self.tiles(frames["goal_pos"][arenas]))
            self._unknown[arenas] = False
        self.known.see(self.tiles(frames["player_pos"]))

    def tiles(self, places: NDArray[np.floating]) -> NDArray[np.int64]:
        """Columns and rows of places, int64 [n, 2]."""
        return np.clip(np.floor(places).astype(np.int64) - self._corner, 0, self._sides - 1)

    def on_map(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """Places in tiles from the map's north-western corner, float64 [n, 2]."""
        return places.astype(np.float64) - self._corner

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes the frames of all arenas, after a look around.

        Args:
            frames: structured view [N] of movement frames.
            out: float32 [N, len(feature_names)], C-contiguous, to write into; a new array without it.

        Returns:
            `out`, or the new array.
        """
        features = np.empty((len(frames), len(self.feature_names)), np.float32) if out is None else out
        first = len(MOVEMENT_NAMES)
        self.look(frames)
        self._movement.encode_movement(frames, features)
        tiles = self.tiles(frames["player_pos"])
        place = self.on_map(frames["player_pos"])
        free = self.known.is_free(place[:, None] + self._steps)
        stops, ways = self.known.around(tiles, REACH)
        edges = first + np.cumsum((2, len(WAYS), stops[0].size))
        features[:, first : edges[0]] = place - tiles - 0.5
        features[:, edges[0] : edges[1]] = free[:, : len(WAYS)] & free[:, len(WAYS) :]
        features[:, edges[1] : edges[2]] = stops.reshape(len(frames), -1)
        features[:, edges[2] :] = np.clip(ways / WAY_TILES, -1, 1).reshape(len(frames), -1)
        return features


def ground_feature_names() -> tuple[str, ...]:
    """One name a column."""
    side = range(-REACH, REACH + 1)
    tiles = [f"{y}_{x}" for y in side for x in side]
    ground, ways = (f"ground_{tile}" for tile in tiles), (f"way_{tile}" for tile in tiles)
    free = [f"free_{name}" for name, dx, dy in scripts.WALKS if dx or dy]
    return (*MOVEMENT_NAMES, "on_tile_x", "on_tile_y", *free, *ground, *ways)


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

    def snapshot(self) -> bytes:
        """As `harness.FactorioVectorEnv.snapshot`, with what is known of the ground."""
        return with_memory(self.encoder.state(), self.inner.snapshot())

    def restore(self, snapshot: bytes) -> Any:
        """As `harness.FactorioVectorEnv.restore`.

        Raises:
            SnapshotError: if it is not one of this environment.
        """
        return self.inner.restore(recall(self.encoder.state(), snapshot, self.inner.scenario.name))

    def close(self) -> None:
        """Ends the servers."""
        self.inner.close()
