"""The fields of the prototype file's entries, section by section, as kinds.

Distances are tiles, times seconds unless the name says ticks, energies joules, powers joules a tick.
"""

from __future__ import annotations

from .fields_combat import AMMO_EFFECT, ATTACK, TICKS
from .fields_common import (
    ANY,
    DISTANCE,
    INGREDIENTS,
    LAYER_BITS,
    PART,
    POSITIVE,
    PRODUCTS,
    RESISTANCES,
    UINT8,
    UINT16,
    UINT32,
)
from .fields_entities import ENTITY_COMMON, ENTITY_TYPES
from .kinds import Bits, Choice, Flag, Kind, Name, Number, Text, Whole
from .kinds_lists import Listed, Record, Rows

#: Sections that are lists of names, each a table of `sim_name`, and the field that counts its rows.
NAME_SECTIONS = {
    "recipe_categories": "recipe_category_count",
    "fuel_categories": "fuel_category_count",
    "resource_categories": "resource_category_count",
    "module_categories": "module_category_count",
    "ammo_categories": "ammo_category_count",
    "damage_types": "damage_type_count",
    "fast_replaceable_groups": "fast_replaceable_group_count",
    "connection_categories": "connection_category_count",
}

#: Name sections whose numbers are bits of a 64-bit word.
BIT_SECTIONS = ("recipe_categories", "fuel_categories", "resource_categories", "connection_categories")

#: `enum sim_technology_effect_kind`.
TECHNOLOGY_EFFECTS = (
    "none", "unlock-recipe", "ammo-damage", "turret-attack", "gun-speed", "inserter-stack-size-bonus",
    "bulk-inserter-capacity-bonus", "laboratory-speed", "laboratory-productivity",
    "mining-drill-productivity-bonus", "character-mining-speed", "character-crafting-speed",
    "character-running-speed", "character-inventory-slots-bonus", "character-health-bonus",
    "character-build-distance", "character-reach-distance", "worker-robot-speed", "worker-robot-storage",
    "mining-with-fluid", "change-recipe-productivity", "other",
)  # fmt: skip

_TRIGGERS = {
    "none": 0, "craft-item": 1, "mine-entity": 2, "build-entity": 3, "craft-fluid": 4, "send-item-to-orbit": 5,
    "other": 6,
}  # fmt: skip

#: `ItemPrototypeFlags` of the game, in the order of `sim_item_prototype.flags`.
ITEM_FLAGS = (
    "draw-logistic-overlay", "excluded-from-trash-unrequested", "always-show", "hide-from-bonus-gui",
    "hide-from-fuel-tooltip", "not-stackable", "primary-place-result", "mod-openable", "only-in-cursor", "spawnable",
    "spoil-result", "ignore-spoil-time-modifier",
)  # fmt: skip

#: Fields of each section of the file.
SECTIONS: dict[str, dict[str, Kind]] = {
    "tiles": {
        "collision_layers": LAYER_BITS,
        "walking_speed_modifier": Number(0, 16),
        "pollution_absorption_per_second": ANY,
        "fluid": Name("fluids"),
        "next_direction": Name("tiles"),
        "minable": Flag(),
        "mining_time": Number(0, 1e6),
        "products": PRODUCTS,
        "is_foundation": Flag(),
    },
    "items": {
        "type": Text(column="type_name"),
        "stack_size": Whole(1, 2**31 - 1),
        "place_result": Name("entities"),
        "order": Whole(1, UINT16),
        "fuel_value_joules": Number(0, 1e18),
        "fuel_category": Name("fuel_categories"),
        "burnt_result": Name("items"),
        "fuel_emissions_multiplier": POSITIVE,
        "fuel_acceleration_multiplier": POSITIVE,
        "place_as_tile": Name("tiles"),
        "place_as_tile_size": Whole(0, UINT8),
        "place_as_tile_layers": LAYER_BITS,
        "flags": Bits(ITEM_FLAGS, "flags"),
        "hidden": Flag(),
        "products": PRODUCTS,
    },
    "fluids": {
        "order": Whole(1, UINT16),
        "hidden": Flag(),
        "default_temperature": ANY,
        "max_temperature": ANY,
        "gas_temperature": ANY,
        "heat_capacity_joules": POSITIVE,
        "fuel_value_joules": POSITIVE,
        "emissions_multiplier": POSITIVE,
    },
    "entities": ENTITY_COMMON,
    "recipes": {
        "category": Text(),
        "enabled": Flag(),
        "energy_required": Number(0, 1e9),
        "ingredients": INGREDIENTS,
        "products": PRODUCTS,
        "allow_productivity": Flag(),
        "hidden": Flag(),
        "hide_from_player_crafting": Flag(),
        "allow_as_intermediate": Flag(),
        "allow_intermediates": Flag(),
        "allow_decomposition": Flag(),
        "allow_inserter_overload": Flag(),
        "order": Whole(1, UINT16),
        "main_item": Name("items"),
        "main_fluid": Name("fluids"),
        "overload_multiplier": Whole(0, UINT16),
        "emissions_multiplier": POSITIVE,
        "maximum_productivity": POSITIVE,
    },
    "technologies": {
        "prerequisites": Listed(
            Name("technologies", required=True), "prerequisites", "number", "first_prerequisite", "prerequisite_count"
        ),
        "ingredients": Rows(
            {"item": Name("items", required=True), "amount": Whole(0, UINT32)},
            table="technology_ingredients",
            first="first_ingredient",
            count="ingredient_count",
        ),
        "effects": Rows(
            {
                "kind": Choice({kind: number for number, kind in enumerate(TECHNOLOGY_EFFECTS)}),
                "type": Text(column="type_name"),
                "recipe": Name("recipes"),
                "ammo_category": Name("ammo_categories"),
                "turret": Name("entities"),
                "modifier": ANY,
            },
            table="technology_effects",
            first="first_effect",
            count="effect_count",
        ),
        "count": Whole(0, UINT32),
        "count_formula": Text(may_be_empty=True),
        "time_seconds": POSITIVE,
        "level": Whole(0, UINT32),
        "max_level": Whole(0, UINT32),
        "enabled": Flag(),
        "hidden": Flag(),
        "upgrade": Flag(),
        "essential": Flag(),
        "ignore_tech_cost_multiplier": Flag(),
        "trigger_kind": Choice(_TRIGGERS),
        "trigger_item": Name("items"),
        "trigger_entity": Name("entities"),
        "trigger_fluid": Name("fluids"),
        "trigger_count": POSITIVE,
        "order": Whole(1, UINT16),
    },
}

#: Fields that items of a type have beside the common ones.
ITEM_TYPES: dict[str, dict[str, Kind]] = {
    "ammo": {
        "ammo_category": Name("ammo_categories"),
        "ammo_effect": AMMO_EFFECT,
        "magazine_size": Whole(1, UINT16),
        "reload_time_ticks": POSITIVE,
    },
    "armor": {"resistances": RESISTANCES, "inventory_size_bonus": Whole(0, UINT16)},
    "capsule": {"attack": ATTACK},
    "gun": {"attack": ATTACK},
    "module": {
        "module_category": Name("module_categories"),
        "module_tier": Whole(0, UINT16),
        "effect": Record(dict.fromkeys(("speed", "consumption", "productivity", "pollution", "quality"), ANY)),
    },
    "repair-tool": {"repair_speed": POSITIVE, "durability": POSITIVE},
    "tool": {"durability": POSITIVE},
}

#: Fields that entries have beside the common ones, by section and type.
TYPE_FIELDS: dict[str, dict[str, dict[str, Kind]]] = {"entities": ENTITY_TYPES, "items": ITEM_TYPES}

_COUNT = Whole(0, UINT32)
_STEERING = Record({"radius": DISTANCE, "separation_force": ANY, "separation_factor": ANY})

MAP_SETTINGS = Record(
    {
        "pollution": Record(
            {
                "enabled": Flag(),
                "diffusion_ratio": PART,
                "min_to_diffuse": POSITIVE,
                "ageing": POSITIVE,
                "expected_max_per_chunk": POSITIVE,
                "min_to_show_per_chunk": POSITIVE,
                "min_pollution_to_damage_trees": POSITIVE,
                "pollution_with_max_forest_damage": POSITIVE,
                "pollution_per_tree_damage": POSITIVE,
                "pollution_restored_per_tree_damage": POSITIVE,
                "max_pollution_to_restore_trees": POSITIVE,
                "enemy_attack_pollution_consumption_modifier": POSITIVE,
            }
        ),
        "enemy_evolution": Record(
            {"enabled": Flag(), "time_factor": ANY, "destroy_factor": ANY, "pollution_factor": ANY}
        ),
        "enemy_expansion": Record(
            {
                "enabled": Flag(),
                "max_expansion_distance": _COUNT,
                "friendly_base_influence_radius": _COUNT,
                "enemy_building_influence_radius": _COUNT,
                "building_coefficient": ANY,
                "other_base_coefficient": ANY,
                "neighbouring_chunk_coefficient": ANY,
                "neighbouring_base_chunk_coefficient": ANY,
                "max_colliding_tiles_coefficient": ANY,
                "settler_group_min_size": _COUNT,
                "settler_group_max_size": _COUNT,
                "min_expansion_cooldown": TICKS,
                "max_expansion_cooldown": TICKS,
            }
        ),
        "unit_group": Record(
            {
                "min_group_gathering_time": TICKS,
                "max_group_gathering_time": TICKS,
                "max_wait_time_for_late_members": TICKS,
                "max_group_radius": DISTANCE,
                "min_group_radius": DISTANCE,
                "max_member_speedup_when_behind": POSITIVE,
                "max_member_slowdown_when_ahead": POSITIVE,
                "max_group_slowdown_factor": POSITIVE,
                "max_group_member_fallback_factor": POSITIVE,
                "member_disown_distance": POSITIVE,
                "tick_tolerance_when_member_arrives": TICKS,
                "max_gathering_unit_groups": _COUNT,
                "max_unit_group_size": _COUNT,
            }
        ),
        "steering_default": _STEERING,
        "steering_moving": _STEERING,
        "path_finder": Record(
            {
                "fwd2bwd_ratio": POSITIVE,
                "goal_pressure_ratio": POSITIVE,
                "max_steps_worked_per_tick": _COUNT,
                "max_work_done_per_tick": _COUNT,
                "short_request_max_steps": _COUNT,
                "short_request_ratio": PART,
                "direct_distance_to_consider_short_request": POSITIVE,
                "start_to_goal_cost_multiplier_to_terminate_path_find": POSITIVE,
                "min_steps_to_check_path_find_termination": _COUNT,
                "general_entity_collision_penalty": POSITIVE,
                "general_entity_subsequent_collision_penalty": POSITIVE,
                "extended_collision_penalty": POSITIVE,
                "ignore_moving_enemy_collision_distance": POSITIVE,
                "enemy_with_different_destination_collision_penalty": POSITIVE,
                "stale_enemy_with_same_destination_collision_penalty": POSITIVE,
            }
        ),
        "max_failed_behavior_count": _COUNT,
        "technology_price_multiplier": POSITIVE,
    }
)

CONSTANTS = Record(
    {
        "max_fluid_flow": POSITIVE,
        "dynamic_recipe_overload_factor": POSITIVE,
        "minimum_recipe_overload_multiplier": POSITIVE,
        "maximum_recipe_overload_multiplier": POSITIVE,
        "spawner_evolution_factor_health_modifier": POSITIVE,
        "unit_group_max_pursue_distance": POSITIVE,
        "unit_group_pathfind_resolution": ANY,
        "default_pipeline_extent": POSITIVE,
    }
)

#: Parts of the file that are one object each.
SETTINGS = {"map_settings": MAP_SETTINGS, "constants": CONSTANTS}
