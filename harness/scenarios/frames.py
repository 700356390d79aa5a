"""Observation frames by the names that scenario files use."""

from __future__ import annotations

from comm_c.layout import constants

#: FACTORIO_FRAME_* by name.
FRAME_KINDS: dict[str, int] = {
    "movement": constants.FACTORIO_FRAME_MOVEMENT,
    "mining": constants.FACTORIO_FRAME_MINING,
    "building": constants.FACTORIO_FRAME_BUILDING,
    "full": constants.FACTORIO_FRAME_FULL,
}


def frame_kind(frame: int | str) -> int:
    """FACTORIO_FRAME_* of a frame's name or number.

    Raises:
        ValueError: if there is no such frame.
    """
    if isinstance(frame, str) and frame in FRAME_KINDS:
        return FRAME_KINDS[frame]
    if not isinstance(frame, str) and frame in FRAME_KINDS.values():
        return int(frame)
    raise ValueError(f"frame {frame!r} is unknown; known: {', '.join(FRAME_KINDS)}")
