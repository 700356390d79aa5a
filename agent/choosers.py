"""Ways of choosing actions that are scored: a policy that draws or takes the likeliest, chance, and standing still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

import harness
from agent.encoders import Encoder
from agent.environments import encoder_of
from agent.episodes import STAND
from agent.model import Model
from agent.policies import masked
from agent.policies.recurrent import RecurrentPolicy, forget

#: Chooses actions int64 [N] from frames, structured [N], and masks, bool [N, A].
Chooser = Callable[[NDArray[Any], NDArray[np.bool_]], NDArray[np.int64]]
#: Arms that need no model.
FLOORS = ("random", "noop")


def policy_chooser(model: Model, encoder: Encoder, mode: Literal["sampled", "greedy"], seed: int) -> Chooser:
    """Acts by a policy: drawing from its distribution, or always taking the likeliest action."""
    generator = torch.Generator().manual_seed(seed)
    judge = _remembering(model.policy) if isinstance(model.policy, RecurrentPolicy) else _at_sight(model.policy)

    @torch.inference_mode()
    def choose(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        logits = judge(torch.from_numpy(encoder.encode(frames)), frames)
        log_probs = masked.log_probabilities(logits, torch.from_numpy(mask))
        actions = masked.greedy(log_probs) if mode == "greedy" else masked.sample(log_probs, generator)
        return actions.numpy()

    return choose


def _at_sight(policy: nn.Module) -> Callable[[Tensor, NDArray[Any]], Tensor]:
    """Logits of features alone."""
    return lambda features, frames: policy(features).primitive_action


def _remembering(policy: RecurrentPolicy) -> Callable[[Tensor, NDArray[Any]], Tensor]:
    """Logits of features and what is remembered of each arena since its episode's first frame."""
    memory = policy.initial_memory(0)

    def judge(features: Tensor, frames: NDArray[Any]) -> Tensor:
        nonlocal memory
        begins = torch.from_numpy((frames["flags"] & harness.constants.FACTORIO_FLAG_RESET) != 0)
        if len(memory) != len(features):
            memory = policy.initial_memory(len(features))
        output = policy(features, forget(memory, begins))
        memory = output.memory
        return output.primitive_action

    return judge


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
