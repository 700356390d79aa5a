"""The formulas of decisions that last: numbers by hand, and what they have in common with steps."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from agent.options.smdp import discounted_sum
from agent.ppo.losses import Advantages, generalized_advantages


def column(*values: float) -> Tensor:
    return torch.tensor(values, dtype=torch.float64).unsqueeze(1)


def flags(*values: int) -> Tensor:
    return torch.tensor(values, dtype=torch.bool).unsqueeze(1)


def option_advantages(
    rewards: Tensor, values: Tensor, durations: Tensor, *ends: Tensor, gamma: float, gae_lambda: float
) -> Advantages:
    return generalized_advantages(rewards, values, *ends, durations=durations, gamma=gamma, gae_lambda=gae_lambda)


def test_the_reward_of_an_option_is_discounted_a_step() -> None:
    assert discounted_sum(torch.tensor([4.0, 2.0, 8.0]), 0.5).item() == 4 + 1 + 2


def test_advantages_over_durations_worked_out_by_hand() -> None:
    # gamma 1/2, lambda 1; durations 2 and 1, the second terminates.
    # delta_1 = 3 - 2 = 1                      A_1 = 1
    # delta_0 = 1 + 1/4 * 2 - 1 = 0.5          A_0 = 0.5 + 1/4 * 1 = 0.75
    result = option_advantages(
        column(1, 3), column(1, 2, 9), column(2, 1), flags(0, 1), flags(0, 0), flags(1, 1), gamma=0.5, gae_lambda=1.0
    )
    assert result.advantages.flatten().tolist() == [0.75, 1.0]
    assert result.returns.flatten().tolist() == [1.75, 3.0]


def test_a_time_limit_bootstraps_from_the_last_situation_and_a_termination_does_not() -> None:
    values = column(0, 8)
    ends = [(flags(0), flags(1)), (flags(1), flags(0))]
    cut, died = (
        option_advantages(column(1), values, column(3), *end, flags(1), gamma=0.5, gae_lambda=0.9) for end in ends
    )
    assert cut.advantages.item() == 1 + 8 / 2**3
    assert died.advantages.item() == 1


floats = st.floats(-3, 3)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(floats, floats, st.booleans(), st.booleans()), min_size=1, max_size=8), floats)
def test_with_every_duration_one_they_are_the_advantages_of_steps(
    rows: list[tuple[float, float, bool, bool]], last: float
) -> None:
    rewards, values = column(*(row[0] for row in rows)), column(*(row[1] for row in rows), last)
    terminated = flags(*(row[2] for row in rows))
    truncated = flags(*(row[3] and not row[2] for row in rows))
    valid = torch.ones_like(terminated)
    ones = torch.ones_like(rewards)
    options = option_advantages(rewards, values, ones, terminated, truncated, valid, gamma=0.9, gae_lambda=0.8)
    steps = generalized_advantages(rewards, values, terminated, truncated, valid, gamma=0.9, gae_lambda=0.8)
    torch.testing.assert_close(options.advantages, steps.advantages)


@settings(deadline=None, max_examples=60)
@given(st.lists(floats, min_size=2, max_size=6), st.integers(1, 5), floats)
def test_with_lambda_one_an_option_may_be_cut_anywhere(rewards: list[float], cut: int, value: float) -> None:
    """A_0 of one long option equals that of its two halves, whatever the value in between."""
    cut = min(cut, len(rewards) - 1)
    gamma, steps = 0.9, torch.tensor(rewards, dtype=torch.float64)

    def first(rewards: Tensor, values: Tensor, durations: Tensor) -> float:
        ends = torch.zeros_like(rewards, dtype=torch.bool)
        ends[-1] = True
        valid = torch.ones_like(ends)
        result = option_advantages(
            rewards, values, durations, ends, ~valid, valid, gamma=gamma, gae_lambda=1.0
        )
        return float(result.advantages[0, 0])

    whole = first(column(float(discounted_sum(steps, gamma))), column(0.5, 0), column(len(rewards)))
    parts = [float(discounted_sum(part, gamma)) for part in (steps[:cut], steps[cut:])]
    halves = first(column(*parts), column(0.5, value, 0), column(cut, len(rewards) - cut))
    assert halves == pytest.approx(whole, abs=1e-9)


def test_rows_that_are_no_decision_are_zero_whatever_they_hold() -> None:
    nan = float("nan")
    result = option_advantages(
        column(1, nan), column(1, nan, nan), column(1, 1), flags(1, 0), flags(0, 0), flags(1, 0), gamma=0.9,
        gae_lambda=0.9,
    )  # fmt: skip
    assert result.advantages.flatten().tolist() == [0.0, 0.0]
