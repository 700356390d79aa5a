"""Blueprint strings of the game: '0', then base64 of the zlib-compressed JSON of a blueprint.

Format: https://wiki.factorio.com/Blueprint_string_format. Strings come from anywhere, so nothing in them is trusted:
sizes are limited while they are unpacked, and what is wrong is said in words.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: The only version byte that the game has used so far.
VERSION_BYTE = "0"
#: Longest string that is read, and longest JSON that it may unpack to.
MAX_STRING = 16 * 1024 * 1024
MAX_JSON = 64 * 1024 * 1024
#: Most entities of one blueprint.
MAX_ENTITIES = 100_000
#: Farthest that an entity may lie from the blueprint's origin, tiles.
MAX_OFFSET = 10_000.0
#: `version` of a blueprint written here: 2.0.77, 16 bits a part.
GAME_VERSION = (2 << 48) | (77 << 16)

_KINDS = ("blueprint", "blueprint_book", "deconstruction_planner", "upgrade_planner")
_LEVELS = 12  # of blueprint books inside each other


class BlueprintError(ValueError):
    """Raised when a text is no blueprint string, or the blueprint in it says something that is not allowed."""


@dataclass(frozen=True)
class BlueprintEntity:
    """One entity of a blueprint.

    Attributes:
        name: its prototype.
        x, y: its centre, tiles from the blueprint's origin.
        direction: `defines.direction` of 2.0, 0 to 15.
        recipe: of an assembling machine; None for none.
        filters: item names that an inserter takes, or a splitter's one.
        filters_refuse: the inserter takes everything but them.
        is_output: an underground belt's end where items come out.
        input_priority, output_priority: of a splitter, "left", "right" or None.
        stack_size: items that an inserter's hand takes at most; None for the force's number.
    """

    name: str
    x: float
    y: float
    direction: int = 0
    recipe: str | None = None
    filters: tuple[str, ...] = field(default=())
    filters_refuse: bool = False
    is_output: bool = False
    input_priority: str | None = None
    output_priority: str | None = None
    stack_size: int | None = None


def decode(text: str) -> dict[str, Any]:
    """The JSON object in a blueprint string.

    Args:
        text: the string; white space around it is allowed.

    Returns:
        The object, with one of the keys blueprint, blueprint_book, deconstruction_planner, upgrade_planner.

    Raises:
        BlueprintError: the text is no blueprint string, or too long.
    """
    text = text.strip()
    if not text:
        raise BlueprintError("the blueprint string is empty")
    if len(text) > MAX_STRING:
        raise BlueprintError(f"the blueprint string has {len(text)} characters, more than the {MAX_STRING} allowed")
    if text[0] != VERSION_BYTE:
        raise BlueprintError(
            f"a blueprint string begins with the version byte {VERSION_BYTE!r}, this one with {text[0]!r}"
        )
    return _parsed(_unpacked(_bytes_of(text[1:])))


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BlueprintError(f"the blueprint string is not base64 after its version byte: {error}") from error


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MAX_JSON)
    except zlib.error as error:
        raise BlueprintError(f"the blueprint string cannot be unpacked: {error}") from error
    if unpacker.unconsumed_tail:
        raise BlueprintError(f"the blueprint string unpacks to more than the {MAX_JSON} bytes allowed")
    if not unpacker.eof:
        raise BlueprintError("the blueprint string is cut off: it ends before its content does")
    return content


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BlueprintError(f"the blueprint string holds no JSON text: {error}") from error
    if not isinstance(document, dict) or not any(kind in document for kind in _KINDS):
        raise BlueprintError(f"the blueprint string holds none of {', '.join(_KINDS)}")
    return document


def encode(document: Mapping[str, Any]) -> str:
    """The blueprint string of a JSON object, packed as the game packs it.

    Raises:
        BlueprintError: the object is no blueprint, or cannot be written as JSON.
    """
    if not any(kind in document for kind in _KINDS):
        raise BlueprintError(f"a blueprint document has one of the keys {', '.join(_KINDS)}")
    try:
        content = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BlueprintError(f"the blueprint cannot be written as JSON: {error}") from error
    return VERSION_BYTE + base64.b64encode(zlib.compress(content.encode(), 9)).decode()


def blueprints(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All blueprints of a decoded string, those in books in the books' order.

    Raises:
        BlueprintError: it is no blueprint or book, or books lie too deep inside each other.
    """
    found: list[dict[str, Any]] = []
    _collect(document, found, _LEVELS)
    return found


def _collect(document: Mapping[str, Any], found: list[dict[str, Any]], levels: int) -> None:
    if levels == 0:
        raise BlueprintError(f"blueprint books lie more than {_LEVELS} deep inside each other")
    if isinstance(document.get("blueprint"), dict):
        found.append(document["blueprint"])
    book = document.get("blueprint_book")
    if book is not None:
        for inner in _list_of(_object_of(book, "blueprint_book"), "blueprints"):
            _collect(_object_of(inner, "an entry of the book"), found, levels - 1)


def _object_of(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BlueprintError(f"{what} is {type(value).__name__}, not an object")
    return value


def _list_of(parent: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = parent.get(key, [])
    if isinstance(value, Mapping) and not value:  # an empty Lua table
        return []
    if not isinstance(value, list):
        raise BlueprintError(f"{key} is {type(value).__name__}, not a list")
    return value


def entities(blueprint: Mapping[str, Any]) -> list[BlueprintEntity]:
    """The entities of a blueprint.

    Directions of blueprints from before 2.0 are doubled: they had 8.

    Raises:
        BlueprintError: an entity lacks something or says something that is not allowed; it is named by its place.
    """
    listed = _list_of(blueprint, "entities")
    if len(listed) > MAX_ENTITIES:
        raise BlueprintError(f"the blueprint has {len(listed)} entities, more than the {MAX_ENTITIES} allowed")
    version = blueprint.get("version", GAME_VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise BlueprintError(f"version is {version!r}, not a whole number")
    step = 2 if version >> 48 < 2 else 1
    return [_entity(row, f"entity {place}", step) for place, row in enumerate(listed, 1)]


def _text(row: Mapping[str, Any], key: str, what: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BlueprintError(f"{what}: {key} is {value!r}, not a text")
    return value


def _coordinate(position: Mapping[str, Any], key: str, what: str) -> float:
    value = position.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise BlueprintError(f"{what}: position.{key} is {value!r}, not a number")
    if abs(value) > MAX_OFFSET:
        raise BlueprintError(f"{what}: position.{key} is {value}, farther than {MAX_OFFSET} tiles from the origin")
    return float(value)


def _direction(row: Mapping[str, Any], step: int, what: str) -> int:
    value = row.get("direction", 0)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value * step <= 15:
        raise BlueprintError(f"{what}: direction is {value!r}, not a whole number from 0 to {15 // step}")
    return value * step


def _filter_names(row: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """Inserters have a list of objects, splitters one object, or before 2.0 one name."""
    single = row.get("filter")
    listed = [single] if single is not None else _list_of(row, "filters")
    names = []
    for entry in listed:
        name = entry if isinstance(entry, str) else _text(_object_of(entry, f"{what}: a filter"), "name", what)
        if name:
            names.append(name)
    return tuple(names)


def _priority(row: Mapping[str, Any], key: str, what: str) -> str | None:
    value = _text(row, key, what)
    if value not in (None, "left", "right", "none"):
        raise BlueprintError(f"{what}: {key} is {value!r}, not 'left' or 'right'")
    return None if value == "none" else value


def _stack_size(row: Mapping[str, Any], what: str) -> int | None:
    value = row.get("override_stack_size")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 255:
        raise BlueprintError(f"{what}: override_stack_size is {value!r}, not a whole number from 1 to 255")
    return value


def _entity(row: Any, what: str, step: int) -> BlueprintEntity:
    row = _object_of(row, what)
    name = _text(row, "name", what)
    if name is None:
        raise BlueprintError(f"{what} has no name")
    what = f"{what} ({name})"
    position = _object_of(row.get("position"), f"{what}: position")
    return BlueprintEntity(
        name=name,
        x=_coordinate(position, "x", what),
        y=_coordinate(position, "y", what),
        direction=_direction(row, step, what),
        recipe=_text(row, "recipe", what),
        filters=_filter_names(row, what),
        filters_refuse=row.get("filter_mode") == "blacklist",
        is_output=row.get("type") == "output",
        input_priority=_priority(row, "input_priority", what),
        output_priority=_priority(row, "output_priority", what),
        stack_size=_stack_size(row, what),
    )


def document(rows: Iterable[BlueprintEntity], label: str | None = None) -> dict[str, Any]:
    """The JSON object of a blueprint of these entities, as the game exports it."""
    listed = [_row(number, entity) for number, entity in enumerate(rows, 1)]
    icon = {"signal": {"name": listed[0]["name"]}, "index": 1} if listed else None
    blueprint: dict[str, Any] = {"icons": [icon] if icon else [], "entities": listed}
    if label is not None:
        blueprint["label"] = label
    return {"blueprint": blueprint | {"item": "blueprint", "version": GAME_VERSION}}


def _row(number: int, entity: BlueprintEntity) -> dict[str, Any]:
    row: dict[str, Any] = {
        "entity_number": number,
        "name": entity.name,
        "position": {"x": entity.x, "y": entity.y},
    }
    if entity.direction:
        row["direction"] = entity.direction
    if entity.recipe:
        row["recipe"] = entity.recipe
    if "underground-belt" in entity.name:
        row["type"] = "output" if entity.is_output else "input"
    if "splitter" in entity.name:
        if entity.filters:
            row["filter"] = {"name": entity.filters[0], "quality": "normal", "comparator": "="}
        priorities = {"input_priority": entity.input_priority, "output_priority": entity.output_priority}
        row |= {key: value for key, value in priorities.items() if value}
    elif entity.filters:
        row["use_filters"] = True
        row["filters"] = [
            {"index": index, "name": name, "quality": "normal", "comparator": "="}
            for index, name in enumerate(entity.filters, 1)
        ]
        if entity.filters_refuse:
            row["filter_mode"] = "blacklist"
    if entity.stack_size:
        row["override_stack_size"] = entity.stack_size
    return row
