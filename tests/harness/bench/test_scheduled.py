"""Latency without coordinated omission, memory peaks, peers."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from harness.bench.memory import heap_peak, peak_resident_bytes
from harness.bench.peers import Peer, PeerRow, measure_peer, measure_peer_if_installed, missing, peers
from harness.bench.scheduled import scheduled_latency
from harness.errors import HarnessError


class Clock:
    """Time that passes only when somebody looks, sleeps or works."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def perf_counter_ns(self) -> int:
        self.now += 10
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += int(seconds * 1e9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    pytest.importorskip("hdrh")
    made = Clock()
    monkeypatch.setattr("harness.bench.scheduled.time", made)
    return made


def test_a_stall_counts_for_all_that_were_due_meanwhile(clock: Clock) -> None:
    def play(index: int) -> None:
        clock.now += 50_000_000 if index == 100 else 1_000  # one stall of 50 ms among exchanges of 1 us

    measured = scheduled_latency(play, 1.0, period_ns=1_000_000)
    assert measured["max"] == pytest.approx(50e6, rel=0.01)
    # 50 of 1,000 exchanges were due while it stalled; back to back, one of a thousand would have seen it
    assert measured["p99"] > 30e6
    assert measured["p50"] < 10_000


def test_exchanges_on_time_are_measured_as_long_as_they_took(clock: Clock) -> None:
    def play(_index: int) -> None:
        clock.now += 5_000

    measured = scheduled_latency(play, 0.1, period_ns=100_000)
    assert measured["p999"] == pytest.approx(5_000, rel=0.02)
    assert measured["period"] == 100_000


def test_a_period_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="period_ns is 0"):
        scheduled_latency(lambda _: None, 1.0, 0)


def test_without_the_library_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hdrh.histogram", None)
    with pytest.raises(HarnessError, match="pip install hdrhistogram"):
        scheduled_latency(lambda _: None, 1.0, 10)


def test_the_heap_peak_sees_what_was_freed_again() -> None:
    pytest.importorskip("memray")
    with heap_peak() as peak:
        block = bytearray(50_000_000)
        del block
    assert 50_000_000 <= peak.bytes < 60_000_000


def test_the_peak_of_a_process_is_at_least_what_it_has() -> None:
    assert peak_resident_bytes(os.getpid()) > 1_000_000
    assert peak_resident_bytes(2**22 + 1) == 0


def test_a_peer_that_is_not_installed_is_a_row_that_says_how_to_have_it() -> None:
    absent = Peer("absent", "a step", ("no_such_module",), 1, 1, lambda _n, _w: (None, print, 1))
    row = measure_peer_if_installed(absent, 0.01)
    assert row.absent == "No module named 'no_such_module'; pip install -e '.[peers]'"
    assert row.steps_per_second == 0.0
    assert any(peer.name.startswith("Gymnasium") and not missing(peer) for peer in peers())


def test_a_peer_that_fails_is_a_row_that_says_why() -> None:
    def make(_environments: int, _workers: int) -> Any:
        raise RuntimeError("of its own")

    row = measure_peer_if_installed(Peer("broken", "", (), 1, 1, make), 0.01)
    assert row.absent == "it failed: RuntimeError: of its own"


def test_a_peer_is_measured_by_rounds_of_all_its_environments() -> None:
    closed = []

    class Env:
        def close(self) -> None:
            closed.append(True)

    peer = Peer("slow", "a step", (), 10, 1, lambda _n, _w: (Env(), lambda _index: time.sleep(0.005), 8))
    row = measure_peer(peer, 0.05)
    assert isinstance(row, PeerRow)
    assert 0 < row.steps_per_second <= 2000.0
    assert closed == [True]
