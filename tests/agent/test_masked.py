"""The distribution over allowed actions."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.policies import masked


def random_case(seed: int, rows: int = 8, actions: int = 6) -> tuple[torch.Tensor, torch.Tensor, torch.Generator]:
    generator = torch.Generator().manual_seed(seed)
    logits = 5 * torch.randn(rows, actions, generator=generator)
    mask = torch.rand(rows, actions, generator=generator) < 0.5
    mask[torch.arange(rows), torch.randint(actions, (rows,), generator=generator)] = True
    return logits, mask, generator


def test_divergence_is_zero_between_likes_and_positive_between_others() -> None:
    mask = torch.tensor([[True, True, False], [True, True, True]])
    one = masked.log_probabilities(torch.tensor([[1.0, 2.0, 9.0], [0.0, 0.0, 3.0]]), mask)
    other = masked.log_probabilities(torch.tensor([[2.0, 1.0, -9.0], [1.0, 0.0, 0.0]]), mask)
    assert masked.divergence(one, one).tolist() == [0.0, 0.0]
    assert (masked.divergence(one, other) > 0).all() and torch.isfinite(masked.divergence(one, other)).all()


def test_probabilities_of_two_allowed_actions_ignore_a_forbidden_one() -> None:
    logits, mask = torch.tensor([[0.0, math.log(3.0), 50.0]]), torch.tensor([[True, True, False]])
    assert masked.log_probabilities(logits, mask).exp().tolist()[0] == pytest.approx([0.25, 0.75, 0.0])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_forbidden_actions_have_probability_exactly_zero_and_the_rest_add_up_to_one(seed: int) -> None:
    logits, mask, _ = random_case(seed)
    probabilities = masked.log_probabilities(logits, mask).exp()
    assert (probabilities[~mask] == 0).all()
    assert torch.allclose(probabilities.sum(-1), torch.ones(8))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_neither_chance_nor_greed_chooses_a_forbidden_action(seed: int) -> None:
    logits, mask, generator = random_case(seed)
    log_probs = masked.log_probabilities(logits, mask)
    rows = torch.arange(len(mask))
    assert mask[rows, masked.greedy(log_probs)].all()
    for _ in range(20):
        assert mask[rows, masked.sample(log_probs, generator)].all()


def test_sampling_follows_the_probabilities() -> None:
    count = 40_000
    log_probs = torch.log(torch.tensor([[0.1, 0.2, 0.7]])).expand(count, 3)
    drawn = torch.bincount(masked.sample(log_probs, torch.Generator().manual_seed(1)), minlength=3) / count
    # five standard deviations of a share of 0.2 in 40,000 draws are 0.01
    assert drawn.tolist() == pytest.approx([0.1, 0.2, 0.7], abs=0.011)


def test_equal_generators_draw_equal_actions() -> None:
    log_probs = masked.log_probabilities(torch.zeros(64, 9), torch.ones(64, 9, dtype=torch.bool))
    draws = [masked.sample(log_probs, torch.Generator().manual_seed(7)).tolist() for _ in range(2)]
    assert draws[0] == draws[1]


def test_entropy_counts_only_allowed_actions() -> None:
    mask = torch.tensor([[True] * 4, [True, True, False, False], [True, False, False, False]])
    found = masked.entropy(masked.log_probabilities(torch.zeros(3, 4), mask)).tolist()
    assert found == pytest.approx([math.log(4), math.log(2), 0.0])


def test_gradients_through_masks_are_finite_and_zero_for_forbidden_actions() -> None:
    logits = torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
    log_probs = masked.log_probabilities(logits, torch.tensor([[True, False, True]]))
    (masked.entropy(log_probs) + log_probs[:, 0]).sum().backward()
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()
    assert float(logits.grad[0, 1]) == 0.0
