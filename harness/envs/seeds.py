"""Seeds of episodes: from the base seed, the arena and the episode, so that they do not depend on the servers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_GAMMA = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF
_HIGHEST_BIT = np.uint64(1 << 63)


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finaliser of SplitMix64."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def base_seeds(seed: int | Sequence[int], count: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Base seed and arena number of every arena.

    Args:
        seed: one for all, and the arenas then count from 0; or one for each, and each is then arena 0 of its own.
        count: number of arenas.

    Returns:
        uint64 [count] and int64 [count].

    Raises:
        ValueError: if a seed is negative or above 64 bits, or there are not as many as arenas.
    """
    seeds = [seed] * count if isinstance(seed, int | np.integer) else list(seed)
    if len(seeds) != count:
        raise ValueError(f"{len(seeds)} seeds for {count} arenas; give one seed, or one for each arena")
    for value in seeds:
        if not isinstance(value, int | np.integer) or not 0 <= value <= _MASK:
            raise ValueError(f"seed {value!r} is not a whole number within 0..2**64-1")
    one_for_all = isinstance(seed, int | np.integer)
    arenas = np.arange(count) if one_for_all else np.zeros(count)
    return np.array(seeds, dtype=np.uint64), arenas.astype(np.int64)


def mixed(
    bases: NDArray[np.uint64], streams: NDArray[np.integer], places: NDArray[np.integer]
) -> NDArray[np.uint64]:
    """Random bits of three numbers: three rounds of SplitMix64, one for each number, each on top of the last.

    Args:
        bases: uint64 [n].
        streams: int [n].
        places: int [n].

    Returns:
        uint64 [n].

    Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    """
    gamma = np.uint64(_GAMMA)
    with np.errstate(over="ignore"):
        bits = _mix(bases + gamma)
        bits = _mix((bits ^ streams.astype(np.uint64)) + gamma)
        return _mix((bits ^ places.astype(np.uint64)) + gamma)


def episode_seeds(
    bases: NDArray[np.uint64], arenas: NDArray[np.integer], episodes: NDArray[np.integer]
) -> NDArray[np.uint64]:
    """Seeds of given episodes of given arenas: `mixed`, with the highest bit of the base seed.

    So base seeds below 2^63 and base seeds from there on have no episode in common: the upper half can be held out.

    Args:
        bases: uint64 [n], base seeds.
        arenas: int [n], number of the arena among all that share the base seed.
        episodes: int [n], number of the arena's episode since it was seeded.

    Returns:
        uint64 [n].
    """
    return (mixed(bases, arenas, episodes) & ~_HIGHEST_BIT) | (bases & _HIGHEST_BIT)
