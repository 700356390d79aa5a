"""The formulas of PPO as pure functions of tensors.

T is the number of steps in a rollout, N the number of arenas, B the size of a (mini)batch.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Advantages(NamedTuple):
    """What `generalized_advantages` returns."""

    advantages: Tensor
    """float32 [T, N], 0 in invalid rows."""
    returns: Tensor
    """float32 [T, N], targets of the value function: advantages + values."""


def generalized_advantages(
    rewards: Tensor,
    values: Tensor,
    terminated: Tensor,
    truncated: Tensor,
    valid: Tensor,
    *,
    gamma: float,
    gae_lambda: float,
    durations: Tensor | None = None,
) -> Advantages:
    """Generalised advantage estimation that tells death from a time limit.

    Row t is the transition from observation t to observation t + 1. With next-step autoreset observation t + 1 of a
    done row is the last one of its episode, so `values[t + 1]` is the right bootstrap at a time limit, and the row
    after it, the reset, is no transition and must be marked invalid.

        delta_t     = r_t + gamma * V_{t+1} * (1 - terminated_t) - V_t
        advantage_t = delta_t + gamma * lambda * (1 - terminated_t) * (1 - truncated_t) * advantage_{t+1}

    A decision that lasts k steps, such as an option's, is a row whose reward is the discounted sum of its steps'; both
    gamma and lambda are then taken to the power of k, so that cutting an option into shorter ones of the same actions
    changes no far advantage.

    advantage_t = 0 where row t is invalid, so nothing flows back through a reset or a lost server: the row before
    a lost one bootstraps from its own next observation and ends there.

    Args:
        rewards: float32 [T, N].
        values: float32 [T + 1, N] of the observations; the last row is that of the observation after the rollout.
        terminated: bool [T, N], the episode ended by the task's own rule: the value beyond is 0.
        truncated: bool [T, N], the episode was cut, by its time limit or otherwise: the value beyond is bootstrapped.
        valid: bool [T, N], False for rows that are no transition.
        gamma: discount a step, 0..1.
        gae_lambda: weight a step between one-decision (0) and Monte Carlo (1) estimates.
        durations: int64 or float32 [T, N], steps of each row; None where every row is one step.

    Source: Schulman et al., "High-dimensional continuous control using generalized advantage estimation", 2016,
    equation 16; the treatment of time limits follows Pardo et al., "Time limits in reinforcement learning", 2018;
    durations: Sutton, Precup and Singh, "Between MDPs and semi-MDPs", 1999, section 3.
    """
    lasting = 1 if durations is None else durations
    discount = torch.as_tensor(gamma, dtype=rewards.dtype) ** lasting
    weight = torch.as_tensor(gae_lambda, dtype=rewards.dtype) ** lasting
    deltas = rewards + discount * torch.where(terminated, 0.0, values[1:]) - values[:-1]
    deltas = torch.where(valid, deltas, 0.0)  # a lost row may hold anything, NaN too
    continues = torch.where(valid & ~terminated & ~truncated, discount * weight, 0.0)
    advantages = torch.empty_like(rewards)
    following = torch.zeros_like(rewards[0])
    for t in range(len(rewards) - 1, -1, -1):
        following = torch.addcmul(deltas[t], continues[t], following)
        advantages[t] = following
    return Advantages(advantages, advantages + values[:-1])


def normalized(advantages: Tensor) -> Tensor:
    """Brings advantages [B] to mean 0 and standard deviation 1; a batch without spread becomes zeros."""
    return (advantages - advantages.mean()) / (advantages.std() + 1e-8)


class PolicyLoss(NamedTuple):
    """What `clipped_policy_loss` returns; all float32 scalars."""

    loss: Tensor
    """To be minimised."""
    approximate_kl: Tensor
    """KL(old || new) in nats, the low-variance estimate mean((ratio - 1) - log ratio); without gradient."""
    clipped_share: Tensor
    """Share of samples whose ratio lies outside 1 +- clip; without gradient."""


def clipped_policy_loss(log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, clip: float) -> PolicyLoss:
    """PPO's clipped surrogate: -mean(min(ratio * A, clamp(ratio, 1 - clip, 1 + clip) * A)).

    Args:
        log_probs: float32 [B] of the actions taken, under the policy being trained.
        old_log_probs: float32 [B], under the policy that acted.
        advantages: float32 [B].
        clip: half-width of the trusted range of the ratio.

    Source: Schulman et al., "Proximal policy optimization algorithms", 2017, equation 7; the KL estimate is k3 of
    Schulman, "Approximating KL divergence", 2020.
    """
    log_ratio = log_probs - old_log_probs
    ratio = log_ratio.exp()
    clipped = ratio.clamp(1 - clip, 1 + clip)
    loss = -torch.minimum(ratio * advantages, clipped * advantages).mean()
    with torch.no_grad():
        approximate_kl = ((ratio - 1) - log_ratio).mean()
        clipped_share = ((ratio - 1).abs() > clip).float().mean()
    return PolicyLoss(loss, approximate_kl, clipped_share)


def value_loss(values: Tensor, returns: Tensor) -> Tensor:
    """Half the mean squared error, float32 scalar.

    Args:
        values: float32 [B], predictions.
        returns: float32 [B], targets in the same units.
    """
    return 0.5 * (values - returns).square().mean()


def clipped_value_loss(values: Tensor, old_values: Tensor, returns: Tensor, clip: float) -> Tensor:
    """Half the mean of the larger of two squared errors: of the value, and of the value held within clip of the old.

    Args:
        values: float32 [B], predictions.
        old_values: float32 [B], predictions at the time of the rollout.
        returns: float32 [B], targets.
        clip: how far a prediction may move before it stops gaining, in units of the values.
    """
    held = old_values + (values - old_values).clamp(-clip, clip)
    return 0.5 * torch.maximum((values - returns).square(), (held - returns).square()).mean()


def explained_variance(values: Tensor, returns: Tensor) -> float:
    """Share of the returns' variance that the values explain.

    1 is perfect, 0 no better than the mean, NaN where the returns are all alike.

    Args:
        values: float32 [B].
        returns: float32 [B].
    """
    variance = returns.var(unbiased=False)
    return float("nan") if variance == 0 else float(1 - (returns - values).var(unbiased=False) / variance)
