"""Kinds that several sections of the prototype file share."""

from __future__ import annotations

from .kinds import LAYERS, Amount, Bits, Choice, Name, Number, Text, Whole
from .kinds_lists import GoodsRows, Rows

UINT8 = 255
UINT16 = 65535
UINT32 = 2**32 - 1

ANY = Number(-1e30, 1e30)
POSITIVE = Number(0, 1e30)
DISTANCE = Number(0, 1e6)
PART = Number(0, 1)
LAYER_BITS = Bits(LAYERS, "collision layers")

_GOODS = {"kind": Choice({"item": 0, "fluid": 1}), "name": Text()}
_BOX = {"fluidbox_index": Whole(1, UINT8)}

PRODUCTS = GoodsRows(
    _GOODS
    | {
        "amount_min": Amount(),
        "amount_max": Amount(),
        "probability": PART,
        "temperature": ANY,
        "ignored_by_productivity": POSITIVE,
        "extra_count_fraction": PART,
    },
    table="products",
    first="first_product",
    count="product_count",
    optional=_BOX,
)
INGREDIENTS = GoodsRows(
    _GOODS | {"amount": Amount(), "minimum_temperature": ANY, "maximum_temperature": ANY},
    table="ingredients",
    first="first_ingredient",
    count="ingredient_count",
    optional=_BOX,
)
RESISTANCES = Rows(
    {"damage_type": Name("damage_types", required=True), "decrease": ANY, "percent": Number(-1e6, 1)},
    table="resistances",
    first="first_resistance",
    count="resistance_count",
)
