"""Kinds of field of the prototype file: what a value may be, what it refers to, and what it becomes in the C structs.

Every kind is declared once, in `fields`; the checks of `schema` and the rows of `tables` both follow from it. The
module uses the standard library only, because the build reads the file through it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

#: A value of a field of a C struct: a number, a string, a nested struct or an array.
Value = Any

#: One row of a table: field name to value; missing fields are zero.
Row = dict[str, Value]

#: Collision layers, in the order of `enum sim_layer` in `engine/core/prototype_kinds.h`.
LAYERS = (
    "ground_tile", "water_tile", "resource", "doodad", "floor", "rail", "transport_belt", "item", "ghost",
    "object", "player", "car", "train", "elevated_rail", "elevated_train", "empty_space", "lava_tile",
    "meltable", "rail_support", "trigger_target", "cliff", "is_object", "is_lower_object", "out_of_map",
)  # fmt: skip


class Layout(Protocol):
    """What a kind needs to become C: the numbers of names, and the shared tables that lists go to."""

    def number(self, section: str, name: str) -> int:
        """The number of an entry of a section, from 1."""

    def extend(self, table: str, rows: list[Row]) -> int:
        """Adds rows to a shared table and returns the index of the first."""

    def owner(self) -> str:
        """The name of the entry being laid out."""


def is_number(value: Any) -> bool:
    """Whether the value is a finite number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def fixed(tiles: float) -> int:
    """Tiles to 1/256 tile, truncated toward zero as the game does."""
    return int(tiles * 256)


class Kind:
    """A kind of field.

    Attributes:
        column: Name of the field of the C struct; the field's own name unless given.
    """

    column: str | None = None

    def wrong(self, value: Any) -> str | None:
        """What the value must be, or None when it is that."""
        raise NotImplementedError

    def value(self, value: Any, layout: Layout) -> Value:
        """The value in C."""
        return value

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """The fields of the C struct that the value fills."""
        return {self.column or name: self.value(value, layout)}

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """Section and name of every entry that the value refers to."""
        yield from ()


@dataclass
class Number(Kind):
    """A number of [low, high]; `fixed_column` also takes it in 1/256, truncated."""

    low: float
    high: float
    fixed_column: str | None = None

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        fits = is_number(value) and self.low <= value <= self.high
        return None if fits else f"a number of [{self.low:g}, {self.high:g}]"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return float(value)

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        row: Row = {name: float(value)}
        if self.fixed_column:
            row[self.fixed_column] = fixed(value)
        return row


@dataclass
class Whole(Kind):
    """A whole number of [low, high]."""

    low: int
    high: int

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        fits = isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        return None if fits else f"a whole number of [{self.low}, {self.high}]"


@dataclass
class Amount(Kind):
    """An amount of an item or a fluid; the whole units in C."""

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        return None if is_number(value) and 0 <= value < 2**31 else "a number of [0, 2147483647]"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return int(value)


class Flag(Kind):
    """True or false."""

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        return None if isinstance(value, bool) else "true or false"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return int(value)


@dataclass
class Text(Kind):
    """A string; not empty unless it may be."""

    may_be_empty: bool = False
    column: str | None = None

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if isinstance(value, str) and (value or self.may_be_empty):
            return None
        return "a string" if self.may_be_empty else "a string that is not empty"


@dataclass
class Choice(Kind):
    """One of some words; a constant of an enum in C."""

    words: Mapping[str, int]

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        return None if isinstance(value, str) and value in self.words else f"one of {', '.join(self.words)}"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return self.words[value]


@dataclass
class Bits(Kind):
    """A list of words, one bit each."""

    words: tuple[str, ...]
    of: str

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if isinstance(value, list) and all(word in self.words for word in value):
            return None
        return f"a list of {self.of} ({', '.join(self.words)})"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return sum(1 << self.words.index(word) for word in set(value))


@dataclass
class Name(Kind):
    """The name of another entry, or null unless it is required."""

    section: str
    column: str | None = None
    required: bool = False

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        if (value is None and not self.required) or (isinstance(value, str) and value):
            return None
        return "a name" if self.required else "a name or null"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return layout.number(self.section, value) if value else 0

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        if value:
            yield self.section, value


@dataclass
class NameBits(Kind):
    """A list of names; bit 1 << number each."""

    section: str

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        fits = isinstance(value, list) and all(isinstance(name, str) and name for name in value)
        return None if fits else "a list of names"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return sum(1 << layout.number(self.section, name) for name in set(value))

    def names(self, value: Any) -> Iterator[tuple[str, str]]:
        """See `Kind.names`."""
        yield from ((self.section, name) for name in value)


class Box(Kind):
    """[[left, top], [right, bottom]] in tiles, at most 128 from the centre."""

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        try:
            (left, top), (right, bottom) = value
        except (TypeError, ValueError):
            return "[[left, top], [right, bottom]]"
        edges = (left, top, right, bottom)
        if not all(is_number(edge) and abs(edge) <= 128 for edge in edges) or left > right or top > bottom:
            return "[[left, top], [right, bottom]] in tiles, within 128 of the centre"
        return None

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        (left, top), (right, bottom) = value
        return {"left": fixed(left), "top": fixed(top), "right": fixed(right), "bottom": fixed(bottom)}


@dataclass
class Vector(Kind):
    """[x, y] in tiles: exact in one column, in 1/256 tile in another."""

    column: str | None = None
    fixed_column: str | None = None

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        fits = isinstance(value, list) and len(value) == 2 and all(is_number(n) and abs(n) <= 128 for n in value)
        return None if fits else "[x, y] in tiles, within 128 of the centre"

    def columns(self, name: str, value: Any, layout: Layout) -> Row:
        """See `Kind.columns`."""
        row: Row = {self.column: {"x": float(value[0]), "y": float(value[1])}} if self.column else {}
        if self.fixed_column:
            row[self.fixed_column] = {"x": fixed(value[0]), "y": fixed(value[1])}
        return row


@dataclass
class Turned(Kind):
    """A position for each of the four directions, in 1/256 tile."""

    point: Vector = field(default_factory=lambda: Vector(fixed_column="at"))

    def wrong(self, value: Any) -> str | None:
        """See `Kind.wrong`."""
        fits = isinstance(value, list) and len(value) == 4 and not any(self.point.wrong(point) for point in value)
        return None if fits else "four [x, y] in tiles, facing north, east, south, west"

    def value(self, value: Any, layout: Layout) -> Value:
        """See `Kind.value`."""
        return [self.point.columns("", point, layout)["at"] for point in value]
