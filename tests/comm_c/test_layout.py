"""dtypes and constants say what the compiled headers say, and the one list of fields in C is complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from comm_c._comm import ffi, lib
from hypothesis import given, settings
from hypothesis import strategies as st

import comm_c
from comm_c import action_dtype, constants, frame_dtype, state_dtype, struct_dtype
from comm_c.byte_table import RECORDS

HEADERS = Path(comm_c.__file__).parent
ALL_RECORDS = [record for records in RECORDS.values() for record in records]
FRAMES = {
    constants.FACTORIO_FRAME_MOVEMENT: "FactorioMovementFrame",
    constants.FACTORIO_FRAME_MINING: "FactorioMiningFrame",
    constants.FACTORIO_FRAME_BUILDING: "FactorioBuildingFrame",
    constants.FACTORIO_FRAME_FULL: "FactorioFullFrame",
}


def struct_body(record: str) -> str:
    for name in RECORDS:
        match = re.search(rf"^typedef struct {record} {{\n(.*?)^}}", (HEADERS / name).read_text(), re.M | re.S)
        if match:
            return match[1]
    raise AssertionError(record)


@pytest.mark.parametrize("record", ALL_RECORDS)
def test_the_offset_in_a_fields_comment_is_the_compilers(record: str) -> None:
    stated = re.findall(r"^ +\w+ (\w+)(?:\[\w+\])*; */\* +(\d+)  ", struct_body(record), re.M)
    compiled = [(name, str(field.offset)) for name, field in ffi.typeof(record).fields]
    assert stated == compiled


@pytest.mark.parametrize("record", ALL_RECORDS)
def test_padding_is_explicit_so_no_byte_is_without_a_name(record: str) -> None:
    end = 0
    for name, field in ffi.typeof(record).fields:
        assert field.offset == end, f"{record}.{name}"
        end += ffi.sizeof(field.type)
    assert end == ffi.sizeof(record)


def test_every_record_of_the_contract_is_in_the_table() -> None:
    declared = re.findall(r"^typedef struct (\w+) {", (HEADERS / "frames.h").read_text(), re.M)
    assert sorted(declared) == sorted(RECORDS["frames.h"])


def fnv1a(value: int, data: bytes) -> int:
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def hashed(value: int, name: str, offset: int, size: int) -> int:
    return fnv1a(value, name.encode() + b"\0" + offset.to_bytes(8, "little") + size.to_bytes(8, "little"))


def test_the_layout_hash_covers_every_field_of_every_record() -> None:
    listed = re.findall(r"^ +RECORD\((\w+), ", (HEADERS / "layout.c").read_text(), re.M)
    assert sorted(listed) == sorted(ALL_RECORDS)
    value = hashed(0xCBF29CE484222325, "FACTORIO_FRAMES_VERSION", 0, constants.FACTORIO_FRAMES_VERSION)
    for record in listed:
        value = hashed(value, record, 0, ffi.sizeof(record))
        for name, field in ffi.typeof(record).fields:
            value = hashed(value, f"{record}.{name}", field.offset, ffi.sizeof(field.type))
    assert lib.comm_layout_hash() == value


@pytest.mark.parametrize(("kind", "size"), list(enumerate((64, 256, 512, 2048))))
def test_a_frame_has_its_size_in_c_and_numpy(kind: int, size: int) -> None:
    assert frame_dtype(kind).itemsize == lib.comm_frame_bytes(kind) == ffi.sizeof(FRAMES[kind]) == size


def test_actions_and_states_have_the_size_of_the_contract() -> None:
    assert action_dtype.itemsize == 48
    assert state_dtype.itemsize == 8592
    assert state_dtype["local_map"].shape == (32, 32, 8)


def test_an_unknown_frame_kind_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="frame kind 4 is unknown; allowed is 0 to 3"):
        frame_dtype(4)
    assert lib.comm_frame_bytes(4) == 0


@pytest.mark.parametrize("kind", list(FRAMES)[1:])
def test_a_longer_frame_reads_like_the_shorter_one_and_more(kind: int) -> None:
    shorter, longer = frame_dtype(kind - 1), frame_dtype(kind)
    assert shorter.fields is not None and longer.fields is not None
    assert shorter.fields.items() < longer.fields.items()


def leaves(ctype: Any, value: Any) -> Any:
    """A C value as nested lists of numbers, in the order of its bytes."""
    if ctype.kind == "struct":
        return [leaves(field.type, getattr(value, name)) for name, field in ctype.fields]
    if ctype.kind == "array":
        return [leaves(ctype.item, value[i]) for i in range(ctype.length)]
    return value


def flat(value: Any) -> list[str]:
    """Every number in its shortest words, so that NaN equals NaN."""
    if isinstance(value, (list, tuple, np.void, np.ndarray)):
        return [number for part in value for number in flat(part)]
    return [repr(value.item() if isinstance(value, np.generic) else value)]


@pytest.mark.parametrize("record", [name for name in ALL_RECORDS if name != "comm_header"])
@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1))
def test_numpy_reads_every_number_of_a_record_as_c_does(record: str, seed: int) -> None:
    data = np.random.default_rng(seed).bytes(ffi.sizeof(record))
    in_c = flat(leaves(ffi.typeof(record), ffi.from_buffer(f"{record} *", data)[0]))
    assert flat(np.frombuffer(data, struct_dtype(record))[0]) == in_c


def test_constants_have_the_names_and_values_of_the_headers() -> None:
    assert constants.FACTORIO_ACTION_RESET == 255
    assert constants.FACTORIO_FLAG_RESET == 16
    assert constants.COMM_MAX_ARENAS == 65536
    for header in RECORDS:
        defined = re.findall(r"^#define (\w+) \w+", (HEADERS / header).read_text(), re.M)
        enumerated = re.findall(r"^    ([A-Z]\w+) = \d+", (HEADERS / header).read_text(), re.M)
        assert defined and enumerated
        assert all(hasattr(constants, name) for name in [*defined, *enumerated])
