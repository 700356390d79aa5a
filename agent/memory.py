"""What an environment's perception remembers, put before the snapshot of its arenas."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

import harness

#: Bytes that say how long the memory is.
LENGTH_BYTES = 8


def with_memory(memory: Mapping[str, NDArray[Any]], snapshot: bytes) -> bytes:
    """A snapshot with the arrays of a memory before it."""
    packed = io.BytesIO()
    arrays: dict[str, Any] = {name.replace("/", "."): array for name, array in memory.items()}
    np.savez_compressed(packed, **arrays)
    first = packed.getvalue()
    return len(first).to_bytes(LENGTH_BYTES, "little") + first + snapshot


def recall(memory: Mapping[str, NDArray[Any]], snapshot: bytes, scenario: str) -> bytes:
    """Fills the arrays of a memory from what `with_memory` has made; returns the snapshot behind it.

    Raises:
        SnapshotError: if it holds no such memory.
    """
    end = LENGTH_BYTES + int.from_bytes(snapshot[:LENGTH_BYTES], "little")
    try:
        with np.load(io.BytesIO(snapshot[LENGTH_BYTES:end]), allow_pickle=False) as packed:
            kept = {name: packed[name] for name in packed.files}
        for name, array in memory.items():
            array[...] = kept[name.replace("/", ".")]
    except (ValueError, KeyError, EOFError, OSError, BadZipFile) as error:
        raise harness.SnapshotError(f"the snapshot holds no memory of {scenario}: {error}") from error
    return snapshot[end:]
