"""What cffi is given of a header: its declarations and constants, nothing else."""

from __future__ import annotations

from comm_c.build_ffi import HEADERS, PRIVATE_HEADERS, ROOT, SOURCES, declarations


def test_comments_guards_and_includes_go_and_constants_stay() -> None:
    header = (
        "/* a.h -\n * words */\n#ifndef A_H\n#define A_H\n#include <stdint.h>\n#define A_SIDE 32\n"
        "#define A_MAGIC 0x12ULL /* hex */\nint a(int x); /* why */\n#endif\n"
    )
    assert declarations(header).split("\n") == [
        "", "#define A_SIDE 32", "#define A_MAGIC 0x12ULL ", "int a(int x); ",
    ]  # fmt: skip


def test_every_c_file_of_the_transport_is_built() -> None:
    files = {path.name for path in (ROOT / "comm_c").glob("*.c")} - {"_comm.c"}
    assert files == set(SOURCES)


def test_every_header_that_others_may_include_is_declared_to_python() -> None:
    assert {path.name for path in (ROOT / "comm_c").glob("*.h")} - set(PRIVATE_HEADERS) == set(HEADERS)
