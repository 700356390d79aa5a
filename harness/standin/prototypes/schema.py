"""What the prototype file must hold: every field of every entry, its type and its range.

The module uses the standard library only, because the build reads the file through it.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

#: The file that the project ships.
BASE_FILE = Path(__file__).parent / "base-2.0.77.json"

#: Raise when a field appears, goes or changes its meaning.
FORMAT = 1

#: Collision layers, in the order of `enum sim_layer` in `engine/prototypes.h`.
LAYERS = (
    "ground_tile", "water_tile", "resource", "doodad", "floor", "rail", "transport_belt", "item", "ghost",
    "object", "player", "car", "train", "elevated_rail", "elevated_train", "empty_space", "lava_tile",
    "meltable", "rail_support", "trigger_target", "cliff", "is_object", "is_lower_object", "out_of_map",
)  # fmt: skip

#: A check of one value: returns what is wrong with it, or None.
Check = Callable[[Any], str | None]


class PrototypeError(ValueError):
    """The prototype file cannot be used; the text names the entry, the field, the value and what is allowed."""


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def number(low: float, high: float) -> Check:
    """A number of [low, high]."""

    def check(value: Any) -> str | None:
        return None if _is_number(value) and low <= value <= high else f"a number of [{low:g}, {high:g}]"

    return check


def whole(low: int, high: int) -> Check:
    """A whole number of [low, high]."""

    def check(value: Any) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if fits else f"a whole number of [{low}, {high}]"

    return check


def flag(value: Any) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "true or false"


def text(value: Any) -> str | None:
    """A string that is not empty."""
    return None if isinstance(value, str) and value else "a string that is not empty"


def name_or_none(value: Any) -> str | None:
    """The name of another entry, or null."""
    return None if value is None or (isinstance(value, str) and value) else "a name or null"


def box(value: Any) -> str | None:
    """[[left, top], [right, bottom]] in tiles, at most 128 from the centre."""
    try:
        (left, top), (right, bottom) = value
    except (TypeError, ValueError):
        return "[[left, top], [right, bottom]]"
    edges = (left, top, right, bottom)
    if not all(_is_number(edge) and abs(edge) <= 128 for edge in edges) or left > right or top > bottom:
        return "[[left, top], [right, bottom]] in tiles, within 128 of the centre"
    return None


def layers(value: Any) -> str | None:
    """A list of collision layers."""
    if isinstance(value, list) and all(layer in LAYERS for layer in value):
        return None
    return f"a list of collision layers ({', '.join(LAYERS)})"


def rows(fields: Mapping[str, Check]) -> Check:
    """A list of objects with these fields."""

    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return "a list of objects"
        for row in value:
            if not isinstance(row, dict) or set(row) != set(fields):
                return f"objects with the fields {', '.join(fields)}"
            for field, wants in fields.items():
                if (wrong := wants(row[field])) is not None:
                    return f"objects whose {field} is {wrong}"
        return None

    return check


_UINT16 = 65535
_UINT32 = 2**32 - 1
_AMOUNT = whole(0, 2**31 - 1)

_PRODUCTS = rows(
    {
        "kind": lambda value: None if value in ("item", "fluid") else "item or fluid",
        "name": text,
        "amount_min": _AMOUNT,
        "amount_max": _AMOUNT,
        "probability": number(0, 1),
    }
)
_INGREDIENTS = rows(
    {
        "kind": lambda value: None if value in ("item", "fluid") else "item or fluid",
        "name": text,
        "amount": _AMOUNT,
    }
)

#: Fields of each section of the file. Distances are tiles, times seconds unless the name says ticks.
SECTIONS: dict[str, dict[str, Check]] = {
    "tiles": {
        "collision_layers": layers,
        "walking_speed_modifier": number(0, 16),
    },
    "items": {
        "type": text,
        "stack_size": whole(1, 2**31 - 1),
        "place_result": name_or_none,
        "order": whole(1, _UINT16),
        "fuel_value_joules": number(0, 1e18),
    },
    "entities": {
        "type": text,
        "tile_width": whole(1, 255),
        "tile_height": whole(1, 255),
        "collision_box": box,
        "selection_box": box,
        "collision_layers": layers,
        "not_colliding_with_itself": flag,
        "colliding_with_tiles_only": flag,
        "off_grid": flag,
        "selectable": flag,
        "has_unit_number": flag,
        "max_health": number(0, 1e9),
        "healing_per_tick": number(0, 1e6),
        "minable": flag,
        "mining_time": number(0, 1e6),
        "products": _PRODUCTS,
        "inventory_size": whole(0, _UINT16),
    },
    "recipes": {
        "category": text,
        "enabled": flag,
        "energy_required": number(0, 1e9),
        "ingredients": _INGREDIENTS,
        "products": _PRODUCTS,
    },
}

#: Fields that entities of a type have beside the common ones.
TYPE_FIELDS: dict[str, dict[str, Check]] = {
    "resource": {
        "resource_infinite": flag,
        "resource_minimum": whole(0, _UINT32),
        "resource_normal": whole(1, _UINT32),
        "resource_depletion": whole(1, _UINT32),
    },
    "character": {
        "running_speed": number(0, 4),
        "mining_speed": number(0, 1000),
        "reach_distance": number(0, 1000),
        "build_distance": number(0, 1000),
        "resource_reach_distance": number(0, 1000),
        "item_pickup_distance": number(0, 100),
        "loot_pickup_distance": number(0, 100),
        "drop_item_distance": number(0, 1000),
        "corner_sliding_distance": number(0, 8),
        "ticks_to_stay_in_combat": whole(0, _UINT32),
    },
}

#: Entries that the engine looks up by name.
REQUIRED = {"tiles": ("out-of-map",), "entities": ("character", "item-on-ground")}

_SINGULAR = {"tiles": "tile", "items": "item", "entities": "entity", "recipes": "recipe"}


def fields_of(section: str, entry: Mapping[str, Any]) -> dict[str, Check]:
    """The fields that an entry of a section must have, with their checks."""
    extra = TYPE_FIELDS.get(str(entry.get("type")), {}) if section == "entities" else {}
    return SECTIONS[section] | extra


def _check_entry(section: str, name: str, entry: Any) -> None:
    place = f"{_SINGULAR[section]} {name!r}"
    if not isinstance(entry, dict):
        raise PrototypeError(f"{place}: {entry!r} is not an object of fields")
    fields = fields_of(section, entry)
    for field in entry:
        if field not in fields:
            near = difflib.get_close_matches(field, fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(fields)}"
            raise PrototypeError(f"{place}: unknown field {field!r}{hint}")
    for field, check in fields.items():
        if field not in entry:
            raise PrototypeError(f"{place}: field {field!r} is missing; add it, every field must be there")
        if (wants := check(entry[field])) is not None:
            raise PrototypeError(f"{place}: field {field!r} is {entry[field]!r}; it must be {wants}")


def _check_references(data: Mapping[str, Any]) -> None:
    """Names of items and entities that entries refer to must exist."""
    for name, item in data["items"].items():
        if item["place_result"] is not None and item["place_result"] not in data["entities"]:
            raise PrototypeError(f"item {name!r}: field 'place_result' names {item['place_result']!r}, no entity")
    for section, lists in (("entities", ("products",)), ("recipes", ("products", "ingredients"))):
        for name, entry in data[section].items():
            for field in lists:
                for row in entry[field]:
                    if row["kind"] == "item" and row["name"] not in data["items"]:
                        raise PrototypeError(
                            f"{_SINGULAR[section]} {name!r}: field {field!r} names {row['name']!r}, no item"
                        )
                    if field == "products" and row["amount_min"] > row["amount_max"]:
                        raise PrototypeError(
                            f"{_SINGULAR[section]} {name!r}: product {row['name']!r} has amount_min "
                            f"{row['amount_min']} above amount_max {row['amount_max']}"
                        )


def _check_engine_needs(data: Mapping[str, Any]) -> None:
    """What the engine relies on beyond single fields."""
    for section, names in REQUIRED.items():
        for name in names:
            if name not in data[section]:
                raise PrototypeError(f"{_SINGULAR[section]} {name!r} is missing; the engine needs it")
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
