"""Turns a `data.raw` into the content of a prototype file. Pure functions of the standard library.

`data.raw` comes from the game's published data (`extract`) or from a user's `factorio --dump-data` (`from_dump`);
sequences may be lists or objects with indices, empty tables lists or objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from . import schema
from .fields import CONSTANTS, MAP_SETTINGS, NAME_SECTIONS, SECTIONS
from .kinds_lists import Record
from .raw_entities import EntityReader
from .raw_goods import (
    fluid_entry,
    item_entry,
    orders,
    recipe_entry,
    recipe_orders,
    technology_entry,
    tile_entry,
)
from .raw_types import ENTITY_TYPES, ITEM_TYPES
from .raw_values import Raw, as_list, place_of
from .schema import PrototypeError

#: Types of the prototypes that a section of names lists.
_NAME_TYPES = {
    "recipe_categories": "recipe-category",
    "fuel_categories": "fuel-category",
    "resource_categories": "resource-category",
    "module_categories": "module-category",
    "ammo_categories": "ammo-category",
    "damage_types": "damage-type",
}


def _section(raw: Raw, kind: str) -> Mapping[str, Raw]:
    """The prototypes of a type; an empty table may have come as a list."""
    return raw.get(kind) or {}


def _entries(found: Mapping[str, Raw], read: Callable[[Raw], dict[str, Any]]) -> dict[str, Any]:
    """Reads every prototype; what cannot be read is named."""
    entries = {}
    for name, entry in found.items():
        try:
            entries[name] = read(entry)
        except KeyError as error:
            raise PrototypeError(f"{place_of(entry)}: {error.args[0]!r} is missing, or names nothing") from error
        except (TypeError, ValueError, AttributeError, IndexError) as error:
            if isinstance(error, PrototypeError):
                raise
            raise PrototypeError(f"{place_of(entry)}: cannot be read: {error}") from error
    return entries


def _names(raw: Raw, entities: Mapping[str, Any]) -> dict[str, list[str]]:
    """The sections of names: prototypes of a type, and what entities name themselves."""
    groups = {entity["fast_replaceable_group"] for entity in entities.values()} - {None}
    connections = {
        category
        for entity in entities.values()
        for box in entity.get("fluid_boxes", ())
        for connection in box["pipe_connections"]
        for category in connection["connection_categories"]
    }
    listed = {section: sorted(_section(raw, kind)) for section, kind in _NAME_TYPES.items()}
    listed["fast_replaceable_groups"] = sorted(groups)
    listed["connection_categories"] = sorted(connections)
    return {section: listed[section] for section in NAME_SECTIONS}


def _picked(source: Raw, kind: Record, place: str) -> dict[str, Any]:
    """The fields of a record out of an object that has more."""
    picked: dict[str, Any] = {}
    for field, inner in kind.fields.items():
        if field not in source:
            raise PrototypeError(f"{place}: field {field!r} is missing")
        value = source[field]
        if isinstance(inner, Record):
            value = _picked(value, inner, f"{place}, {field}")
        elif isinstance(value, float) and value.is_integer() and inner.wrong(value) is not None:
            value = int(value)
        picked[field] = value
    return picked


def _map_settings(raw: Raw) -> dict[str, Any]:
    given = dict(_section(raw, "map-settings").get("map-settings") or {})
    steering = given.get("steering") or {}
    given["steering_default"] = steering.get("default", {})
    given["steering_moving"] = steering.get("moving", {})
    given["technology_price_multiplier"] = (given.get("difficulty_settings") or {}).get(
        "technology_price_multiplier", 1
    )
    return _picked(given, MAP_SETTINGS, "map-settings 'map-settings'")


def from_raw(raw: Raw, game_version: str, provenance: Mapping[str, str]) -> dict[str, Any]:
    """The content of a prototype file, checked.

    Args:
        raw: `data.raw`: type to name to prototype.
        game_version: the version that the data is of.
        provenance: where it comes from; kept in the file.

    Raises:
        PrototypeError: Something is missing or wrong; the text names the entry, the field and what is allowed.
    """
    items = {name: item for kind in ITEM_TYPES for name, item in _section(raw, kind).items()}
    entities = {name: entity for kind in ENTITY_TYPES for name, entity in _section(raw, kind).items()}
    fluids, technologies = _section(raw, "fluid"), _section(raw, "technology")
    constants = _section(raw, "utility-constants").get("default") or {}
    masks = constants.get("default_collision_masks") or {}
    character = _section(raw, "character").get("character") or {}
    reader = EntityReader(raw, masks, frozenset(as_list(character.get("mining_categories") or [])))
    item_order, fluid_order = orders(items.values(), raw, "other"), orders(fluids.values(), raw, "fluid")
    recipe_order = recipe_orders(raw, items)
    by_order = sorted(technologies.values(), key=lambda entry: (entry.get("order", ""), entry["name"]))
    technology_order = {entry["name"]: place for place, entry in enumerate(by_order, start=1)}
    read_entities = _entries(entities, reader.read)
    data = {
        "format": schema.FORMAT,
        "game_version": game_version,
        "provenance": dict(provenance),
        "tiles": _entries(_section(raw, "tile"), lambda tile: tile_entry(tile, masks, fluids)),
        "items": _entries(items, lambda item: item_entry(item, item_order[item["name"]], raw)),
        "fluids": _entries(fluids, lambda fluid: fluid_entry(fluid, fluid_order[fluid["name"]])),
        "entities": read_entities,
        "recipes": _entries(
            _section(raw, "recipe"), lambda recipe: recipe_entry(recipe, recipe_order[recipe["name"]], fluids)
        ),
        "technologies": _entries(technologies, lambda entry: technology_entry(entry, technology_order[entry["name"]])),
        **_names(raw, read_entities),
        "map_settings": _map_settings(raw),
        "constants": _picked(constants, CONSTANTS, "utility-constants 'default'"),
    }
    return schema.validate(data)


def to_text(data: Mapping[str, Any]) -> str:
    """The file's text: one line an entry, sorted, the same for the same data."""
    parts = []
    for key, value in data.items():
        if key not in SECTIONS:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
            continue
        lines = [f"    {json.dumps(name)}: {json.dumps(value[name])}" for name in sorted(value)]
        parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def summary(data: Mapping[str, Any]) -> str:
    """How much is in a prototype file, in a line."""
    return ", ".join(f"{len(data[section])} {section}" for section in SECTIONS)
