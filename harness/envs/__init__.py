"""Environments: Gymnasium's faces of the servers."""

from __future__ import annotations

from harness.envs import commands
from harness.envs.factorio_env import FactorioEnv
from harness.envs.factory import make, make_sb3, make_vec
from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv
from harness.envs.wrappers import (
    FeatureObservation,
    FieldObservation,
    VectorFeatureObservation,
    VectorFieldObservation,
)

__all__ = [
    "FactorioEnv",
    "FactorioVectorEnv",
    "FeatureObservation",
    "FieldObservation",
    "VectorFeatureObservation",
    "VectorFieldObservation",
    "commands",
    "fields",
    "make",
    "make_sb3",
    "make_vec",
]
