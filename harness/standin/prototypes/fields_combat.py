"""Fields of attacks, turrets, units, spawners, fires and stickers."""

from __future__ import annotations

from .fields_common import ANY, DISTANCE, PART, POSITIVE, UINT16, UINT32
from .kinds import Choice, Flag, Kind, Name, Number, Whole
from .kinds_lists import Record, Rows, Side

TICKS = Whole(0, UINT32)

_DAMAGE: dict[str, Kind] = {"damage_type": Name("damage_types", required=True), "amount": ANY}
DAMAGES = Rows(_DAMAGE, table="damages", first="first_damage", count="damage_count")

_EFFECT: dict[str, Kind] = {
    "delivery": Choice({"none": 0, "instant": 1, "projectile": 2, "beam": 3, "stream": 4, "artillery": 5, "other": 6}),
    "force_enemy_only": Flag(),
    "spares_trees": Flag(),
    "fire": Name("entities"),
    "sticker": Name("entities"),
    "repeat_count": Whole(1, UINT16),
    "damages": DAMAGES,
    "area_damages": Rows(_DAMAGE, table="damages", first="first_area_damage", count="area_damage_count"),
    "area_radius": DISTANCE,
    "starting_speed": POSITIVE,
    "acceleration": ANY,
    "max_speed": POSITIVE,
    "max_range": POSITIVE,
    "stream_vertical_acceleration": ANY,
    "duration_ticks": TICKS,
    "damage_interval_ticks": TICKS,
    "direction_deviation": POSITIVE,
    "energy_consumption_joules": POSITIVE,
    "consumption_modifier": POSITIVE,
}
EFFECT = Record(_EFFECT, nullable=True)
AMMO_EFFECT = Side(_EFFECT, nullable=True, table="ammo_effects", named=False)

ATTACK = Side(
    {
        "type": Choice({"projectile": 1, "beam": 2, "stream": 3}),
        "range_mode": Choice({"center-to-center": 0, "bounding-box-to-bounding-box": 1, "center-to-bounding-box": 2}),
        "ammo_category": Name("ammo_categories"),
        "fluids": Rows(
            {"fluid": Name("fluids", required=True), "damage_modifier": POSITIVE},
            table="attack_fluids",
            first="first_fluid",
            count="fluid_count",
        ),
        "range": DISTANCE,
        "min_range": DISTANCE,
        "min_attack_distance": DISTANCE,
        "cooldown_ticks": POSITIVE,
        "cooldown_deviation": PART,
        "damage_modifier": ANY,
        "warmup_ticks": POSITIVE,
        "turn_range": PART,
        "health_penalty": ANY,
        "fire_penalty": ANY,
        "rotate_penalty": ANY,
        "lead_target_for_projectile_speed": POSITIVE,
        "movement_slow_down_factor": POSITIVE,
        "projectile_creation_distance": ANY,
        "fluid_consumption": POSITIVE,
        "effect": EFFECT,
    },
    nullable=True,
    table="attacks",
)

TURRET = Side(
    {
        "automated_ammo_count": Whole(0, UINT16),
        "ammo_inventory_size": Whole(0, UINT16),
        "allow_turning_when_starting_attack": Flag(),
        "start_attacking_only_when_can_shoot": Flag(),
        "rotation_speed": POSITIVE,
        "preparing_speed": POSITIVE,
        "prepared_speed": POSITIVE,
        "folding_speed": POSITIVE,
        "folded_speed": POSITIVE,
        "starting_attack_speed": POSITIVE,
        "attacking_speed": POSITIVE,
        "ending_attack_speed": POSITIVE,
        "preparing_ticks": TICKS,
        "folding_ticks": TICKS,
        "starting_attack_ticks": TICKS,
        "ending_attack_ticks": TICKS,
        "prepare_range": DISTANCE,
        "call_for_help_radius": DISTANCE,
        "build_base_evolution_requirement": PART,
        "fluid_buffer_size": POSITIVE,
        "fluid_buffer_input_flow": POSITIVE,
        "activation_buffer_ratio": PART,
    },
    table="turrets",
)

UNIT = Side(
    {
        "can_open_gates": Flag(),
        "affected_by_tiles": Flag(),
        "destroy_when_commands_fail": Flag(),
        "allow_try_return_to_spawner": Flag(),
        "do_separation": Flag(),
        "join_attacks": Flag(),
        "movement_speed": Number(0, 4),
        "vision_distance": DISTANCE,
        "absorptions_to_join_attack": POSITIVE,
        "spawning_time_modifier": POSITIVE,
        "distraction_cooldown_ticks": TICKS,
        "min_pursue_time_ticks": TICKS,
        "max_pursue_distance": DISTANCE,
        "rotation_speed": POSITIVE,
        "path_resolution_modifier": Whole(-8, 8),
    },
    table="units",
)

_SPAWNS = Rows(
    {
        "unit": Name("entities", required=True),
        "points": Rows(
            {"evolution": PART, "weight": POSITIVE},
            table="spawn_points",
            first="first_point",
            count="point_count",
        ),
    },
    table="spawns",
    first="first_spawn",
    count="spawn_count",
)

SPAWNER = Side(
    {
        "spawns": _SPAWNS,
        "max_count_of_owned_units": Whole(0, UINT32),
        "max_friends_around_to_spawn": Whole(0, UINT32),
        "spawning_cooldown_max_ticks": POSITIVE,
        "spawning_cooldown_min_ticks": POSITIVE,
        "spawning_radius": DISTANCE,
        "spawning_spacing": DISTANCE,
        "max_spawn_shift": POSITIVE,
        "max_richness_for_spawn_shift": POSITIVE,
        "call_for_help_radius": DISTANCE,
        "pollution_absorption_absolute": POSITIVE,
        "pollution_absorption_proportional": PART,
        "build_base_evolution_requirement": PART,
    },
    table="spawners",
)

FIRE = Side(
    {
        "initial_lifetime_ticks": TICKS,
        "maximum_lifetime_ticks": TICKS,
        "lifetime_increase_by": TICKS,
        "add_fuel_cooldown_ticks": TICKS,
        "sticker": Name("entities"),
        "damages": DAMAGES,
        "damage_interval_ticks": TICKS,
        "radius": DISTANCE,
        "spares_trees": Flag(),
        "breathers_only": Flag(),
        "maximum_damage_multiplier": POSITIVE,
        "damage_multiplier_increase_per_added_fuel": POSITIVE,
        "damage_multiplier_decrease_per_tick": POSITIVE,
    },
    table="fires",
)

STICKER = Side(
    {
        "duration_ticks": TICKS,
        "damage_interval_ticks": TICKS,
        "damages": DAMAGES,
        "movement_modifier_from": POSITIVE,
        "movement_modifier_to": POSITIVE,
    },
    table="stickers",
)
