"""A late process: one that the machine keeps from its work is waited for, one that hangs is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from comm_c import patience
from comm_c.patience import MOST_EXTENSION, Patience

#: Seconds of a processor that no test uses up.
PLENTY = 10_000.0


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    """A process that waits for a line that never comes."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        watched = psutil.Process(process.pid)
        while watched.status() != psutil.STATUS_SLEEPING or watched.name() != "cat":
            pass
        yield watched
        process.kill()


def test_a_process_that_sleeps_hangs(sleeper: psutil.Process) -> None:
    assert not Patience(sleeper.pid, PLENTY).is_held_up()


def test_a_process_that_is_stopped_hangs(sleeper: psutil.Process) -> None:
    sleeper.send_signal(signal.SIGSTOP)
    while sleeper.status() != psutil.STATUS_STOPPED:
        pass
    assert not Patience(sleeper.pid, PLENTY).is_held_up()


def test_a_process_that_is_gone_is_not_waited_for() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not Patience(gone.pid, PLENTY).is_held_up()
    assert not Patience(-1, PLENTY).is_held_up()


def test_a_process_at_work_is_waited_for_until_it_has_used_its_time() -> None:
    patience = Patience(os.getpid(), 0.05)  # whoever asks is at work
    assert Patience(os.getpid(), PLENTY).is_held_up()
    begun = time.process_time()
    while time.process_time() < begun + 0.1:  # the kernel counts in hundredths
        pass
    assert not patience.is_held_up()


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Patience(os.getpid(), PLENTY)
    later = time.monotonic() + MOST_EXTENSION * PLENTY + 1
    monkeypatch.setattr(patience.time, "monotonic", lambda: later)
    assert not watch.is_held_up()
