"""How PPO learns: everything that it can be told. What levels share stands once, in `LearningConfig`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LearningConfig:
    """What PPO is told at every level. Learning rate and coefficients fall linearly over the run."""

    epochs: int = 3
    """Passes over each rollout."""
    learning_rate: float = 2e-3
    """Adam's step size at the start."""
    final_learning_rate: float = 1e-4
    """Adam's step size at the end."""
    gamma: float = 0.99
    """Discount of future rewards, a step (not a decision)."""
    gae_lambda: float = 0.95
    """Advantage estimation between one decision (0) and Monte Carlo (1): a weight a step, as the discount is."""
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
    """Weight of KL(policy || the policy that was cloned or started from) at the start, falling to 0 at the end: it
    keeps what imitation has taught while rewards are rare. Without a clone it has no effect."""
    max_gradient_norm: float = 0.5
    """The gradient is scaled down to this norm."""
    target_kl: float | None = None
    """No further pass over a rollout once the policy has moved this far, in nats; None for no limit."""


@dataclass(frozen=True)
class PPOConfig(LearningConfig):
    """How the reactive level learns, whose decisions last a step."""

    arenas: int = 512
    """Arenas stepped side by side (N)."""
    horizon: int = 32
    """Steps of every arena in one rollout (T)."""
    minibatches: int = 4
    """Gradient steps in each pass."""
    hidden_units: int = 64
    """Width of the policy's hidden layers."""
    hidden_layers: int = 2
    """Number of the policy's hidden layers."""
    memory: bool = False
    """Put a GRU behind the hidden layers, for what the frame does not show: gradients flow back through the `horizon`
    steps of a rollout, whose minibatches are then of whole arenas. Computed by torch, a few times slower."""
    compiled: bool = True
    """Let the compiled kernel compute a plain network, several times as fast as torch and equal to it but for rounding.
    Other networks, and imitation, are always torch's."""


@dataclass(frozen=True)
class OptionPPOConfig(LearningConfig):
    """How a level that chooses options learns. Its decisions are few and last long: other defaults fit them."""

    arenas: int = 32
    """Episodes played side by side."""
    decisions: int = 1024
    """Decisions of a rollout, at least; it ends with the round in which they are reached. The documents have 2048."""
    minibatch: int = 256
    """Decisions of a gradient step, about."""
    epochs: int = 4
    learning_rate: float = 1e-3
    gamma: float = 0.999
    gae_lambda: float = 0.998
    entropy_coefficient: float = 0.02
    final_entropy_coefficient: float = 0.002
    target_kl: float | None = 0.03
