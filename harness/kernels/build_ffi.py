"""Builds `harness.kernels._kernels`, what a client computes for every arena: `python harness/kernels/build_ffi.py`.

cffi is given the headers themselves, stripped of comments, guards and includes: no declaration stands twice.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[2]
HERE = "harness/kernels"
HEADERS = ["comm_c/frames.h", f"{HERE}/judge.h", f"{HERE}/actions.h"]
SOURCES = [f"{HERE}/{name}" for name in ("judge.c", "tasks.c", "actions.c")]
#: Every product and every sum is rounded by itself, as NumPy rounds them.
COMPILE_FLAGS = ["-std=c11", "-O3", "-ffp-contract=off", "-Wall", "-Wextra"]


def cdef() -> str:
    """What cffi needs to know: the headers' declarations and their `#define NAME NUMBER` lines."""
    text = "\n".join(re.sub(r"/\*.*?\*/", "", (ROOT / name).read_text(), flags=re.DOTALL) for name in HEADERS)
    is_constant = re.compile(r"#define \w+ \w+\s*$")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#") or is_constant.match(line))


ffibuilder = FFI()
ffibuilder.cdef(cdef())
ffibuilder.set_source(
    "harness.kernels._kernels",
    "\n".join(f'#include "{name}"' for name in HEADERS),
    sources=SOURCES,
    depends=[*HEADERS, f"{HERE}/tasks.h"],
    include_dirs=["."],
    extra_compile_args=COMPILE_FLAGS,
)

if __name__ == "__main__":
    os.chdir(ROOT)
    ffibuilder.compile(tmpdir=".", verbose=False)
