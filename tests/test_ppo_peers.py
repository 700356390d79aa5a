"""The comparison of learners: who is told what, and by whose clock."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[1] / "suites" / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("torch")
    monkeypatch.syspath_prepend(str(BENCH))
    import ppo_against_peers

    return ppo_against_peers


@pytest.mark.parametrize("name", ["ours", "stable-baselines3", "cleanrl", "pufferl", "purejaxrl"])
def test_every_side_is_told_the_same_sizes(bench: Any, name: str) -> None:
    config = bench.BenchConfig(ppo=bench.PPOConfig(arenas=8, hidden_units=16), updates=3, threads=2)
    script, *rest = bench.words(config, name)
    told = json.loads(rest[-1])
    assert Path(script).is_file()
    assert (told["updates"], told["threads"]) == (3, 2)
    assert bench.PPOConfig(**told["ppo"]) == config.ppo


def test_ratios_are_of_pairs_of_one_round(bench: Any) -> None:
    assert bench.ratios({"ours": [6.0, 8.0], "cleanrl": [2.0, 4.0]}) == {"cleanrl": [3.0, 2.0]}


def test_a_side_says_that_it_is_ready_tells_two_times_for_every_word_and_ends_without_one() -> None:
    program = "from referee import Referee; told = Referee(rounds=2)\nwhile True: told()"
    done = subprocess.run(
        [sys.executable, "-c", program], input="go\ngo\n", cwd=BENCH, capture_output=True, text=True, check=True
    )
    ready, *times = io.StringIO(done.stdout)
    assert ready == "ready\n"
    assert len(times) == 2
    assert all(float(number) >= 0 for line in times for number in line.split())


def test_who_is_not_installed_is_named_with_what_to_do(bench: Any, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    nobody = bench.BenchConfig(against=("purejaxrl",), pythons={"purejaxrl": Path(sys.executable)})
    monkeypatch.setattr(bench.tyro, "cli", lambda *_, **__: nobody)
    monkeypatch.setattr(bench, "words", lambda *_: ["-c", "import a_package_that_nobody_has"])
    monkeypatch.setattr(sys, "argv", ["ppo_against_peers.py"])
    assert bench.main() == 1
    told = capfd.readouterr().err
    assert "No module named 'a_package_that_nobody_has'" in told
    assert "did not start" in told and "says how each of them is installed" in told
