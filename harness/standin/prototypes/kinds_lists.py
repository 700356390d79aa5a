"""Kinds of field that hold others: records, side tables and lists of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .kinds import Kind, Layout, Row, Value


@dataclass
class Record(Kind):
    """An object with these fields: a nested struct, or the fields themselves where it is `inline`."""

    fields: Mapping[str, Kind]
    nullable: bool = False
    inline: bool = False

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if value is None and self.nullable:
            return None
        if not isinstance(value, dict) or set(value) != set(self.fields):
            return f"an object with the fields {', '.join(self.fields)}"
        for name, kind in self.fields.items():
            if (wants := kind.wrong(value[name])) is not None:
                return f"an object whose {name} is {wants}"
        return None

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        row: Row = {}
        for name, kind in self.fields.items():
            if value is not None:
                row |= kind.columns(name, value[name], layout)
        return row

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        return self.value(value, layout) if self.inline else {name: self.value(value, layout)}

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        for name, kind in self.fields.items():
            if value is not None:
                yield from kind.names(value[name])


@dataclass
class Side(Record):
    """A record that stands in a table of its own; the struct holds its index, 0 for null."""

    table: str = ""
    named: bool = True

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        if value is None:
            return {name: 0}
        row: Row = {"name": layout.owner()} if self.named else {}
        return {name: layout.extend(self.table, [row | self.value(value, layout)])}


@dataclass
class Rows(Kind):
    """A list of objects with these fields: rows of a shared table, from `first` on.

    Attributes:
        optional: Fields that only those rows have which need them; 0 in C for the others.
    """

    fields: Mapping[str, Kind]
    table: str
    first: str
    count: str
    optional: Mapping[str, Kind] = field(default_factory=dict)

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if not isinstance(value, list):
            return "a list of objects"
        for row in value:
            if not isinstance(row, dict) or set(row) - set(self.optional) != set(self.fields):
                return f"objects with the fields {', '.join(self.fields)}"
            for name, kind in self.fields_of(row):
                if (wants := kind.wrong(row[name])) is not None:
                    return f"objects whose {name} is {wants}"
        return None

    def fields_of(self, row: Row) -> Iterator[tuple[str, Kind]]:
        """The fields that this row has."""
        yield from self.fields.items()
        yield from ((name, kind) for name, kind in self.optional.items() if name in row)

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        laid_out: list[Row] = []
        for entry in value:
            row: Row = {}
            for key, kind in self.fields_of(entry):
                row |= kind.columns(key, entry[key], layout)
            laid_out.append(row)
        return {self.first: layout.extend(self.table, laid_out), self.count: len(laid_out)}

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        for entry in value:
            for key, kind in self.fields.items():
                yield from kind.names(entry[key])


@dataclass
class Listed(Kind):
    """A list of plain values, one a row of a shared table."""

    of: Kind
    table: str
    into: str
    first: str
    count: str

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if not isinstance(value, list):
            return "a list"
        wants = next((wants for entry in value if (wants := self.of.wrong(entry)) is not None), None)
        return f"a list, each {wants}" if wants else None

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        rows = [{self.into: self.of.value(entry, layout)} for entry in value]
        return {self.first: layout.extend(self.table, rows), self.count: len(rows)}

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        for entry in value:
            yield from self.of.names(entry)


class GoodsRows(Rows):
    """Products or ingredients: their `kind` and `name` become the columns `item` and `fluid`."""

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        laid_out: list[Row] = []
        for entry in value:
            is_item = entry["kind"] == "item"
            number = layout.number("items" if is_item else "fluids", entry["name"])
            row: Row = {"item": number if is_item else 0, "fluid": 0 if is_item else number}
            for key, kind in self.fields_of(entry):
                if key not in ("kind", "name"):
                    row |= kind.columns(key, entry[key], layout)
                if key.startswith("amount") and not is_item:
                    row[f"fluid_{key}"] = float(entry[key])
            laid_out.append(row)
        return {self.first: layout.extend(self.table, laid_out), self.count: len(laid_out)}

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        yield from (("items" if entry["kind"] == "item" else "fluids", entry["name"]) for entry in value)
