"""Reads values as `data.raw` spells them: positions, boxes, energies, lists, products; asks for what must be there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .schema import PrototypeError

#: An entry of `data.raw`.
Raw = Mapping[str, Any]

_SI = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21, "Y": 1e24}

TICKS_A_SECOND = 60

#: What the game takes for no limit of an electric flow; SIM_NO_FLOW_LIMIT of the engine.
NO_FLOW_LIMIT = 1e30


def place_of(entry: Raw) -> str:
    """How a message names an entry."""
    return f"{entry.get('type', 'entry')} {entry.get('name', '?')!r}"


def required(entry: Raw, field: str, allowed: str) -> Any:
    """A field that must be there.

    Raises:
        PrototypeError: It is not; the text names the entry, the field and what is allowed.
    """
    if entry.get(field) is None:
        raise PrototypeError(f"{place_of(entry)}: field {field!r} is missing; it must be {allowed}")
    return entry[field]


def number(entry: Raw, field: str, default: float | None = None) -> float:
    """A number, the default where none is given; without a default it must be there."""
    value = required(entry, field, "a number") if default is None else entry.get(field, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise PrototypeError(f"{place_of(entry)}: field {field!r} is {value!r}; it must be a number")
    return value


def quantity(entry: Raw, field: str, unit: str, default: str | None = None) -> float:
    """An energy or a power such as "4MJ" or "90kW" in joules or watts; without a default it must be there."""
    value = entry.get(field, default) if default is not None else required(entry, field, f"such as 1k{unit}")
    match = (
        re.fullmatch(rf"(-?[0-9.]+(?:e[+-]?[0-9]+)?)([kKMGTPEZY]?){unit}", value) if isinstance(value, str) else None
    )
    if match is None:
        raise PrototypeError(f"{place_of(entry)}: field {field!r} is {value!r}; it must be of the form 1k{unit}")
    return float(match.group(1)) * _SI[match.group(2)]


def joules(entry: Raw, field: str, default: str | None = None) -> float:
    """An energy in joules."""
    return quantity(entry, field, "J", default)


def joules_per_tick(entry: Raw, field: str, default: str | None = None) -> float:
    """A power in joules a tick; the game takes an energy a tick, such as 1kJ, for the same."""
    value = entry.get(field)
    if isinstance(value, str) and value.endswith("J"):
        return quantity(entry, field, "J")
    return quantity(entry, field, "W", default) / TICKS_A_SECOND


def as_list(table: Any) -> list[Any]:
    """A Lua sequence as a list; an empty table may come as an object, and a sequence with its indices as keys."""
    if isinstance(table, Mapping):
        return [table[key] for key in sorted(table, key=int)] if all(str(k).isdigit() for k in table) else [table]
    return list(table) if isinstance(table, (list, tuple)) else [table]


def point(value: Any) -> list[float]:
    """A position in either of the game's two spellings."""
    if isinstance(value, Mapping) and "x" in value:
        return [value["x"], value["y"]]
    x, y = as_list(value)[:2]
    return [x, y]


def box_of(entity: Raw, field: str) -> list[list[float]]:
    """A bounding box; an empty one where the prototype has none."""
    value = entity.get(field)
    if value is None:
        return [[0, 0], [0, 0]]
    if isinstance(value, Mapping) and "left_top" in value:
        return [point(value["left_top"]), point(value["right_bottom"])]
    corners = as_list(value)
    return [point(corners[0]), point(corners[1])]


def pollution(entry: Raw, field: str) -> float:
    """The part of a table of emissions that is pollution; 0 for none."""
    value = entry.get(field) or {}
    return value.get("pollution", 0) if isinstance(value, Mapping) else value


def resistances_of(entry: Raw) -> list[dict[str, Any]]:
    """Resistances, percent as a part of 1."""
    return [
        {
            "damage_type": row["type"],
            "decrease": row.get("decrease", 0),
            "percent": row.get("percent", 0) / 100,
        }
        for row in as_list(entry.get("resistances") or [])
    ]


def product_of(row: Raw, fluids: Mapping[str, Raw]) -> dict[str, Any]:
    """One row of results, in the one form that the file uses."""
    low = row.get("amount", row.get("amount_min", 1))
    high = row.get("amount", row.get("amount_max", low))
    kind = row.get("type", "item")
    if kind not in ("item", "fluid"):  # research progress: no goods
        raise PrototypeError(f"a product has the type {kind!r}; it must be item or fluid")
    warm = fluids.get(row["name"], {}).get("default_temperature", 0) if kind == "fluid" else 0
    return {
        "kind": kind,
        "name": row["name"],
        "amount_min": low if kind == "fluid" else int(low),
        "amount_max": max(low, high) if kind == "fluid" else int(max(low, high)),
        "probability": row.get("probability", 1),
        "temperature": row.get("temperature", warm) if kind == "fluid" else 0,
        "ignored_by_productivity": row.get("ignored_by_productivity", row.get("ignored_by_stats", 0)),
        "extra_count_fraction": row.get("extra_count_fraction", 0),
    } | fluidbox_of(row)


def fluidbox_of(row: Raw) -> dict[str, Any]:
    """The machine's box that a fluid of a recipe names; nothing for most, whose boxes follow their order."""
    return {"fluidbox_index": row["fluidbox_index"]} if row.get("fluidbox_index") else {}


def products_of(minable: Raw, fluids: Mapping[str, Raw]) -> list[dict[str, Any]]:
    """What mining gives, from either of the two spellings."""
    if "results" in minable:
        return [product_of(row, fluids) for row in as_list(minable["results"])]
    if "result" in minable:
        return [product_of({"name": minable["result"], "amount": minable.get("count", 1)}, fluids)]
    return []


def layers_of(mask: Raw | None) -> list[str]:
    """The layers of a collision mask."""
    layers = (mask or {}).get("layers")
    return sorted(layer for layer, is_set in layers.items() if is_set) if isinstance(layers, Mapping) else []
