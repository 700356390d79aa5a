"""Fills the engine's prototype tables in memory from a prototype file, so that changed numbers change behaviour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.standin.prototypes import schema, tables
from harness.standin.prototypes.kinds import Row


class LoadedPrototypes:
    """A `sim_prototypes` struct and the memory that it points into.

    Attributes:
        pointer: `const sim_prototypes *` for the engine, valid as long as this object lives.
        tables: The rows that were loaded.
    """

    def __init__(self, ffi: Any, built: tables.Tables) -> None:
        self.tables = built
        self._ffi = ffi
        self._texts: dict[str, Any] = {}
        self._arrays: list[Any] = []
        self.pointer: Any = ffi.new("sim_prototypes *")
        self.pointer.game_version = self._text(built.game_version)
        for table, rows in built.rows.items():
            struct, count = tables.TABLES[table]
            setattr(self.pointer, table, self._array(struct, rows))
            setattr(self.pointer, count, len(rows))
        for field, value in (built.named | built.settings).items():
            setattr(self.pointer, field, value)

    @property
    def address(self) -> str:
        """The address as text, for those who do not share the cffi instance."""
        return hex(int(self._ffi.cast("uintptr_t", self.pointer)))

    def number(self, table: str, name: str) -> int:
        """The number of a named entry.

        Args:
            table: tiles, items, fluids, entities, recipes, technologies, or a table of names such as damage_types.
            name: The prototype's name.

        Raises:
            KeyError: There is no such prototype; the text names it.
        """
        for number, row in enumerate(self.tables.rows[table]):
            if row["name"] == name:
                return number
        raise KeyError(f"no prototype {name!r} among the {table}")

    def _text(self, text: str) -> Any:
        """A NUL-terminated string that lives as long as this object."""
        if text not in self._texts:
            self._texts[text] = self._ffi.new("char[]", text.encode())
        return self._texts[text]

    def _array(self, struct: str, rows: list[Row]) -> Any:
        array = self._ffi.new(f"{struct}[]", len(rows))
        self._arrays.append(array)
        for index, row in enumerate(rows):
            for field, value in row.items():
                setattr(array[index], field, self._text(value) if isinstance(value, str) else value)
        return array


def load(ffi: Any, path: Path = schema.BASE_FILE) -> LoadedPrototypes:
    """Reads, checks and loads a prototype file.

    Args:
        ffi: The cffi instance of the module that holds the engine.
        path: The file; the one that the project ships unless given.

    Raises:
        PrototypeError: The file cannot be used; the text names the file, the entry and the field.
    """
    return LoadedPrototypes(ffi, tables.build(schema.read(path)))
