"""PureJaxRL's published ppo.py as it is, on its own CartPole, for a comparison of speed: a process of its own.

Learner and environment are one program that XLA has compiled. The network has our hidden layers, shared by policy and
value; CartPole has 4 features and 2 actions and is no game at all, so that what this measures is a bound in its favour.
Every measurement begins with a new network. `{"updates": 4, "threads": 1, "ppo": {...}}` is its only argument.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from referee import Referee, to_stdout

#: Rounds of updates within a measurement: so many that its beginning is lost in it.
ROUNDS = 8


@contextlib.contextmanager
def bounded(threads: int) -> Iterator[None]:
    """XLA takes as many threads as there are processors when it is loaded; they may be any, later on."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:threads])
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    yield
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), allowed)


def shared_network(sizes: dict[str, Any]) -> Any:
    """A stand-in for its class of the same arguments: one trunk for policy and value."""
    import distrax
    import flax.linen as nn
    import jax.numpy as jnp

    class ActorCritic(nn.Module):  # type: ignore[misc]
        action_dim: int
        activation: str = "tanh"

        @nn.compact
        def __call__(self, x: Any) -> Any:
            for _ in range(sizes["hidden_layers"]):
                x = nn.tanh(nn.Dense(sizes["hidden_units"])(x))
            return distrax.Categorical(logits=nn.Dense(self.action_dim)(x)), jnp.squeeze(nn.Dense(1)(x), axis=-1)

    return ActorCritic


def main() -> None:
    """Learns at every word of the input."""
    told = json.loads(sys.argv[1])
    sizes, referee = told["ppo"], to_stdout(Referee(rounds=ROUNDS))
    with contextlib.redirect_stdout(sys.stderr):
        with bounded(told["threads"]):
            import jax

            sys.modules.setdefault("brax", types.ModuleType("brax")).envs = None  # type: ignore[attr-defined]
            from purejaxrl import ppo

            ppo.ActorCritic = shared_network(sizes)
            train = jax.jit(ppo.make_train({
                "LR": sizes["learning_rate"], "NUM_ENVS": sizes["arenas"], "NUM_STEPS": sizes["horizon"],
                "TOTAL_TIMESTEPS": ROUNDS * told["updates"] * sizes["arenas"] * sizes["horizon"],
                "UPDATE_EPOCHS": sizes["epochs"], "NUM_MINIBATCHES": sizes["minibatches"], "GAMMA": sizes["gamma"],
                "GAE_LAMBDA": sizes["gae_lambda"], "CLIP_EPS": sizes["clip"],
                "ENT_COEF": sizes["entropy_coefficient"], "VF_COEF": sizes["value_coefficient"],
                "MAX_GRAD_NORM": sizes["max_gradient_norm"], "ACTIVATION": "tanh", "ENV_NAME": "CartPole-v1",
                "ANNEAL_LR": False,
            }))  # fmt: skip
            key = jax.random.PRNGKey(0)
            jax.block_until_ready(train(key))
        while True:
            referee()
            jax.block_until_ready(train(key))


if __name__ == "__main__":
    main()
