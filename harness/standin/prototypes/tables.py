"""Numbers the entries of a prototype file and lays out the rows of the C structs in `engine/core/prototype_*.h`.

Every table of names begins with the empty entry 0, the others follow in the order of their names, so a number is the
same wherever the same file is read. The module uses the standard library only, because the build runs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .fields import NAME_SECTIONS, SECTIONS, SETTINGS
from .kinds import Row, Value
from .schema import PrototypeError, fields_of

#: `enum sim_type` of `engine/core/prototype_kinds.h`.
TYPES = {
    "character": 1, "resource": 2, "tree": 3, "simple-entity": 4, "wall": 5, "container": 6,
    "logistic-container": 6, "cargo-landing-pad": 6, "infinity-container": 6, "temporary-container": 6,
    "item-entity": 7, "furnace": 8,
    "mining-drill": 9, "assembling-machine": 11, "transport-belt": 12, "underground-belt": 13, "splitter": 14,
    "inserter": 15, "electric-pole": 16, "boiler": 17, "generator": 18, "solar-panel": 19, "accumulator": 20,
    "offshore-pump": 21, "pipe": 22, "pipe-to-ground": 23, "storage-tank": 24, "pump": 25, "lab": 26, "beacon": 27,
    "radar": 28, "lamp": 29, "ammo-turret": 30, "electric-turret": 31, "fluid-turret": 32, "turret": 33, "gate": 34,
    "unit": 35, "unit-spawner": 36, "cliff": 37, "fish": 38, "corpse": 39, "entity-ghost": 40, "tile-ghost": 41,
    "character-corpse": 42, "rocket-silo": 43, "plant": 44, "fire": 45, "smoke-with-trigger": 45,
    "sticker": 46, "stream": 47,
    "projectile": 48, "artillery-projectile": 48, "beam": 49, "artillery-turret": 50, "land-mine": 51,
    "electric-energy-interface": 52,
    "reactor": 53, "heat-pipe": 54, "heat-interface": 55,
}  # fmt: skip
TYPE_OTHER = 10

#: Every table: the name of the C struct of its rows and the field of `sim_prototypes` that counts them.
TABLES = {
    "tiles": ("sim_tile_prototype", "tile_count"),
    "items": ("sim_item_prototype", "item_count"),
    "fluids": ("sim_fluid_prototype", "fluid_count"),
    "entities": ("sim_entity_prototype", "entity_count"),
    "recipes": ("sim_recipe_prototype", "recipe_count"),
    "technologies": ("sim_technology_prototype", "technology_count"),
    **{section: ("sim_name", count) for section, count in NAME_SECTIONS.items()},
    "inserters": ("sim_inserter_prototype", "inserter_count"),
    "attacks": ("sim_attack_prototype", "attack_count"),
    "ammo_effects": ("sim_attack_effect", "ammo_effect_count"),
    "turrets": ("sim_turret_prototype", "turret_count"),
    "units": ("sim_unit_prototype", "unit_count"),
    "spawners": ("sim_spawner_prototype", "spawner_count"),
    "fires": ("sim_fire_prototype", "fire_count"),
    "stickers": ("sim_sticker_prototype", "sticker_count"),
    "beacons": ("sim_beacon_prototype", "beacon_count"),
    "radars": ("sim_radar_prototype", "radar_count"),
    "heats": ("sim_heat_prototype", "heat_count"),
    "silos": ("sim_silo_prototype", "silo_count"),
    "products": ("sim_product", "product_count"),
    "ingredients": ("sim_ingredient", "ingredient_count"),
    "resistances": ("sim_resistance", "resistance_count"),
    "damages": ("sim_damage", "damage_count"),
    "attack_fluids": ("sim_attack_fluid", "attack_fluid_count"),
    "fluid_boxes": ("sim_fluid_box_prototype", "fluid_box_count"),
    "pipe_connections": ("sim_pipe_connection_prototype", "pipe_connection_count"),
    "tile_rules": ("sim_tile_rule", "tile_rule_count"),
    "spawns": ("sim_spawn", "spawn_count"),
    "spawn_points": ("sim_spawn_point", "spawn_point_count"),
    "lab_inputs": ("sim_number", "lab_input_count"),
    "prerequisites": ("sim_number", "prerequisite_count"),
    "technology_ingredients": ("sim_technology_ingredient", "technology_ingredient_count"),
    "technology_effects": ("sim_technology_effect", "technology_effect_count"),
    "numbers": ("sim_value", "number_count"),
}

#: Tables that an entry points into by an index, 0 for none; row 0 is empty.
_SIDE_TABLES = (
    "inserters", "attacks", "ammo_effects", "turrets", "units", "spawners", "fires", "stickers", "beacons", "radars",
    "heats", "silos",
)  # fmt: skip

#: Fields of `sim_prototypes` that hold the number of one entry, 0 where the file has no such entry.
_WELL_KNOWN = {
    "character": ("entities", "character"),
    "item_entity": ("entities", "item-on-ground"),
    "out_of_map": ("tiles", "out-of-map"),
    "water": ("fluids", "water"),
    "steam": ("fluids", "steam"),
    "entity_ghost": ("entities", "entity-ghost"),
    "tile_ghost": ("entities", "tile-ghost"),
    "character_corpse": ("entities", "character-corpse"),
    "landfill": ("tiles", "landfill"),
    "chemical_fuel": ("fuel_categories", "chemical"),
}

EMPTY: Row = {"name": ""}


@dataclass(frozen=True)
class Tables:
    """The rows of all tables, by the name of the field of `sim_prototypes` that points to them."""

    game_version: str
    rows: dict[str, list[Row]]
    named: dict[str, int]  #: fields of `sim_prototypes` that hold the number of one well-known entry
    settings: dict[str, dict[str, Value]]  #: fields of `sim_prototypes` that are structs


class _Layout:
    """Numbers of names and the tables being filled; what `kinds.Layout` asks for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        sections = (*SECTIONS, *NAME_SECTIONS)
        self.numbers = {s: {name: i for i, name in enumerate(sorted(data[s]), start=1)} for s in sections}
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        for table in _SIDE_TABLES:
            self.rows[table].append({} if table == "ammo_effects" else EMPTY)
        self._owner = ""

    def number(self, section: str, name: str) -> int:
        return self.numbers[section][name]

    def extend(self, table: str, rows: list[Row]) -> int:
        first = len(self.rows[table])
        self.rows[table].extend(rows)
        return first

    def owner(self) -> str:
        return self._owner

    def entry(self, section: str, name: str, entry: Mapping[str, Any]) -> Row:
        """The row of one entry."""
        self._owner = name
        row: Row = {"name": name}
        for field, kind in fields_of(section, entry).items():
            row |= kind.columns(field, entry[field], self)
        return row


def _first_item(data: Mapping[str, Any], field: str) -> dict[str, str]:
    """For every entry that items name in a field, the first such item in the game's order."""
    items = sorted(data["items"].items(), key=lambda pair: pair[1]["order"], reverse=True)
    return {item[field]: name for name, item in items if item[field]}


def _finish(data: Mapping[str, Any], layout: _Layout) -> None:
    """The columns that follow from several entries."""
    items = layout.numbers["items"]
    for section, field in (("entities", "place_result"), ("tiles", "place_as_tile")):
        placed_by = _first_item(data, field)
        for row in layout.rows[section][1:]:
            row["placeable_by"] = items[placed_by[row["name"]]] if row["name"] in placed_by else 0
    for row in layout.rows["entities"][1:]:
        row["type"] = TYPES.get(row["type_name"], TYPE_OTHER)
        for table, field in (("turrets", "turret"), ("units", "unit")):
            if row.get(field):
                layout.rows[table][row[field]]["attack"] = row["attack"]
    for row in layout.rows["recipes"][1:]:
        row["category_number"] = layout.number("recipe_categories", row["category"])
    _find_lone_recipes(layout)


def _find_lone_recipes(layout: _Layout) -> None:
    """For every item the first recipe that has no other ingredient: where furnaces begin to look."""
    for row in layout.rows["items"][1:]:
        row["first_lone_recipe"] = 0
    for number, row in enumerate(layout.rows["recipes"][1:], start=1):
        if row["ingredient_count"] != 1:
            continue
        item = layout.rows["ingredients"][row["first_ingredient"]]["item"]
        if item and not layout.rows["items"][item]["first_lone_recipe"]:
            layout.rows["items"][item]["first_lone_recipe"] = number


def build(data: Mapping[str, Any]) -> Tables:
    """Numbers and lays out a prototype file that `schema.validate` has checked.

    Raises:
        PrototypeError: More entries than the engine's 16-bit numbers can name.
    """
    for section in (*SECTIONS, *NAME_SECTIONS):
        if len(data[section]) > 65535:
            raise PrototypeError(f"section {section!r} has {len(data[section])} entries; at most 65535 fit")
    layout = _Layout(data)
    for section in SECTIONS:
        layout.rows[section] = [EMPTY] + [
            layout.entry(section, name, data[section][name]) for name in sorted(data[section])
        ]
    for section in NAME_SECTIONS:
        layout.rows[section] = [EMPTY] + [{"name": name} for name in sorted(data[section])]
    _finish(data, layout)
    return Tables(
        game_version=data["game_version"],
        rows=layout.rows,
        named={field: layout.numbers[section].get(name, 0) for field, (section, name) in _WELL_KNOWN.items()},
        settings={section: kind.value(data[section], layout) for section, kind in SETTINGS.items()},
    )
