"""The reactive policy."""

from __future__ import annotations

import torch

from agent.policies import ReactivePolicy


def test_a_forward_pass_gives_one_logit_an_action_and_one_value_a_row() -> None:
    output = ReactivePolicy(features=7, actions=5)(torch.zeros(3, 7))
    assert output.primitive_action.shape == (3, 5)
    assert output.value.shape == (3,)
    assert output.value.dtype == torch.float32


def test_equal_seeds_draw_equal_weights_and_other_seeds_others() -> None:
    first, again, other = (
        ReactivePolicy(7, 5, generator=torch.Generator().manual_seed(seed)).state_dict() for seed in (1, 1, 2)
    )
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["trunk.0.weight"], other["trunk.0.weight"])


def test_a_fresh_policy_is_nearly_even_over_the_actions() -> None:
    policy = ReactivePolicy(7, 5, generator=torch.Generator().manual_seed(1))
    features = torch.randn(64, 7, generator=torch.Generator().manual_seed(2))
    probabilities = policy(features).primitive_action.detach().softmax(-1)
    assert float((probabilities - 0.2).abs().max()) < 0.02


def test_the_trunk_has_the_layers_that_it_is_told() -> None:
    policy = ReactivePolicy(7, 5, hidden_units=32, hidden_layers=3)
    shapes = [tuple(layer.weight.shape) for layer in policy.trunk if isinstance(layer, torch.nn.Linear)]
    assert shapes == [(32, 7), (32, 32), (32, 32)]
