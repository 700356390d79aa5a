"""Makes environments: one function for one arena, one for many."""

from __future__ import annotations

from typing import Any, Literal

from harness.envs.factorio_env import FactorioEnv
from harness.envs.vector_env import FactorioVectorEnv
from harness.envs.wrappers import (
    FeatureObservation,
    FieldObservation,
    VectorFeatureObservation,
    VectorFieldObservation,
)
from harness.scenarios import ScenarioLike

#: Raw frames as they cross the boundary, a dictionary of their fields, or float32 features derived from them.
ObservationKind = Literal["frame", "fields", "features"]

_ONE: dict[str, type[FieldObservation | FeatureObservation]] = {
    "fields": FieldObservation,
    "features": FeatureObservation,
}
_MANY: dict[str, type[VectorFieldObservation | VectorFeatureObservation]] = {
    "fields": VectorFieldObservation,
    "features": VectorFeatureObservation,
}


def make(
    scenario: ScenarioLike, observation: ObservationKind = "frame", **options: Any
) -> FactorioEnv | FieldObservation | FeatureObservation:
    """One arena.

    Args:
        scenario: name, path of a scenario file, or a scenario.
        observation: what is seen: the raw frame, its fields by name, or float32 features.
        options: further arguments of `FactorioEnv`.

    Raises:
        ScenarioError: if the scenario cannot be loaded.
        ServerError: if the server does not start.
        ValueError: if there is no such kind of observation.
    """
    _check_kind(observation)
    env = FactorioEnv(scenario, **options)
    return env if observation == "frame" else _ONE[observation](env)


def make_vec(
    scenario: ScenarioLike, num_envs: int = 1, observation: ObservationKind = "frame", **options: Any
) -> FactorioVectorEnv | VectorFieldObservation | VectorFeatureObservation:
    """Many arenas; arguments as in `make`, options those of `FactorioVectorEnv`."""
    _check_kind(observation)
    env = FactorioVectorEnv(scenario, num_envs, **options)
    return env if observation == "frame" else _MANY[observation](env)


def _check_kind(observation: str) -> None:
    if observation not in ("frame", *_ONE):
        raise ValueError(f"observation is {observation!r}; known: 'frame', 'fields', 'features'")
