"""Opens the stand-in's shared object; the only module that imports it.

The object leaves the Lua functions undefined, which a Lua process provides. Outside of one it opens as long as they
are bound lazily and none of them is called.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def _open() -> Any:
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_LOCAL)
    try:
        from harness.standin import _standin
    except ImportError as error:
        raise ImportError(
            f"harness.standin._standin cannot be opened ({error}); build it: python harness/standin/build_ffi.py"
        ) from error
    finally:
        sys.setdlopenflags(flags)
    return _standin


_module = _open()

#: cffi's instance for the engine's and the native door's types.
ffi: Any = _module.ffi

#: The functions of the engine and the native door.
lib: Any = _module.lib

#: Path of the shared object, from which Lua opens its own side.
path: str = _module.__file__
