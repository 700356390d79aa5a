"""The history of instruction counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.gate.history import Entry, append, findings_of, read_history
from harness.bench.gate.verdict import Verdict
from harness.errors import HarnessError


def entries(values: list[float], toolchain: str = "gcc 12") -> list[Entry]:
    return [
        Entry(time="2026-01-01T00:00:00+00:00", commit=f"c{i}", toolchain=toolchain, series={"movement": value})
        for i, value in enumerate(values)
    ]


def verdict(values: list[float]) -> Verdict:
    (finding,) = findings_of(entries(values))
    return finding.verdict


def test_a_step_of_a_few_commits_ago_is_slower_and_names_the_commit() -> None:
    (finding,) = findings_of(entries([1000.0] * 12 + [1008.0] * 6))
    assert finding.verdict is Verdict.SLOWER
    assert finding.change == pytest.approx(0.008)
    assert "since c12, 6 entries ago" in finding.reason


def test_a_step_that_is_long_past_is_no_news() -> None:
    assert verdict([1000.0] * 12 + [1050.0] * 20) is Verdict.SAME


def test_a_step_down_is_faster_and_a_flat_series_the_same() -> None:
    assert verdict([1000.0] * 12 + [900.0] * 6) is Verdict.FASTER
    assert verdict([1000.0] * 20) is Verdict.SAME


def test_a_short_history_decides_nothing() -> None:
    assert verdict([1000.0] * 4 + [2000.0]) is Verdict.INCONCLUSIVE


def test_counts_of_another_toolchain_are_not_compared() -> None:
    mixed = entries([1000.0] * 12, "gcc 12") + entries([1200.0] * 12, "gcc 13")
    (finding,) = findings_of(mixed)
    assert finding.verdict is Verdict.SAME
    assert finding.base == 1200.0


def test_an_appended_entry_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history.jsonl"
    first = append(path, "abc", {"movement": 1.5})
    second = append(path, "def", {"movement": 2.5})
    assert read_history(path) == [first, second]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, "abc", {"movement": 1.5})
    path.write_text(path.read_text() + "{\n")
    with pytest.raises(HarnessError, match=r"history\.jsonl:2 is not an entry"):
        read_history(path)


def test_a_history_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text('{"version": 9}\n')
    with pytest.raises(HarnessError, match="history version 9, this program reads 1"):
        read_history(path)
