"""Builds `agent.kernels._mlp`, the compiled arithmetic of plain networks: `python agent/kernels/build_ffi.py` in place.

cffi is given the header itself, stripped of comments, guards and includes: no declaration stands twice.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "agent" / "kernels" / "mlp.h"
SOURCES = ["mlp.c", "mlp_4.c", "mlp_8.c", "mlp_16.c"]
INCLUDED = ["mlp.h", "widths.h", "lanes.h", "layers.h", "objective.h", "passes.h"]
#: A product and the sum that it enters may be rounded once, as far as the processor can; C11 alone forbids it.
COMPILE_FLAGS = ["-std=c11", "-O3", "-ffp-contract=fast"]


def cdef() -> str:
    """What cffi needs to know: the header without what only a compiler reads."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


ffibuilder = FFI()
ffibuilder.cdef(cdef())
ffibuilder.set_source(
    "agent.kernels._mlp",
    '#include "agent/kernels/mlp.h"',
    sources=[f"agent/kernels/{name}" for name in SOURCES],
    depends=[f"agent/kernels/{name}" for name in INCLUDED],
    include_dirs=["."],
    extra_compile_args=COMPILE_FLAGS,
)

if __name__ == "__main__":
    os.chdir(ROOT)
    ffibuilder.compile(tmpdir=".", verbose=False)
