"""COVERAGE.md claims nothing that no test shows: every row that is not absent names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COVERAGE = ROOT / "harness" / "standin" / "COVERAGE.md"
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in COVERAGE.read_text().splitlines()
    if re.match(r"^\|.*\| (exact|approximate|absent) \|", line)
]


def test_there_are_rows() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_tests_that_exist(row: list[str]) -> None:
    _, state, _, evidence = row
    named = re.findall(r"`(tests/[^`]+)`", evidence)
    assert named or state == "absent", "a row without a test counts as absent"
    for name in named:
        assert list(ROOT.glob(name)), f"{name} does not exist"
