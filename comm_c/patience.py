"""How long to wait for a process that is late: what the machine keeps from it does not count against it.

A timeout by the wall's clock mistakes a busy machine for a hanging server. What a server does not get a processor for
is told by /proc: one of its threads is ready to run (or waits for a disk), and the process has used little time since.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

#: States of /proc/PID/stat in which a thread has work: it runs or waits for a processor, or it waits for a disk.
_AT_WORK = frozenset("RD")

#: Times its seconds after which a server counts as lost whatever it does: a disk may never answer.
MOST_EXTENSION = 30.0

_TICK_S = 1.0 / os.sysconf("SC_CLK_TCK")


class Patience:
    """Judges a process that has not answered in time."""

    def __init__(self, pid: int, seconds: float) -> None:
        """Begins to watch.

        Args:
            pid: of the process; it is taken for hanging at once when there is no such process.
            seconds: of processor time that it may use from now on before it counts as hanging.
        """
        self._folder = Path("/proc") / str(pid)
        self._seconds = seconds
        self._begun = time.monotonic()
        self._used_before = _look(self._folder)[1]

    def is_held_up(self) -> bool:
        """Whether it has work, and has had less of a processor than its seconds: it may still answer."""
        if time.monotonic() - self._begun > MOST_EXTENSION * self._seconds:
            return False
        at_work, used = _look(self._folder)
        return at_work and used - self._used_before < self._seconds


def _look(folder: Path) -> tuple[bool, float]:
    """Whether a thread of a process has work, and the process's processor time, s."""
    try:
        words = _words(folder / "stat")
        states = {_words(task / "stat")[0] for task in (folder / "task").iterdir()}
    except (OSError, IndexError):  # it ends while we look: its end is noticed elsewhere
        return False, 0.0
    return bool(states & _AT_WORK), (int(words[11]) + int(words[12])) * _TICK_S


def _words(path: Path) -> list[str]:
    """The fields behind the name, which may contain anything: state, parent, ..."""
    return path.read_text(errors="replace").rpartition(")")[2].split()
