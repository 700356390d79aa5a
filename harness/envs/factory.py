"""Makes environments: one function for one arena, one for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gymnasium.vector import AutoresetMode

from harness.envs.factorio_env import FactorioEnv
from harness.envs.vector_env import FactorioVectorEnv
from harness.envs.wrappers import (
    FeatureObservation,
    FieldObservation,
    VectorFeatureObservation,
    VectorFieldObservation,
)
from harness.errors import HarnessError
from harness.scenarios import ScenarioLike

if TYPE_CHECKING:
    from harness.envs.sb3 import StableBaselinesEnv

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


def make_sb3(
    scenario: ScenarioLike, num_envs: int = 1, observation: ObservationKind = "features", **options: Any
) -> StableBaselinesEnv:
    """Many arenas for a learner of Stable-Baselines3: one `VecEnv`, with masks for `MaskablePPO`.

    Args:
        scenario: name, path of a scenario file, or a scenario.
        num_envs: arenas of all servers together.
        observation: features for `MlpPolicy`, fields for `MultiInputPolicy`, or raw frames.
        options: further arguments of `FactorioVectorEnv`.

    Raises:
        HarnessError: if Stable-Baselines3 is not installed; with the command that installs it.
        ScenarioError: if the scenario cannot be loaded.
        ServerError: if a server does not start.
        ValueError: if there is no such kind of observation.
    """
    try:
        from harness.envs.sb3 import StableBaselinesEnv
    except ImportError as error:
        raise HarnessError("make_sb3 needs Stable-Baselines3: `python -m pip install stable-baselines3`") from error
    return StableBaselinesEnv(
        make_vec(scenario, num_envs, observation, autoreset_mode=AutoresetMode.SAME_STEP, **options)
    )


def _check_kind(observation: str) -> None:
    if observation not in ("frame", *_ONE):
        raise ValueError(f"observation is {observation!r}; known: 'frame', 'fields', 'features'")
