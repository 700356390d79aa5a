"""The harness's public face: environments, scenarios, scripted policies, statistics.

    import harness

    env = harness.make_vec("movement_micro", num_envs=64)
    observations, info = env.reset(seed=1)
    frames = harness.fields(observations, "movement")

Importing it registers `factorio/NAME-v0` with Gymnasium for every scenario; the names below are imported when
they are first used, so that `import harness` is quick and `python -m harness doctor` works where nothing has
been built yet.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from harness.registration import register_with_gymnasium

if TYPE_CHECKING:
    from comm_c.layout import constants, frame_dtype
    from harness.bench.machine import machine_fingerprint
    from harness.bench.stats import wilson_interval
    from harness.envs import (
        FactorioEnv,
        FactorioVectorEnv,
        FeatureObservation,
        FieldObservation,
        VectorFeatureObservation,
        VectorFieldObservation,
        commands,
        fields,
        make,
        make_sb3,
        make_vec,
    )
    from harness.envs.action_sets import action_names, action_space
    from harness.envs.arena_state import ArenaState
    from harness.envs.played_arena import PlayedArena
    from harness.envs.recording import Recording, judge, numbered_actions, read_recording
    from harness.errors import (
        CaseError,
        HarnessError,
        InvalidAction,
        PolicyError,
        RconError,
        RecordingError,
        ResetNeeded,
        ScenarioError,
        ServerError,
        ServerLost,
        SnapshotError,
    )
    from harness.runner.policies import NoopPolicy, RandomPolicy, scripted_policy
    from harness.scenarios import Scenario, list_scenarios, load_scenario, scenario_schema
    from harness.servers.scenes import scene_digest

#: Public names by the module that has them.
_HOMES = {
    "comm_c.layout": ("constants", "frame_dtype"),
    "harness.bench.machine": ("machine_fingerprint",),
    "harness.bench.stats": ("wilson_interval",),
    "harness.envs": (
        "FactorioEnv", "FactorioVectorEnv", "FeatureObservation", "FieldObservation", "VectorFeatureObservation",
        "VectorFieldObservation", "commands", "fields", "make", "make_sb3", "make_vec",
    ),
    "harness.envs.action_sets": ("action_names", "action_space"),
    "harness.envs.arena_state": ("ArenaState",),
    "harness.envs.played_arena": ("PlayedArena",),
    "harness.envs.recording": ("Recording", "judge", "numbered_actions", "read_recording"),
    "harness.errors": (
        "CaseError", "HarnessError", "InvalidAction", "PolicyError", "RconError", "RecordingError", "ResetNeeded",
        "ScenarioError", "ServerError", "ServerLost", "SnapshotError",
    ),
    "harness.runner.policies": ("NoopPolicy", "RandomPolicy", "scripted_policy"),
    "harness.scenarios": ("Scenario", "list_scenarios", "load_scenario", "scenario_schema"),
    "harness.servers.scenes": ("scene_digest",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArenaState",
    "CaseError",
    "FactorioEnv",
    "FactorioVectorEnv",
    "FeatureObservation",
    "FieldObservation",
    "HarnessError",
    "InvalidAction",
    "NoopPolicy",
    "PlayedArena",
    "PolicyError",
    "RandomPolicy",
    "RconError",
    "Recording",
    "RecordingError",
    "ResetNeeded",
    "Scenario",
    "ScenarioError",
    "ServerError",
    "ServerLost",
    "SnapshotError",
    "VectorFeatureObservation",
    "VectorFieldObservation",
    "action_names",
    "action_space",
    "commands",
    "constants",
    "fields",
    "frame_dtype",
    "judge",
    "list_scenarios",
    "load_scenario",
    "machine_fingerprint",
    "make",
    "make_sb3",
    "make_vec",
    "numbered_actions",
    "read_recording",
    "scenario_schema",
    "scene_digest",
    "scripted_policy",
    "wilson_interval",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'harness' has no public name '{name}'; it has: {', '.join(__all__)}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All public names, imported or not."""
    return sorted({*globals(), *__all__})


register_with_gymnasium()
