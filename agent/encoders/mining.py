"""Features of the mining frame: the movement features, what the character mines and holds, and the ore around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.encoders.movement import FEATURE_NAMES as MOVEMENT_NAMES
from agent.encoders.movement import MovementEncoder, offset_features
from agent.encoders.scales import CHARACTER_SLOTS, NEARBY_TILES, Scales

#: Columns of item_counts that hand mining yields: iron ore, copper ore, coal, stone, wood.
MINED_ITEMS = slice(1, 6)
#: Numbers of the resources that have a column of their own in a resource row: iron ore, copper ore, coal, stone.
RESOURCE_KINDS = (1, 2, 3, 4)
#: Resource rows that are encoded, of the frame's eight: the nearest are what immediate actions depend on.
ROWS = 4
#: Largest amount that the logarithmic amount column maps to 1; larger ones go a little above.
LARGE_AMOUNT = 10_000.0

_STATE_NAMES = (
    "mining_progress", "target_x", "target_y", "resources_in_range", "free_slots",
    "iron_ore", "copper_ore", "coal", "stone", "wood", "mined",
)  # fmt: skip
_ROW_NAMES = (
    "x", "y", "near_x", "near_y", "unit_x", "unit_y", "present", "reachable", "amount",
    "is_iron_ore", "is_copper_ore", "is_coal", "is_stone",
)  # fmt: skip

#: One name a column, in order.
FEATURE_NAMES: tuple[str, ...] = (
    *MOVEMENT_NAMES,
    *_STATE_NAMES,
    *(f"resource_{row}_{name}" for row in range(ROWS) for name in _ROW_NAMES),
)


class MiningEncoder:
    """Turns mining frames into features.

    The columns of `MovementEncoder`, then, in the order of `FEATURE_NAMES`:

    ================== ======= =============================================================================
    columns            count   meaning
    ================== ======= =============================================================================
    mining_progress    1       0..1 of the present operation
    target             2       offset of what is being mined over 16 tiles; 0, 0 for nothing
    resources_in_range 1       resource entities within 16 tiles over 8, at most 1
    free_slots         1       over the character's 80 slots
    items              5       log(1 + count) over log(1 + wanted): iron ore, copper ore, coal, stone, wood
    mined              1       mined_total over the items that the task wants
    resource rows      4 x 13  offset over 16 tiles, near (4 tiles, clipped) and as unit vector; present;
                               reachable; log(1 + amount) over log(10,001); one-hot of four resources
    ================== ======= =============================================================================
    """

    frame = "mining"
    feature_names: tuple[str, ...] = FEATURE_NAMES

    def __init__(self, scales: Scales) -> None:
        self._movement = MovementEncoder(scales)
        self._per_log_wanted = np.float32(1 / np.log1p(scales.items_wanted))
        self._per_wanted = np.float32(1 / scales.items_wanted)

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes a batch of frames.

        Args:
            frames: structured view [N] of the frame kind (`harness.fields`).
            out: float32 [N, len(feature_names)], C-contiguous, to write into; a new array without it.

        Returns:
            `out`, or the new array.
        """
        features = np.empty((len(frames), len(self.feature_names)), np.float32) if out is None else out
        own, rows = len(MOVEMENT_NAMES), len(MOVEMENT_NAMES) + len(_STATE_NAMES)
        self._movement.encode_movement(frames, features)
        self._encode_state(frames, features[:, own:rows])
        self._encode_rows(frames["resources"][:, :ROWS], features[:, rows:].reshape(len(frames), ROWS, len(_ROW_NAMES)))
        return features

    def _encode_state(self, frames: NDArray[Any], out: NDArray[np.float32]) -> None:
        out[:, 0] = frames["mining_progress"]
        np.multiply(frames["mining_target"], np.float32(1 / NEARBY_TILES), out=out[:, 1:3])
        np.minimum(frames["resources_in_range"] * np.float32(1 / 8), 1, out=out[:, 3])
        items = frames["item_counts"]
        np.multiply(items[:, 0], np.float32(1 / CHARACTER_SLOTS), out=out[:, 4])
        np.multiply(np.log1p(items[:, MINED_ITEMS], dtype=np.float32), self._per_log_wanted, out=out[:, 5:10])
        out[:, 10] = frames["mined_total"] * self._per_wanted

    def _encode_rows(self, resources: NDArray[Any], out: NDArray[np.float32]) -> None:
        offset, amount, kind = resources["offset"], resources["amount"], resources["resource"]
        per_tile = (1 / NEARBY_TILES, 1 / NEARBY_TILES)
        offset_features(offset[..., 0], offset[..., 1], per_tile, out)
        out[..., 6] = amount > 0
        out[..., 7] = resources["reachable"]
        np.multiply(np.log1p(amount, dtype=np.float32), np.float32(1 / np.log1p(LARGE_AMOUNT)), out=out[..., 8])
        for column, number in enumerate(RESOURCE_KINDS, start=9):
            out[..., column] = kind == number
