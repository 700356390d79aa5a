"""Reads items, fluids, recipes, technologies and tiles from `data.raw`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import raw_combat
from .fields import ITEM_FLAGS, TECHNOLOGY_EFFECTS
from .raw_entities import mask_of
from .raw_values import (
    Raw,
    as_list,
    fluidbox_of,
    joules,
    layers_of,
    number,
    pollution,
    product_of,
    products_of,
    required,
    resistances_of,
)


def orders(entries: Iterable[Raw], raw: Raw, default_subgroup: str) -> dict[str, int]:
    """Places in the game's order: group, subgroup, the entry's own order string, name."""

    def key(entry: Raw) -> tuple[str, ...]:
        subgroup = (raw.get("item-subgroup") or {}).get(entry.get("subgroup", default_subgroup), {})
        group = (raw.get("item-group") or {}).get(subgroup.get("group", ""), {})
        return (
            group.get("order", ""), group.get("name", ""), subgroup.get("order", ""), subgroup.get("name", ""),
            entry.get("order", ""), entry["name"],
        )  # fmt: skip

    return {entry["name"]: place for place, entry in enumerate(sorted(entries, key=key), start=1)}


def _item_group(item: Raw, raw: Raw) -> dict[str, Any]:
    """The fields that items of one type have."""
    kind = item["type"]
    if kind == "ammo":
        return {
            "ammo_category": item.get("ammo_category") or None,
            "ammo_effect": raw_combat.effect_of(raw, item.get("ammo_type")),
            "magazine_size": int(item.get("magazine_size", 1)),
            "reload_time_ticks": item.get("reload_time", 0),
        }
    if kind == "armor":
        bonus = int(item.get("inventory_size_bonus", 0))
        return {"resistances": resistances_of(item), "inventory_size_bonus": bonus}
    if kind == "capsule":
        action = item.get("capsule_action") or {}
        return {"attack": raw_combat.attack_of(raw, item, action.get("attack_parameters"))}
    if kind == "gun":
        return {"attack": raw_combat.attack_of(raw, item, required(item, "attack_parameters", "an attack"))}
    if kind == "module":
        effect = item.get("effect") or {}
        names = ("speed", "consumption", "productivity", "pollution", "quality")
        return {
            "module_category": required(item, "category", "a module category"),
            "module_tier": int(item.get("tier", 0)),
            "effect": {name: effect.get(name, 0) for name in names},
        }
    if kind == "repair-tool":
        return {"repair_speed": number(item, "speed"), "durability": number(item, "durability", 0)}
    return {"durability": number(item, "durability", 0)} if kind == "tool" else {}


def item_entry(item: Raw, order: int, raw: Raw) -> dict[str, Any]:
    """An item's entry."""
    tile = item.get("place_as_tile") or {}
    return {
        "type": item["type"],
        "stack_size": int(number(item, "stack_size")),
        "place_result": item.get("place_result") or None,
        "order": order,
        "fuel_value_joules": joules(item, "fuel_value", "0J"),
        "fuel_category": item.get("fuel_category") or None,
        "burnt_result": item.get("burnt_result") or None,
        "fuel_emissions_multiplier": item.get("fuel_emissions_multiplier", 1),
        "fuel_acceleration_multiplier": item.get("fuel_acceleration_multiplier", 1),
        "place_as_tile": tile.get("result") or None,
        "place_as_tile_size": int(tile.get("condition_size", 0)),
        "place_as_tile_layers": layers_of(tile.get("condition")),
        "flags": [flag for flag in ITEM_FLAGS if flag in as_list(item.get("flags") or [])],
        "hidden": bool(item.get("hidden", False)),
        "products": [product_of(row, {}) for row in as_list(item.get("rocket_launch_products") or [])],
        **_item_group(item, raw),
    }


def fluid_entry(fluid: Raw, order: int) -> dict[str, Any]:
    """A fluid's entry."""
    cold = number(fluid, "default_temperature")
    return {
        "order": order,
        "hidden": bool(fluid.get("hidden", False)),
        "default_temperature": cold,
        "max_temperature": number(fluid, "max_temperature", cold),
        "gas_temperature": min(number(fluid, "gas_temperature", 1e9), 1e9),
        "heat_capacity_joules": joules(fluid, "heat_capacity", "1kJ"),
        "fuel_value_joules": joules(fluid, "fuel_value", "0J"),
        "emissions_multiplier": number(fluid, "emissions_multiplier", 1),
    }


def tile_entry(tile: Raw, masks: Raw, fluids: Mapping[str, Raw]) -> dict[str, Any]:
    """A tile's entry."""
    minable = tile.get("minable") or {}
    return {
        "collision_layers": mask_of(tile, masks)["collision_layers"],
        "walking_speed_modifier": tile.get("walking_speed_modifier", 1),
        "pollution_absorption_per_second": pollution(tile, "absorptions_per_second"),
        "fluid": tile.get("fluid") or None,
        "next_direction": tile.get("next_direction") or None,
        "minable": bool(minable),
        "mining_time": minable.get("mining_time", 0),
        "products": products_of(minable, fluids),
        "is_foundation": bool(tile.get("is_foundation", False)),
    }


def _ingredient(row: Raw, fluids: Mapping[str, Raw]) -> dict[str, Any]:
    kind = row.get("type", "item")
    fluid = fluids.get(row["name"], {}) if kind == "fluid" else {}
    cold = fluid.get("default_temperature", 0)
    exact = row.get("temperature")
    low, high = (exact, exact) if exact is not None else (cold, fluid.get("max_temperature", cold))
    return {
        "kind": kind,
        "name": row["name"],
        "amount": row["amount"] if kind == "fluid" else int(row["amount"]),
        "minimum_temperature": row.get("minimum_temperature", low),
        "maximum_temperature": row.get("maximum_temperature", high),
    } | fluidbox_of(row)


def main_product(recipe: Raw) -> tuple[str, str] | None:
    """Kind and name of a recipe's main product: the named one, or the only one."""
    results = as_list(recipe.get("results") or [])
    if recipe.get("main_product") == "":
        return None
    if recipe.get("main_product"):
        results = [row for row in results if row["name"] == recipe["main_product"]]
    return (results[0].get("type", "item"), results[0]["name"]) if len(results) == 1 else None


def recipe_orders(raw: Raw, items: Mapping[str, Raw]) -> dict[str, int]:
    """Places of the recipes; subgroup and order are the main product's where the recipe has none."""
    rows = []
    for recipe in (raw.get("recipe") or {}).values():
        kind, name = main_product(recipe) or ("item", "")
        made = (items if kind == "item" else raw.get("fluid") or {}).get(name, {})
        inherited = {field: made[field] for field in ("subgroup", "order") if field in made}
        own = {field: recipe[field] for field in ("subgroup", "order") if field in recipe}
        rows.append({"name": recipe["name"], **inherited, **own})
    return orders(rows, raw, "other")


def recipe_entry(recipe: Raw, order: int, fluids: Mapping[str, Raw]) -> dict[str, Any]:
    """A recipe's entry."""
    kind, name = main_product(recipe) or ("", None)
    return {
        "category": recipe.get("category", "crafting"),
        "enabled": bool(recipe.get("enabled", True)),
        "energy_required": number(recipe, "energy_required", 0.5),
        "ingredients": [_ingredient(row, fluids) for row in as_list(recipe.get("ingredients") or [])],
        "products": [product_of(row, fluids) for row in as_list(recipe.get("results") or [])],
        "allow_productivity": bool(recipe.get("allow_productivity", False)),
        "hidden": bool(recipe.get("hidden", False)),
        "hide_from_player_crafting": bool(recipe.get("hide_from_player_crafting", False)),
        "allow_as_intermediate": bool(recipe.get("allow_as_intermediate", True)),
        "allow_intermediates": bool(recipe.get("allow_intermediates", True)),
        "allow_decomposition": bool(recipe.get("allow_decomposition", True)),
        "order": order,
        "main_item": name if kind == "item" else None,
        "main_fluid": name if kind == "fluid" else None,
        "overload_multiplier": int(recipe.get("overload_multiplier", 0)),
        "emissions_multiplier": number(recipe, "emissions_multiplier", 1),
        "maximum_productivity": number(recipe, "maximum_productivity", 3),
    }


def _name(value: Any) -> str | None:
    """A name, given plainly or as an object with a name."""
    return value.get("name") if isinstance(value, Mapping) else value


def _technology_effect(effect: Raw) -> dict[str, Any]:
    kind = effect["type"]
    return {
        "kind": kind if kind in TECHNOLOGY_EFFECTS else "other",
        "type": kind,
        "recipe": effect.get("recipe"),
        "ammo_category": effect.get("ammo_category"),
        "turret": effect.get("turret_id"),
        "modifier": float(effect.get("modifier", effect.get("change", 1))),
    }


def _trigger(technology: Raw) -> dict[str, Any]:
    trigger = technology.get("research_trigger") or {}
    kind = trigger.get("type", "none")
    known = ("none", "craft-item", "mine-entity", "build-entity", "craft-fluid", "send-item-to-orbit")
    entities = as_list(trigger.get("entities") or []) or [trigger.get("entity")]
    return {
        "trigger_kind": kind if kind in known else "other",
        "trigger_item": _name(trigger.get("item")),
        "trigger_entity": _name(entities[0]),
        "trigger_fluid": _name(trigger.get("fluid")),
        "trigger_count": (trigger.get("count") or trigger.get("amount") or 1) if trigger else 0,
    }


def _pack(row: Any) -> dict[str, Any]:
    name, amount = (row["name"], row["amount"]) if isinstance(row, Mapping) and "name" in row else as_list(row)
    return {"item": name, "amount": int(amount)}


def technology_entry(technology: Raw, order: int) -> dict[str, Any]:
    """A technology's entry."""
    if "research_trigger" not in technology:
        required(technology, "unit", "the cost of research, or field 'research_trigger' what it waits for")
    unit = technology.get("unit") or {}
    suffix = re.search(r"-(\d+)$", technology["name"])
    level = int(suffix.group(1)) if suffix else 1
    last = technology.get("max_level", level)
    return {
        "prerequisites": as_list(technology.get("prerequisites") or []),
        "ingredients": [_pack(row) for row in as_list(unit.get("ingredients") or [])],
        "effects": [_technology_effect(effect) for effect in as_list(technology.get("effects") or [])],
        "count": int(unit.get("count", 0)),
        "count_formula": unit.get("count_formula", ""),
        "time_seconds": unit.get("time", 0),
        "level": level,
        "max_level": 0 if last == "infinite" else int(last),
        "enabled": bool(technology.get("enabled", True)),
        "hidden": bool(technology.get("hidden", False)),
        "upgrade": bool(technology.get("upgrade", False)),
        "essential": bool(technology.get("essential", False)),
        "ignore_tech_cost_multiplier": bool(technology.get("ignore_tech_cost_multiplier", False)),
        **_trigger(technology),
        "order": order,
    }
