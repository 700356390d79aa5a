"""Features of the building frame: the movement features, the plan that is left, and what stands near."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.encoders.movement import FEATURE_NAMES as MOVEMENT_NAMES
from agent.encoders.movement import MovementEncoder, offset_features
from agent.encoders.scales import NEARBY_TILES, Scales

#: Rows of the plan and of the entities that are encoded, of the frame's eight each.
PLAN_ROWS, ENTITY_ROWS = 8, 6
#: Ghosts and structures that map to 1.
MANY_STRUCTURES = 16.0
#: max_health of a stone furnace, hit points: what stands near is told apart by its health, which does not depend on
#: how a server numbers its prototypes.
TYPICAL_HEALTH = 200.0

_OFFSET_NAMES = ("x", "y", "near_x", "near_y", "unit_x", "unit_y")
_PLAN_NAMES = (*_OFFSET_NAMES, "present", "reachable")
_ENTITY_NAMES = (*_OFFSET_NAMES, "present", "health", "is_machine")

#: One name a column, in order.
FEATURE_NAMES: tuple[str, ...] = (
    *MOVEMENT_NAMES,
    "ghosts", "structures",
    *(f"plan_{row}_{name}" for row in range(PLAN_ROWS) for name in _PLAN_NAMES),
    *(f"entity_{row}_{name}" for row in range(ENTITY_ROWS) for name in _ENTITY_NAMES),
)  # fmt: skip


class BuildingEncoder:
    """Turns building frames into features.

    The columns of `MovementEncoder`, then, in the order of `FEATURE_NAMES`:

    ============== ======= =================================================================================
    columns        count   meaning
    ============== ======= =================================================================================
    ghosts         1       planned entities not yet built, over 16
    structures     1       buildings of the arena's force, over 16
    plan rows      8 x 8   offset over half the map, near (4 tiles, clipped) and as unit vector; present;
                           reachable
    entity rows    6 x 9   offset over 16 tiles, near and as unit vector; present; health over 200 hit
                           points; whether it has a status, as machines have
    ============== ======= =================================================================================
    """

    frame = "building"
    feature_names: tuple[str, ...] = FEATURE_NAMES

    def __init__(self, scales: Scales) -> None:
        self._movement = MovementEncoder(scales)
        self._plan_per_tile = (1 / scales.half_width, 1 / scales.half_height)

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes a batch of frames.

        Args:
            frames: structured view [N] of the frame kind (`harness.fields`).
            out: float32 [N, len(feature_names)], C-contiguous, to write into; a new array without it.

        Returns:
            `out`, or the new array.
        """
        count = len(frames)
        features = np.empty((count, len(self.feature_names)), np.float32) if out is None else out
        counts, plan = len(MOVEMENT_NAMES), len(MOVEMENT_NAMES) + 2
        entities = plan + PLAN_ROWS * len(_PLAN_NAMES)
        self._movement.encode_movement(frames, features)
        np.multiply(frames["ghosts"], np.float32(1 / MANY_STRUCTURES), out=features[:, counts])
        np.multiply(frames["structures"], np.float32(1 / MANY_STRUCTURES), out=features[:, counts + 1])
        self._encode_plan(frames["plan"], features[:, plan:entities].reshape(count, PLAN_ROWS, -1))
        near = frames["entities"][:, :ENTITY_ROWS]
        self._encode_entities(near, features[:, entities:].reshape(count, ENTITY_ROWS, -1))
        return features

    def _encode_plan(self, plan: NDArray[Any], out: NDArray[np.float32]) -> None:
        offset = plan["offset"]
        offset_features(offset[..., 0], offset[..., 1], self._plan_per_tile, out)
        out[..., 6] = plan["prototype"] != 0
        out[..., 7] = plan["reachable"]

    def _encode_entities(self, entities: NDArray[Any], out: NDArray[np.float32]) -> None:
        offset = entities["offset"]
        offset_features(offset[..., 0], offset[..., 1], (1 / NEARBY_TILES, 1 / NEARBY_TILES), out)
        out[..., 6] = entities["prototype"] != 0
        np.multiply(entities["health"], np.float32(1 / TYPICAL_HEALTH), out=out[..., 7])
        out[..., 8] = entities["status"] != 0
