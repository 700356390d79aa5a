"""Arenas as a policy plays them: what a scenario's actions and maps need beside its frames is put around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import harness
from agent.encoders import Encoder, encoder_for
from agent.encoders.ground import GroundEncoder, GroundEnv

#: Makes a vector environment of a scenario with a number of arenas, on a number of servers.
EnvMaker = Callable[..., Any]


def make_env(
    scenario: harness.Scenario, arenas: int, servers: int = 1, *, copy: bool = False, scene_seed: int = 0
) -> harness.FactorioVectorEnv:
    """Arenas on stand-in servers. Without `copy` the learner reads each frame before the next step.

    Args:
        scenario: what is played.
        arenas: how many.
        servers: processes that host them.
        copy: whether observations belong to the caller.
        scene_seed: seed of the first scene of the pool.
    """
    return harness.FactorioVectorEnv(
        scenario, num_envs=arenas, num_servers=servers, copy=copy, scene_seed=scene_seed
    )


def around(env: harness.FactorioVectorEnv) -> Any:
    """The environment as a policy plays it: by intents where it takes commands, seeing the ground where it says so."""
    if env.scenario.actions == "commands":
        from agent.options.intents.env import IntentEnv

        return IntentEnv(env)
    return GroundEnv(env) if env.scenario.ground_sight else env


def seeing_encoder(env: Any) -> Any:
    """The encoder of a scenario whose policies ask more than frames say; it is shown the frames of every step.

    Args:
        env: an environment, or the askable side of one: scenario, num_envs, prototype_names and query_many.
    """
    if env.scenario.actions == "commands":
        from agent.options.intents.env import IntentEncoder, make_kit

        return IntentEncoder(make_kit(env, env.num_envs))
    return GroundEncoder(env)


def needs_environment(scenario: harness.Scenario) -> bool:
    """Whether a policy has to ask more than frames say."""
    return scenario.actions == "commands" or scenario.ground_sight > 0


def encoder_of(env: Any) -> Encoder:
    """The encoder that belongs to an environment, or to its scenario."""
    encoder: Encoder | None = getattr(env, "encoder", None)
    return encoder if encoder is not None else encoder_for(env.scenario)
