"""The extension, where it is built."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_log = logging.getLogger(__name__)


@cache
def library() -> tuple[Any, Any] | None:
    """The extension's `ffi` and `lib`; None where it is not built."""
    try:
        from harness.kernels._kernels import ffi, lib
    except ImportError:
        _log.warning(
            "steps are slow: the compiled kernels are missing, and NumPy does their work; "
            "python harness/kernels/build_ffi.py builds them"
        )
        return None
    return ffi, lib


def is_built() -> bool:
    """Whether the extension can be loaded; `python harness/kernels/build_ffi.py` builds it in a checkout."""
    return library() is not None


def loaded() -> tuple[Any, Any]:
    """The extension's `ffi` and `lib`.

    Raises:
        RuntimeError: if the extension is not built.
    """
    found = library()
    if found is None:
        raise RuntimeError("harness.kernels._kernels is not built; run: python harness/kernels/build_ffi.py")
    return found


def pointer(ffi: Any, ctype: str, array: NDArray[Any]) -> Any:
    """Where the items of an array lie; it stays valid as long as the caller keeps the array.

    Raises:
        ValueError: if they do not lie side by side.
    """
    if not array.flags.c_contiguous:
        raise ValueError(f"the rows of an array {array.dtype}{list(array.shape)} do not lie side by side")
    return ffi.cast(ctype, array.ctypes.data)


def side_by_side(array: NDArray[Any]) -> NDArray[Any]:
    """The array, or a copy of it whose items lie side by side."""
    return array if array.flags.c_contiguous else np.ascontiguousarray(array)
