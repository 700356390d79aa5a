"""Fields of entities: those that all have, and those of groups of types."""

from __future__ import annotations

from .fields_combat import ATTACK, FIRE, SPAWNER, STICKER, TICKS, TURRET, UNIT
from .fields_common import (
    ANY,
    DISTANCE,
    LAYER_BITS,
    PART,
    POSITIVE,
    PRODUCTS,
    RESISTANCES,
    UINT8,
    UINT16,
    UINT32,
)
from .kinds import Bits, Box, Choice, Flag, Kind, Name, NameBits, Number, Text, Turned, Vector, Whole
from .kinds_lists import Listed, Record, Rows, Side

#: `enum sim_entity_flag`, from bit 0.
FLAGS = (
    "placeable-neutral", "placeable-player", "placeable-enemy", "player-creation", "breaths-air", "not-repairable",
    "not-blueprintable", "not-deconstructable", "not-on-map", "not-rotatable", "not-upgradable",
    "building-direction-8-way", "building-direction-16-way", "get-by-unit-number", "hidden", "is-military-target",
)  # fmt: skip

#: `enum sim_effect`, from bit 0.
EFFECTS = ("speed", "consumption", "productivity", "pollution", "quality")

_ENERGY = Record(
    {
        "kind": Choice({"electric": 1, "burner": 2, "fluid": 3, "void": 4, "heat": 5}),
        "usage_priority": Choice(
            {
                "none": 0, "primary-input": 1, "secondary-input": 2, "primary-output": 3, "secondary-output": 4,
                "tertiary": 5, "solar": 6, "lamp": 7,
            }
        ),
        "fuel_inventory_size": Whole(0, UINT8),
        "burnt_inventory_size": Whole(0, UINT8),
        "initial_fuel": Name("items"),
        "initial_fuel_fraction": PART,
        "fuel_categories": NameBits("fuel_categories"),
        "effectivity": POSITIVE,
        "pollution_per_minute": ANY,
        "buffer_capacity_joules": POSITIVE,
        "input_flow_limit_joules_per_tick": POSITIVE,
        "output_flow_limit_joules_per_tick": POSITIVE,
        "drain_joules_per_tick": POSITIVE,
        "fluid_usage_per_tick": POSITIVE,
        "maximum_temperature": ANY,
    }
)  # fmt: skip

_CONNECTIONS = Rows(
    {
        "positions": Turned(),
        "direction": Choice({"north": 0, "east": 4, "south": 8, "west": 12}),
        "type": Choice({"normal": 0, "underground": 1, "linked": 2}),
        "flow_direction": Choice({"input-output": 0, "input": 1, "output": 2}),
        "max_underground_distance": Whole(0, UINT8),
        "connection_categories": NameBits("connection_categories"),
    },
    table="pipe_connections",
    first="first_connection",
    count="connection_count",
)

_FLUID_BOXES = Rows(
    {
        "volume": POSITIVE,
        "production_type": Choice({"none": 0, "input": 1, "output": 2, "input-output": 3}),
        "filter": Name("fluids"),
        "minimum_temperature": ANY,
        "maximum_temperature": ANY,
        "is_energy_source": Flag(),
        "pipe_connections": _CONNECTIONS,
    },
    table="fluid_boxes",
    first="first_fluid_box",
    count="fluid_box_count",
)

#: Fields of every entity.
ENTITY_COMMON: dict[str, Kind] = {
    "type": Text(column="type_name"),
    "tile_width": Whole(1, UINT8),
    "tile_height": Whole(1, UINT8),
    "collision_box": Box(),
    "selection_box": Box(),
    "collision_layers": LAYER_BITS,
    "not_colliding_with_itself": Flag(),
    "colliding_with_tiles_only": Flag(),
    "off_grid": Flag(),
    "selectable": Flag(),
    "has_unit_number": Flag(),
    "max_health": Number(0, 1e9),
    "healing_per_tick": Number(0, 1e6),
    "minable": Flag(),
    "mining_time": Number(0, 1e6),
    "products": PRODUCTS,
    "inventory_size": Whole(0, UINT16),
    "flags": Bits(FLAGS, "flags"),
    "resistances": RESISTANCES,
    "fast_replaceable_group": Name("fast_replaceable_groups"),
    "next_upgrade": Name("entities"),
    "corpse": Name("entities"),
    "repair_speed_modifier": POSITIVE,
}

#: Fields of groups of types.
GROUPS: dict[str, dict[str, Kind]] = {
    "energy": {"energy": _ENERGY, "energy_usage_joules_per_tick": POSITIVE},
    "production": {"production_joules_per_tick": POSITIVE},
    "fluid": {"fluid_boxes": _FLUID_BOXES},
    "modules": {
        "module_slots": Whole(0, UINT8),
        "allowed_effects": Bits(EFFECTS, "effects"),
        "base_productivity": ANY,
        "uses_module_effects": Flag(),
        "uses_beacon_effects": Flag(),
    },
    "crafting": {
        "crafting_categories": NameBits("recipe_categories"),
        "crafting_speed": POSITIVE,
        "source_inventory_size": Whole(0, UINT8),
        "result_inventory_size": Whole(0, UINT8),
        "ingredient_count": Whole(0, UINT16),
        "fixed_recipe": Name("recipes"),
        "fluid_boxes_off_when_no_fluid_recipe": Flag(),
    },
    "silo": {
        "rocket_parts_required": Whole(0, UINT32),
        "active_energy_usage_joules_per_tick": POSITIVE,
        "silo": Side(
            {
                "cargo_slots": Whole(0, UINT8),
                "light_blinking_speed": POSITIVE,
                "door_opening_speed": POSITIVE,
                "rocket_rising_delay": TICKS,
                "launch_wait_time": TICKS,
                "rising_speed": POSITIVE,
                "engine_starting_speed": POSITIVE,
                "flying_speed": POSITIVE,
                "flying_acceleration": POSITIVE,
            },
            table="silos",
        ),
    },
    "drill": {
        "mining_speed": Number(0, 1000),
        "resource_categories": NameBits("resource_categories"),
        "resource_searching_radius": Number(0, 128, fixed_column="resource_searching_radius_fixed"),
        "vector_to_place_result": Vector(column="place_result_vector", fixed_column="place_result_position"),
        "resource_drain_rate": PART,
    },
    "resource": {
        "resource_infinite": Flag(),
        "resource_minimum": Whole(0, UINT32),
        "resource_normal": Whole(1, UINT32),
        "resource_depletion": Whole(1, UINT32),
        "resource_category": Name("resource_categories", required=True),
        "required_fluid": Name("fluids"),
        "required_fluid_amount": POSITIVE,
        "tree_removal_probability": PART,
    },
    "character": {
        "running_speed": Number(0, 4),
        "mining_speed": Number(0, 1000),
        "reach_distance": Number(0, 1000),
        "build_distance": Number(0, 1000),
        "resource_reach_distance": Number(0, 1000),
        "item_pickup_distance": Number(0, 100),
        "loot_pickup_distance": Number(0, 100),
        "drop_item_distance": Number(0, 1000),
        "corner_sliding_distance": Number(0, 8),
        "ticks_to_stay_in_combat": TICKS,
        "crafting_categories": NameBits("recipe_categories"),
        "resource_categories": NameBits("resource_categories"),
    },
    "belt": {
        "belt_speed": Number(0, 1),
        "belt_speed_fixed": Whole(0, 256),
    },
    "underground": {"max_underground_distance": Whole(0, UINT8)},
    "related": {"related_underground_belt": Name("entities")},
    "inserter": {
        "inserter": Side(
            {
                "rotation_speed": POSITIVE,
                "extension_speed": POSITIVE,
                "starting_distance": POSITIVE,
                "pickup_position": Vector(column="pickup_vector", fixed_column="pickup_position"),
                "insert_position": Vector(column="insert_vector", fixed_column="insert_position"),
                "energy_per_movement_joules": POSITIVE,
                "energy_per_rotation_joules": POSITIVE,
                "stack_size_bonus": Whole(0, UINT16),
                "bulk": Flag(),
                "filter_count": Whole(0, UINT8),
                "allow_burner_leech": Flag(),
                "chases_belt_items": Flag(),
            },
            table="inserters",
        )
    },
    "pole": {"maximum_wire_distance": DISTANCE, "supply_area_distance": DISTANCE},
    "boiler": {"target_temperature": ANY, "output_to_separate_pipe": Flag()},
    "generator": {
        "maximum_temperature": ANY,
        "effectivity": POSITIVE,
        "fluid_usage_per_tick": POSITIVE,
        "burns_fluid": Flag(),
    },
    "pump": {"pumping_speed": POSITIVE},
    "offshore": {
        "fluid_source_offset": Vector(fixed_column="fluid_source_offset"),
        "tile_rules": Rows(
            {"area": Box(), "required_layers": LAYER_BITS, "refused_layers": LAYER_BITS},
            table="tile_rules",
            first="first_tile_rule",
            count="tile_rule_count",
        ),
    },
    "tank": {"two_direction_only": Flag()},
    "lab": {
        "researching_speed": POSITIVE,
        "lab_inputs": Listed(
            Name("items", required=True), "lab_inputs", "number", "first_lab_input", "lab_input_count"
        ),
    },
    "beacon": {
        "beacon": Side(
            {
                "distribution_effectivity": POSITIVE,
                "supply_area_distance": DISTANCE,
                "profile": Listed(POSITIVE, "numbers", "value", "first_profile", "profile_count"),
                "counts_same_type": Flag(),
            },
            table="beacons",
        )
    },
    "heat": {
        "heat": Side(
            {
                "joules_per_degree": POSITIVE,
                "maximum_temperature": ANY,
                "default_temperature": ANY,
                "minimum_working_temperature": ANY,
                "minimum_gradient": POSITIVE,
                "most_joules_per_tick": POSITIVE,
                "neighbour_bonus": POSITIVE,
                "connections": _CONNECTIONS,
            },
            nullable=True,
            table="heats",
        )
    },
    "radar": {
        "radar": Side(
            {
                "energy_per_sector_joules": POSITIVE,
                "energy_per_nearby_scan_joules": POSITIVE,
                "max_distance_of_sector_revealed": Whole(0, UINT16),
                "max_distance_of_nearby_sector_revealed": Whole(0, UINT16),
            },
            table="radars",
        )
    },
    "attack": {"attack": ATTACK},
    "turret": {"turret": TURRET},
    "unit": {"unit": UNIT},
    "spawner": {"spawner": SPAWNER},
    "gate": {"opening_speed": POSITIVE, "activation_distance": DISTANCE, "timeout_to_close_ticks": TICKS},
    "corpse": {"time_to_live_ticks": TICKS},
    "fire": {"fire": FIRE},
    "sticker": {"sticker": STICKER},
    "nature": {"pollution_absorption_per_second": ANY},
    "rock": {"count_as_rock": Flag()},
}

_CRAFTING = ("energy", "fluid", "modules", "crafting")

#: The groups of a type.
TYPE_GROUPS: dict[str, tuple[str, ...]] = {
    "accumulator": ("energy",),
    "ammo-turret": ("attack", "turret"),
    "artillery-projectile": ("attack",),
    "assembling-machine": _CRAFTING,
    "beacon": ("energy", "modules", "beacon"),
    "boiler": ("energy", "fluid", "boiler", "heat"),
    "character": ("character",),
    "character-corpse": ("corpse",),
    "corpse": ("corpse",),
    "electric-energy-interface": ("energy", "production"),
    "electric-pole": ("pole",),
    "electric-turret": ("energy", "attack", "turret"),
    "fire": ("fire", "nature"),
    "fluid-turret": ("fluid", "attack", "turret"),
    "furnace": _CRAFTING,
    "gate": ("gate",),
    "generator": ("energy", "fluid", "production", "generator"),
    "heat-interface": ("heat",),
    "heat-pipe": ("heat",),
    "inserter": ("energy", "inserter"),
    "lab": ("energy", "modules", "lab"),
    "lamp": ("energy",),
    "land-mine": ("attack", "turret"),
    "mining-drill": ("energy", "fluid", "modules", "drill"),
    "offshore-pump": ("energy", "fluid", "pump", "offshore"),
    "pipe": ("fluid",),
    "pipe-to-ground": ("fluid",),
    "plant": ("nature",),
    "pump": ("energy", "fluid", "pump"),
    "projectile": ("attack",),
    "radar": ("energy", "radar"),
    "reactor": ("energy", "heat"),
    "resource": ("resource",),
    "rocket-silo": (*_CRAFTING, "silo"),
    "simple-entity": ("rock",),
    "smoke-with-trigger": ("fire",),
    "solar-panel": ("energy", "production"),
    "splitter": ("belt", "related"),
    "sticker": ("sticker",),
    "storage-tank": ("fluid", "tank"),
    "transport-belt": ("belt", "related"),
    "tree": ("nature",),
    "turret": ("attack", "turret"),
    "underground-belt": ("belt", "underground"),
    "unit": ("attack", "unit"),
    "unit-spawner": ("spawner",),
}

#: Fields that entities of a type have beside the common ones.
ENTITY_TYPES: dict[str, dict[str, Kind]] = {
    kind: {field: check for group in groups for field, check in GROUPS[group].items()}
    for kind, groups in TYPE_GROUPS.items()
}
