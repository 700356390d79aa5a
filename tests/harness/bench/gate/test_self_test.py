"""The gate's test of itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rich.console import Console

from harness.bench.gate.build import Program
from harness.bench.gate.self_test import Recording, Size, rates_of, resampled_rates
from harness.bench.gate.table import self_test_table
from harness.bench.gate.trials import Journal


def recordings(spread: float, count: int = 3) -> list[Recording]:
    rng = np.random.default_rng(0)
    return [
        Recording(rng.normal(0, spread, 200), rng.normal(0, spread, 200), np.full(200, 0.05)) for _ in range(count)
    ]


def test_quiet_rounds_give_a_gate_that_finds_everything_and_accuses_nobody() -> None:
    rates, (usual, longest) = resampled_rates(recordings(0.01), 100)
    assert [rate.hits for rate in rates if rate.slowdown == 0] == [0]
    assert all(rate.rate == 1.0 for rate in rates if rate.slowdown >= 0.05)
    assert 0 < usual <= longest < 60


def test_hopeless_rounds_give_a_gate_that_decides_nothing_instead_of_accusing() -> None:
    rates, _ = resampled_rates(recordings(0.5), 100)
    assert rates[0].hits == 0
    assert rates[0].inconclusive > 90


def test_trials_are_kept_and_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    program = Program(tmp_path / "workloads", ("movement",))
    journal = Journal(program)
    journal.add("base", "movement", value=1000.0)
    journal.add("count", "movement", value=1000.0)
    journal.add("count", "movement", slowdown=0.01, value=1011.0)
    with journal.path.open("a") as file:
        file.write('{"kind": "cou')
    again = Journal(program)
    assert again.trials == journal.trials
    result = rates_of(again, ["movement"], Size(2, 0, 0, 0), lambda *_: None, 0)
    assert [(rate.slowdown, rate.hits, rate.trials) for rate in result.rates] == [(0.0, 0, 1), (0.01, 1, 1)]
    console = Console(width=200)
    with console.capture() as capture:
        console.print(self_test_table(result))
    assert "+1% found" in capture.get()
    assert ">= 99.9 %" in capture.get()
