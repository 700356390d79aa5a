"""What is left behind when servers have ended: it must be nothing."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil

#: What an open descriptor of ours may lead to that an environment opens: shared memory, processes, pipes, sockets.
_KINDS = ("/memfd:", "anon_inode:[pidfd]", "pipe:", "socket:")


class Leftovers:
    """Filled in when the watch ends."""

    def __init__(self) -> None:
        self.found: list[str] = []
        """Each thing left, in words; empty when there is none."""

    @property
    def text(self) -> str:
        """All of them in one line; empty when there is none."""
        return "left behind: " + ", ".join(self.found) if self.found else ""


@contextlib.contextmanager
def watch_leftovers() -> Iterator[Leftovers]:
    """Looks for processes, temporary directories and open descriptors that are there at the end and were not before.

    Temporary files go to a directory of their own meanwhile, so that other programs' files are not taken for ours.
    One thread at a time.
    """
    left = Leftovers()
    before, children = _descriptors(), _children()
    outer = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="factorio-watch-") as folder:
        tempfile.tempdir = folder
        try:
            yield left
        finally:
            tempfile.tempdir = outer
            left.found += [f"the directory {path.name}" for path in sorted(Path(folder).iterdir())]
    left.found += [f"process {pid} ({name})" for pid, name in sorted(_children() - children)]
    left.found += [f"{count} descriptors of {kind}" for kind, count in (_descriptors() - before).items()]


def _children() -> set[tuple[int, str]]:
    found = set()
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            found.add((child.pid, child.name()))
    return found


def _descriptors() -> Counter[str]:
    """Open descriptors by what they lead to."""
    counts: Counter[str] = Counter()
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            target = str(link.readlink())
            counts.update(kind for kind in _KINDS if target.startswith(kind))
    return counts
