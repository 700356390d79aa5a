"""The compiled extension, where it is built."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _loaded() -> tuple[Any, Any] | None:
    try:
        from agent.kernels._mlp import ffi, lib
    except ImportError:
        return None
    return ffi, lib


def is_built() -> bool:
    """Whether the extension can be loaded; `python agent/kernels/build_ffi.py` builds it in a checkout."""
    return _loaded() is not None


def library() -> tuple[Any, Any]:
    """The extension's `ffi` and `lib`.

    Raises:
        RuntimeError: if it is not built.
    """
    loaded = _loaded()
    if loaded is None:
        raise RuntimeError("agent.kernels._mlp is not built; run: python agent/kernels/build_ffi.py")
    return loaded
