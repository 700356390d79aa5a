"""The formulas of PPO: numbers worked out by hand, CleanRL's formulas, and TorchRL's recorded values."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from agent.policies import masked
from agent.ppo import losses

TORCHRL: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "torchrl.json").read_text())


def column(*values: float) -> Tensor:
    """One arena's values over time, [T, 1]."""
    return torch.tensor(values, dtype=torch.float32).unsqueeze(1)


def flags(*values: int) -> Tensor:
    return torch.tensor(values, dtype=torch.bool).unsqueeze(1)


def gae(
    rewards: Tensor, values: Tensor, terminated: Tensor, truncated: Tensor, valid: Tensor | None = None,
    gamma: float = 0.5, gae_lambda: float = 0.5,
) -> losses.Advantages:  # fmt: skip
    valid = torch.ones_like(terminated) if valid is None else valid
    return losses.generalized_advantages(
        rewards, values, terminated, truncated, valid, gamma=gamma, gae_lambda=gae_lambda
    )


def test_advantages_of_an_unfinished_episode_accumulate_backwards() -> None:
    # gamma = lambda = 1/2, so gamma * lambda = 1/4
    # delta_2 = 3 + 0.5 * 8 - 4 = 3       A_2 = 3
    # delta_1 = 2 + 0.5 * 4 - 2 = 2       A_1 = 2 + 3 / 4 = 2.75
    # delta_0 = 1 + 0.5 * 2 - 1 = 1       A_0 = 1 + 2.75 / 4 = 1.6875
    result = gae(column(1, 2, 3), column(1, 2, 4, 8), flags(0, 0, 0), flags(0, 0, 0))
    assert result.advantages.flatten().tolist() == [1.6875, 2.75, 3.0]
    assert result.returns.flatten().tolist() == [2.6875, 4.75, 7.0]


def test_a_termination_is_worth_nothing_beyond_and_stops_the_flow() -> None:
    # delta_2 = 3 + 0.5 * 8 - 4 = 3       A_2 = 3
    # delta_1 = 2 - 2 = 0                 A_1 = 0: neither V_2 nor A_2 counts
    # delta_0 = 1 + 0.5 * 2 - 1 = 1       A_0 = 1 + 0 / 4 = 1
    result = gae(column(1, 2, 3), column(1, 2, 4, 8), flags(0, 1, 0), flags(0, 0, 0))
    assert result.advantages.flatten().tolist() == [1.0, 0.0, 3.0]


def test_a_time_limit_bootstraps_from_the_last_observation_and_stops_the_flow() -> None:
    # delta_1 = 2 + 0.5 * 4 - 2 = 2       A_1 = 2: V_2 counts, A_2 does not
    # delta_0 = 1 + 0.5 * 2 - 1 = 1       A_0 = 1 + 2 / 4 = 1.5
    result = gae(column(1, 2, 3), column(1, 2, 4, 8), flags(0, 0, 0), flags(0, 1, 0))
    assert result.advantages.flatten().tolist() == [1.5, 2.0, 3.0]


def test_a_reset_row_learns_nothing_and_passes_nothing_back() -> None:
    # Row 1 ends the episode by its time limit, row 2 is the reset, row 3 the first step of the next episode.
    result = gae(
        column(1, 2, 0, 1), column(1, 2, 4, 100, 2), flags(0, 0, 0, 0), flags(0, 1, 0, 0), flags(1, 1, 0, 1)
    )
    # delta_3 = 1 + 0.5 * 2 - 100 = -98; the rest is as in the test above
    assert result.advantages.flatten().tolist() == [1.5, 2.0, 0.0, -98.0]


def test_the_row_before_a_lost_server_bootstraps_and_garbage_stays_where_it_is() -> None:
    rewards, values = column(1, math.nan, 5), column(1, 2, 4, 8)
    result = gae(rewards, values, flags(0, 0, 0), flags(0, 1, 0), flags(1, 0, 0))
    # delta_0 = 1 + 0.5 * 2 - 1 = 1 from its own next observation
    assert result.advantages.flatten().tolist() == [1.0, 0.0, 0.0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 4))
def test_advantages_equal_the_formula_that_cleanrl_documents_when_episodes_only_terminate(
    seed: int, steps: int, arenas: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    rewards = torch.randn(steps, arenas, generator=generator)
    values = torch.randn(steps + 1, arenas, generator=generator)
    done = torch.rand(steps, arenas, generator=generator) < 0.2
    result = gae(rewards, values, done, torch.zeros_like(done), gamma=0.99, gae_lambda=0.95)
    # CleanRL: lastgaelam = delta + gamma * lambda * nextnonterminal * lastgaelam, re-derived in plain floats.
    for arena in range(arenas):
        last = 0.0
        for t in reversed(range(steps)):
            goes_on = 0.0 if done[t, arena] else 1.0
            delta = float(rewards[t, arena]) + 0.99 * float(values[t + 1, arena]) * goes_on - float(values[t, arena])
            last = delta + 0.99 * 0.95 * goes_on * last
            assert float(result.advantages[t, arena]) == pytest.approx(last, rel=1e-4, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 10))
def test_with_lambda_one_returns_are_discounted_sums(seed: int, steps: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    rewards = torch.randn(steps, 1, generator=generator, dtype=torch.float64)
    values = torch.randn(steps + 1, 1, generator=generator, dtype=torch.float64)
    nothing = torch.zeros(steps, 1, dtype=torch.bool)
    result = gae(rewards, values, nothing, nothing, gamma=0.9, gae_lambda=1.0)
    expected = float(values[-1])
    for t in reversed(range(steps)):
        expected = float(rewards[t]) + 0.9 * expected
        assert float(result.returns[t]) == pytest.approx(expected)


def test_advantages_equal_torchrl_with_terminations_and_time_limits() -> None:
    data = {name: torch.tensor(values) for name, values in TORCHRL["gae"].items()}
    result = gae(
        data["rewards"], data["values"], data["terminated"], data["truncated"],
        gamma=TORCHRL["gamma"], gae_lambda=TORCHRL["gae_lambda"],
    )  # fmt: skip
    assert data["terminated"].any()
    assert data["truncated"].any()
    torch.testing.assert_close(result.advantages, data["advantages"])
    torch.testing.assert_close(result.returns, data["returns"])


def test_policy_value_and_entropy_losses_equal_torchrl() -> None:
    data = TORCHRL["ppo"]
    logits = torch.tensor(data["logits"])
    log_probs = masked.log_probabilities(logits, torch.ones_like(logits, dtype=torch.bool))
    taken = masked.log_probability_of(log_probs, torch.tensor(data["actions"]))
    policy = losses.clipped_policy_loss(
        taken, torch.tensor(data["old_log_probs"]), torch.tensor(data["advantages"]), TORCHRL["clip"]
    )
    # TorchRL's "l2" critic loss is the mean squared error without the half.
    value = 2 * losses.value_loss(torch.tensor(data["values"]), torch.tensor(data["returns"]))
    assert float(policy.loss) == pytest.approx(data["loss_objective"], rel=1e-5)
    assert float(policy.clipped_share) == pytest.approx(data["clip_fraction"])
    assert float(value) == pytest.approx(data["loss_critic"] / data["critic_coefficient"], rel=1e-5)
    assert float(masked.entropy(log_probs).mean()) == pytest.approx(data["entropy"], rel=1e-5)


def test_the_clipped_policy_loss_is_that_of_a_hand_worked_batch() -> None:
    # ratios 2, 2, 1/2, 1/2 with advantages 1, -1, 1, -1 and clip 0.2:
    # min(2, 1.2) = 1.2; min(-2, -1.2) = -2; min(0.5, 0.8) = 0.5; min(-0.5, -0.8) = -0.8; -mean = 1.1 / 4
    log_probs = torch.log(torch.tensor([2.0, 2.0, 0.5, 0.5]))
    result = losses.clipped_policy_loss(log_probs, torch.zeros(4), torch.tensor([1.0, -1.0, 1.0, -1.0]), 0.2)
    assert float(result.loss) == pytest.approx(0.275)
    assert float(result.clipped_share) == 1.0
    # (ratio - 1) - log(ratio): 1 - log 2 twice, -1/2 + log 2 twice; the logs cancel
    assert float(result.approximate_kl) == pytest.approx(0.25)


def test_a_ratio_beyond_the_clip_that_would_gain_has_no_gradient() -> None:
    log_probs = torch.log(torch.tensor([1.5, 0.5])).requires_grad_()
    losses.clipped_policy_loss(log_probs, torch.zeros(2), torch.tensor([1.0, -1.0]), 0.2).loss.backward()
    assert log_probs.grad is not None
    assert log_probs.grad.tolist() == [0.0, 0.0]


def test_a_ratio_beyond_the_clip_that_would_lose_keeps_its_gradient() -> None:
    # loss = -mean(ratio * A), d/dlog p = -ratio * A / 2: 1.5 / 2 and -0.5 / 2
    log_probs = torch.log(torch.tensor([1.5, 0.5])).requires_grad_()
    losses.clipped_policy_loss(log_probs, torch.zeros(2), torch.tensor([-1.0, 1.0]), 0.2).loss.backward()
    assert log_probs.grad is not None
    assert log_probs.grad.tolist() == pytest.approx([0.75, -0.25])


def test_the_value_loss_is_half_the_mean_square() -> None:
    # (1 + 4) / 2 / 2
    assert float(losses.value_loss(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 2.0]))) == pytest.approx(1.25)


def test_the_clipped_value_loss_takes_the_larger_error() -> None:
    # value 2 from 0, held at 0.5, target 1: errors 1 and 0.25 -> 1; value 1 from 0, held at 0.5, target 1: 0 and
    # 0.25 -> 0.25; half the mean is 0.3125
    result = losses.clipped_value_loss(torch.tensor([2.0, 1.0]), torch.zeros(2), torch.ones(2), 0.5)
    assert float(result) == pytest.approx(0.3125)


def test_normalized_advantages_have_mean_zero_and_deviation_one() -> None:
    result = losses.normalized(torch.tensor([1.0, 2.0, 3.0, 10.0]))
    assert float(result.mean()) == pytest.approx(0.0, abs=1e-6)
    assert float(result.std()) == pytest.approx(1.0, rel=1e-5)


def test_equal_advantages_normalize_to_zero_not_to_nan() -> None:
    assert losses.normalized(torch.full((5,), 3.0)).tolist() == [0.0] * 5


def test_explained_variance_is_one_for_perfect_and_zero_for_constant_values() -> None:
    returns = torch.tensor([1.0, 2.0, 3.0])
    assert losses.explained_variance(returns, returns) == 1.0
    assert losses.explained_variance(torch.full((3,), 9.0), returns) == pytest.approx(0.0)
    assert math.isnan(losses.explained_variance(returns, torch.ones(3)))
