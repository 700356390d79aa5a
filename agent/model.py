"""A trained policy on disk: weights beside the description that rebuilds the network, and nothing else needed.

model/
policy.safetensors   weights
model.json           ModelSpec
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor, nn

import harness
from agent.checkpoint import MANIFEST, Checkpoint, CheckpointStore, read_checkpoint
from agent.encoders import Encoder, encoder_for
from agent.errors import CheckpointCorrupt, CheckpointMissing, RunMismatch
from agent.policies.architectures import make_policy

WEIGHTS, SPEC = "policy.safetensors", "model.json"


@dataclass(frozen=True)
class ModelSpec:
    """What a policy was made for; enough to rebuild it and to refuse the wrong scenario."""

    scenario: str
    """Name of the scenario that it was trained on."""
    frame: str
    """Observation frame that its encoder reads."""
    features: list[str]
    """Names of the input features, in order."""
    actions: list[str]
    """Names of the actions, in order."""
    hidden_units: int
    hidden_layers: int
    steps: int = 0
    """Arena steps that it was trained for."""
    seed: int = 0
    """Seed of its training."""
    architecture: str = "ReactivePolicy"

    def build(self, weights: dict[str, Tensor]) -> nn.Module:
        """The policy with these weights, ready to act."""
        policy = make_policy(
            self.architecture, self.features, len(self.actions), self.hidden_units, self.hidden_layers
        )
        policy.load_state_dict(weights)
        return policy.eval()

    def encoder(self, scenario: harness.Scenario) -> Encoder:
        """The encoder that feeds the policy on a scenario.

        Raises:
            RunMismatch: if the scenario's frames or actions are not those that the policy knows.
        """
        encoder = encoder_for(scenario)
        self.check(encoder, scenario)
        return encoder

    def check(self, encoder: Encoder, scenario: harness.Scenario) -> None:
        """Refuses an encoder whose features are not those that the policy knows.

        Raises:
            RunMismatch: if they differ.
        """
        if list(encoder.feature_names) != self.features:
            raise RunMismatch(
                f"the model was trained on {self.scenario} with {len(self.features)} features of the frame "
                f"'{self.frame}'; {scenario.name} gives {len(encoder.feature_names)} of the frame '{encoder.frame}'. "
                f"Evaluate it on {self.scenario}, or train a model on {scenario.name}"
            )


@dataclass(frozen=True)
class Model:
    """A policy and what it was made for."""

    policy: nn.Module
    spec: ModelSpec
    source: Path
    """Where it was found."""


def model_files(policy_weights: dict[str, Tensor], spec: ModelSpec) -> dict[str, bytes]:
    """Contents of a model's files, by name."""
    return {
        WEIGHTS: safetensors.torch.save({name: tensor.contiguous() for name, tensor in policy_weights.items()}),
        SPEC: (json.dumps(asdict(spec), indent=1) + "\n").encode(),
    }


def load_model(path: Path) -> Model:
    """Finds a policy: in a model's folder, a checkpoint's folder, or a run's folder (its newest checkpoint).

    Raises:
        CheckpointMissing: if there is nothing of the kind.
        CheckpointCorrupt: if what is there cannot be read.
    """
    if (path / SPEC).is_file():
        return _from_model(path)
    if (path / MANIFEST).is_file():
        return _from_checkpoint(path, read_checkpoint(path))
    if (path / "checkpoints").is_dir():
        store = CheckpointStore(path / "checkpoints")
        name, checkpoint = store.load()
        return _from_checkpoint(store.path(name), checkpoint)
    raise CheckpointMissing(
        f"{path} is no model ({SPEC}, {WEIGHTS}), no checkpoint ({MANIFEST}) and no run (checkpoints/). "
        f"Train one: python -m agent.train --scenario movement_micro --out {path}"
    )


def _from_model(path: Path) -> Model:
    try:
        spec = ModelSpec(**json.loads((path / SPEC).read_text()))
        weights = safetensors.torch.load((path / WEIGHTS).read_bytes())
        return Model(spec.build(weights), spec, path)
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
        raise CheckpointCorrupt(f"model {path} cannot be read: {error}") from error


def _from_checkpoint(path: Path, checkpoint: Checkpoint) -> Model:
    try:
        spec = ModelSpec(**_spec_of(checkpoint.state))
        prefix = "policy/"
        weights = {
            name.removeprefix(prefix): torch.from_numpy(array)
            for name, array in checkpoint.arrays.items()
            if name.startswith(prefix)
        }
        return Model(spec.build(weights), spec, path)
    except (KeyError, TypeError, RuntimeError) as error:
        raise CheckpointCorrupt(f"checkpoint {path} holds no policy that can be built: {error}") from error


def _spec_of(state: dict[str, Any]) -> dict[str, Any]:
    return {**state["model"], "steps": state["learner"]["steps"]}
