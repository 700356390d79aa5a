"""Observations: raw frames, and their named view."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from comm_c.layout import frame_dtype
from harness.scenarios.frames import frame_kind
from harness.tasks import Frames


def observation_space(frame: int | str) -> spaces.Space[NDArray[np.uint8]]:
    """One arena's observation: the bytes of its frame."""
    size = frame_dtype(frame_kind(frame)).itemsize
    return cast("spaces.Space[NDArray[np.uint8]]", spaces.Box(0, 255, (size,), np.uint8))


def fields(observations: NDArray[np.uint8], frame: int | str) -> Frames:
    """The named view of raw frames; no byte is copied.

    Args:
        observations: uint8 [..., frame_bytes], the last axis contiguous. Longer frames than asked for are
            allowed: a frame begins with the bytes of the frame before it.
        frame: name or FACTORIO_FRAME_* number of the frame to read.

    Returns:
        Structured array [...] whose fields are those of the frame in `comm_c/frames.h`.

    Raises:
        ValueError: if the observations are too short for the frame, or not bytes.
    """
    dtype = frame_dtype(frame_kind(frame))
    if observations.dtype != np.uint8 or observations.ndim == 0 or observations.shape[-1] < dtype.itemsize:
        raise ValueError(
            f"observations are {observations.dtype}{list(observations.shape)}; the frame {frame!r} needs uint8 with a "
            f"last axis of at least {dtype.itemsize}"
        )
    view: NDArray[Any] = observations[..., : dtype.itemsize].view(dtype)
    return view[..., 0]
