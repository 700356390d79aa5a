--- Made from comm_c/frames.h by `python -m comm_c.gen_lua --write`; never edited by hand.
---
--- Numbers stand under the first word behind FACTORIO_ of their names: frames.RESULT.OUT_OF_REACH. A record has its
--- `bytes`, the `format` of string.pack for its own fields in their order, and the `fields`: name, number of values. A
--- field of 64 bits takes two values, the lower half first. What is a record itself, the shorter frame at the beginning
--- and rows at the end, is left out of format and fields: `begins` and `rows` name it.

local rep = string.rep

local frames = {}

frames.VERSION = 3
frames.CELL_SIDE = 16
frames.MAP_SIDE = 32
frames.INVENTORY_SLOTS = 64
frames.ITEM_COUNTS = 16
frames.ENTITY_ROWS = 16
frames.NEARBY_ENTITIES = 8
frames.NEARBY_RESOURCES = 8
frames.PLAN_CELLS = 8

frames.ACTION = {
    MOVE = 0,
    MINE = 1,
    BUILD = 2,
    ROTATE = 3,
    INSERT = 4,
    TAKE = 5,
    CRAFT = 6,
    CANCEL_CRAFT = 7,
    SET_RECIPE = 8,
    RESEARCH = 9,
    SHOOT = 10,
    REPAIR = 11,
    DROP = 12,
    PICK_UP = 13,
    WAIT = 14,
    RESET = 255,
}

frames.RESULT = {
    OK = 0,
    UNKNOWN_ACTION = 1,
    BAD_PARAMETER = 2,
    NO_TARGET = 3,
    OUT_OF_REACH = 4,
    NO_CHARACTER = 5,
    INVENTORY_FULL = 6,
    BLOCKED = 7,
    NO_ITEMS = 8,
    WRONG_TARGET = 9,
    NOT_ENABLED = 10,
    OUT_OF_MAP = 11,
    ARENA_FULL = 12,
}

frames.FLAG = {
    ALIVE = 1,
    WALKING = 2,
    MINING = 4,
    BLOCKED = 8,
    RESET = 16,
}

frames.FRAME = {
    MOVEMENT = 0,
    MINING = 1,
    BUILDING = 2,
    FULL = 3,
}

frames.ITEM = {
    NONE = 0,
    IRON_ORE = 1,
    COPPER_ORE = 2,
    COAL = 3,
    STONE = 4,
    WOOD = 5,
    IRON_PLATE = 6,
    COPPER_PLATE = 7,
    IRON_GEAR_WHEEL = 8,
    TRANSPORT_BELT = 9,
    BURNER_INSERTER = 10,
    BURNER_MINING_DRILL = 11,
    STONE_FURNACE = 12,
    WOODEN_CHEST = 13,
    FIREARM_MAGAZINE = 14,
    STONE_WALL = 15,
}

frames.TILE = {
    OUT_OF_MAP = 0,
    LAND = 1,
    WATER = 2,
    PAVED = 3,
    IRON_ORE = 4,
    COPPER_ORE = 5,
    COAL = 6,
    STONE = 7,
    URANIUM_ORE = 8,
    CRUDE_OIL = 9,
    OTHER_RESOURCE = 10,
}

frames.CLASS = {
    NONE = 0,
    GHOST = 1,
    NATURAL = 2,
    OTHER = 3,
    TRANSPORT = 4,
    INSERTER = 5,
    DRILL = 6,
    CRAFTER = 7,
    CONTAINER = 8,
    POLE = 9,
    POWER = 10,
    FLUID = 11,
    LAB = 12,
    DEFENCE = 13,
    CHARACTER = 14,
    ENEMY = 15,
}

frames.QUERY = {
    ENTITIES = 0,
    RESOURCES = 1,
    CELLS = 2,
    STATE = 3,
    INVENTORY = 4,
    FLOWS = 5,
    TECHNOLOGIES = 6,
    GRAPH = 7,
}

frames.EDGE = {
    BELT = 1,
    INSERTER = 2,
    DRILL = 3,
    PIPE = 4,
    WIRE = 5,
}

frames.STATUS = {
    NONE = 0,
    WORKING = 1,
    NORMAL = 2,
    NO_POWER = 3,
    LOW_POWER = 4,
    NO_FUEL = 5,
    NO_MINABLE_RESOURCES = 6,
    MISSING_REQUIRED_FLUID = 7,
    NO_INGREDIENTS = 8,
    ITEM_INGREDIENT_SHORTAGE = 9,
    FLUID_INGREDIENT_SHORTAGE = 10,
    FULL_OUTPUT = 11,
    WAITING_FOR_SPACE_IN_DESTINATION = 12,
    WAITING_FOR_SOURCE_ITEMS = 13,
    WAITING_FOR_TARGET_TO_BE_BUILT = 14,
    NO_RECIPE = 15,
    NO_RESEARCH_IN_PROGRESS = 16,
    MISSING_SCIENCE_PACKS = 17,
    NOT_PLUGGED_IN_ELECTRIC_NETWORK = 18,
    NO_INPUT_FLUID = 19,
    FULLY_CHARGED = 20,
    CHARGING = 21,
    DISCHARGING = 22,
    NO_AMMO = 23,
    DISABLED_BY_SCRIPT = 24,
    MARKED_FOR_DECONSTRUCTION = 25,
    LOW_INPUT_FLUID = 26,
    LOW_TEMPERATURE = 27,
    PREPARING_ROCKET_FOR_LAUNCH = 28,
    WAITING_TO_LAUNCH_ROCKET = 29,
    LAUNCHING_ROCKET = 30,
}

frames.Action = {
    bytes = 48,
    format = "<BxxxffffffffxxxxI4I4",
    fields = {
        { "action_type", 1 },
        { "parameters", 8 },
        { "command_id", 2 },
    },
}

frames.MovementFrame = {
    bytes = 64,
    format = "<ffffI4I4fffBBBBI4I4fI4fI4",
    fields = {
        { "player_pos", 2 },
        { "goal_pos", 2 },
        { "timestamp", 2 },
        { "displacement", 2 },
        { "health", 1 },
        { "direction", 1 },
        { "flags", 1 },
        { "action_result", 1 },
        { "blocked_ticks", 1 },
        { "command_id", 2 },
        { "walked", 1 },
        { "arena", 1 },
        { "goal_distance", 1 },
        { "mined_total", 1 },
    },
}

frames.MiningFrame = {
    bytes = 256,
    begins = "MovementFrame",
    format = "<" .. rep("I2", 16) .. "fffI4I2I2I2I2I2I2I2I2",
    fields = {
        { "item_counts", 16 },
        { "mining_progress", 1 },
        { "mining_target", 2 },
        { "resources_in_range", 1 },
        { "structures", 1 },
        { "structures_lost", 1 },
        { "machines", 1 },
        { "machines_working", 1 },
        { "ghosts", 1 },
        { "enemies", 1 },
        { "crafts", 1 },
        { "research", 1 },
    },
    rows = { { "NearbyResource", 8 } },
}

frames.NearbyResource = {
    bytes = 16,
    format = "<ffI4I2I2",
    fields = {
        { "offset", 2 },
        { "amount", 1 },
        { "resource", 1 },
        { "reachable", 1 },
    },
}

frames.BuildingFrame = {
    bytes = 512,
    begins = "MiningFrame",
    rows = { { "NearbyEntity", 8 }, { "PlanCell", 8 } },
}

frames.NearbyEntity = {
    bytes = 16,
    format = "<ffI2BBf",
    fields = {
        { "offset", 2 },
        { "prototype", 1 },
        { "direction", 1 },
        { "status", 1 },
        { "health", 1 },
    },
}

frames.PlanCell = {
    bytes = 16,
    format = "<ffI2BBI2I2",
    fields = {
        { "offset", 2 },
        { "prototype", 1 },
        { "direction", 1 },
        { "reachable", 1 },
        { "item", 1 },
        { "recipe", 1 },
    },
}

frames.FullFrame = {
    bytes = 2048,
    begins = "BuildingFrame",
    format = "<" .. rep("I4", 256) .. rep("I4", 64) .. rep("I2", 64) .. rep("I4", 16) .. rep("I4", 16),
    fields = {
        { "cells", 256 },
        { "entity_rows", 64 },
        { "inventory", 64 },
        { "produced", 16 },
        { "consumed", 16 },
    },
}

frames.State = {
    bytes = 8592,
    format = "<ff" .. rep("B", 8192) .. rep("I2", 64) .. rep("I4", 64) .. "I4I4",
    fields = {
        { "player_pos", 2 },
        { "local_map", 8192 },
        { "inventory", 64 },
        { "entities", 64 },
        { "timestamp", 2 },
    },
}

frames.Query = {
    bytes = 32,
    format = "<I4i4i4i4i4I4I4xxxx",
    fields = {
        { "kind", 1 },
        { "area", 4 },
        { "scale", 1 },
        { "first", 1 },
    },
}

frames.EntityRow = {
    bytes = 48,
    format = "<I4xxxxi4i4I2xxBBBBfI4I2I2I2I2I2xxf",
    fields = {
        { "slot", 1 },
        { "position", 2 },
        { "prototype", 1 },
        { "direction", 1 },
        { "status", 1 },
        { "force", 1 },
        { "entity_class", 1 },
        { "health", 1 },
        { "amount", 1 },
        { "recipe", 1 },
        { "ghost", 1 },
        { "item", 1 },
        { "item_count", 1 },
        { "fuel", 1 },
        { "progress", 1 },
    },
}

frames.FlowRow = {
    bytes = 16,
    format = "<I4I4I4I4",
    fields = {
        { "produced", 2 },
        { "consumed", 2 },
    },
}

frames.TechnologyRow = {
    bytes = 8,
    format = "<BBI2f",
    fields = {
        { "researched", 1 },
        { "available", 1 },
        { "queue_place", 1 },
        { "progress", 1 },
    },
}

frames.EdgeRow = {
    bytes = 16,
    format = "<I4I4I2I2xxxx",
    fields = {
        { "from_slot", 1 },
        { "to_slot", 1 },
        { "kind", 1 },
        { "item", 1 },
    },
}

return frames
