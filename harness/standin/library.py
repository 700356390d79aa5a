"""The stand-in's shared object: its path for Lua, its cffi face for Python."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError

MODULE = "harness.standin._standin"


@cache
def shared_object() -> Path:
    """Path of the built extension.

    Raises:
        StartError: It has not been built.
    """
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise StartError(f"{MODULE} is not built: run `python -m pip install -e .` in the project's root")
    return Path(spec.origin)


@cache
def load() -> tuple[Any, Any]:
    """The extension's ``(ffi, lib)``.

    Its Lua symbols stay open until a Lua VM is in the process, so it is opened with lazy binding.

    Raises:
        StartError: It has not been built.
    """
    shared_object()
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_LOCAL)
    try:
        module = importlib.import_module(MODULE)
    finally:
        sys.setdlopenflags(flags)
    return module.ffi, module.lib
