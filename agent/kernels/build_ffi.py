"""Builds `agent.kernels._mlp`, the learner's compiled arithmetic: `python agent/kernels/build_ffi.py` in place.

cffi is given the headers themselves, stripped of comments, guards and includes: no declaration stands twice.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[2]
HEADERS = [ROOT / "agent" / "kernels" / name for name in ("mlp.h", "encode.h")]
SOURCES = ["mlp.c", "mlp_4.c", "mlp_8.c", "mlp_16.c", "encode.c"]
INCLUDED = ["mlp.h", "encode.h", "widths.h", "lanes.h", "layers.h", "objective.h", "passes.h"]
#: A product and the sum that it enters may be rounded once, as far as the processor can; C11 alone forbids it.
COMPILE_FLAGS = ["-std=c11", "-O3", "-ffp-contract=fast"]


def cdef() -> str:
    """What cffi needs to know: the headers without what only a compiler reads, and their numbers."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(header.read_text() for header in HEADERS), flags=re.DOTALL)
    kept = re.compile(r"(?!#)|#define \w+ \d+$")
    return "\n".join(line for line in text.splitlines() if kept.match(line))


ffibuilder = FFI()
ffibuilder.cdef(cdef())
ffibuilder.set_source(
    "agent.kernels._mlp",
    '#include "agent/kernels/mlp.h"\n#include "agent/kernels/encode.h"',
    sources=[f"agent/kernels/{name}" for name in SOURCES],
    depends=[f"agent/kernels/{name}" for name in INCLUDED],
    include_dirs=["."],
    libraries=["m"] if os.name == "posix" else [],
    extra_compile_args=COMPILE_FLAGS,
)

if __name__ == "__main__":
    os.chdir(ROOT)
    ffibuilder.compile(tmpdir=".", verbose=False)
