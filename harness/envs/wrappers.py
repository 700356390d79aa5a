"""Wrappers: observations as float32 features instead of raw frames."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import VectorObservationWrapper
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from harness.envs.factorio_env import FactorioEnv
from harness.envs.features import FeatureExtractor
from harness.envs.vector_env import FactorioVectorEnv


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


class VectorFeatureObservation(VectorObservationWrapper):
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
