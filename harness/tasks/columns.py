"""Columns of the frames' item counts and flows by the names of the items."""

from __future__ import annotations

from comm_c.layout import constants

#: Column of item_counts, produced and consumed by item name.
ITEM_COLUMNS: dict[str, int] = {
    "iron-ore": constants.FACTORIO_ITEM_IRON_ORE,
    "copper-ore": constants.FACTORIO_ITEM_COPPER_ORE,
    "coal": constants.FACTORIO_ITEM_COAL,
    "stone": constants.FACTORIO_ITEM_STONE,
    "wood": constants.FACTORIO_ITEM_WOOD,
    "iron-plate": constants.FACTORIO_ITEM_IRON_PLATE,
    "copper-plate": constants.FACTORIO_ITEM_COPPER_PLATE,
    "iron-gear-wheel": constants.FACTORIO_ITEM_IRON_GEAR_WHEEL,
    "transport-belt": constants.FACTORIO_ITEM_TRANSPORT_BELT,
    "burner-inserter": constants.FACTORIO_ITEM_BURNER_INSERTER,
    "burner-mining-drill": constants.FACTORIO_ITEM_BURNER_MINING_DRILL,
    "stone-furnace": constants.FACTORIO_ITEM_STONE_FURNACE,
    "wooden-chest": constants.FACTORIO_ITEM_WOODEN_CHEST,
    "firearm-magazine": constants.FACTORIO_ITEM_FIREARM_MAGAZINE,
    "stone-wall": constants.FACTORIO_ITEM_STONE_WALL,
}
