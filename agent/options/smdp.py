"""The formulas of options: rewards and advantages where a decision lasts k steps. Pure functions.

D is the number of decisions of an episode, at most; N the number of episodes.
"""

from __future__ import annotations

import torch
from torch import Tensor

from agent.ppo.losses import Advantages


def discounted_sum(rewards: Tensor, gamma: float) -> Tensor:
    """The reward of an option: r_0 + gamma r_1 + ... + gamma^(k-1) r_(k-1).

    Args:
        rewards: float32 [k, ...], of its steps.
        gamma: discount a step, 0..1.

    Returns:
        float32 [...].
    """
    weights = gamma ** torch.arange(len(rewards), dtype=rewards.dtype)
    return torch.tensordot(weights, rewards, dims=1)


def option_advantages(
    rewards: Tensor,
    values: Tensor,
    durations: Tensor,
    terminated: Tensor,
    truncated: Tensor,
    valid: Tensor,
    *,
    gamma: float,
    gae_lambda: float,
) -> Advantages:
    """Generalised advantage estimation over decisions that last.

        delta_d     = R_d + gamma^k_d * V_{d+1} * (1 - terminated_d) - V_d
        advantage_d = delta_d + gamma^k_d * lambda^k_d * (1 - end_d) * advantage_{d+1}

    R_d is the option's own discounted sum, k_d the steps that it lasted. Both discount and lambda are taken to the
    power of the duration, so that cutting an option into shorter ones of the same actions changes no far advantage;
    with every duration 1 this is `agent.ppo.losses.generalized_advantages`.

    Args:
        rewards: float32 [D, N], `discounted_sum` of each option.
        values: float32 [D + 1, N], of the situations in which the decisions were made; row d + 1 is where d ended.
        durations: int64 or float32 [D, N], steps.
        terminated: bool [D, N], the episode ended by the task's rule during this option.
        truncated: bool [D, N], the episode was cut by its time limit: the value beyond is bootstrapped.
        valid: bool [D, N], False for rows that are no decision, and for those that a lost server broke.
        gamma: discount a step, 0..1.
        gae_lambda: weight a step between one-decision (0) and Monte Carlo (1) estimates.

    Source: Sutton, Precup and Singh, "Between MDPs and semi-MDPs", 1999, section 3; Schulman et al. 2016, equation 16.
    """
    discount = torch.as_tensor(gamma, dtype=rewards.dtype) ** durations
    weight = torch.as_tensor(gae_lambda, dtype=rewards.dtype) ** durations
    deltas = rewards + discount * torch.where(terminated, 0.0, values[1:]) - values[:-1]
    deltas = torch.where(valid, deltas, 0.0)
    continues = torch.where(valid & ~terminated & ~truncated, discount * weight, 0.0)
    advantages = torch.empty_like(rewards)
    following = torch.zeros_like(rewards[0])
    for d in range(len(rewards) - 1, -1, -1):
        following = deltas[d] + continues[d] * following
        advantages[d] = following
    return Advantages(advantages, advantages + values[:-1])
