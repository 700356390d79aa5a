"""What `import harness` gives, and what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import gymnasium
import pytest

import harness

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", harness.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(harness, name) is not None
    assert name in dir(harness)


def test_every_promised_home_is_listed_once() -> None:
    homes = [name for names in harness._HOMES.values() for name in names]
    assert sorted(homes) == sorted(harness.__all__)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="no public name 'mak'; it has: .*make"):
        _ = harness.mak


@pytest.mark.parametrize("name", harness.list_scenarios())
def test_gymnasium_knows_every_scenario(name: str) -> None:
    assert gymnasium.spec(f"factorio/{name}-v0").kwargs == {"scenario": name}


def test_importing_the_harness_loads_no_built_module_and_no_scenario() -> None:
    script = "import sys, harness; print([m for m in ('comm_c', 'pydantic', 'harness.envs') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert result.stdout.strip() == "[]"


def test_a_server_does_not_import_what_only_a_client_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "harness.standin", "--version"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "harness.standin" in imported
    assert not imported & {"gymnasium", "numpy", "pydantic"}


def test_a_reader_who_has_read_enough_is_no_error() -> None:
    words = [sys.executable, "-m", "harness", "schema", "gate"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")
