"""Exported policies compute what the policy computes, for any batch; a wrong one is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from rich.console import Console

from agent.export import Exportable, ExportConfig, NotTheSame, export, other_inputs, to_torchscript
from agent.hierarchy.model import HierarchySpec, hierarchy_files
from agent.policies import ReactivePolicy
from agent.policies.tactical import TacticalPolicy

ROOT = Path(__file__).resolve().parents[2]
QUIET = Console(quiet=True)


def hierarchy(folder: Path) -> Path:
    policy = TacticalPolicy(generator=torch.Generator().manual_seed(1))
    folder.mkdir()
    for name, content in hierarchy_files(HierarchySpec("survival_basic", 0, 1), policy, None).items():
        (folder / name).write_bytes(content)
    return folder


def test_a_recorded_model_becomes_torchscript_that_runs_by_itself(tmp_path: Path) -> None:
    model = ROOT / "baselines" / "models" / "movement_micro"
    (path,) = export(ExportConfig(model, tmp_path, "torchscript"), QUIET)
    with pytest.warns(DeprecationWarning):
        logits, value = torch.jit.load(str(path))(torch.zeros(5, 26))
    assert logits.shape == (5, 9) and value.shape == (5,)
    signature = json.loads((tmp_path / "signature.json").read_text())
    assert signature["policy"]["inputs"]["features"] == {"dtype": "float32", "shape": ["batch", 26]}


def test_a_hierarchy_becomes_torchscript_too(tmp_path: Path) -> None:
    (path,) = export(ExportConfig(hierarchy(tmp_path / "model"), tmp_path, "torchscript"), QUIET)
    assert path.name == "tactical.pt"


def test_both_become_onnx_with_the_same_outputs(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    for model in (ROOT / "baselines" / "models" / "movement_micro", hierarchy(tmp_path / "model")):
        (path,) = export(ExportConfig(model, tmp_path, "onnx"), QUIET)
        assert runtime.InferenceSession(str(path)).get_outputs()[-1].name == "value"


def test_an_export_that_computes_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = ReactivePolicy(4, 3, generator=torch.Generator().manual_seed(1))
    one = Exportable("policy", policy, {"features": torch.rand(2, 4)}, ("primitive_action", "value"))
    trace = torch.jit.trace

    def other(network: torch.nn.Module, *rest: object, **options: object) -> object:
        traced = trace(network, *rest, **options)
        policy.value_head = torch.nn.Linear(64, 1)  # the trace holds the old one
        torch.nn.init.constant_(policy.value_head.weight, 0.0)
        torch.nn.init.constant_(policy.value_head.bias, 3.0)
        return traced

    monkeypatch.setattr(torch.jit, "trace", other)
    with pytest.raises(NotTheSame, match=r"policy.pt is wrong: its value is \d.* off, allowed is 0.0001"):
        to_torchscript(one, tmp_path)


def test_other_inputs_have_the_types_of_the_examples() -> None:
    one = Exportable("x", torch.nn.Identity(), {"a": torch.rand(2, 3), "b": torch.ones(2, 1).bool()}, ())
    assert {n: (t.dtype, tuple(t.shape)) for n, t in other_inputs(one, 7).items()} == {
        "a": (torch.float32, (7, 3)), "b": (torch.bool, (7, 1))
    }  # fmt: skip
