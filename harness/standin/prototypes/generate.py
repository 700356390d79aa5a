"""Writes the prototype tables as C source, for the build and for tests that have no Python.

    python harness/standin/prototypes/generate.py harness/standin/prototypes/prototypes_table.c

The source defines what `prototypes_table.h` declares. Every build makes it anew; it is not kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

if __package__:
    from harness.standin.prototypes import schema, tables
    from harness.standin.prototypes.kinds import Row, Value
else:  # the build runs this file alone, before the project can be imported: the folder is a package of its own
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from prototypes import schema, tables  # type: ignore[import-not-found, no-redef]
    from prototypes.kinds import Row, Value  # type: ignore[import-not-found, no-redef]

HEADER = "harness/standin/prototypes/prototypes_table.h"


def _literal(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + _fields_text(value) + "}"
    if isinstance(value, list):
        return "{" + ", ".join(_literal(entry) for entry in value) + "}"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)


def _is_zero(value: Value) -> bool:
    if isinstance(value, dict):
        return all(_is_zero(entry) for entry in value.values())
    return not isinstance(value, (str, list)) and value == 0


def _fields_text(row: Row) -> str:
    fields = [f".{field} = {_literal(value)}" for field, value in row.items() if not _is_zero(value)]
    return ", ".join(fields) or "0"


def _row_text(row: Row) -> str:
    return "    {" + _fields_text(row) + "},"


def source_lines(built: tables.Tables) -> Iterator[str]:
    """The lines of the C source."""
    yield f"/* Prototype tables of Factorio {built.game_version}, made by prototypes/generate.py. */"
    yield f'#include "{HEADER}"'
    for table, rows in built.rows.items():
        if not rows:
            continue
        yield ""
        yield f"static const {tables.TABLES[table][0]} {table.upper()}[] = {{"
        yield from (_row_text(row) for row in rows)
        yield "};"
    yield ""
    yield "static const sim_prototypes PROTOTYPES = {"
    yield f"    .game_version = {_literal(built.game_version)},"
    for table, rows in built.rows.items():
        if rows:
            yield f"    .{tables.TABLES[table][1]} = {len(rows)},"
            yield f"    .{table} = {table.upper()},"
    yield from (f"    .{field} = {number}," for field, number in built.named.items())
    yield from (f"    .{field} = {_literal(value)}," for field, value in built.settings.items())
    yield "};"
    yield ""
    yield "const sim_prototypes *sim_builtin_prototypes(void)"
    yield "{"
    yield "    return &PROTOTYPES;"
    yield "}"


def write_table(path: Path, source: Path = schema.BASE_FILE) -> None:
    """Writes the C source for a prototype file; leaves a file that says the same alone.

    Raises:
        PrototypeError: The prototype file cannot be used.
    """
    text = "\n".join(source_lines(tables.build(schema.read(source)))) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_table(Path(sys.argv[1]))
