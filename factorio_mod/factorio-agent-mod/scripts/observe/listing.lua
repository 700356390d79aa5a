--- All entities of a map in an order that does not depend on the server: a place in it is an entity's slot in an answer.

local numbers = require("scripts.numbers")

local listing = {}

---@class Listed
---@field entity LuaEntity
---@field x number
---@field y number
---@field number integer
---@field health number
---@field amount integer

---@param a Listed
---@param b Listed
local function comes_before(a, b)
    if a.y ~= b.y then
        return a.y < b.y
    elseif a.x ~= b.x then
        return a.x < b.x
    elseif a.number ~= b.number then
        return a.number < b.number
    elseif a.health ~= b.health then
        return a.health > b.health
    end
    return a.amount > b.amount
end

---@param entity LuaEntity
local function amount_of(entity)
    if entity.type == "resource" then
        return entity.amount
    end
    return entity.type == "item-entity" and entity.stack.count or 0
end

---@param self Episode
---@param is_resources boolean
---@return Listed[]
function listing.all(self, is_resources)
    local listed = {}
    for _, entity in ipairs(self.surface.find_entities_filtered({ type = "resource", invert = not is_resources })) do
        local x, y = entity.position.x, entity.position.y
        listed[#listed + 1] = {
            entity = entity, x = x, y = y, number = numbers.of("entity")[entity.name], health = entity.health or 0,
            amount = amount_of(entity),
        }
    end
    table.sort(listed, comes_before)
    return listed
end

return listing
