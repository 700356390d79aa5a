"""The mod's frames.lua says what frames.h says."""

from __future__ import annotations

import re

import lupa
import numpy as np
import pytest

with lupa.allow_lua_module_loading():  # as the stand-in imports it: the first import of a process decides
    from lupa import lua52

from comm_c import gen_lua
from comm_c.layout import constants, struct_dtype


@pytest.fixture(scope="module")
def frames():
    return lua52.LuaRuntime(encoding="latin-1").execute(gen_lua.TARGET.read_text())


def test_the_file_that_is_checked_in_is_the_one_that_the_header_makes() -> None:
    assert gen_lua.TARGET.read_text() == gen_lua.text(), "run `python -m comm_c.gen_lua --write`"


def test_every_constant_of_the_contract_is_there(frames) -> None:
    header = (gen_lua.HERE / "frames.h").read_text()
    names = re.findall(r"^    FACTORIO_(\w+?)_(\w+) = \d+", header, re.MULTILINE)
    assert len(names) > 90
    for group, name in names:
        assert frames[group][name] == getattr(constants, f"FACTORIO_{group}_{name}")


def _format_bytes(text: str) -> int:
    sizes = {"f": 4, "i4": 4, "B": 1, "x": 1, "I2": 2, "I4": 4, "<": 0}
    return sum(sizes[token] for token in re.findall(r"i4|I2|I4|[fBx<]", text))


def _bytes_of(frames, name: str) -> int:
    record = frames[name]
    total = _format_bytes(record["format"] or "") + (_bytes_of(frames, record["begins"]) if record["begins"] else 0)
    for row in (record["rows"] or {}).values():
        total += row[2] * _bytes_of(frames, row[1])
    return total


@pytest.mark.parametrize("name", gen_lua.RECORDS)
def test_formats_and_rows_add_up_to_the_record(frames, name: str) -> None:
    assert frames[name]["bytes"] == struct_dtype(gen_lua.RECORDS[name]).itemsize == _bytes_of(frames, name)


@pytest.mark.parametrize("name", gen_lua.RECORDS)
def test_fields_stand_in_the_order_of_their_bytes_with_nothing_between(frames, name: str) -> None:
    """Every field's place is the sum of the formats before it; padding is explicit in the header."""
    record, dtype = frames[name], struct_dtype(gen_lua.RECORDS[name])
    assert dtype.names is not None and dtype.fields is not None
    own = [field for field in dtype.names if dtype.fields[field][0].base.names is None and "reserved" not in field]
    listed = [(row[1], row[2]) for row in (record["fields"] or {}).values()]
    assert [field for field, _ in listed] == own
    for field, values in listed:
        base = dtype.fields[field][0]
        words = 2 if base.base.itemsize == 8 and base.base != np.float64 else 1
        assert values == int(np.prod(base.shape, dtype=int)) * words
