"""Ways of choosing actions that are scored: a policy that draws or takes the likeliest, chance, and standing still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

import harness
from agent.encoders import Encoder
from agent.environments import encoder_of
from agent.episodes import STAND
from agent.model import Model
from agent.policies import masked

#: Chooses actions int64 [N] from frames, structured [N], and masks, bool [N, A].
Chooser = Callable[[NDArray[Any], NDArray[np.bool_]], NDArray[np.int64]]
#: Arms that need no model.
FLOORS = ("random", "noop")


def policy_chooser(model: Model, encoder: Encoder, mode: Literal["sampled", "greedy"], seed: int) -> Chooser:
    """Acts by a policy: drawing from its distribution, or always taking the likeliest action."""
    generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def choose(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        logits = model.policy(torch.from_numpy(encoder.encode(frames))).primitive_action
        log_probs = masked.log_probabilities(logits, torch.from_numpy(mask))
        actions = masked.greedy(log_probs) if mode == "greedy" else masked.sample(log_probs, generator)
        return actions.numpy()

    return choose


def random_chooser(seed: int) -> Chooser:
    """Acts by chance, evenly among the allowed actions."""
    generator = np.random.default_rng(seed)

    def choose(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.where(mask, generator.random(mask.shape), -1.0).argmax(axis=1)

    return choose


def noop_chooser(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Stands still."""
    return np.full(len(mask), STAND, dtype=np.int64)


def choosers(env: harness.FactorioVectorEnv, model: Model, seed: int) -> dict[str, Chooser]:
    """The four arms: the policy drawing and taking the likeliest, and both floors.

    Raises:
        RunMismatch: if the model is for other frames or actions.
    """
    encoder = encoder_of(env)
    model.spec.check(encoder, env.scenario)
    return {
        "sampled": policy_chooser(model, encoder, "sampled", seed),
        "greedy": policy_chooser(model, encoder, "greedy", seed),
        "random": random_chooser(seed),
        "noop": noop_chooser,
    }
