"""How PPO learns: everything that it can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PPOConfig:
    """How the policy learns. Learning rate and entropy coefficient fall linearly over the run's steps."""

    arenas: int = 512
    """Arenas stepped side by side (N)."""
    horizon: int = 32
    """Steps of every arena in one rollout (T)."""
    epochs: int = 3
    """Passes over each rollout."""
    minibatches: int = 4
    """Gradient steps in each pass."""
    learning_rate: float = 2e-3
    """Adam's step size at the start."""
    final_learning_rate: float = 1e-4
    """Adam's step size at the end."""
    gamma: float = 0.99
    """Discount of future rewards, a step."""
    gae_lambda: float = 0.95
    """Advantage estimation between one step (0) and Monte Carlo (1)."""
    clip: float = 0.2
    """How far the probability ratio may move before it stops gaining."""
    value_clip: float | None = None
    """How far a value may move before it stops gaining, in normalised returns; None lets it move freely."""
    value_coefficient: float = 0.5
    """Weight of the value loss."""
    entropy_coefficient: float = 0.01
    """Weight of the entropy bonus at the start."""
    final_entropy_coefficient: float = 0.0
    """Weight of the entropy bonus at the end."""
    clone_coefficient: float = 0.0
    """Weight of KL(policy || the policy that the run starts from) at the start, falling to 0 at the end: it keeps what
    imitation has taught while rewards are rare. Without --start-from it has no effect."""
    max_gradient_norm: float = 0.5
    """The gradient is scaled down to this norm."""
    target_kl: float | None = None
    """No further pass over a rollout once the policy has moved this far, in nats; None for no limit."""
    hidden_units: int = 64
    """Width of the policy's hidden layers."""
    hidden_layers: int = 2
    """Number of the policy's hidden layers."""
