"""Behavioural cloning: a policy learns from recorded demonstrations alone, with no server at its side.

What is cloned is the action of every recorded step. Seen states only: a learner that errs comes to states that no
demonstration has, which is what `agent.bc.dagger` is for. Scenarios whose policies see more than frames (intents, the
ground) cannot be cloned from frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from torch import nn
from torch.nn import functional

import harness
from agent.checkpoint import write_folder
from agent.demos import Demonstrations
from agent.encoders import encoder_for
from agent.environments import needs_environment
from agent.errors import AgentError
from agent.fitting import descend
from agent.model import Model, ModelSpec, load_model, model_files
from agent.policies.architectures import make_policy


@dataclass(frozen=True)
class CloneConfig:
    """How a policy is cloned."""

    seed: int = 1
    """Seed of the weights and of the order of the steps."""
    gradient_steps: int = 3000
    """Gradient steps; the learning rate falls to nothing over them."""
    batch_rows: int = 256
    """Recorded steps of a gradient step."""
    learning_rate: float = 2e-3
    """Adam's step size at the start."""
    hidden_units: int = 64
    """Width of the policy's hidden layers."""
    hidden_layers: int = 2
    """Number of the policy's hidden layers."""


def clone(demonstrations: Demonstrations, folder: Path, config: CloneConfig, console: Console) -> Model:
    """Learns from all episodes and writes the model.

    Args:
        demonstrations: of a scenario whose actions are numbers.
        folder: where the model goes.
        config: how to learn.
        console: where progress is shown.

    Raises:
        AgentError: if the demonstrations cannot be cloned.
        DemoCorrupt: if an episode is damaged; the text names the step.
        LossNotFinite: if the loss is NaN or infinite; nothing is written.
    """
    manifest = demonstrations.manifest
    scenario = harness.load_scenario(manifest.scenario)
    if needs_environment(scenario):
        raise AgentError(
            f"policies of {scenario.name} see more than frames; train one with "
            f"python -m agent.train --scenario {scenario.name} --method dagger"
        )
    features, actions = _examples(demonstrations, scenario)
    encoder, names = encoder_for(scenario), harness.action_names(scenario.actions)
    generator = torch.Generator().manual_seed(config.seed)
    policy = make_policy(
        "ReactivePolicy", list(encoder.feature_names), len(names), config.hidden_units, config.hidden_layers, generator
    )
    _fit(policy, torch.from_numpy(features), torch.from_numpy(actions), config, generator, console)
    spec = ModelSpec(
        scenario.name, encoder.frame, list(encoder.feature_names), list(names), config.hidden_units,
        config.hidden_layers, steps=len(actions), seed=config.seed,
    )  # fmt: skip
    write_folder(folder, model_files(policy.state_dict(), spec))
    return load_model(folder)


def _examples(
    demonstrations: Demonstrations, scenario: harness.Scenario
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Features float32 [steps, F] and actions int64 [steps] of every recorded step."""
    encoder = encoder_for(scenario)
    features, actions = list[NDArray[np.float32]](), list[NDArray[np.int64]]()
    for episode in demonstrations:
        frames = harness.fields(np.ascontiguousarray(episode.observations[:-1]), scenario.frame)
        features.append(encoder.encode(frames))
        actions.append(episode.actions.astype(np.int64))
    if not actions:
        raise AgentError(f"{demonstrations.folder} holds no episodes; record some: python -m agent.demos record --help")
    return np.concatenate(features), np.concatenate(actions)


def _fit(
    policy: nn.Module,
    features: torch.Tensor,
    actions: torch.Tensor,
    config: CloneConfig,
    generator: torch.Generator,
    console: Console,
) -> None:
    """Cross-entropy to the recorded actions. Masks are not recorded: the policy learns what is never done."""
    drawn = (
        torch.randint(len(actions), (config.batch_rows,), generator=generator) for _ in range(config.gradient_steps)
    )
    losses = descend(
        policy, drawn, lambda index: functional.cross_entropy(policy(features[index]).primitive_action, actions[index]),
        steps=config.gradient_steps, rate=config.learning_rate, falls_to=0.01, of="the clone",
    )  # fmt: skip
    for _ in track(losses, "cloning", total=config.gradient_steps, console=console, transient=True):
        pass
