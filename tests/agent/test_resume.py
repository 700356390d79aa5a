"""A run that is killed at any moment and goes on ends with the same bytes as one that was not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def kill_and_resume(world: str, folder: Path, updates: int, kills: int, seed: int = 0) -> tuple[int, str]:
    """Children killed, content hash at the end."""
    words = map(str, (world, folder, updates, kills, seed))
    command = [sys.executable, str(HERE / "kill_and_resume.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, content_hash = done.stdout.split()
    return int(count), content_hash


def without_times(folder: Path) -> list[dict[str, object]]:
    """The record without what a clock has measured."""
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if "second" not in k and "share_" not in k} for line in lines]


def check_kills(world: str, tmp_path: Path, updates: int, kills: int, seed: int) -> int:
    """Compares a killed run with a whole one; returns how many of the kills met a child that was still at work."""
    _, expected = kill_and_resume(world, tmp_path / "whole", updates, kills=0)
    killed, found = kill_and_resume(world, tmp_path / "killed", updates, kills, seed)
    assert found == expected
    assert without_times(tmp_path / "killed") == without_times(tmp_path / "whole")
    return killed


def test_a_run_killed_at_random_moments_ends_with_the_same_checkpoint_hash(tmp_path: Path) -> None:
    assert check_kills("toy", tmp_path, updates=60, kills=6, seed=1) == 6


def test_a_run_with_a_memory_killed_at_random_moments_ends_with_the_same_checkpoint_hash(tmp_path: Path) -> None:
    assert check_kills("toy_remembering", tmp_path, updates=30, kills=2, seed=1) == 2


def test_a_run_on_a_server_killed_at_random_moments_ends_with_the_same_checkpoint_hash(tmp_path: Path) -> None:
    assert check_kills("standin", tmp_path, updates=60, kills=2, seed=1) == 2


@pytest.mark.exhaustive
@pytest.mark.parametrize("world", ["toy", "standin"])
@pytest.mark.parametrize("seed", range(3))
def test_twenty_kills_at_random_moments_change_nothing(tmp_path: Path, world: str, seed: int) -> None:
    assert check_kills(world, tmp_path, updates=1000, kills=20, seed=seed) == 20
