"""Builds `comm_c._comm`, the Python face of the C transport: `python comm_c/build_ffi.py` builds it in place.

cffi is given the headers themselves, stripped of comments, guards and includes: no declaration stands twice.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[1]
HEADERS = ["frames.h", "error.h", "wake.h", "channel.h", "inflate.h", "armour.h", "relay.h", "pingpong.h"]
#: Headers that only the transport itself includes.
PRIVATE_HEADERS = ["header.h", "link.h", "link_stages.h", "pause.h", "peer.h", "rcon.h"]
SOURCES = [
    "error.c", "wake.c", "layout.c", "peer.c", "header.c", "segment.c", "channel.c", "pingpong.c",
    "inflate.c", "armour.c", "rcon.c", "link.c", "link_request.c", "link_reply.c", "relay.c",
]  # fmt: skip
#: POSIX beside C11: sockets, threads, the clock.
COMPILE_FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O2"]


def declarations(header: str) -> str:
    """A header's text as cffi's cdef reads it.

    Args:
        header: the text of a header whose only directives are guards, includes and constants.

    Returns:
        Its declarations, and its `#define NAME NUMBER` lines.
    """
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)
    is_constant = re.compile(r"#define \w+ \w+\s*$")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#") or is_constant.match(line))


def cdef() -> str:
    """What cffi needs to know of the transport: its headers, in the order of their includes."""
    return "\n".join(declarations((ROOT / "comm_c" / name).read_text()) for name in HEADERS)


ffibuilder = FFI()
ffibuilder.cdef(cdef())
ffibuilder.set_source(
    "comm_c._comm",
    '#include "comm_c/armour.h"\n#include "comm_c/inflate.h"\n#include "comm_c/pingpong.h"\n#include "comm_c/relay.h"',
    sources=[f"comm_c/{name}" for name in SOURCES],
    depends=[f"comm_c/{name}" for name in [*HEADERS, *PRIVATE_HEADERS]],
    include_dirs=["."],
    extra_compile_args=COMPILE_FLAGS,
    extra_link_args=["-pthread"],
)

if __name__ == "__main__":
    os.chdir(ROOT)
    ffibuilder.compile(tmpdir=".", verbose=False)
