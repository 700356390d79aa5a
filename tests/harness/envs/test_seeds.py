"""Seeds of episodes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.envs.seeds import base_seeds, episode_seeds

SEED = st.integers(0, 2**64 - 1)
MASK = 2**64 - 1


def splitmix(value: int) -> int:
    """SplitMix64 in plain integers."""
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def one(base: int, arena: int, episode: int) -> int:
    seeds = episode_seeds(np.array([base], np.uint64), np.array([arena]), np.array([episode]))
    return int(seeds[0])


def test_the_first_number_of_splitmix64_is_the_published_one() -> None:
    assert splitmix(0) == 0xE220A8397B1DCDAF


@given(SEED, st.integers(0, 2**31), st.integers(0, 2**31))
def test_an_episodes_seed_is_three_rounds_of_splitmix64_below_the_bases_highest_bit(
    base: int, arena: int, episode: int
) -> None:
    bits = splitmix(splitmix(splitmix(base) ^ arena) ^ episode)
    assert one(base, arena, episode) == (bits % 2**63) + (base >> 63 << 63)


@given(st.integers(0, 2**63 - 1), st.integers(2**63, 2**64 - 1), st.integers(0, 2**31), st.integers(0, 2**31))
def test_the_two_halves_of_the_base_seeds_share_no_episode(low: int, high: int, arena: int, episode: int) -> None:
    assert one(low, arena, episode) < 2**63 <= one(high, arena, episode)


def test_no_two_episodes_of_many_have_the_same_seed() -> None:
    arenas, episodes = (grid.ravel() for grid in np.meshgrid(np.arange(300), np.arange(300)))
    seeds = episode_seeds(np.full(arenas.size, 7, np.uint64), arenas, episodes)
    assert len(np.unique(seeds)) == seeds.size


def test_one_seed_makes_arenas_differ_and_a_sequence_gives_each_its_own() -> None:
    bases, arenas = base_seeds(9, 3)
    assert bases.tolist() == [9, 9, 9]
    assert arenas.tolist() == [0, 1, 2]
    bases, arenas = base_seeds([4, 5, 4], 3)
    assert bases.tolist() == [4, 5, 4]
    assert arenas.tolist() == [0, 0, 0]


@pytest.mark.parametrize("seed", [-1, 2**64, [1, 2], [1, None, 3], [1, 2, -3]])
def test_seeds_that_are_none_or_not_one_for_each_are_refused(seed: object) -> None:
    with pytest.raises(ValueError, match="seed"):
        base_seeds(seed, 3)  # type: ignore[arg-type]
