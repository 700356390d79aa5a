--- What prototypes mean in a cell of a map: FACTORIO_CLASS_* of entities, FACTORIO_TILE_* of tiles and resources. Worked
--- out when first asked for, from prototypes, which never change.

local frames = require("frames")
local numbers = require("scripts.numbers")

local CLASS, TILE = frames.CLASS, frames.TILE

local CLASS_OF_TYPE = {
    ["character"] = CLASS.CHARACTER,
    ["tree"] = CLASS.NATURAL,
    ["simple-entity"] = CLASS.NATURAL,
    ["cliff"] = CLASS.NATURAL,
    ["fish"] = CLASS.NATURAL,
    ["plant"] = CLASS.NATURAL,
    ["wall"] = CLASS.DEFENCE,
    ["gate"] = CLASS.DEFENCE,
    ["ammo-turret"] = CLASS.DEFENCE,
    ["electric-turret"] = CLASS.DEFENCE,
    ["fluid-turret"] = CLASS.DEFENCE,
    ["container"] = CLASS.CONTAINER,
    ["logistic-container"] = CLASS.CONTAINER,
    ["furnace"] = CLASS.CRAFTER,
    ["assembling-machine"] = CLASS.CRAFTER,
    ["mining-drill"] = CLASS.DRILL,
    ["transport-belt"] = CLASS.TRANSPORT,
    ["underground-belt"] = CLASS.TRANSPORT,
    ["splitter"] = CLASS.TRANSPORT,
    ["inserter"] = CLASS.INSERTER,
    ["electric-pole"] = CLASS.POLE,
    ["boiler"] = CLASS.POWER,
    ["generator"] = CLASS.POWER,
    ["solar-panel"] = CLASS.POWER,
    ["accumulator"] = CLASS.POWER,
    ["offshore-pump"] = CLASS.FLUID,
    ["pipe"] = CLASS.FLUID,
    ["pipe-to-ground"] = CLASS.FLUID,
    ["storage-tank"] = CLASS.FLUID,
    ["pump"] = CLASS.FLUID,
    ["lab"] = CLASS.LAB,
    ["entity-ghost"] = CLASS.GHOST,
    ["unit"] = CLASS.ENEMY,
    ["unit-spawner"] = CLASS.ENEMY,
    ["turret"] = CLASS.ENEMY,
}

local RESOURCE = {
    ["iron-ore"] = TILE.IRON_ORE,
    ["copper-ore"] = TILE.COPPER_ORE,
    ["coal"] = TILE.COAL,
    ["stone"] = TILE.STONE,
    ["uranium-ore"] = TILE.URANIUM_ORE,
    ["crude-oil"] = TILE.CRUDE_OIL,
}

local classes = {}

local of_entity, of_tile, is_obstacle, item_of = {}, {}, {}, {}

---@param name string of an entity prototype
---@return integer frames.CLASS
function classes.of_entity(name)
    local class = of_entity[name]
    if not class then
        local prototype = prototypes.entity[name]
        class = CLASS_OF_TYPE[prototype.type] or (prototype.has_flag("player-creation") and CLASS.OTHER) or CLASS.NONE
        of_entity[name] = class
    end
    return class
end

---@param name string of a resource's prototype
---@return integer frames.TILE
function classes.of_resource(name)
    return RESOURCE[name] or TILE.OTHER_RESOURCE
end

---@param name string of a tile prototype
---@return integer frames.TILE
---@return integer 1 when a character can walk there
function classes.of_tile(name)
    local found = of_tile[name]
    if not found then
        local prototype = prototypes.tile[name]
        local layers = prototype.collision_mask.layers
        local class = prototype.walking_speed_modifier > 1 and TILE.PAVED or TILE.LAND
        if name == "out-of-map" then
            class = TILE.OUT_OF_MAP
        elseif layers.water_tile then
            class = TILE.WATER
        end
        found = { class, layers.player and 0 or 1 }
        of_tile[name] = found
    end
    return found[1], found[2]
end

--- Whether an entity of that name holds a character back. Characters and units are stepped around, and gates open.
---@param name string
function classes.is_obstacle(name)
    local blocks = is_obstacle[name]
    if blocks == nil then
        local prototype = prototypes.entity[name]
        local mask = prototype.collision_mask
        blocks = mask.layers.player and not mask.colliding_with_tiles_only or false
        if prototype.type == "character" or prototype.type == "unit" then
            blocks = false
        end
        is_obstacle[name] = blocks
    end
    return blocks
end

--- The item that builds an entity of that name.
---@param name string
---@return integer its number, 0 for none
function classes.item_of(name)
    local number = item_of[name]
    if not number then
        local items = prototypes.entity[name].items_to_place_this
        number = items and items[1] and numbers.of("item")[items[1].name] or 0
        item_of[name] = number
    end
    return number
end

return classes
