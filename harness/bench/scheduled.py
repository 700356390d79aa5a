"""Latency without coordinated omission: exchanges are started by a clock, and late ones count from when they were due.

A loop that starts the next exchange when the last one has ended measures a server at its own pace: while the server
stalls, nothing is asked, so the stall is counted once instead of once for everybody who waited. Here an exchange is due
every period, and its latency begins when it is due, whether or not the one before has ended.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable
from typing import Any

from harness.errors import HarnessError

#: An exchange is due every so many medians of the back-to-back exchange: the server is busy half of the time.
PERIODS = 2.0
#: Largest latency that the histogram holds, ns, and its significant digits.
LONGEST_NS, DIGITS = 60_000_000_000, 3
#: Waits longer than this sleep for the most of it.
SLEEP_NS = 200_000


def is_available() -> bool:
    """Whether the histogram's library is installed."""
    return importlib.util.find_spec("hdrh") is not None


def histogram() -> Any:
    """An empty HdrHistogram.

    Raises:
        HarnessError: if the library is not installed; with the command that installs it.
    """
    try:
        module = importlib.import_module("hdrh.histogram")
    except ImportError as error:
        raise HarnessError(
            "latency on schedule is kept in an HdrHistogram: `python -m pip install hdrhistogram`"
        ) from error
    return module.HdrHistogram(1, LONGEST_NS, DIGITS)


def scheduled_latency(play: Callable[[int], Any], seconds: float, period_ns: int) -> dict[str, float]:
    """Starts exchanges on schedule and measures each from the moment that it was due.

    Args:
        play: one exchange; is given its number.
        seconds: wall time to measure, s.
        period_ns: between the starts, ns.

    Returns:
        Latencies in ns: p50, p99, p999, max; and the period.

    Raises:
        HarnessError: if hdrhistogram is not installed.
        ValueError: if the period is less than 1 ns.
    """
    if period_ns < 1:
        raise ValueError(f"period_ns is {period_ns}; it must be at least 1")
    kept, clock = histogram(), time.perf_counter_ns
    due = clock() + period_ns
    end, index = due + int(seconds * 1e9), 0
    while due < end:
        wait = due - clock()
        if wait > SLEEP_NS:
            time.sleep((wait - SLEEP_NS) / 1e9)
        while clock() < due:
            pass
        play(index)
        kept.record_value(min(max(1, clock() - due), LONGEST_NS))
        index += 1
        due += period_ns
    at = {"p50": 50.0, "p99": 99.0, "p999": 99.9, "max": 100.0}
    return {
        **{name: float(kept.get_value_at_percentile(percent)) for name, percent in at.items()},
        "period": float(period_ns),
    }
