"""Numbers the entries of a prototype file and lays out the rows of the C structs in `engine/prototypes.h`.

Every table begins with the empty entry 0, the others follow in the order of their names, so a number is the same
wherever the same file is read. The module uses the standard library only, because the build runs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

if __package__:
    from harness.standin.prototypes.schema import LAYERS, PrototypeError
else:  # generate.py runs as a file
    from schema import LAYERS, PrototypeError  # type: ignore[import-not-found, no-redef]

#: Edges of a box in 1/256 tile, as the fields of `sim_box`.
Box = dict[str, int]

#: A value of a field of a C struct.
Value = int | float | str | Box

#: One row of a table: field name to value; missing fields are zero.
Row = dict[str, Value]

#: `enum sim_type` of `engine/prototypes.h`.
TYPES = {
    "character": 1,
    "resource": 2,
    "tree": 3,
    "simple-entity": 4,
    "wall": 5,
    "container": 6,
    "logistic-container": 6,
    "infinity-container": 6,
    "temporary-container": 6,
    "item-entity": 7,
    "furnace": 8,
    "mining-drill": 9,
}
TYPE_OTHER = 10

#: Fields that a struct takes from the entry as they are.
_ENTITY_FIELDS = (
    "tile_width", "tile_height", "minable", "not_colliding_with_itself", "colliding_with_tiles_only", "off_grid",
    "selectable", "has_unit_number", "max_health", "healing_per_tick", "mining_time", "inventory_size",
    "resource_infinite", "resource_minimum", "resource_normal", "resource_depletion", "running_speed",
    "mining_speed", "reach_distance", "build_distance", "resource_reach_distance", "item_pickup_distance",
    "loot_pickup_distance", "drop_item_distance", "corner_sliding_distance", "ticks_to_stay_in_combat",
)  # fmt: skip

EMPTY: Row = {"name": ""}


@dataclass(frozen=True)
class Tables:
    """The rows of all tables, by the name of the field of `sim_prototypes` that points to them."""

    game_version: str
    structs: dict[str, str]  #: table name to the name of the C struct of its rows
    rows: dict[str, list[Row]]
    named: dict[str, int]  #: fields of `sim_prototypes` that hold the number of one well-known entry


def layer_bits(layers: list[str]) -> int:
    """The bits of `enum sim_layer`."""
    return sum(1 << LAYERS.index(layer) for layer in set(layers))


def fixed(tiles: float) -> int:
    """Tiles to 1/256 tile, truncated toward zero as the game does."""
    return int(tiles * 256)


def fixed_box(box: list[list[float]]) -> Box:
    """A box in 1/256 tile."""
    (left, top), (right, bottom) = box
    return {"left": fixed(left), "top": fixed(top), "right": fixed(right), "bottom": fixed(bottom)}


def _numbers(section: Mapping[str, Any]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(section), start=1)}


def _plain(value: Any) -> Value:
    return int(value) if isinstance(value, bool) else value


def _product_rows(products: list[dict[str, Any]], items: Mapping[str, int]) -> list[Row]:
    return [
        {
            "item": items[row["name"]] if row["kind"] == "item" else 0,
            "amount_min": row["amount_min"],
            "amount_max": row["amount_max"],
            "probability": float(row["probability"]),
        }
        for row in products
    ]


def _tile_row(name: str, tile: Mapping[str, Any]) -> Row:
    return {
        "name": name,
        "collision_layers": layer_bits(tile["collision_layers"]),
        "walking_speed_modifier": float(tile["walking_speed_modifier"]),
    }


def _item_row(name: str, item: Mapping[str, Any], entities: Mapping[str, int]) -> Row:
    return {
        "name": name,
        "type_name": item["type"],
        "stack_size": item["stack_size"],
        "place_result": entities[item["place_result"]] if item["place_result"] else 0,
        "order": item["order"],
        "fuel_value_joules": float(item["fuel_value_joules"]),
    }


def _entity_row(name: str, entity: Mapping[str, Any]) -> Row:
    row: Row = {
        "name": name,
        "type_name": entity["type"],
        "type": TYPES.get(entity["type"], TYPE_OTHER),
        "collision_layers": layer_bits(entity["collision_layers"]),
        "collision_box": fixed_box(entity["collision_box"]),
        "selection_box": fixed_box(entity["selection_box"]),
    }
    return row | {field: _plain(entity[field]) for field in _ENTITY_FIELDS if field in entity}


def _recipe_row(name: str, recipe: Mapping[str, Any]) -> Row:
    return {
        "name": name,
        "category": recipe["category"],
        "energy_required": float(recipe["energy_required"]),
        "enabled": int(recipe["enabled"]),
    }


def _ingredient_rows(ingredients: list[dict[str, Any]], items: Mapping[str, int]) -> list[Row]:
    return [
        {"item": items[row["name"]] if row["kind"] == "item" else 0, "amount": row["amount"]} for row in ingredients
    ]


def _append(pool: list[Row], rows: list[Row], row: Row, first: str, count: str) -> None:
    """Adds rows to a shared pool and notes in `row` where they are."""
    row[first] = len(pool)
    row[count] = len(rows)
    pool.extend(rows)


def build(data: Mapping[str, Any]) -> Tables:
    """Numbers and lays out a prototype file that `schema.validate` has checked.

    Raises:
        PrototypeError: More entries than the engine's 16-bit numbers can name.
    """
    items, entities = _numbers(data["items"]), _numbers(data["entities"])
    for section in ("items", "entities", "recipes"):
        if len(data[section]) > 65535:
            raise PrototypeError(f"section {section!r} has {len(data[section])} entries; at most 65535 fit")
    products: list[Row] = []
    ingredients: list[Row] = []
    entity_rows, recipe_rows = [EMPTY], [EMPTY]
    for name in sorted(data["entities"]):
        row = _entity_row(name, data["entities"][name])
        mined = _product_rows(data["entities"][name]["products"], items)
        _append(products, mined, row, "first_product", "product_count")
        entity_rows.append(row)
    for name in sorted(data["recipes"]):
        recipe = data["recipes"][name]
        row = _recipe_row(name, recipe)
        taken = _ingredient_rows(recipe["ingredients"], items)
        _append(ingredients, taken, row, "first_ingredient", "ingredient_count")
        made = _product_rows(recipe["products"], items)
        _append(products, made, row, "first_product", "product_count")
        recipe_rows.append(row)
    return Tables(
        game_version=data["game_version"],
        structs={
            "tiles": "sim_tile_prototype",
            "items": "sim_item_prototype",
            "entities": "sim_entity_prototype",
            "recipes": "sim_recipe_prototype",
            "products": "sim_product",
            "ingredients": "sim_ingredient",
        },
        rows={
            "tiles": [EMPTY] + [_tile_row(name, data["tiles"][name]) for name in sorted(data["tiles"])],
            "items": [EMPTY] + [_item_row(name, data["items"][name], entities) for name in sorted(data["items"])],
            "entities": entity_rows,
            "recipes": recipe_rows,
            "products": products,
            "ingredients": ingredients,
        },
        named={
            "character": entities["character"],
            "item_entity": entities["item-on-ground"],
            "out_of_map": _numbers(data["tiles"])["out-of-map"],
        },
    )


#: Field of `sim_prototypes` that holds the number of rows of a table.
COUNT_FIELDS = {
    "tiles": "tile_count",
    "items": "item_count",
    "entities": "entity_count",
    "recipes": "recipe_count",
    "products": "product_count",
    "ingredients": "ingredient_count",
}
