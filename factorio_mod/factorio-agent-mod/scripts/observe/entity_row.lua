--- One entity of a query's answer.

local classes = require("scripts.observe.classes")
local compat = require("scripts.compat")
local factory = require("scripts.observe.factory")
local frames = require("frames")
local numbers = require("scripts.numbers")
local status = require("scripts.observe.status")

local FORMAT = frames.EntityRow.format
local UNITS_PER_TILE = 256
local MOST_U16 = 65535

local min, pack = math.min, string.pack

local entity_row = {}

---@param inventory LuaInventory
---@return LuaItemStack?
local function first_of(inventory)
    if inventory.is_empty() then
        return nil
    end
    for slot = 1, #inventory do
        if inventory[slot].valid_for_read then
            return inventory[slot]
        end
    end
end

--- The first stack that can be taken out of it, else its first magazine.
---@param entity LuaEntity
---@return integer number of the item, 0 for none
---@return integer
local function first_stack(entity)
    for _, index in ipairs(compat.output_inventories(entity.type)) do
        local inventory = entity.get_inventory(index)
        local stack = inventory and first_of(inventory)
        if stack then
            return numbers.of("item")[stack.name], min(stack.count, MOST_U16)
        end
    end
    return 0, 0
end

---@param entity LuaEntity
---@return integer units of fuel in it
local function fuel_in(entity)
    local inventory = entity.get_fuel_inventory()
    return inventory and min(inventory.get_item_count(), MOST_U16) or 0
end

---@param entity LuaEntity
---@param kind string its type
---@return integer recipe
---@return integer what a ghost stands for
---@return number progress
local function work_of(entity, kind)
    if kind == "furnace" or kind == "assembling-machine" then
        local recipe = entity.get_recipe()
        return recipe and numbers.of("recipe")[recipe.name] or 0, 0, entity.crafting_progress
    elseif kind == "mining-drill" then
        return 0, 0, compat.drill_progress(entity)
    elseif kind == "entity-ghost" then
        return 0, numbers.of("entity")[entity.ghost_name], 0
    end
    return 0, 0, 0
end

---@param self Episode
---@param entity LuaEntity
---@param slot integer its place among all of the map
---@return string
function entity_row.encode(self, entity, slot)
    local name, kind, position = entity.name, entity.type, entity.position
    local amount, item, item_count, fuel, recipe, ghost, progress = 0, 0, 0, 0, 0, 0, 0
    if kind == "resource" then
        amount = entity.amount
    elseif kind == "item-entity" then
        item, amount = numbers.of("item")[entity.stack.name], entity.stack.count
    else
        item, item_count = first_stack(entity)
        fuel = fuel_in(entity)
        recipe, ghost, progress = work_of(entity, kind)
    end
    return pack(
        FORMAT, slot, position.x * UNITS_PER_TILE, position.y * UNITS_PER_TILE, numbers.of("entity")[name], entity.direction,
        status.of(entity), factory.force_of(self, entity), classes.of_entity(name), entity.health or 0, amount, recipe,
        ghost, item, item_count, fuel, progress
    )
end

return entity_row
