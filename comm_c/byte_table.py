"""The byte table of `README.md`: places from the compiler, words from the comments of the C headers.

`python -m comm_c.byte_table` prints it; with `--write` it goes into the README.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comm_c._comm import ffi

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
BEGIN, END = "<!-- byte table: begin -->", "<!-- byte table: end -->"

#: Records in the order of the table, by the header that declares them.
RECORDS = {
    "channel.h": ["comm_header"],
    "frames.h": [
        "FactorioAction",
        "FactorioMovementFrame",
        "FactorioMiningFrame",
        "FactorioNearbyResource",
        "FactorioBuildingFrame",
        "FactorioNearbyEntity",
        "FactorioPlanCell",
        "FactorioFullFrame",
        "FactorioState",
        "FactorioResetRule",
        "FactorioQuery",
        "FactorioQuestion",
        "FactorioAnswer",
        "FactorioEntityRow",
        "FactorioFlowRow",
        "FactorioTechnologyRow",
        "FactorioEdgeRow",
    ],
}

_FIELD = re.compile(r"^ +(\w+) (\w+)((?:\[\w+\])*);[ ]*(?:/\*(.*?)\*/)?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Field:
    """One row of the table."""

    offset: int
    size: int
    kind: str
    """Type as C writes it, array lengths as numbers."""
    name: str
    meaning: str


def fields(record: str, header: str) -> Iterator[Field]:
    """The fields of a struct in the order of their bytes.

    Args:
        record: name of the struct.
        header: text of the header that declares it.
    """
    body = re.search(rf"^typedef struct {record} {{\n(.*?)^}}", header, re.DOTALL | re.MULTILINE)
    if body is None:
        raise ValueError(f"no struct {record} in the header")
    meanings = {match[2]: _meaning(match[4] or "") for match in _FIELD.finditer(body[1])}
    for name, field in ffi.typeof(record).fields:
        yield Field(
            field.offset, ffi.sizeof(field.type), field.type.cname.removeprefix("struct "), name, meanings[name]
        )


def _meaning(comment: str) -> str:
    """A field's comment in one line, without the offset and two blanks with which it begins."""
    return " ".join(re.sub(r"^\s*\d+  ", "", comment).split())


def table() -> str:
    """The whole table as Markdown."""
    parts = []
    for header_name, records in RECORDS.items():
        header = (HERE / header_name).read_text()
        parts += [_section(record, ffi.sizeof(record), fields(record, header)) for record in records]
    return "\n".join(parts)


def _section(record: str, size: int, rows: Iterator[Field]) -> str:
    lines = [f"### {record}, {size} bytes", "", "| offset | bytes | type | field | meaning |", "|--:|--:|---|---|---|"]
    lines += [f"| {r.offset} | {r.size} | `{r.kind}` | `{r.name}` | {_escape(r.meaning)} |" for r in rows]
    return "\n".join([*lines, ""])


def _escape(text: Any) -> str:
    return str(text).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def readme_with_table(readme: str) -> str:
    """The README's text with the table between its two markers brought up to date."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        README.write_text(readme_with_table(README.read_text()))
    else:
        sys.stdout.write(table())
