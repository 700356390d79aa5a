"""Temporary directories that do not outlive their process, even where it is killed: the next one removes them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
import weakref
from functools import cache
from pathlib import Path

#: A directory as young as this may have an owner that has not locked it yet, s.
GRACE = 60.0


class PrivateDirectory:
    """A directory under the system's temporary one, locked for as long as it is in use."""

    def __init__(self, prefix: str, name: str) -> None:
        """Makes and locks it; the first time in a process, removes those of the prefix that nobody owns any more.

        Args:
            prefix: common to all directories of this kind.
            name: follows the prefix.

        Raises:
            OSError: if it cannot be made.
        """
        _remove_abandoned(tempfile.gettempdir(), prefix)
        self.path = Path(tempfile.mkdtemp(prefix=f"{prefix}{name}-"))
        lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Also when nobody calls `remove`: at the latest when the interpreter ends.
        self._remove = weakref.finalize(self, _remove, self.path, lock)

    def remove(self) -> None:
        """Removes it with all that is in it; harmless when it is gone."""
        self._remove()


def _remove(path: Path, lock: int) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


@cache
def _remove_abandoned(folder: str, prefix: str) -> None:
    """Once a process and folder. What cannot be looked at belongs to somebody else and stays."""
    for path in Path(folder).glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > GRACE and _is_abandoned(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_abandoned(path: Path) -> bool:
    """Whether nobody holds the lock; the kernel drops it with its owner."""
    lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
