"""Checks a prototype file: every field of every entry is there, has its type and range, and names what exists.

The module uses the standard library only, because the build reads the file through it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .fields import BIT_SECTIONS, NAME_SECTIONS, SECTIONS, SETTINGS, TYPE_FIELDS
from .kinds import Kind

#: The file that the project ships.
BASE_FILE = Path(__file__).parent / "base-2.0.77.json"

#: Raise when a field appears, goes or changes its meaning.
FORMAT = 2

#: Entries that the engine looks up by name.
REQUIRED = {"tiles": ("out-of-map",), "entities": ("character", "item-on-ground")}

_SINGULAR = {
    "tiles": "tile",
    "items": "item",
    "fluids": "fluid",
    "entities": "entity",
    "recipes": "recipe",
    "technologies": "technology",
}


class PrototypeError(ValueError):
    """The prototype file cannot be used; the text names the entry, the field, the value and what is allowed."""


def singular(section: str) -> str:
    """What one entry of a section is called."""
    return _SINGULAR.get(section, section.replace("ies", "y").rstrip("s").replace("_", " "))


def fields_of(section: str, entry: Mapping[str, Any]) -> dict[str, Kind]:
    """The fields that an entry of a section must have."""
    return SECTIONS[section] | TYPE_FIELDS.get(section, {}).get(str(entry.get("type")), {})


def _check_entry(section: str, name: str, entry: Any) -> None:
    place = f"{singular(section)} {name!r}"
    if not isinstance(entry, dict):
        raise PrototypeError(f"{place}: {entry!r} is not an object of fields")
    fields = fields_of(section, entry)
    for field in entry:
        if field not in fields:
            near = difflib.get_close_matches(field, fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(fields)}"
            raise PrototypeError(f"{place}: unknown field {field!r}{hint}")
    for field, kind in fields.items():
        if field not in entry:
            raise PrototypeError(f"{place}: field {field!r} is missing; add it, every field must be there")
        if (wants := kind.wrong(entry[field])) is not None:
            raise PrototypeError(f"{place}: field {field!r} is {entry[field]!r}; it must be {wants}")


def _check_products(place: str, entry: Mapping[str, Any]) -> None:
    for row in entry.get("products", ()):
        if row["amount_min"] > row["amount_max"]:
            raise PrototypeError(
                f"{place}: product {row['name']!r} has amount_min {row['amount_min']} above amount_max "
                f"{row['amount_max']}"
            )


def _check_references(data: Mapping[str, Any]) -> None:
    """Everything that entries refer to must exist."""
    known = {section: set(data[section]) for section in (*SECTIONS, *NAME_SECTIONS)}
    for section in SECTIONS:
        for name, entry in data[section].items():
            place = f"{singular(section)} {name!r}"
            for field, kind in fields_of(section, entry).items():
                for target, wanted in kind.names(entry[field]):
                    if wanted not in known[target]:
                        raise PrototypeError(f"{place}: field {field!r} names {wanted!r}, no {singular(target)}")
            _check_products(place, entry)
    for name, recipe in data["recipes"].items():
        if recipe["category"] not in known["recipe_categories"]:
            raise PrototypeError(f"recipe {name!r}: field 'category' names {recipe['category']!r}, no recipe category")


def _check_names(data: Mapping[str, Any]) -> None:
    for section in NAME_SECTIONS:
        names = data.get(section)
        if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
            raise PrototypeError(f"section {section!r} is missing; it is a list of names")
        if len(set(names)) != len(names):
            raise PrototypeError(f"section {section!r} holds a name twice")
        if section in BIT_SECTIONS and len(names) > 63:
            raise PrototypeError(f"section {section!r} has {len(names)} names; the engine keeps them as bits, 63 fit")


def _check_settings(data: Mapping[str, Any]) -> None:
    for section, kind in SETTINGS.items():
        if section not in data:
            raise PrototypeError(f"section {section!r} is missing; it is one object of numbers")
        if (wants := kind.wrong(data[section])) is not None:
            raise PrototypeError(f"section {section!r} must be {wants}")


def _check_engine_needs(data: Mapping[str, Any]) -> None:
    """What the engine relies on beyond single fields."""
    for section, names in REQUIRED.items():
        for name in names:
            if name not in data[section]:
                raise PrototypeError(f"{singular(section)} {name!r} is missing; the engine needs it")
    for name, entity in data["entities"].items():
        if entity["type"] != "character":
            continue
        (left, top), (right, bottom) = entity["collision_box"]
        if not (left <= 0 <= right and top <= 0 <= bottom):
            raise PrototypeError(f"entity {name!r}: field 'collision_box' must hold the centre of a character")
    if len(data["tiles"]) > 255:
        raise PrototypeError(f"{len(data['tiles'])} tiles; the engine stores a tile in a byte, so at most 255")


def validate(data: Any) -> dict[str, Any]:
    """Checks the whole content of a prototype file.

    Returns:
        The same data.

    Raises:
        PrototypeError: The first thing that is wrong, naming entry, field, value and what is allowed.
    """
    if not isinstance(data, dict):
        raise PrototypeError(f"a prototype file holds one object, not {type(data).__name__}")
    if data.get("format") != FORMAT:
        raise PrototypeError(f"field 'format' is {data.get('format')!r}; this version reads {FORMAT}")
    if not isinstance(data.get("game_version"), str):
        raise PrototypeError("field 'game_version' is missing; it names the game's version, such as 2.0.77")
    for section in SECTIONS:
        if not isinstance(data.get(section), dict):
            raise PrototypeError(f"section {section!r} is missing; it maps names to entries")
        for name, entry in data[section].items():
            _check_entry(section, name, entry)
    _check_names(data)
    _check_settings(data)
    _check_references(data)
    _check_engine_needs(data)
    return data


def read(path: Path = BASE_FILE) -> dict[str, Any]:
    """Reads and checks a prototype file.

    Raises:
        PrototypeError: The file is missing, is not JSON, or its content is wrong; the text begins with the path.
    """
    try:
        return validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PrototypeError(f"{path}: cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise PrototypeError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except PrototypeError as error:
        raise PrototypeError(f"{path}: {error}") from error
