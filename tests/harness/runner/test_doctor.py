"""The doctor: what it finds, and that every failure comes with a next step."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.runner import checks, doctor
from harness.runner.checks import CHECKS, Finding, make_finding

#: Checks that need nothing but the machine.
OF_THE_MACHINE = ("python", "transport", "shared memory", "futex", "pidfd", "cores", "loopback", "limits")


def finding(name: str) -> Finding:
    return make_finding(name, dict(CHECKS)[name])


@pytest.mark.parametrize("name", OF_THE_MACHINE)
def test_the_machine_that_runs_the_tests_has_what_it_takes(name: str) -> None:
    found = finding(name)
    assert found.state != "failure", found
    assert bool(found.next_step) == (found.state != "ok")


def fail(*_: Any, **__: Any) -> Any:
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("name", "owner", "attribute", "value", "state", "words"),
    [
        ("compiler", shutil, "which", lambda _: None, "warning", "no C compiler"),
        ("shared memory", os, "memfd_create", fail, "failure", "memfd_create failed"),
        ("pidfd", os, "pidfd_open", fail, "warning", "pidfd_open failed"),
        ("cores", os, "sched_getaffinity", lambda _: {0}, "warning", "one core"),
        ("limits", checks.resource, "getrlimit", lambda _: (10, 10), "warning", "10 open files are allowed"),
        ("engine", importlib.util, "find_spec", lambda _: None, "failure", "harness.standin._standin is not built"),
        ("kernels", importlib.util, "find_spec", lambda _: None, "warning", "steps are slow"),
    ],
)
def test_what_is_missing_is_named_with_a_next_step(
    monkeypatch: pytest.MonkeyPatch, name: str, owner: Any, attribute: str, value: Any, state: str, words: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(owner, attribute, value)
        found = finding(name)
    if name == "compiler" and found.state == "failure":
        state = "failure"  # where nothing has been built yet, a compiler is needed
    assert (found.state, words in found.detail) == (state, True), found
    assert found.next_step


def test_missing_mods_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("harness.servers.instance.MOD_FOLDER", tmp_path)
    found = finding("mods")
    assert found.state == "failure"
    assert "lacks factorio-agent-mod, training-scenarios" in found.detail


def run(monkeypatch: pytest.MonkeyPatch, *findings: Finding, **options: Any) -> int:
    monkeypatch.setattr(doctor, "_findings", lambda _: findings)
    return doctor.run(argparse.Namespace(json=None, server="standin", factorio_bin=None, **options))


GOOD = Finding("a", "ok", "fine")
BAD = Finding("b", "failure", "gone", "bring it back")


def test_all_well_is_status_0(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, GOOD, Finding("c", "warning", "slow", "nothing")) == 0
    assert capsys.readouterr().out.endswith("ready\n")


def test_a_failure_is_status_1_and_stands_with_its_next_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, GOOD, BAD) == 1
    out = capsys.readouterr().out
    assert "FAILURE  b: gone\n         next: bring it back" in out
    assert out.endswith("not ready: b\n")


def test_findings_are_written_as_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (("cores", checks.check_cores),))
    path = tmp_path / "doctor.json"
    assert main(["doctor", "--json", str(path)]) == 0
    (found,) = json.loads(path.read_text())
    assert set(found) == {"name", "state", "detail", "next_step"}


def test_a_game_that_cannot_be_asked_its_version_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", ())
    binary = tmp_path / "factorio"
    binary.touch(mode=0o755)
    assert main(["doctor", "--server", "factorio", "--factorio-bin", str(binary)]) == 1
    assert "--version could not be run" in capsys.readouterr().out
