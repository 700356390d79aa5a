"""Environments: Gymnasium's faces of the servers."""

from __future__ import annotations

from harness.envs.factorio_env import FactorioEnv
from harness.envs.factory import make, make_vec
from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv
from harness.envs.wrappers import FeatureObservation, VectorFeatureObservation

__all__ = [
    "FactorioEnv",
    "FactorioVectorEnv",
    "FeatureObservation",
    "VectorFeatureObservation",
    "fields",
    "make",
    "make_vec",
]
