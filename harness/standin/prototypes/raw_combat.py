"""Reads attacks, ammunition, turrets, units, spawners, fires and stickers from `data.raw`.

An attack's triggers are followed through projectiles, beams and streams to the damage that they do. Followed are
direct and area triggers, instant damage, nested results, stickers, fires and clouds; left out are clusters and lines,
probabilities, entities created on the way, damage to tiles, and what depends on the target.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from .raw_values import Raw, as_list, joules, number, pollution, required

#: Tiles around the middle of a fire within which it burns; its prototype has no box. Ours.
FIRE_RADIUS = 1

_DELIVERIES = ("projectile", "beam", "stream", "artillery")


def _triggers(value: Any) -> Iterator[Raw]:
    if value:
        yield from as_list(value)


def _plain_effect() -> dict[str, Any]:
    return {
        "delivery": "instant", "force_enemy_only": False, "spares_trees": False, "fire": None, "sticker": None,
        "repeat_count": 1, "damages": [], "area_damages": [], "area_radius": 0, "starting_speed": 0, "acceleration": 0,
        "max_speed": 0, "max_range": 0, "stream_vertical_acceleration": 0, "duration_ticks": 0,
        "damage_interval_ticks": 0, "direction_deviation": 0, "energy_consumption_joules": 0, "consumption_modifier": 1,
    }  # fmt: skip


class _Effect:
    """Collects what a trigger does."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.found = _plain_effect()

    def follow(self, trigger: Any, depth: int = 0) -> None:
        """Follows a trigger and everything that it leads to."""
        for item in _triggers(trigger):
            if item.get("type") not in ("direct", "area") or depth > 8:
                continue
            if item["type"] == "area":
                self.found["force_enemy_only"] |= item.get("force") == "enemy"
            for delivery in _triggers(item.get("action_delivery")):
                self._deliver(item, delivery, depth)

    def _deliver(self, item: Raw, delivery: Raw, depth: int) -> None:
        kind = delivery["type"]
        if kind == "instant":
            self._strike(item, delivery.get("target_effects"), depth)
        if kind not in _DELIVERIES:
            return
        self.found["delivery"] = kind
        self.found["repeat_count"] = max(self.found["repeat_count"], int(item.get("repeat_count", 1)))
        self.found["direction_deviation"] = delivery.get("direction_deviation", 0)
        getattr(self, f"_{kind}")(delivery, depth)

    def _projectile(self, delivery: Raw, depth: int) -> None:
        shot = self.raw["projectile"][delivery["projectile"]]
        self.found |= {
            "starting_speed": delivery.get("starting_speed", 0),
            "max_range": delivery.get("max_range", 0),
            "acceleration": shot.get("acceleration", 0),
            "max_speed": shot.get("max_speed", 0),
        }
        self.follow(shot.get("action"), depth + 1)
        self.follow(shot.get("final_action"), depth + 1)

    def _artillery(self, delivery: Raw, depth: int) -> None:
        shot = self.raw["artillery-projectile"][delivery["projectile"]]
        self.found["starting_speed"] = delivery.get("starting_speed", 0)
        self.follow(shot.get("action"), depth + 1)
        self.follow(shot.get("final_action"), depth + 1)

    def _beam(self, delivery: Raw, depth: int) -> None:
        beam = self.raw["beam"][delivery["beam"]]
        self.found |= {
            "max_range": delivery.get("max_length", 0),
            "duration_ticks": int(delivery.get("duration", 0)),
            "damage_interval_ticks": int(beam.get("damage_interval", 0)),
        }
        self.follow(beam.get("action"), depth + 1)

    def _stream(self, delivery: Raw, depth: int) -> None:
        stream = self.raw["stream"][delivery["stream"]]
        self.found |= {
            "starting_speed": stream.get("particle_horizontal_speed", 0),
            "stream_vertical_acceleration": stream.get("particle_vertical_acceleration", 0),
        }
        self.follow(stream.get("initial_action"), depth + 1)
        self.follow(stream.get("action"), depth + 1)

    def _strike(self, item: Raw, effects: Any, depth: int) -> None:
        is_area = item["type"] == "area"
        for effect in _triggers(effects):
            kind = effect.get("type")
            if kind == "damage":
                self.found["area_damages" if is_area else "damages"].append(damage_of(effect["damage"]))
                self.found["spares_trees"] |= effect.get("apply_damage_to_trees") is False
                if is_area:
                    self.found["area_radius"] = max(self.found["area_radius"], item.get("radius", 0))
                self.found["repeat_count"] = max(self.found["repeat_count"], int(item.get("repeat_count", 1)))
            elif kind == "nested-result":
                self.follow(effect.get("action"), depth + 1)
            elif kind == "create-fire":
                self.found["fire"] = self.found["fire"] or effect.get("entity_name")
            elif kind == "create-sticker":
                self.found["sticker"] = self.found["sticker"] or effect.get("sticker")
                if is_area:
                    self.found["area_radius"] = max(self.found["area_radius"], item.get("radius", 0))
            elif kind == "create-smoke" and effect.get("entity_name") in self.raw.get("smoke-with-trigger", {}):
                self.found["fire"] = self.found["fire"] or effect["entity_name"]


def damage_of(damage: Raw) -> dict[str, Any]:
    """One row of damage."""
    return {"damage_type": damage["type"], "amount": damage["amount"]}


def effect_of(raw: Raw, ammo_type: Any) -> dict[str, Any] | None:
    """What an ammo type does; of several, the first. None for none."""
    if not ammo_type:
        return None
    first = as_list(ammo_type)[0]
    effect = _Effect(raw)
    effect.follow(first.get("action"))
    found = effect.found
    found["energy_consumption_joules"] = joules(first, "energy_consumption", "0J")
    found["consumption_modifier"] = first.get("consumption_modifier", 1)
    return found


def attack_of(raw: Raw, owner: Raw, attack: Raw | None) -> dict[str, Any] | None:
    """Attack parameters; None for none."""
    if not attack:
        return None
    named: Raw = {
        "type": owner["type"],
        "name": owner["name"],
        **{k: attack[k] for k in attack if k not in ("type", "name")},
    }
    attack_range = number(named, "range")
    categories = as_list(attack["ammo_categories"]) if "ammo_categories" in attack else [attack.get("ammo_category")]
    return {
        "type": attack.get("type", "projectile"),
        "range_mode": attack.get("range_mode", "center-to-center"),
        "ammo_category": categories[0],
        "fluids": [
            {"fluid": row["type"], "damage_modifier": row.get("damage_modifier", 1)}
            for row in as_list(attack.get("fluids") or [])
        ],
        "range": attack_range,
        "min_range": number(named, "min_range", 0),
        "min_attack_distance": number(named, "min_attack_distance", attack_range),
        "cooldown_ticks": number(named, "cooldown"),
        "cooldown_deviation": number(named, "cooldown_deviation", 0),
        "damage_modifier": number(named, "damage_modifier", 1),
        "warmup_ticks": number(named, "warmup", 0),
        "turn_range": number(named, "turn_range", 1),
        "health_penalty": number(named, "health_penalty", 0),
        "fire_penalty": number(named, "fire_penalty", 0),
        "rotate_penalty": number(named, "rotate_penalty", 0),
        "lead_target_for_projectile_speed": number(named, "lead_target_for_projectile_speed", 0),
        "movement_slow_down_factor": number(named, "movement_slow_down_factor", 1),
        "projectile_creation_distance": number(named, "projectile_creation_distance", 0),
        "fluid_consumption": number(named, "fluid_consumption", 0),
        "effect": effect_of(raw, attack.get("ammo_type")),
    }


def _ticks(entity: Raw, field: str) -> int:
    """Ticks of an animation of which a part of `field` passes a tick; 0 where the prototype does not say."""
    speed = entity.get(field)
    return math.ceil(1 / speed - 1e-9) if speed else 0


def shot_attack_of(raw: Raw, shot: Raw) -> dict[str, Any] | None:
    """A projectile that a script sends on its way, as an attack: where it goes and how fast, the script says.

    None for one that does nothing of what is followed.
    """
    kind = "artillery" if shot["type"] == "artillery-projectile" else "projectile"
    trigger = {"type": "direct", "action_delivery": {"type": kind, "projectile": shot["name"], "starting_speed": 0}}
    attack = attack_of(raw, shot, {"range": 0, "cooldown": 0, "ammo_type": {"action": trigger}})
    does = attack["effect"] if attack else {}
    return attack if any(does.get(key) for key in ("damages", "area_damages", "fire", "sticker")) else None


def turret_of(entity: Raw, attack: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a turret. Speeds that are not given are 1."""
    speeds = (
        "rotation_speed", "preparing_speed", "prepared_speed", "folding_speed", "folded_speed",
        "starting_attack_speed", "attacking_speed", "ending_attack_speed",
    )  # fmt: skip
    return {
        "automated_ammo_count": int(entity.get("automated_ammo_count", 0)),
        "ammo_inventory_size": int(entity.get("inventory_size", 0)),
        "allow_turning_when_starting_attack": bool(entity.get("allow_turning_when_starting_attack", False)),
        "start_attacking_only_when_can_shoot": bool(entity.get("start_attacking_only_when_can_shoot", False)),
        **{speed: number(entity, speed, 1) for speed in speeds},
        "preparing_ticks": _ticks(entity, "preparing_speed"),
        "folding_ticks": _ticks(entity, "folding_speed"),
        "starting_attack_ticks": _ticks(entity, "starting_attack_speed"),
        "ending_attack_ticks": _ticks(entity, "ending_attack_speed"),
        "prepare_range": number(entity, "prepare_range", attack["range"]),
        "call_for_help_radius": number(entity, "call_for_help_radius"),
        "build_base_evolution_requirement": number(entity, "build_base_evolution_requirement", 0),
        "fluid_buffer_size": number(entity, "fluid_buffer_size", 0),
        "fluid_buffer_input_flow": number(entity, "fluid_buffer_input_flow", 0),
        "activation_buffer_ratio": number(entity, "activation_buffer_ratio", 0),
    }


def _mine_ticks(mine: Raw) -> int:
    """Ticks until a land mine is armed: two seconds where the prototype does not say."""
    return int(number(mine, "timeout", 120))


def mine_attack_of(raw: Raw, mine: Raw) -> dict[str, Any] | None:
    """A land mine as an attack on who comes near: the nested results of its trigger, at its own place.

    The damage that it does to itself is left out.
    """
    deliveries = [d for trigger in _triggers(mine.get("action")) for d in _triggers(trigger.get("action_delivery"))]
    effects = [effect for delivery in deliveries for effect in _triggers(delivery.get("source_effects"))]
    blasts = [blast for effect in effects if effect["type"] == "nested-result" for blast in as_list(effect["action"])]
    return attack_of(
        raw,
        mine,
        {
            "range": number(mine, "trigger_radius"),
            "cooldown": _mine_ticks(mine),
            "ammo_category": mine.get("ammo_category"),
            "ammo_type": {"action": blasts},
        },
    )


def mine_turret_of(mine: Raw) -> dict[str, Any]:
    """A land mine as a turret that prepares itself and shoots once."""
    turret = turret_of({**mine, "call_for_help_radius": 0}, {"range": number(mine, "trigger_radius")})
    return turret | {"preparing_ticks": _mine_ticks(mine)}


def unit_of(entity: Raw) -> dict[str, Any]:
    """The fields of a unit."""
    settings = entity.get("ai_settings") or {}
    return {
        "can_open_gates": bool(entity.get("can_open_gates", False)),
        "affected_by_tiles": bool(entity.get("affected_by_tiles", False)),
        "destroy_when_commands_fail": bool(settings.get("destroy_when_commands_fail", False)),
        "allow_try_return_to_spawner": bool(settings.get("allow_try_return_to_spawner", False)),
        "do_separation": bool(settings.get("do_separation", True)),
        "join_attacks": bool(settings.get("join_attacks", True)),
        "movement_speed": number(entity, "movement_speed"),
        "vision_distance": number(entity, "vision_distance"),
        "absorptions_to_join_attack": pollution(entity, "absorptions_to_join_attack"),
        "spawning_time_modifier": number(entity, "spawning_time_modifier", 1),
        "distraction_cooldown_ticks": int(number(entity, "distraction_cooldown")),
        "min_pursue_time_ticks": int(number(entity, "min_pursue_time", 600)),
        "max_pursue_distance": number(entity, "max_pursue_distance", 50),
        "rotation_speed": number(entity, "rotation_speed", 0.025),
        "path_resolution_modifier": int(settings.get("path_resolution_modifier", 0)),
    }


def _spawns(entity: Raw) -> list[dict[str, Any]]:
    rows = []
    for row in as_list(required(entity, "result_units", "a list of units and their spawn points")):
        unit, points = (row["unit"], row["spawn_points"]) if "unit" in row else as_list(row)
        pairs = [
            (p["evolution_factor"], p["spawn_weight"]) if "evolution_factor" in p else as_list(p)
            for p in as_list(points)
        ]
        rows.append({"unit": unit, "points": [{"evolution": e, "weight": w} for e, w in pairs]})
    return rows


def spawner_of(entity: Raw) -> dict[str, Any]:
    """The fields of a spawner."""
    cooldown = as_list(required(entity, "spawning_cooldown", "the ticks at evolution 0 and at evolution 1"))
    absorbed = (entity.get("absorptions_per_second") or {}).get("pollution") or {}
    return {
        "spawns": _spawns(entity),
        "max_count_of_owned_units": int(number(entity, "max_count_of_owned_units")),
        "max_friends_around_to_spawn": int(number(entity, "max_friends_around_to_spawn")),
        "spawning_cooldown_max_ticks": cooldown[0],
        "spawning_cooldown_min_ticks": cooldown[1],
        "spawning_radius": number(entity, "spawning_radius"),
        "spawning_spacing": number(entity, "spawning_spacing"),
        "max_spawn_shift": number(entity, "max_spawn_shift"),
        "max_richness_for_spawn_shift": number(entity, "max_richness_for_spawn_shift"),
        "call_for_help_radius": number(entity, "call_for_help_radius"),
        "pollution_absorption_absolute": absorbed.get("absolute", 0),
        "pollution_absorption_proportional": absorbed.get("proportional", 0),
        "build_base_evolution_requirement": number(entity, "build_base_evolution_requirement", 0),
    }


def _standing_damage(entity: Raw) -> list[dict[str, Any]]:
    """What a fire does on a damage tick: its damage_per_tick, and the direct damage of its trigger."""
    plain = entity.get("damage_per_tick")
    damages = [damage_of(plain)] if plain and plain["amount"] else []
    for item in _triggers(entity.get("on_damage_tick_effect")):
        for delivery in _triggers(item.get("action_delivery")):
            effects = list(_triggers(delivery.get("target_effects")))
            damages += [damage_of(effect["damage"]) for effect in effects if effect.get("type") == "damage"]
    return damages


def cloud_of(raw: Raw, entity: Raw) -> dict[str, Any]:
    """A cloud that does its damage again and again to all that breathe in it, with the fields of a fire."""
    follower = _Effect(raw)
    follower.follow(entity.get("action"))
    flags = [
        flag
        for trigger in _triggers(entity.get("action"))
        for delivery in _triggers(trigger.get("action_delivery"))
        for effect in _triggers(delivery.get("target_effects"))
        for area in _triggers(effect.get("action"))
        for flag in as_list(area.get("entity_flags") or [])
    ]
    ticks = int(entity.get("duration", 0))
    return fire_of({"initial_lifetime": ticks, "maximum_lifetime": ticks, "lifetime_increase_by": 0}) | {
        "damages": follower.found["area_damages"],
        "damage_interval_ticks": int(entity.get("action_cooldown", 0)),
        "radius": follower.found["area_radius"],
        "breathers_only": "breaths-air" in flags,
    }


def fire_of(entity: Raw) -> dict[str, Any]:
    """The fields of a fire, which a puddle of acid is too."""
    follower = _Effect({})
    follower.follow(entity.get("on_damage_tick_effect"))
    trigger = [e for i in _triggers(entity.get("on_damage_tick_effect")) for d in _triggers(i.get("action_delivery"))
               for e in _triggers(d.get("target_effects"))]  # fmt: skip
    return {
        "initial_lifetime_ticks": int(entity.get("initial_lifetime", 300)),
        "maximum_lifetime_ticks": int(min(entity.get("maximum_lifetime", 2**32 - 1), 2**32 - 1)),
        "lifetime_increase_by": int(entity.get("lifetime_increase_by", 20)),
        "add_fuel_cooldown_ticks": int(entity.get("add_fuel_cooldown", 10)),
        "sticker": follower.found["sticker"],
        "damages": _standing_damage(entity),
        "damage_interval_ticks": 1,
        "radius": FIRE_RADIUS,
        "spares_trees": any(effect.get("apply_damage_to_trees") is False for effect in trigger),
        "breathers_only": False,
        "maximum_damage_multiplier": number(entity, "maximum_damage_multiplier", 1),
        "damage_multiplier_increase_per_added_fuel": number(entity, "damage_multiplier_increase_per_added_fuel", 0),
        "damage_multiplier_decrease_per_tick": number(entity, "damage_multiplier_decrease_per_tick", 0),
    }


def sticker_of(entity: Raw) -> dict[str, Any]:
    """The fields of a sticker."""
    plain = entity.get("damage_per_tick")
    modifier = entity.get("target_movement_modifier", 1)
    return {
        "duration_ticks": int(number(entity, "duration_in_ticks")),
        "damage_interval_ticks": int(number(entity, "damage_interval", 1)),
        "damages": [damage_of(plain)] if plain else [],
        "movement_modifier_from": number(entity, "target_movement_modifier_from", modifier),
        "movement_modifier_to": number(entity, "target_movement_modifier_to", modifier),
    }
