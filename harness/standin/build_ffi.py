"""Builds `harness.standin._standin`: engine, Lua API and native door in one shared object.

`python harness/standin/build_ffi.py` builds it in place. cffi is given the headers themselves, stripped of comments,
guards, includes and inline functions, so no declaration stands twice. The Lua API's `luaopen_factorio` is not declared
to cffi: Lua finds it by its name.
"""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[2]
HERE = "harness/standin"


def engine_headers() -> list[str]:
    """The engine's headers in the order in which `engine/sim.h` includes them."""
    text = (ROOT / HERE / "engine" / "sim.h").read_text()
    return re.findall(r'^#include "([\w/]+\.h)"', text, flags=re.MULTILINE)


#: Headers that Python sees, in the order in which they include each other.
HEADERS = [
    *(f"comm_c/{name}.h" for name in ("frames", "error")),
    *engine_headers(),
    f"{HERE}/prototypes/prototypes_table.h",
    f"{HERE}/native/serve.h",
    f"{HERE}/luaapi/world/python_face.h",
]

COMM_SOURCES = ("error", "wake", "layout", "peer", "header", "segment", "channel")
COMPILE_FLAGS = [
    "-std=c11",
    "-D_GNU_SOURCE",
    "-O3",
    "-fvisibility=hidden",
    "-flto=auto",
    "-Wall",
    "-Wextra",
    "-Werror=implicit-function-declaration",
]
#: A VM that is closed lets go of the libraries that it has loaded before it frees its memory, and the memory is ours.
KEEP_LOADED = "-Wl,-z,nodelete"
LINK_FLAGS = ["-flto=auto", "-lm", "-pthread", KEEP_LOADED]


def declarations(header: str) -> str:
    """A header's text as cffi's cdef reads it.

    Args:
        header: the text of a header whose directives are guards, includes, constants and macros.

    Returns:
        Its types, functions and numeric `#define NAME NUMBER` lines.
    """
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)
    text = text.replace("\\\n", " ")
    text = re.sub(r"^static inline [^{;]*\{.*?^\}$", "", text, flags=re.DOTALL | re.MULTILINE)
    is_constant = re.compile(r"#define \w+ (0x)?[0-9a-fA-F]+[uUlL]*\s*$")
    lines = (line for line in text.splitlines() if not line.startswith("#") or is_constant.match(line))
    return "\n".join(re.sub(r"(#define \w+ \w*?)[uUlL]+\s*$", r"\1", line) for line in lines)


def sources() -> list[str]:
    """Every C file of the object, relative to the root; makes the prototype table first."""
    table = ROOT / HERE / "prototypes" / "prototypes_table.c"
    runpy.run_path(str(ROOT / HERE / "prototypes" / "generate.py"))["write_table"](table)
    folders = [ROOT / HERE / name for name in ("engine", "prototypes", "luaapi", "native")]
    own = sorted(path for folder in folders for path in folder.rglob("*.c"))
    return [str(path.relative_to(ROOT)) for path in own] + [f"comm_c/{name}.c" for name in COMM_SOURCES]


def headers() -> list[str]:
    """The headers of HEADERS that are there."""
    return [name for name in HEADERS if (ROOT / name).exists()]


def make_builder() -> FFI:
    """The builder that setuptools' `cffi_modules` and the command line use."""
    builder = FFI()
    builder.cdef("\n".join(declarations((ROOT / name).read_text()) for name in headers()))
    builder.set_source(
        "harness.standin._standin",
        "\n".join(f'#include "{name}"' for name in headers()),
        sources=sources(),
        depends=[str(path.relative_to(ROOT)) for folder in ("comm_c", HERE) for path in (ROOT / folder).rglob("*.h")],
        include_dirs=["."],
        extra_compile_args=COMPILE_FLAGS,
        extra_link_args=LINK_FLAGS,
    )
    return builder


ffibuilder = make_builder()

if __name__ == "__main__":
    os.chdir(ROOT)
    ffibuilder.compile(tmpdir=".", verbose=False)
