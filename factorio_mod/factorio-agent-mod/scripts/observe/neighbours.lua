--- What stands around the character, apart from ores and ghosts, which have rows of their own.

local nearest = require("scripts.observe.nearest")
local numbers = require("scripts.numbers")

local RADII = { 3, 4, 6, 8, 11, 16 }

--- So many times more than are asked for, and the next search is a smaller one.
local TOO_MANY = 3

local neighbours = {}

---@class Neighbour
---@field entity LuaEntity
---@field dx number tiles from the character
---@field dy number
---@field number integer of its prototype
---@field name string

---@param self Episode
---@param radius number
---@return LuaEntity[] without the character itself
---@return MapPosition[] theirs
local function search(self, radius)
    local x, y, character = self.x, self.y, self.character
    local found = self.surface.find_entities_filtered({
        position = { x, y },
        radius = radius,
        type = { "resource", "entity-ghost" },
        invert = true,
    })
    local entities, places, count = {}, {}, 0
    for index = 1, #found do
        local entity = found[index]
        local place = entity.position
        if place.x ~= x or place.y ~= y or entity ~= character then
            count = count + 1
            entities[count], places[count] = entity, place
        end
    end
    return entities, places
end

---@param self Episode
---@param entities LuaEntity[]
---@param places MapPosition[]
---@param most integer
---@return Neighbour[]
local function describe_nearest(self, entities, places, most)
    local number, x, y, near = numbers.of("entity"), self.x, self.y, {}
    local picked = nearest.pick(places, x, y, most, function(index)
        return number[entities[index].name]
    end)
    for rank = 1, #picked do
        local entity, place = entities[picked[rank]], places[picked[rank]]
        local name = entity.name
        near[rank] = { entity = entity, dx = place.x - x, dy = place.y - y, number = number[name], name = name }
    end
    return near
end

--- The nearest within a circle.
---@param self Episode
---@param radius number tiles
---@param most integer
---@return Neighbour[] nearest first
function neighbours.within(self, radius, most)
    local entities, places = search(self, radius)
    return describe_nearest(self, entities, places, most)
end

--- The nearest within 16 tiles. A smaller circle that holds as many holds the same ones, so the search begins with the
--- circle that was large enough the last time.
---@param self Episode
---@param most integer
---@return Neighbour[] nearest first
function neighbours.nearest(self, most)
    local circle = self.circle
    local entities, places = search(self, RADII[circle])
    while #entities < most and circle < #RADII do
        circle = circle + 1
        entities, places = search(self, RADII[circle])
    end
    self.circle = #entities > TOO_MANY * most and circle > 1 and circle - 1 or circle
    return describe_nearest(self, entities, places, most)
end

return neighbours
