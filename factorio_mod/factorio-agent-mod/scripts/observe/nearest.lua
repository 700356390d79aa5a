--- What stands nearest to a place, in an order that does not depend on the server: by distance between centres, then from
--- north to south, then from west to east, then by the prototype's number.

local numbers = require("scripts.numbers")

local sort = table.sort

local nearest = {}

---@class Found
---@field square number distance squared, tiles
---@field dx number
---@field dy number
---@field entity LuaEntity

---@param a Found
---@param b Found
local function comes_before(a, b)
    if a.square ~= b.square then
        return a.square < b.square
    end
    if a.dy ~= b.dy then
        return a.dy < b.dy
    end
    if a.dx ~= b.dx then
        return a.dx < b.dx
    end
    local number = numbers.of("entity")
    return number[a.entity.name] < number[b.entity.name]
end

---@param entities LuaEntity[]
---@param x number
---@param y number
---@return Found[] nearest first
function nearest.sorted(entities, x, y)
    local found = {}
    for index, entity in ipairs(entities) do
        local position = entity.position
        local dx, dy = position.x - x, position.y - y
        found[index] = { square = dx * dx + dy * dy, dx = dx, dy = dy, entity = entity }
    end
    sort(found, comes_before)
    return found
end

return nearest
