"""The contract of `frames.h` for numpy: dtypes and constants, asked of the compiled header."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from comm_c._comm import ffi, lib

#: Every constant of the C headers by its own name, for example `constants.FACTORIO_ACTION_MOVE`: int.
constants = SimpleNamespace(**{name: getattr(lib, name) for name in dir(lib) if name.isupper()})

_FRAME_STRUCTS = {
    lib.FACTORIO_FRAME_MOVEMENT: "FactorioMovementFrame",
    lib.FACTORIO_FRAME_MINING: "FactorioMiningFrame",
    lib.FACTORIO_FRAME_BUILDING: "FactorioBuildingFrame",
    lib.FACTORIO_FRAME_FULL: "FactorioFullFrame",
}

_SCALARS = {"float": "<f4", "double": "<f8", "char": "S1"} | {
    f"{sign}int{bits}_t": f"<{sign or 'i'}{bits // 8}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}


def struct_dtype(name: str) -> np.dtype[np.void]:
    """The numpy dtype of a struct of the C headers, field by field at the compiler's offsets.

    Args:
        name: of the struct, for example `"FactorioAction"`.

    Returns:
        Structured dtype; arrays become subarrays, structs within it structured fields.
    """
    return cast("np.dtype[np.void]", _to_dtype(ffi.typeof(name)))


def frame_dtype(frame_kind: int) -> np.dtype[np.void]:
    """The numpy dtype of one observation frame.

    A frame begins with the frame before it in the row movement, mining, building, full; here the fields of
    all of them stand side by side, so `frames["player_pos"]` reads any kind.

    Args:
        frame_kind: FACTORIO_FRAME_*.

    Returns:
        Structured dtype of 64, 256, 512 or 2048 bytes.

    Raises:
        ValueError: if there is no such kind.
    """
    return _frame_dtype(int(frame_kind))


@cache
def _frame_dtype(frame_kind: int) -> np.dtype[np.void]:
    if frame_kind not in _FRAME_STRUCTS:
        raise ValueError(f"frame kind {frame_kind} is unknown; allowed is 0 to {max(_FRAME_STRUCTS)}")
    own = struct_dtype(_FRAME_STRUCTS[frame_kind])
    if frame_kind == lib.FACTORIO_FRAME_MOVEMENT:
        return own
    fields = _fields(_frame_dtype(frame_kind - 1))
    fields += [field for field in _fields(own) if field[2] != 0]  # at 0 stands the shorter frame
    return _record(fields, own.itemsize)


def _fields(dtype: np.dtype[np.void]) -> list[tuple[str, np.dtype[Any], int]]:
    assert dtype.fields is not None and dtype.names is not None  # noqa: S101
    return [(name, dtype.fields[name][0], dtype.fields[name][1]) for name in dtype.names]


def _record(fields: list[tuple[str, np.dtype[Any], int]], itemsize: int) -> np.dtype[np.void]:
    names, formats, offsets = zip(*fields, strict=True)
    record: Any = {"names": names, "formats": formats, "offsets": offsets, "itemsize": itemsize}
    return cast("np.dtype[np.void]", np.dtype(record))


def _to_dtype(ctype: Any) -> np.dtype[Any]:
    if ctype.kind == "struct":
        return _record([(name, _to_dtype(f.type), f.offset) for name, f in ctype.fields], ffi.sizeof(ctype))
    if ctype.kind == "array":
        item = _to_dtype(ctype.item)
        return np.dtype((item.base, (ctype.length, *item.shape)))
    return np.dtype(_SCALARS[ctype.cname])


#: One action for one arena, 48 bytes.
action_dtype = struct_dtype("FactorioAction")

#: The general state record, 8592 bytes.
state_dtype = struct_dtype("FactorioState")

#: What a query asks for, and the rows of its answers.
query_dtype = struct_dtype("FactorioQuery")
question_dtype = struct_dtype("FactorioQuestion")
answer_dtype = struct_dtype("FactorioAnswer")
entity_row_dtype = struct_dtype("FactorioEntityRow")
flow_row_dtype = struct_dtype("FactorioFlowRow")
technology_row_dtype = struct_dtype("FactorioTechnologyRow")
edge_row_dtype = struct_dtype("FactorioEdgeRow")
