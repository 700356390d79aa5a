"""Instance directories: gone with their process, however it ends."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.servers import private_directory
from harness.servers.private_directory import PrivateDirectory

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary directory, empty, and a process that has not looked around in it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    private_directory._remove_abandoned.cache_clear()
    return tmp_path


def leave_behind(folder: Path) -> Path:
    """A directory whose process has been killed, an hour ago."""
    script = "\n".join(
        [
            "import os, tempfile",
            f"tempfile.tempdir = {str(folder)!r}",
            "from harness.servers.private_directory import PrivateDirectory",
            "directory = PrivateDirectory('p-', 'a')",
            "print(directory.path, flush=True)",
            "os.kill(os.getpid(), 9)",
        ]
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    path = Path(result.stdout.strip())
    assert path.exists()
    os.utime(path, (path.stat().st_atime - 3600, path.stat().st_mtime - 3600))
    return path


def test_removing_takes_everything_and_twice_is_harmless(folder: Path) -> None:
    directory = PrivateDirectory("p-", "a")
    (directory.path / "deep").mkdir()
    (directory.path / "deep" / "file").touch()
    directory.remove()
    directory.remove()
    assert list(folder.iterdir()) == []


def test_a_directory_that_nobody_removes_goes_with_its_object(folder: Path) -> None:
    PrivateDirectory("p-", "a")
    gc.collect()
    assert list(folder.iterdir()) == []


def test_what_a_killed_process_left_is_removed_by_the_next(folder: Path) -> None:
    left = leave_behind(folder)
    PrivateDirectory("p-", "b")
    assert not left.exists()


def test_what_is_in_use_young_or_of_another_kind_stays(folder: Path) -> None:
    in_use = PrivateDirectory("p-", "a")
    os.utime(in_use.path, (0, 0))
    young, other = folder / "p-young", folder / "q-old"
    young.mkdir()
    other.mkdir()
    os.utime(other, (0, 0))
    private_directory._remove_abandoned.cache_clear()
    PrivateDirectory("p-", "b")
    assert in_use.path.exists()
    assert young.exists()
    assert other.exists()


def test_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    precious = tmp_path_factory.mktemp("precious")
    os.utime(precious, (0, 0))
    (folder / "p-link").symlink_to(precious)
    PrivateDirectory("p-", "a")
    assert precious.exists()
