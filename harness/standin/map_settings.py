"""``game.map_settings`` of a new game: the example file's numbers in 2.0, as far as scripts read them.

Source of the numbers: map-settings.example.json of 2.0.77. The engine takes them over before the first tick; what the
tables do not name keeps the prototypes' numbers.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

_DEFAULTS: dict[str, Any] = {
    "pollution": {
        "enabled": True,
        "diffusion_ratio": 0.02,
        "min_to_diffuse": 15,
        "ageing": 1,
        "expected_max_per_chunk": 150,
        "min_to_show_per_chunk": 50,
        "min_pollution_to_damage_trees": 60,
        "pollution_with_max_forest_damage": 150,
        "pollution_per_tree_damage": 50,
        "pollution_restored_per_tree_damage": 10,
        "max_pollution_to_restore_trees": 20,
        "enemy_attack_pollution_consumption_modifier": 1,
    },
    "enemy_evolution": {
        "enabled": True,
        "time_factor": 0.000004,
        "destroy_factor": 0.002,
        "pollution_factor": 0.0000009,
    },
    "enemy_expansion": {
        "enabled": True,
        "max_expansion_distance": 7,
        "friendly_base_influence_radius": 2,
        "enemy_building_influence_radius": 2,
        "building_coefficient": 0.1,
        "other_base_coefficient": 2,
        "neighbouring_chunk_coefficient": 0.5,
        "neighbouring_base_chunk_coefficient": 0.4,
        "max_colliding_tiles_coefficient": 0.9,
        "settler_group_min_size": 5,
        "settler_group_max_size": 20,
        "min_expansion_cooldown": 14400,
        "max_expansion_cooldown": 216000,
    },
    "unit_group": {
        "min_group_gathering_time": 3600,
        "max_group_gathering_time": 36000,
        "max_wait_time_for_late_members": 7200,
    },
    "path_finder": {},
    "asteroids": {},
    "steering": {},
    "max_failed_behavior_count": 3,
}


def new_map_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults, overlaid with what map-settings.json gives."""
    settings = copy.deepcopy(_DEFAULTS)
    for key, value in given.items():
        if isinstance(value, Mapping) and isinstance(settings.get(key), dict):
            settings[key].update(value)
        else:
            settings[key] = value
    return settings
