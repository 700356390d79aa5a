"""What a gate does with a base that is older than the head's workloads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.bench.gate import build
from harness.bench.gate.checkout import Checkout


def revision(root: Path, name: str, *folders: str) -> Checkout:
    for folder in folders:
        (root / name / build.WORKLOADS / folder).mkdir(parents=True)
    return Checkout(name, name, root / name)


@pytest.fixture
def misfit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head's workloads fit no revision but the head."""

    def built(folder: Path, workloads: Path, notify: Callable[[str], None]) -> tuple[Path, tuple[str, ...]]:
        if folder != workloads:
            raise build.BuildFailed("look_ahead.h: No such file")
        return folder / "workloads.so", ("movement",)

    monkeypatch.setattr(build, "_built", built)


@pytest.mark.usefixtures("misfit")
def test_a_base_that_the_heads_workloads_do_not_fit_is_played_with_its_own(tmp_path: Path) -> None:
    head = revision(tmp_path, "head", "workloads", "player")
    base = revision(tmp_path, "base", "workloads", "player")
    program = build.build_workloads(base, head)
    assert program.own_sources
    assert program.path == base.folder / "workloads.so"
    assert not build.build_workloads(head, head).own_sources


@pytest.mark.usefixtures("misfit")
def test_a_base_whose_own_workloads_cannot_be_played_either_is_refused_with_what_to_do(tmp_path: Path) -> None:
    head = revision(tmp_path, "head", "workloads", "player")
    base = revision(tmp_path, "base", "workloads")
    with pytest.raises(build.BuildFailed, match="do not fit base.*take a later revision.*\n.*look_ahead.h"):
        build.build_workloads(base, head)
