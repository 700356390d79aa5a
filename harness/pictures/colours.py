"""Colours of a picture: red, green, blue, 0..255, by the numbers of `comm_c/frames.h`."""

from __future__ import annotations

from comm_c.layout import constants as c

Colour = tuple[int, int, int]

#: Ground and resources.
TILES: dict[int, Colour] = {
    c.FACTORIO_TILE_OUT_OF_MAP: (24, 24, 27),
    c.FACTORIO_TILE_LAND: (122, 108, 78),
    c.FACTORIO_TILE_WATER: (47, 98, 122),
    c.FACTORIO_TILE_PAVED: (128, 126, 122),
    c.FACTORIO_TILE_IRON_ORE: (104, 146, 178),
    c.FACTORIO_TILE_COPPER_ORE: (206, 112, 62),
    c.FACTORIO_TILE_COAL: (38, 38, 42),
    c.FACTORIO_TILE_STONE: (190, 168, 118),
    c.FACTORIO_TILE_URANIUM_ORE: (120, 190, 40),
    c.FACTORIO_TILE_CRUDE_OIL: (92, 44, 110),
    c.FACTORIO_TILE_OTHER_RESOURCE: (180, 80, 160),
}

#: What stands on it, by class: colour, and its name in the legend.
CLASSES: dict[int, tuple[Colour, str]] = {
    c.FACTORIO_CLASS_GHOST: ((120, 180, 255), "ghost"),
    c.FACTORIO_CLASS_NATURAL: ((58, 110, 52), "tree, rock"),
    c.FACTORIO_CLASS_OTHER: ((150, 150, 150), "other"),
    c.FACTORIO_CLASS_TRANSPORT: ((222, 184, 64), "belt"),
    c.FACTORIO_CLASS_INSERTER: ((240, 150, 40), "inserter"),
    c.FACTORIO_CLASS_DRILL: ((196, 122, 58), "drill"),
    c.FACTORIO_CLASS_CRAFTER: ((134, 142, 158), "furnace, assembler"),
    c.FACTORIO_CLASS_CONTAINER: ((176, 126, 66), "chest"),
    c.FACTORIO_CLASS_POLE: ((150, 92, 44), "pole"),
    c.FACTORIO_CLASS_POWER: ((90, 150, 150), "power"),
    c.FACTORIO_CLASS_FLUID: ((92, 120, 170), "pipe, tank"),
    c.FACTORIO_CLASS_LAB: ((210, 210, 226), "laboratory"),
    c.FACTORIO_CLASS_DEFENCE: ((112, 132, 88), "wall, turret"),
    c.FACTORIO_CLASS_CHARACTER: ((255, 214, 90), "character"),
    c.FACTORIO_CLASS_ENEMY: ((214, 58, 58), "enemy"),
}

#: The light of a machine by its status; any other status is none.
LIGHTS: dict[int, Colour] = {
    c.FACTORIO_STATUS_WORKING: (90, 220, 90),
    c.FACTORIO_STATUS_NORMAL: (90, 220, 90),
    c.FACTORIO_STATUS_NO_POWER: (235, 70, 60),
    c.FACTORIO_STATUS_NO_FUEL: (235, 70, 60),
    c.FACTORIO_STATUS_NO_AMMO: (235, 70, 60),
    c.FACTORIO_STATUS_NO_RECIPE: (235, 70, 60),
    c.FACTORIO_STATUS_NO_MINABLE_RESOURCES: (235, 70, 60),
    c.FACTORIO_STATUS_LOW_POWER: (245, 205, 60),
    c.FACTORIO_STATUS_NO_INGREDIENTS: (245, 205, 60),
    c.FACTORIO_STATUS_FULL_OUTPUT: (245, 205, 60),
    c.FACTORIO_STATUS_WAITING_FOR_SPACE_IN_DESTINATION: (245, 205, 60),
    c.FACTORIO_STATUS_WAITING_FOR_SOURCE_ITEMS: (245, 205, 60),
}

CHARACTER: Colour = CLASSES[c.FACTORIO_CLASS_CHARACTER][0]
DEAD: Colour = (90, 90, 96)
GOAL: Colour = (120, 235, 140)
INK: Colour = (28, 26, 24)
PAPER: Colour = (240, 238, 232)
