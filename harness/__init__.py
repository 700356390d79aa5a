"""The harness's public face: environments, scenarios, scripted policies, statistics.

    import harness

    env = harness.make_vec("movement_micro", num_envs=64)
    observations, info = env.reset(seed=1)
    frames = harness.fields(observations, "movement")
"""

from __future__ import annotations

from comm_c.layout import frame_dtype
from harness.bench.machine import machine_fingerprint
from harness.bench.stats import wilson_interval
from harness.envs import (
    FactorioEnv,
    FactorioVectorEnv,
    FeatureObservation,
    VectorFeatureObservation,
    fields,
    make,
    make_vec,
)
from harness.errors import (
    CaseError,
    HarnessError,
    InvalidAction,
    PolicyError,
    RconError,
    ResetNeeded,
    ScenarioError,
    ServerError,
    ServerLost,
    SnapshotError,
)
from harness.runner.policies import NoopPolicy, RandomPolicy, scripted_policy
from harness.scenarios import Scenario, list_scenarios, load_scenario

__all__ = [
    "CaseError",
    "FactorioEnv",
    "FactorioVectorEnv",
    "FeatureObservation",
    "HarnessError",
    "InvalidAction",
    "NoopPolicy",
    "PolicyError",
    "RandomPolicy",
    "RconError",
    "ResetNeeded",
    "Scenario",
    "ScenarioError",
    "ServerError",
    "ServerLost",
    "SnapshotError",
    "VectorFeatureObservation",
    "fields",
    "frame_dtype",
    "list_scenarios",
    "load_scenario",
    "machine_fingerprint",
    "make",
    "make_vec",
    "scripted_policy",
    "wilson_interval",
]
