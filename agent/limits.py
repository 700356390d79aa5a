"""What numbers a run may be told, asked before anything starts."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from operator import attrgetter, le, lt
from typing import TYPE_CHECKING

from agent.errors import AgentError

if TYPE_CHECKING:
    from agent.config import TrainConfig

#: Flags and the least that they may be.
LEAST = {
    "steps": 1, "servers": 1, "threads": 1, "checkpoint_every": 1, "evaluation_episodes": 0, "floor_episodes": 0,
    "budget": 0, "milestones": 1, "auxiliary": 0, "ppo.arenas": 1, "ppo.horizon": 1, "ppo.minibatches": 1,
    "ppo.epochs": 1, "ppo.hidden_units": 1, "ppo.hidden_layers": 1, "ppo.final_learning_rate": 0,
    "ppo.value_coefficient": 0, "ppo.entropy_coefficient": 0, "ppo.final_entropy_coefficient": 0,
    "ppo.clone_coefficient": 0,
}  # fmt: skip
#: Flags that must be more than 0.
POSITIVE = ("ppo.learning_rate", "ppo.clip", "ppo.value_clip", "ppo.max_gradient_norm", "ppo.target_kl")
#: Flags that are shares.
SHARES = ("ppo.gamma", "ppo.gae_lambda")


def check(config: TrainConfig) -> None:
    """Refuses settings that nothing can be learned with.

    Raises:
        AgentError: naming the flag, its value, and what is allowed.
    """
    for name, least in LEAST.items():
        _demand(config, name, partial(le, least), f"at least {least}")
    for name in POSITIVE:
        _demand(config, name, partial(lt, 0), "more than 0")
    for name in SHARES:
        _demand(config, name, lambda value: 0 <= value <= 1, "0 to 1")
    rows = config.ppo.arenas * config.ppo.horizon
    if config.ppo.minibatches > rows:
        raise AgentError(
            f"--ppo.minibatches is {config.ppo.minibatches}; a rollout of {config.ppo.arenas} arenas and "
            f"{config.ppo.horizon} steps has {rows} rows, so at most that many"
        )


def _demand(config: TrainConfig, name: str, holds: Callable[[float], bool], allowed: str) -> None:
    value = attrgetter(name)(config)
    if value is None or (math.isfinite(value) and holds(value)):
        return
    raise AgentError(f"--{name.replace('_', '-')} is {value}; it must be a number, {allowed}")
