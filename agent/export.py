"""Exports a trained policy for others to run: TorchScript, and ONNX where its packages are there; both compared.

Example: python -m agent.export baselines/models/movement_micro --out exported
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import torch
import tyro
from rich.console import Console
from torch import Tensor, nn

import harness
from agent.encoders.planes import PLANES
from agent.errors import AgentError
from agent.hierarchy.model import is_hierarchy, load_hierarchy
from agent.model import load_model
from agent.options.situation import ENTITY_NAMES, ENTITY_ROWS, MINIMAP_TILES, TASK_FEATURES
from agent.policies.recurrent import RecurrentPolicy

#: Largest difference that an exported policy's outputs may have: float32 sums are rounded in another order.
TOLERANCE = 1e-4
#: Batches of random inputs that are compared, and the rows of each: others than the one that was traced.
COMPARED_ROWS = (1, 7)


class NotTheSame(AgentError):
    """An exported policy does not compute what the policy computes."""


@dataclass(frozen=True)
class Exportable:
    """A network with example inputs, by name."""

    name: str
    network: nn.Module
    inputs: dict[str, Tensor]
    """First axis: the batch, which may have any size later."""
    outputs: tuple[str, ...]


class _AsTuple(nn.Module):
    """A network whose outputs are a plain tuple: what exporters know."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """The outputs of the network, in their order."""
        return tuple(self.network(*inputs))


def exportable(path: Path) -> list[Exportable]:
    """The networks of a model, a run or a hierarchy.

    Raises:
        CheckpointMissing: if there is none.
    """
    generator = torch.Generator().manual_seed(0)
    if not is_hierarchy(path):
        model = load_model(path)
        features = torch.rand(2, len(model.spec.features), generator=generator)
        if isinstance(model.policy, RecurrentPolicy):
            inputs = {"features": features, "memory": model.policy.initial_memory(2)}
            return [Exportable("policy", model.policy, inputs, ("primitive_action", "value", "memory"))]
        return [Exportable("policy", model.policy, {"features": features}, ("primitive_action", "value"))]
    hierarchy = load_hierarchy(path)
    side = MINIMAP_TILES // hierarchy.tactical.config.minimap_scale
    inputs = {
        "minimap": torch.rand(2, PLANES, side, side, generator=generator),
        "task": torch.rand(2, TASK_FEATURES, generator=generator),
        "entities": torch.rand(2, ENTITY_ROWS, len(ENTITY_NAMES), generator=generator),
        "present": torch.rand(2, ENTITY_ROWS, generator=generator) < 0.5,
    }
    outputs = ("subtask_selection", "resource_allocation", "coordination_signal", "value")
    found = [Exportable("tactical", hierarchy.tactical, inputs, outputs)]
    if hierarchy.reactive is not None:
        features = torch.rand(2, len(hierarchy.reactive.spec.features), generator=generator)
        reactive = hierarchy.reactive.policy
        found.append(Exportable("reactive", reactive, {"features": features}, ("primitive_action", "value")))
    return found


def other_inputs(one: Exportable, rows: int) -> dict[str, Tensor]:
    """Random inputs of another batch size."""
    generator = torch.Generator().manual_seed(rows)
    return {
        name: torch.rand(rows, *tensor.shape[1:], generator=generator) < 0.5
        if tensor.dtype == torch.bool
        else torch.rand(rows, *tensor.shape[1:], generator=generator)
        for name, tensor in one.inputs.items()
    }


@torch.inference_mode()
def expected(one: Exportable, inputs: Mapping[str, Tensor]) -> list[np.ndarray[Any, Any]]:
    """What the policy itself computes."""
    return [output.numpy() for output in _AsTuple(one.network)(*inputs.values())]


def to_torchscript(one: Exportable, folder: Path) -> Path:
    """Writes NAME.pt, which `torch.jit.load` runs without this project.

    Raises:
        NotTheSame: if it computes something else.
    """
    path = folder / f"{one.name}.pt"
    with torch.inference_mode(), _quiet():
        traced: Any = torch.jit.trace(  # type: ignore[no-untyped-call]
            _AsTuple(one.network), tuple(one.inputs.values()), check_trace=False
        )
        torch.jit.save(traced, str(path))
        loaded: Any = torch.jit.load(str(path))  # type: ignore[no-untyped-call]
        for rows in COMPARED_ROWS:
            inputs = other_inputs(one, rows)
            _compare(path, one, inputs, [output.numpy() for output in loaded(*inputs.values())])
    return path


def to_onnx(one: Exportable, folder: Path) -> Path:
    """Writes NAME.onnx with named inputs and outputs and any batch size.

    Raises:
        AgentError: if the packages are missing.
        NotTheSame: if it computes something else.
    """
    try:
        import onnx  # noqa: F401  torch writes with it
        import onnxruntime
    except ImportError as error:
        raise AgentError(
            f"ONNX needs the package {error.name}: pip install 'factorio-rl-harness[onnx]'; "
            "--format torchscript needs nothing"
        ) from error
    path = folder / f"{one.name}.onnx"
    with _quiet():
        torch.onnx.export(
            _AsTuple(one.network).eval(), tuple(one.inputs.values()), str(path), dynamo=False,
            input_names=list(one.inputs), output_names=list(one.outputs),
            dynamic_axes={name: {0: "batch"} for name in (*one.inputs, *one.outputs)},
        )  # fmt: skip
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for rows in COMPARED_ROWS:
        inputs = other_inputs(one, rows)
        told = session.run(list(one.outputs), {name: tensor.numpy() for name, tensor in inputs.items()})
        _compare(path, one, inputs, told)
    return path


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the exporters' warnings about sizes that they take as constants, and about their successors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _compare(path: Path, one: Exportable, inputs: Mapping[str, Tensor], told: list[np.ndarray[Any, Any]]) -> None:
    for name, mine, theirs in zip(one.outputs, expected(one, inputs), told, strict=True):
        apart = float(np.abs(mine - theirs).max())
        if not apart <= TOLERANCE:
            raise NotTheSame(
                f"{path.name} is wrong: its {name} is {apart:.2g} off, allowed is {TOLERANCE:g}; do not use it, and "
                "report the versions of torch and onnx"
            )


@dataclass(frozen=True)
class ExportConfig:
    """Exports the networks of a model, a run or a hierarchy, and compares what they compute.

    Example: python -m agent.export baselines/models/movement_micro --out exported
    """

    model: Annotated[Path, tyro.conf.Positional, tyro.conf.arg(metavar="MODEL_OR_RUN")]
    """Folder of a model, of a checkpoint, of a run or of a hierarchy."""
    out: Path = Path("exported")
    """Folder for the files."""
    format: Literal["torchscript", "onnx", "both"] = "both"
    """What to write; `both` leaves ONNX out with a note where its packages are missing."""


def export(config: ExportConfig, console: Console) -> list[Path]:
    """Writes the files, and signature.json: names, shapes and types of inputs and outputs.

    Raises:
        AgentError: if there is no model, a package is missing, or an export is wrong.
    """
    networks = exportable(config.model)
    config.out.mkdir(parents=True, exist_ok=True)
    written = []
    for one in networks:
        if config.format != "onnx":
            written.append(to_torchscript(one, config.out))
        if config.format != "torchscript":
            try:
                written.append(to_onnx(one, config.out))
            except NotTheSame:
                raise
            except AgentError as error:
                if config.format == "onnx":
                    raise
                console.print(f"no ONNX: {error}", highlight=False, markup=False, soft_wrap=True)
    signature = {
        one.name: {
            "inputs": {
                name: {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": ["batch", *tensor.shape[1:]]}
                for name, tensor in one.inputs.items()
            },
            "outputs": list(one.outputs),
        }
        for one in networks
    }
    (config.out / "signature.json").write_text(json.dumps(signature, indent=1) + "\n")
    return written


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(ExportConfig, args=arguments, prog="python -m agent.export")
    console = Console()
    try:
        for path in export(config, console):
            console.print(f"{path}: {path.stat().st_size:,} bytes, the same outputs", highlight=False, soft_wrap=True)
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
