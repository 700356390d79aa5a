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
#: Place among the machine's fluid boxes for ingredients, or for products, from 1; 0 where their order decides.
FLUID_BOX = Whole(0, UINT8)
LAYER_BITS = Bits(LAYERS, "collision layers")

_GOODS = {"kind": Choice({"item": 0, "fluid": 1}), "name": Text()}

PRODUCTS = GoodsRows(
    _GOODS
    | {
        "amount_min": Amount(),
        "amount_max": Amount(),
        "probability": PART,
        "ignored_by_productivity": POSITIVE,
        "extra_count_fraction": PART,
        "temperature": ANY,
        "fluid_box": FLUID_BOX,
    },
    table="products",
    first="first_product",
    count="product_count",
    of_fluids=frozenset({"temperature", "fluid_box"}),
)
INGREDIENTS = GoodsRows(
    _GOODS | {"amount": Amount(), "minimum_temperature": ANY, "maximum_temperature": ANY, "fluid_box": FLUID_BOX},
    table="ingredients",
    first="first_ingredient",
    count="ingredient_count",
    of_fluids=frozenset({"minimum_temperature", "maximum_temperature", "fluid_box"}),
)
RESISTANCES = Rows(
    {"damage_type": Name("damage_types", required=True), "decrease": ANY, "percent": Number(-1e6, 1)},
    table="resistances",
    first="first_resistance",
    count="resistance_count",
)
