"""The README's byte table is the one that headers and compiler give."""

from __future__ import annotations

import pytest
from comm_c._comm import ffi

from comm_c.byte_table import HERE, README, RECORDS, fields, readme_with_table


def test_the_readme_has_the_table_that_headers_and_compiler_give() -> None:
    text = README.read_text()
    assert text == readme_with_table(text), "run: python -m comm_c.byte_table --write"


@pytest.mark.parametrize(("header", "record"), [(h, r) for h, records in RECORDS.items() for r in records])
def test_the_table_has_a_row_for_every_byte(header: str, record: str) -> None:
    rows = list(fields(record, (HERE / header).read_text()))
    covered = [byte for row in rows for byte in range(row.offset, row.offset + row.size)]
    assert covered == list(range(ffi.sizeof(record)))


def test_a_meaning_that_takes_two_lines_becomes_one() -> None:
    header = (HERE / "frames.h").read_text()
    meanings = {row.name: row.meaning for row in fields("FactorioMiningFrame", header)}
    assert meanings["item_counts"].endswith("column 0 is the number of free slots")


def test_a_record_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="no struct FactorioTrain"):
        list(fields("FactorioTrain", ""))
