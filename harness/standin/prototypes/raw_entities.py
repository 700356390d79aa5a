"""Reads entities from `data.raw`: what all have, and what groups of types have."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from . import raw_combat
from .fields_entities import EFFECTS, FLAGS, TYPE_GROUPS
from .raw_energy import energy_of, fluid_boxes_of, heat_of, production_of, usage_of
from .raw_types import WITH_UNIT_NUMBER, WITHOUT_HEALTH, WITHOUT_UNIT_NUMBER
from .raw_values import (
    Raw,
    as_list,
    box_of,
    joules,
    joules_per_tick,
    layers_of,
    number,
    point,
    pollution,
    products_of,
    required,
    resistances_of,
)

DEFAULT_HEALTH = 10


def mask_of(entity: Raw, masks: Raw) -> dict[str, Any]:
    """The collision mask: layers and the two flags."""
    mask = entity.get("collision_mask") or masks.get(entity["type"]) or {}
    return {
        "collision_layers": layers_of(mask),
        "not_colliding_with_itself": bool(mask.get("not_colliding_with_itself", False)),
        "colliding_with_tiles_only": bool(mask.get("colliding_with_tiles_only", False)),
    }


def tile_size(entity: Raw, axis: int) -> int:
    """Tiles of the build grid that the entity takes along an axis."""
    given = entity.get(("tile_width", "tile_height")[axis])
    if given:
        return int(given)
    (low, high) = (corner[axis] for corner in box_of(entity, "collision_box"))
    return max(1, math.ceil(high - low))


def has_unit_number(kind: str) -> bool:
    """Whether the game numbers entities of that type."""
    return kind in WITH_UNIT_NUMBER or (kind not in WITHOUT_HEALTH and kind not in WITHOUT_UNIT_NUMBER)


def _is_military_target(entity: Raw) -> bool:
    """Units, spawners, turrets and characters are targets unless their prototype says otherwise."""
    by_default = entity["type"] in (
        "ammo-turret", "artillery-turret", "character", "combat-robot", "electric-turret", "fluid-turret",
        "land-mine", "segmented-unit", "spider-unit", "turret", "unit", "unit-spawner",
    )  # fmt: skip
    return bool(entity.get("is_military_target", by_default))


def _corpse(entity: Raw) -> str | None:
    """The first corpse: a name, or a list of names or of objects with a name."""
    value = entity.get("corpse")
    if not value:
        return None
    first = value if isinstance(value, str) else as_list(value)[0]
    return first["name"] if isinstance(first, Mapping) else first


def _tile_rule(rule: Raw) -> dict[str, Any]:
    return {
        "area": box_of(rule, "area"),
        "required_layers": layers_of(rule.get("required_tiles")),
        "refused_layers": layers_of(rule.get("colliding_tiles")),
    }


def common_entity(entity: Raw, masks: Raw, fluids: Mapping[str, Raw]) -> dict[str, Any]:
    """The fields that every entity has."""
    kind = entity["type"]
    minable = entity.get("minable") or {}
    flags = set(as_list(entity.get("flags") or []))
    extra = {"hidden"} if entity.get("hidden") else set()
    extra |= {"is-military-target"} if _is_military_target(entity) else set()
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
        "products": products_of(minable, fluids),
        "inventory_size": int(entity.get("inventory_size", 0)),
        "flags": [flag for flag in FLAGS if flag in flags - {"hidden"} | extra],
        "resistances": resistances_of(entity),
        "fast_replaceable_group": entity.get("fast_replaceable_group") or None,
        "next_upgrade": entity.get("next_upgrade") or None,
        "corpse": _corpse(entity),
        "repair_speed_modifier": entity.get("repair_speed_modifier", 1),
    }


def _effects(entity: Raw) -> list[str]:
    """Effects that modules may have; all where drills and labs do not say, none of other machines."""
    by_default = EFFECTS if entity["type"] in ("mining-drill", "lab") else ()
    allowed = entity.get("allowed_effects", by_default)
    allowed = [allowed] if isinstance(allowed, str) else as_list(allowed)
    return [effect for effect in EFFECTS if effect in allowed]


def _modules(entity: Raw) -> dict[str, Any]:
    receiver = entity.get("effect_receiver") or {}
    base = (receiver.get("base_effect") or {}).get("productivity", 0)
    return {
        "module_slots": int(entity.get("module_slots", 0)),
        "allowed_effects": _effects(entity),
        "base_productivity": base["bonus"] if isinstance(base, Mapping) else base,
        "uses_module_effects": bool(receiver.get("uses_module_effects", True)),
        "uses_beacon_effects": bool(receiver.get("uses_beacon_effects", True)),
    }


def _crafting(entity: Raw) -> dict[str, Any]:
    is_furnace = entity["type"] == "furnace"
    return {
        "crafting_categories": sorted(as_list(required(entity, "crafting_categories", "a list of categories"))),
        "crafting_speed": number(entity, "crafting_speed"),
        "source_inventory_size": int(number(entity, "source_inventory_size")) if is_furnace else 0,
        "result_inventory_size": int(number(entity, "result_inventory_size")) if is_furnace else 0,
        "ingredient_count": min(int(entity.get("ingredient_count", 65535)), 65535),
        "fixed_recipe": entity.get("fixed_recipe") or None,
        "fluid_boxes_off_when_no_fluid_recipe": bool(entity.get("fluid_boxes_off_when_no_fluid_recipe", False)),
    }


def _drill(entity: Raw) -> dict[str, Any]:
    return {
        "mining_speed": number(entity, "mining_speed"),
        "resource_categories": sorted(as_list(required(entity, "resource_categories", "a list of categories"))),
        "resource_searching_radius": number(entity, "resource_searching_radius"),
        "vector_to_place_result": point(required(entity, "vector_to_place_result", "a vector in tiles")),
        "resource_drain_rate": number(entity, "resource_drain_rate_percent", 100) / 100,
    }


def _resource(entity: Raw) -> dict[str, Any]:
    minable = entity.get("minable") or {}
    return {
        "resource_infinite": bool(entity.get("infinite", False)),
        "resource_minimum": int(entity.get("minimum", 0)),
        "resource_normal": int(entity.get("normal", 1)),
        "resource_depletion": int(entity.get("infinite_depletion_amount", 1)),
        "resource_category": entity.get("category", "basic-solid"),
        "required_fluid": minable.get("required_fluid") or None,
        "required_fluid_amount": minable.get("fluid_amount", 0),
        "tree_removal_probability": entity.get("tree_removal_probability", 0),
    }


def _character(entity: Raw) -> dict[str, Any]:
    return {
        "running_speed": number(entity, "running_speed"),
        "mining_speed": number(entity, "mining_speed"),
        "reach_distance": number(entity, "reach_distance"),
        "build_distance": number(entity, "build_distance"),
        "resource_reach_distance": number(entity, "reach_resource_distance"),
        "item_pickup_distance": number(entity, "item_pickup_distance"),
        "loot_pickup_distance": number(entity, "loot_pickup_distance"),
        "drop_item_distance": number(entity, "drop_item_distance"),
        "corner_sliding_distance": number(entity, "maximum_corner_sliding_distance"),
        "ticks_to_stay_in_combat": int(number(entity, "ticks_to_stay_in_combat")),
        "crafting_categories": sorted(as_list(entity.get("crafting_categories") or [])),
        "resource_categories": sorted(as_list(entity.get("mining_categories") or [])),
    }


def _inserter(entity: Raw) -> dict[str, Any]:
    return {
        "rotation_speed": number(entity, "rotation_speed"),
        "extension_speed": number(entity, "extension_speed"),
        "starting_distance": number(entity, "starting_distance", 0.7),
        "pickup_position": point(required(entity, "pickup_position", "a vector in tiles")),
        "insert_position": point(required(entity, "insert_position", "a vector in tiles")),
        "energy_per_movement_joules": joules(entity, "energy_per_movement", "0J"),
        "energy_per_rotation_joules": joules(entity, "energy_per_rotation", "0J"),
        "stack_size_bonus": int(entity.get("stack_size_bonus", 0)),
        "bulk": bool(entity.get("bulk", False)),
        "filter_count": int(entity.get("filter_count", 0)),
        "allow_burner_leech": bool(entity.get("allow_burner_leech", False)),
        "chases_belt_items": bool(entity.get("chases_belt_items", True)),
    }


def _generator(entity: Raw) -> dict[str, Any]:
    return {
        "maximum_temperature": number(entity, "maximum_temperature"),
        "effectivity": number(entity, "effectivity", 1),
        "fluid_usage_per_tick": number(entity, "fluid_usage_per_tick"),
        "burns_fluid": bool(entity.get("burns_fluid", False)),
    }


def _lab(entity: Raw) -> dict[str, Any]:
    inputs = as_list(required(entity, "inputs", "a list of science packs"))
    return {"researching_speed": number(entity, "researching_speed", 1), "lab_inputs": inputs}


def _beacon(entity: Raw) -> dict[str, Any]:
    return {
        "distribution_effectivity": number(entity, "distribution_effectivity"),
        "supply_area_distance": number(entity, "supply_area_distance"),
        "profile": as_list(entity.get("profile") or [1]),
        "counts_same_type": entity.get("beacon_counter", "total") == "same_type",
    }


def _radar(entity: Raw) -> dict[str, Any]:
    return {
        "energy_per_sector_joules": joules(entity, "energy_per_sector"),
        "energy_per_nearby_scan_joules": joules(entity, "energy_per_nearby_scan"),
        "max_distance_of_sector_revealed": int(number(entity, "max_distance_of_sector_revealed")),
        "max_distance_of_nearby_sector_revealed": int(number(entity, "max_distance_of_nearby_sector_revealed")),
    }


def _lifetime(entity: Raw) -> int:
    """Ticks that a corpse lies; 0 for ever."""
    field, default = ("time_to_live", 0) if entity["type"] == "character-corpse" else ("time_before_removed", 7200)
    return min(int(entity.get(field, default)), 2**32 - 1)


class EntityReader:
    """Reads the entries of entities from one `data.raw`."""

    def __init__(self, raw: Raw, masks: Raw, hand_minable: frozenset[str]) -> None:
        self.raw = raw
        self.masks = masks
        self.hand_minable = hand_minable
        self.fluids: Mapping[str, Raw] = raw.get("fluid") or {}
        #: One reader for each group of `fields_entities.GROUPS`.
        self.groups: dict[str, Callable[[Raw], dict[str, Any]]] = {
            "energy": lambda e: {"energy": energy_of(e), "energy_usage_joules_per_tick": usage_of(e)},
            "production": lambda e: {"production_joules_per_tick": production_of(e, self.fluids)},
            "fluid": lambda e: {"fluid_boxes": list(fluid_boxes_of(e))},
            "modules": _modules,
            "crafting": _crafting,
            "silo": self._silo,
            "drill": _drill,
            "resource": _resource,
            "character": _character,
            "belt": lambda e: {
                "belt_speed": number(e, "speed"),
                "belt_speed_fixed": round(number(e, "speed") * 256),
            },
            "underground": lambda e: {"max_underground_distance": int(number(e, "max_distance"))},
            "related": lambda e: {
                "related_underground_belt": e.get("related_underground_belt") or e.get("related_transport_belt") or None
            },
            "inserter": lambda e: {"inserter": _inserter(e)},
            "pole": lambda e: {
                "maximum_wire_distance": number(e, "maximum_wire_distance", 0),
                "supply_area_distance": number(e, "supply_area_distance"),
            },
            "boiler": lambda e: {
                "target_temperature": number(e, "target_temperature", 0),
                "output_to_separate_pipe": e.get("mode") == "output-to-separate-pipe",
            },
            "generator": _generator,
            "pump": lambda e: {"pumping_speed": number(e, "pumping_speed")},
            "offshore": lambda e: {
                "fluid_source_offset": point(e.get("fluid_source_offset", [0, 0])),
                "tile_rules": [_tile_rule(rule) for rule in as_list(e.get("tile_buildability_rules") or [])],
            },
            "tank": lambda e: {"two_direction_only": bool(e.get("two_direction_only", False))},
            "lab": _lab,
            "beacon": lambda e: {"beacon": _beacon(e)},
            "radar": lambda e: {"radar": _radar(e)},
            "heat": lambda e: {"heat": heat_of(e)},
            "attack": lambda e: {"attack": self._attack(e)},
            "turret": self._turret,
            "unit": lambda e: {"unit": raw_combat.unit_of(e)},
            "spawner": lambda e: {"spawner": raw_combat.spawner_of(e)},
            "gate": lambda e: {
                "opening_speed": number(e, "opening_speed"),
                "activation_distance": number(e, "activation_distance"),
                "timeout_to_close_ticks": int(number(e, "timeout_to_close")),
            },
            "corpse": lambda e: {"time_to_live_ticks": _lifetime(e)},
            "fire": lambda e: {
                "fire": raw_combat.fire_of(e) if e["type"] == "fire" else raw_combat.cloud_of(self.raw, e)
            },
            "sticker": lambda e: {"sticker": raw_combat.sticker_of(e)},
            "nature": lambda e: {"pollution_absorption_per_second": -pollution(e, "emissions_per_second") + 0.0},
            "rock": lambda e: {"count_as_rock": bool(e.get("count_as_rock_for_filtered_deconstruction", False))},
        }

    def _attack(self, entity: Raw) -> dict[str, Any] | None:
        if entity["type"] == "land-mine":
            return raw_combat.mine_attack_of(self.raw, entity)
        if entity["type"].endswith("projectile"):
            return raw_combat.shot_attack_of(self.raw, entity)
        return raw_combat.attack_of(self.raw, entity, required(entity, "attack_parameters", "an attack"))

    def _silo(self, entity: Raw) -> dict[str, Any]:
        rocket = self.raw["rocket-silo-rocket"][required(entity, "rocket_entity", "a rocket")]
        return {
            "rocket_parts_required": int(number(entity, "rocket_parts_required")),
            "active_energy_usage_joules_per_tick": joules_per_tick(entity, "active_energy_usage", "0W"),
            "silo": {
                "cargo_slots": int(entity.get("to_be_inserted_to_rocket_inventory_size", 0)),
                "light_blinking_speed": number(entity, "light_blinking_speed"),
                "door_opening_speed": number(entity, "door_opening_speed"),
                "rocket_rising_delay": int(entity.get("rocket_rising_delay", 30)),
                "launch_wait_time": int(entity.get("launch_wait_time", 120)),
                "rising_speed": number(rocket, "rising_speed"),
                "engine_starting_speed": number(rocket, "engine_starting_speed"),
                "flying_speed": number(rocket, "flying_speed"),
                "flying_acceleration": number(rocket, "flying_acceleration"),
            },
        }

    def _turret(self, entity: Raw) -> dict[str, Any]:
        if entity["type"] == "land-mine":
            return {"turret": raw_combat.mine_turret_of(entity)}
        return {"turret": raw_combat.turret_of(entity, required(entity, "attack_parameters", "an attack"))}

    def read(self, entity: Raw) -> dict[str, Any]:
        """An entity's entry; a resource that no character can mine is not minable."""
        entry = common_entity(entity, self.masks, self.fluids)
        for group in TYPE_GROUPS.get(entity["type"], ()):
            entry |= self.groups[group](entity)
        if entity["type"] == "resource":
            entry["minable"] = entry["minable"] and entry["resource_category"] in self.hand_minable
        return entry
