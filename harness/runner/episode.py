"""One finished episode, and the digest by which two plays of it are compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.seeds import mixed
from harness.envs.spaces import fields


@dataclass(frozen=True)
class Episode:
    """One finished episode."""

    seed: int
    """Base seed: `FactorioEnv.reset(seed=seed)` begins the same episode."""
    success: bool
    terminated: bool
    truncated: bool
    steps: int
    reward: float
    """Sum of all rewards."""
    actions: tuple[int, ...] | tuple[tuple[float, ...], ...]
    """Every action, in order, numbers or commands of nine; they and the seed are the whole episode."""
    digest: str = ""
    """Of every frame and reward, 16 hexadecimal digits; equal for two plays that were equal to the bit."""

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


@cache
def _weights(words: int) -> NDArray[np.uint64]:
    """One odd number for each word of a frame, without pattern."""
    zeros = np.zeros(words, dtype=np.uint64)
    return mixed(zeros, zeros, np.arange(words, dtype=np.uint64)) | np.uint64(1)


def next_digests(
    digests: NDArray[np.uint64], observations: NDArray[np.uint8], rewards: NDArray[np.float32]
) -> NDArray[np.uint64]:
    """Takes one step of every arena into their digests.

    A frame becomes its words' weighted sum modulo 2^64 (a bit that differs changes it for certain), which is then
    mixed with what was there before. It tells two plays apart; it keeps nobody from forging one.

    Args:
        digests: uint64 [n], of the steps before; zero before the first.
        observations: uint8 [n, frame_bytes].
        rewards: float32 [n].

    Returns:
        uint64 [n].
    """
    frames = observations.copy()
    fields(frames, "movement")["arena"] = 0  # it says who else is played, which is no part of the episode
    words = frames.view(np.uint64)
    with np.errstate(over="ignore"):
        sums = words @ _weights(words.shape[1])
    return mixed(digests, sums, rewards.astype(np.float32).view(np.uint32))


def digest_text(digest: int | np.uint64) -> str:
    """A digest as people and files see it."""
    return f"{int(digest):016x}"
