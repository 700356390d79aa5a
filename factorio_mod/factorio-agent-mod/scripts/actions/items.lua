--- INSERT, TAKE, DROP and PICK_UP: between the character's inventory, entities and the ground.

local command = require("scripts.actions.command")
local compat = require("scripts.compat")
local frames = require("frames")
local numbers = require("scripts.numbers")

local RESULT = frames.RESULT

local BELTS = { ["transport-belt"] = true, ["underground-belt"] = true, ["splitter"] = true }

local min = math.min

local items = {}

---@param number integer
---@return string? nil for a number that no item has
local function item_name(number)
    return numbers.names("item")[number]
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function items.insert(self, order)
    local target, result = command.reached(self, order)
    if not target then
        return result
    end
    local name = item_name(order.number)
    if not name then
        return RESULT.BAD_PARAMETER
    end
    local held = self.inventory.get_item_count(name)
    if held == 0 or held < order.count then
        return RESULT.NO_ITEMS
    end
    local done = target.insert({ name = name, count = order.count > 0 and order.count or held })
    if done == 0 then
        return RESULT.INVENTORY_FULL
    end
    self.inventory.remove({ name = name, count = done })
    return RESULT.OK
end

--- What a hand takes out of: inventories, and lanes of belts, in this order.
---@param target LuaEntity
---@return (LuaInventory | LuaTransportLine)[]
local function sources_of(target)
    local sources = {}
    for _, index in ipairs(compat.hand_inventories(target.type)) do
        sources[#sources + 1] = target.get_inventory(index)
    end
    if BELTS[target.type] then
        for line = 1, target.get_max_transport_line_index() do
            sources[#sources + 1] = target.get_transport_line(line)
        end
    end
    return sources
end

---@param target LuaEntity
---@param name string
---@param count integer
local function take_out(target, name, count)
    for _, source in ipairs(sources_of(target)) do
        if count == 0 then
            return
        end
        local wanted = min(count, source.get_item_count(name))
        if wanted > 0 then
            local stack = { name = name, count = wanted }
            count = count - (source.object_name == "LuaInventory" and source.remove(stack) or source.remove_item(stack))
        end
    end
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function items.take(self, order)
    local target, result = command.reached(self, order)
    if not target then
        return result
    end
    local name = item_name(order.number)
    if not name then
        return RESULT.BAD_PARAMETER
    end
    local there = 0
    for _, source in ipairs(sources_of(target)) do
        there = there + source.get_item_count(name)
    end
    if there == 0 then
        return RESULT.NO_ITEMS
    end
    local wanted = order.count > 0 and min(order.count, there) or there
    wanted = min(wanted, self.inventory.get_insertable_count(name))
    if wanted == 0 then
        return RESULT.INVENTORY_FULL
    end
    take_out(target, name, wanted)
    self.inventory.insert({ name = name, count = wanted })
    return RESULT.OK
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function items.drop(self, order)
    local name = item_name(order.number)
    if not name then
        return RESULT.BAD_PARAMETER
    end
    if not command.is_within(self.character.position, order.position, self.character.drop_item_distance) then
        return RESULT.OUT_OF_REACH
    end
    if self.inventory.get_item_count(name) == 0 then
        return RESULT.NO_ITEMS
    end
    local one = { name = name, count = 1 }
    local target = command.selected(self, order.position)
    local dropped = target and target.insert(one) or 0
    if dropped == 0 then
        dropped = #self.surface.spill_item_stack({ position = order.position, stack = one, allow_belts = false })
    end
    if dropped == 0 then
        return RESULT.BLOCKED
    end
    self.inventory.remove(one)
    return RESULT.OK
end

--- The item nearest to the character that would go in at least in part.
---@param self Episode
---@return LuaEntity?
local function nearest_takeable(self)
    local place, distance = self.character.position, self.character.item_pickup_distance
    local best, nearest
    for _, entity in ipairs(self.surface.find_entities_filtered({
        position = place,
        radius = distance,
        type = "item-entity",
    })) do
        local dx, dy = entity.position.x - place.x, entity.position.y - place.y
        local square = dx * dx + dy * dy
        if (not nearest or square < nearest) and self.inventory.can_insert({ name = entity.stack.name, count = 1 }) then
            best, nearest = entity, square
        end
    end
    return best
end

---@param self Episode
---@return integer frames.RESULT
function items.pick_up(self)
    local result = RESULT.NO_TARGET
    local entity = nearest_takeable(self)
    while entity do
        local stack = entity.stack
        local count = stack.count
        local done = self.inventory.insert({ name = stack.name, count = count })
        if done == 0 then
            return result
        elseif done == count then
            entity.destroy()
        else
            stack.count = count - done
        end
        result = RESULT.OK
        entity = nearest_takeable(self)
    end
    return result
end

return items
