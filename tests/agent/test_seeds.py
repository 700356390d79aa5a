"""Held-out seeds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import AgentError
from agent.seeds import MAX_EPISODES, MAX_EVALUATION_SEED, held_out_seeds, training_seed

evaluations = st.integers(0, MAX_EVALUATION_SEED - 1)


@given(st.integers(0, 2**63 - 1), evaluations, st.integers(1, 500))
def test_no_training_seed_is_held_out(seed: int, evaluation: int, episodes: int) -> None:
    assert training_seed(seed) not in held_out_seeds(evaluation, episodes)


@given(evaluations, evaluations)
def test_evaluations_with_other_seeds_share_no_episode(first: int, second: int) -> None:
    shared = set(held_out_seeds(first, 100)) & set(held_out_seeds(second, 100))
    assert bool(shared) == (first == second)


def test_the_last_held_out_seed_fits_in_64_bits() -> None:
    assert held_out_seeds(MAX_EVALUATION_SEED - 1, MAX_EPISODES)[-1] == 2**64 - 1


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_training_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(AgentError, match=f"--seed is {seed}; training seeds are 0.."):
        training_seed(seed)


@pytest.mark.parametrize(
    ("seed", "episodes", "text"),
    [(-1, 1, "--seed is -1"), (MAX_EVALUATION_SEED, 1, "evaluation seeds are"), (0, 0, "--episodes is 0; 1..1048576")],
)
def test_an_evaluation_out_of_range_is_refused(seed: int, episodes: int, text: str) -> None:
    with pytest.raises(AgentError, match=text):
        held_out_seeds(seed, episodes)
