"""The micro-latencies of `suites/bench/python` run; how long they take is not for a test to say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[3] / "suites" / "bench" / "python" / "micro_latencies.py"


@pytest.mark.parametrize(
    "name", ["bare_round_trip", "step_of_one_arena", "step_from_python", "exchange_in_one_thread", "view_of_a_frame"]
)
def test_a_latency_is_measured(name: str) -> None:
    pytest.importorskip("pyperf")
    spec = importlib.util.spec_from_file_location("micro_latencies", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert getattr(module, name)(20) > 0
