"""The benchmark against factory-sim compares the same work."""

from __future__ import annotations

import runpy
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "suites" / "bench" / "against_factory_sim.py"


def test_both_sides_of_the_speed_comparison_make_the_same_plates() -> None:
    script = runpy.run_path(str(SCRIPT))
    result = script["measure"](script["BenchConfig"](rounds=2, arenas=1, steps=4))
    assert result["plates"] > 0  # measure() raises where the sides differ
    assert len(result["ratios"]) == 2
