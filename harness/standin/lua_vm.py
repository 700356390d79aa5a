"""The Lua 5.2 VM: the one file that knows how it comes into the process.

Texts cross as ``str`` with one character a byte (Latin-1), so that any bytes come through unharmed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lupa

with lupa.allow_lua_module_loading():
    from lupa import lua52

from harness.standin.errors import StartError
from harness.standin.library import shared_object

RUNTIME = Path(__file__).parent / "runtime"

LuaError = lua52.LuaError

_HIDDEN = ("python", "io", "os", "package", "coroutine", "dofile", "loadfile", "require")


def new_vm() -> tuple[Any, Any]:
    """A VM with nothing of Python in it, and the table of the C functions with which it is driven.

    Raises:
        StartError: if the shared object cannot be opened.
    """
    lua = lua52.LuaRuntime(
        encoding="latin-1",
        unpack_returned_tuples=True,
        register_eval=False,
        register_builtins=False,
        attribute_filter=_no_attributes,
    )
    opener = lua.globals()["package"]["loadlib"](str(shared_object()), "luaopen_factorio")
    if isinstance(opener, tuple):
        raise StartError(
            f"the Lua API does not load: {opener[1]}. Another module may have imported lupa.lua52 first; it must do so "
            "under lupa.allow_lua_module_loading()"
        )
    return lua, opener()


def hide_libraries(lua: Any) -> None:
    """Takes away what scripts must not have; to be called when the runtime's own files have run."""
    for name in _HIDDEN:
        lua.globals()[name] = None


def runtime_text(name: str) -> str:
    """A file of the folder ``runtime``."""
    return (RUNTIME / name).read_text(encoding="latin-1")


def _no_attributes(target: object, name: object, is_setting: bool) -> str:
    """Scripts may hold an exception of ours as an error value; they get nothing out of it."""
    raise AttributeError("access denied")
