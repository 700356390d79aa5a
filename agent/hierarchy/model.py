"""A trained hierarchy on disk: a folder with the weights of each level and the description that rebuilds them.

model/
hierarchy.json       HierarchySpec
tactical.safetensors, strategic.safetensors   weights; the second only where the level was trained
reactive/            a model of agent.model; only where walking was trained
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

import harness
from agent.errors import CheckpointCorrupt, CheckpointMissing, RunMismatch
from agent.hierarchy.reactive import LearnedSteering
from agent.hierarchy.strategic import LearnedStrategic
from agent.model import Model, load_model
from agent.options.learned import LearnedTactical
from agent.options.play import STRATEGIC_PERIOD
from agent.options.situation import TASK_FEATURES
from agent.options.vocabulary import PATIENCE, RESOURCES, SUBTASKS
from agent.policies.strategic import StrategicConfig, StrategicPolicy
from agent.policies.tactical import TacticalConfig, TacticalPolicy

SPEC = "hierarchy.json"
TACTICAL, STRATEGIC, REACTIVE = "tactical.safetensors", "strategic.safetensors", "reactive"


@dataclass(frozen=True)
class HierarchySpec:
    """What a hierarchy was made for; enough to rebuild it and to refuse what it does not know."""

    scenario: str
    """Name of the scenario that it was trained on."""
    steps: int
    """Arena steps that its tactical level was trained for."""
    seed: int
    """Seed of its training."""
    tactical: dict[str, Any] = field(default_factory=lambda: asdict(TacticalConfig()))
    strategic: dict[str, Any] | None = None
    """Sizes of the strategic network; None where there is none."""
    prototypes: tuple[int, int] | None = None
    """Items and technologies of the server, that the strategic level counts with."""
    strategic_period: int = STRATEGIC_PERIOD
    subtasks: tuple[str, ...] = SUBTASKS
    resources: tuple[str, ...] = RESOURCES
    patience: tuple[int, ...] = PATIENCE
    task_features: int = TASK_FEATURES
    architecture: str = "Hierarchy"


@dataclass(frozen=True)
class Hierarchy:
    """The levels of a trained agent; those that were not trained are None, and a script takes their place."""

    spec: HierarchySpec
    tactical: TacticalPolicy
    strategic: StrategicPolicy | None
    reactive: Model | None
    source: Path

    def tactical_level(self, mode: Literal["sampled", "greedy"], seed: int) -> LearnedTactical:
        """The level that chooses options."""
        return LearnedTactical(self.tactical, mode, torch.Generator().manual_seed(seed))

    def strategic_level(
        self, env: harness.FactorioVectorEnv, mode: Literal["sampled", "greedy"], seed: int
    ) -> LearnedStrategic | None:
        """The level that directs; None where it was not trained."""
        if self.strategic is None:
            return None
        return LearnedStrategic(self.strategic, env, mode, torch.Generator().manual_seed(seed))

    def steering(self, scenario: harness.Scenario) -> LearnedSteering | None:
        """The level that walks; None where it was not trained."""
        return None if self.reactive is None else LearnedSteering(self.reactive, scenario)


def hierarchy_files(
    spec: HierarchySpec, tactical: TacticalPolicy, strategic: StrategicPolicy | None
) -> dict[str, bytes]:
    """Contents of a hierarchy's files, by name; the reactive level's folder stands beside them."""
    files = {SPEC: (json.dumps(asdict(spec), indent=1) + "\n").encode(), TACTICAL: _weights(tactical.state_dict())}
    if strategic is not None:
        files[STRATEGIC] = _weights(strategic.state_dict())
    return files


def _weights(state: dict[str, Tensor]) -> bytes:
    return safetensors.torch.save({name: tensor.contiguous() for name, tensor in state.items()})


def is_hierarchy(path: Path) -> bool:
    """Whether the folder holds a hierarchy, or a run of one with its model."""
    return (path / SPEC).is_file() or (path / "model" / SPEC).is_file()


def load_hierarchy(path: Path) -> Hierarchy:
    """Finds a hierarchy: in its folder, or in that of a finished run.

    Raises:
        CheckpointMissing: if there is none.
        CheckpointCorrupt: if it cannot be read.
        RunMismatch: if it was made by a version whose options are others.
    """
    folder = path if (path / SPEC).is_file() else path / "model"
    if not (folder / SPEC).is_file():
        raise CheckpointMissing(f"{path} holds no hierarchy ({SPEC}). Train one: python -m agent.train --hierarchical")
    try:
        stored = json.loads((folder / SPEC).read_text())
        spec = HierarchySpec(**{key: _as_tuple(value) for key, value in stored.items()})
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointCorrupt(f"hierarchy {folder} cannot be read: {error}") from error
    _check_vocabulary(spec, folder)
    try:
        return _build(spec, folder)
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
        raise CheckpointCorrupt(f"hierarchy {folder} cannot be read: {error}") from error


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_vocabulary(spec: HierarchySpec, folder: Path) -> None:
    """Refuses a model whose outputs or inputs mean something else than they do here."""
    known = {"subtasks": SUBTASKS, "resources": RESOURCES, "patience": PATIENCE, "task_features": TASK_FEATURES}
    for name, here in known.items():
        there = getattr(spec, name)
        if there != here:
            raise RunMismatch(
                f"hierarchy {folder} is for another version of the contract: its {name} are {there}, here they are "
                f"{here}. Train it again: python -m agent.train --hierarchical --scenario {spec.scenario}"
            )


def _build(spec: HierarchySpec, folder: Path) -> Hierarchy:
    sizes = {key: _as_tuple(value) for key, value in spec.tactical.items()}
    tactical = TacticalPolicy(TacticalConfig(**sizes))
    tactical.load_state_dict(safetensors.torch.load((folder / TACTICAL).read_bytes()))
    strategic = None
    if spec.strategic is not None and spec.prototypes is not None:
        sizes = {key: _as_tuple(value) for key, value in spec.strategic.items()}
        strategic = StrategicPolicy(*spec.prototypes, StrategicConfig(**sizes))
        strategic.load_state_dict(safetensors.torch.load((folder / STRATEGIC).read_bytes()))
        strategic.eval()
    reactive = load_model(folder / REACTIVE) if (folder / REACTIVE).is_dir() else None
    return Hierarchy(spec, tactical.eval(), strategic, reactive, folder)


