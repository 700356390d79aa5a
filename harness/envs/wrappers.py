"""Wrappers: observations as float32 features, or as a dictionary of the frame's fields, instead of raw frames."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import VectorObservationWrapper, VectorWrapper
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from comm_c.layout import frame_dtype
from harness.envs.factorio_env import FactorioEnv
from harness.envs.features import FeatureExtractor
from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv
from harness.scenarios import Scenario
from harness.scenarios.frames import frame_kind

Fields = dict[str, NDArray[Any]]


def _space(count: int) -> Any:
    return spaces.Box(-np.inf, np.inf, (count,), np.float32)


class FeatureObservation(gymnasium.ObservationWrapper[NDArray[np.float32], Any, NDArray[np.uint8]]):
    """Observations of a `FactorioEnv` as float32 [features]; `feature_names` says what they are."""

    def __init__(self, env: FactorioEnv) -> None:
        super().__init__(env)
        self._extract = FeatureExtractor(env.scenario)
        self.feature_names = self._extract.names
        self.observation_space = _space(len(self.feature_names))

    def observation(self, observation: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features of one frame."""
        return self._extract(observation)


class _EverySight(VectorObservationWrapper):
    """Changes every observation of a `FactorioVectorEnv`, the last ones of SAME_STEP's episodes among them."""

    def __init__(self, env: FactorioVectorEnv) -> None:
        VectorWrapper.__init__(self, env)  # the parent's own refuses SAME_STEP, whose last observations it leaves raw

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """As the environment's, in the other shape."""
        observations, rewards, terminated, truncated, info = self.env.step(actions)
        if "final_obs" in info:
            ended = info["_final_obs"].nonzero()[0]
            final = self.observations(np.stack(info["final_obs"][ended]))
            for place, row in enumerate(ended):
                info["final_obs"][row] = self._row(final, place)
        return self.observations(observations), rewards, terminated, truncated, info

    def _row(self, observations: Any, place: int) -> Any:
        """One arena's observation among those of several."""
        return observations[place]


class VectorFeatureObservation(_EverySight):
    """Observations of a `FactorioVectorEnv` as float32 [n, features]."""

    def __init__(self, env: FactorioVectorEnv) -> None:
        super().__init__(env)
        self._extract = FeatureExtractor(env.scenario)
        self.feature_names = self._extract.names
        self.single_observation_space = _space(len(self.feature_names))
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)

    def observations(self, observations: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features of all frames."""
        return self._extract(observations)


class FieldReader:
    """Takes frames apart: every field of `comm_c/frames.h` by its name, rows of things nearby as `resources_offset`.

    A number alone is an array [1], and every name is an identifier: networks over dictionaries, such as the
    `MultiInputPolicy` of Stable-Baselines3, take neither arrays without a length nor names with a dot.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._frame = scenario.frame
        dtype = frame_dtype(frame_kind(scenario.frame))
        self._parts: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {}
        self.space: spaces.Dict = spaces.Dict()
        for name in dtype.names or ():
            inner = dtype[name].base.names
            for part in inner or ("",):
                key = f"{name}_{part}" if part else name
                base = dtype[name].base[part] if part else dtype[name]
                shape = (dtype[name].shape + base.shape if part else base.shape) or (1,)
                self._parts[key] = (name, part) if part else (name,), shape
                self.space[key] = _box(shape, base.base)

    def __call__(self, observations: NDArray[np.uint8]) -> Fields:
        """The fields of raw frames uint8 [..., frame_bytes]: copies, [...] before each field's own shape."""
        frames = fields(observations, self._frame)
        taken = {}
        for key, (path, shape) in self._parts.items():
            part = frames
            for name in path:
                part = part[name]
            taken[key] = np.array(part).reshape(*frames.shape, *shape)
        return taken


def _box(shape: tuple[int, ...], dtype: np.dtype[Any]) -> spaces.Box:
    if dtype.kind == "f":
        return spaces.Box(-np.inf, np.inf, shape, dtype.type)
    limits = np.iinfo(dtype)
    return spaces.Box(limits.min, limits.max, shape, dtype.type)


class FieldObservation(gymnasium.ObservationWrapper[Fields, Any, NDArray[np.uint8]]):
    """Observations of a `FactorioEnv` as a dictionary of arrays, a field of the frame each."""

    def __init__(self, env: FactorioEnv) -> None:
        super().__init__(env)
        self._read = FieldReader(env.scenario)
        self.observation_space = self._read.space  # type: ignore[assignment]

    def observation(self, observation: NDArray[np.uint8]) -> Fields:
        """The fields of one frame."""
        return self._read(observation)


class VectorFieldObservation(_EverySight):
    """Observations of a `FactorioVectorEnv` as a dictionary of arrays [n, ...]."""

    def __init__(self, env: FactorioVectorEnv) -> None:
        super().__init__(env)
        self._read = FieldReader(env.scenario)
        self.single_observation_space = self._read.space
        self.observation_space = batch_space(self._read.space, self.num_envs)

    def observations(self, observations: NDArray[np.uint8]) -> Fields:
        """The fields of all frames."""
        return self._read(observations)

    def _row(self, observations: Fields, place: int) -> Fields:
        return {name: part[place] for name, part in observations.items()}
