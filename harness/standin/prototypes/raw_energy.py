"""Reads energy sources, consumption, production and fluid boxes of entities from `data.raw`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .raw_values import NO_FLOW_LIMIT, Raw, as_list, joules, joules_per_tick, number, point, pollution, required

#: Types whose electric drain is a thirtieth of their usage where the prototype does not say.
_WITH_DRAIN = frozenset({"assembling-machine", "furnace", "rocket-silo"})

_DIRECTIONS = {0: "north", 4: "east", 8: "south", 12: "west"}


def usage_of(entity: Raw) -> float:
    """What runs at full work, joules a tick, whatever the type calls it."""
    for field in ("energy_usage", "energy_consumption", "energy_usage_per_tick", "consumption"):
        if field in entity:
            return joules_per_tick(entity, field)
    needed = {"boiler": "energy_consumption", "lamp": "energy_usage_per_tick", "reactor": "consumption"}
    if entity["type"] in (*_WITH_DRAIN, "mining-drill", "lab", "beacon", "radar", "pump", *needed):
        return joules_per_tick(entity, needed.get(entity["type"], "energy_usage"))
    return 0.0


def energy_of(entity: Raw) -> dict[str, Any]:
    """The energy source, with the drain that the game fills in."""
    source = required(entity, "energy_source", "an energy source")
    named = {**source, "type": entity["type"], "name": entity["name"]}
    kind = source.get("type", "electric")
    is_burner, is_electric = kind == "burner", kind == "electric"
    default_drain = usage_of(entity) / 30 if is_electric and entity["type"] in _WITH_DRAIN else 0.0
    fuels = as_list(source.get("fuel_categories") or ["chemical"]) if is_burner else []
    flows = {
        f"{way}_flow_limit_joules_per_tick": joules_per_tick(named, f"{way}_flow_limit")
        if f"{way}_flow_limit" in source
        else NO_FLOW_LIMIT
        for way in ("input", "output")
    }
    return {
        "kind": kind,
        "usage_priority": source.get("usage_priority", "none") if is_electric else "none",
        "fuel_inventory_size": int(number(named, "fuel_inventory_size")) if is_burner else 0,
        "burnt_inventory_size": int(source.get("burnt_inventory_size", 0)),
        "initial_fuel": source.get("initial_fuel") or None,
        "initial_fuel_fraction": source.get("initial_fuel_percent", 0.25) if source.get("initial_fuel") else 0,
        "fuel_categories": sorted(fuels),
        "effectivity": source.get("effectivity", 1) if kind in ("burner", "fluid") else 0,
        "pollution_per_minute": pollution(source, "emissions_per_minute"),
        "buffer_capacity_joules": joules(named, "buffer_capacity", "0J"),
        **flows,
        "drain_joules_per_tick": joules_per_tick(named, "drain") if "drain" in source else default_drain,
        "fluid_usage_per_tick": source.get("fluid_usage_per_tick", 0),
        "maximum_temperature": source.get("maximum_temperature", source.get("max_temperature", 0)),
    }


def _turned(position: list[float]) -> list[list[float]]:
    """A position facing north, east, south and west."""
    x, y = position
    return [[x, y], [-y, x], [-x, -y], [y, -x]]


def _connection(row: Raw) -> dict[str, Any]:
    spots = [point(p) for p in as_list(row["positions"])] if "positions" in row else _turned(point(row["position"]))
    categories = row.get("connection_category", "default")
    return {
        "positions": [[x + 0.0, y + 0.0] for x, y in spots],
        "direction": _DIRECTIONS[row.get("direction", 0)],
        "type": row.get("connection_type", "normal"),
        "flow_direction": row.get("flow_direction", "input-output"),
        "max_underground_distance": int(row.get("max_underground_distance", 0)),
        "connection_categories": sorted(as_list(categories)),
    }


def _box_row(box: Raw, is_energy_source: bool) -> dict[str, Any]:
    return {
        "volume": box["volume"],
        "production_type": box.get("production_type", "none"),
        "filter": box.get("filter") or None,
        "minimum_temperature": box.get("minimum_temperature", -1e9),
        "maximum_temperature": box.get("maximum_temperature", 1e9),
        "is_energy_source": is_energy_source,
        "pipe_connections": [
            _connection(row)
            for row in as_list(box["pipe_connections"])
            if "position" in row or "positions" in row  # linked ends have none
        ],
    }


def fluid_boxes_of(entity: Raw) -> Iterator[dict[str, Any]]:
    """Fluid boxes: those listed, or input and output, then the energy source's."""
    for box in as_list(entity.get("fluid_boxes") or []):
        if isinstance(box, Mapping):
            yield _box_row(box, False)
    for field in ("fluid_box", "input_fluid_box", "output_fluid_box"):
        if field in entity:
            yield _box_row(entity[field], False)
    source = entity.get("energy_source") or {}
    if "fluid_box" in source:
        yield _box_row(source["fluid_box"], True)


def heat_of(entity: Raw) -> dict[str, Any] | None:
    """The heat buffer: an entity's own, or that of a heat energy source; None for an entity that holds no heat."""
    source = entity.get("energy_source") or {}
    buffer = entity.get("heat_buffer") or (source if source.get("type") == "heat" else None)
    if buffer is None:
        return None
    named = {**buffer, "type": entity["type"], "name": entity["name"]}
    default = buffer.get("default_temperature", 15)
    return {
        "joules_per_degree": joules(named, "specific_heat"),
        "maximum_temperature": number(named, "max_temperature"),
        "default_temperature": default,
        "minimum_working_temperature": buffer.get("min_working_temperature", 15),
        "minimum_gradient": buffer.get("min_temperature_gradient", 1),
        "most_joules_per_tick": joules_per_tick(named, "max_transfer"),
        "neighbour_bonus": entity.get("neighbour_bonus", 1) if entity["type"] == "reactor" else 0,
        "connections": [_connection(row) for row in as_list(buffer.get("connections") or [])],
    }


def production_of(entity: Raw, fluids: Mapping[str, Raw]) -> float:
    """The largest output, joules a tick. A generator's follows from its fluid where its prototype does not say."""
    if entity["type"] == "solar-panel":
        return joules_per_tick(entity, "production")
    if entity["type"] == "electric-energy-interface":
        return joules_per_tick(entity, "energy_production", "0W")
    if "max_power_output" in entity:
        return joules_per_tick(entity, "max_power_output")
    fluid = fluids[required(required(entity, "fluid_box", "a fluid box"), "filter", "a fluid")]
    per_unit = joules(fluid, "fuel_value", "0J") if entity.get("burns_fluid") else (
        (number(entity, "maximum_temperature") - fluid["default_temperature"]) * joules(fluid, "heat_capacity", "1kJ")
    )  # fmt: skip
    return number(entity, "fluid_usage_per_tick") * per_unit * entity.get("effectivity", 1)
