--- The ground of a scene on which starts and goals are drawn: from each of its tiles a way leads to each other. The native
--- door finds the same (harness/standin/native/ground.c).

local classes = require("scripts.observe.classes")

local floor, max, min = math.floor, math.max, math.min

local ground = {}

---@class Ground
---@field left integer tile of the map's corner
---@field top integer
---@field width integer tiles
---@field height integer
---@field sets table<integer, integer|boolean> by the tile's place in the map, row by row from 0: the number of the set of
---walkable tiles, joined by their edges, that it is in; false: not walkable
---@field main integer? number of the largest set

---@param self Ground
---@param x integer tile
---@param y integer
---@return integer
local function place_of(self, x, y)
    return (y - self.top) * self.width + x - self.left
end

---@param self Ground
---@param left integer tiles, ends included
---@param top integer
---@param right integer
---@param bottom integer
local function block(self, left, top, right, bottom)
    for y = max(top, self.top), min(bottom, self.top + self.height - 1) do
        for x = max(left, self.left), min(right, self.left + self.width - 1) do
            self.sets[place_of(self, x, y)] = false
        end
    end
end

---@param self Ground
---@param surface LuaSurface
local function block_obstacles(self, surface)
    local area = { { self.left, self.top }, { self.left + self.width, self.top + self.height } }
    for _, tile in ipairs(surface.find_tiles_filtered({ area = area, collision_mask = "player" })) do
        local x, y = tile.position.x, tile.position.y
        block(self, x, y, x, y)
    end
    for _, entity in ipairs(surface.find_entities_filtered({ area = area, type = "resource", invert = true })) do
        if classes.is_obstacle(entity.name) and not (entity.type == "gate" and entity.is_opened()) then
            local box = entity.bounding_box
            local near, far = box.left_top, box.right_bottom
            block(self, floor(near.x), floor(near.y), floor(far.x), floor(far.y))
        end
    end
end

--- Numbers the tiles that a way joins to the first one.
---@param self Ground
---@param first integer
---@param set integer
---@return integer size
local function spread(self, first, set)
    local sets, width, last = self.sets, self.width, self.width * self.height - 1
    local waiting, size = { first }, 0
    sets[first] = set
    local function join(place)
        if sets[place] == nil then
            sets[place] = set
            waiting[#waiting + 1] = place
        end
    end
    while #waiting > 0 do
        local place = table.remove(waiting)
        local column = place % width
        size = size + 1
        if column > 0 then join(place - 1) end
        if column + 1 < width then join(place + 1) end
        if place >= width then join(place - width) end
        if place + width <= last then join(place + width) end
    end
    return size
end

--- Looks for the main ground of a map: the largest set of walkable tiles that are joined by their edges; of equal ones the
--- set with the first tile, row by row.
---@param surface LuaSurface
---@param bounds {left: integer, top: integer, right: integer, bottom: integer} of the map, tiles
---@return Ground
function ground.of(surface, bounds)
    local self = {
        left = bounds.left, top = bounds.top, width = bounds.right - bounds.left, height = bounds.bottom - bounds.top,
        sets = {},
    }
    block_obstacles(self, surface)
    local most, set = 0, 0
    for place = 0, self.width * self.height - 1 do
        if self.sets[place] == nil then
            set = set + 1
            local size = spread(self, place, set)
            if size > most then
                most, self.main = size, set
            end
        end
    end
    return self
end

--- Whether a place lies on the main ground.
---@param self Ground
---@param x number
---@param y number
function ground.has(self, x, y)
    local column, row = floor(x) - self.left, floor(y) - self.top
    if column < 0 or column >= self.width or row < 0 or row >= self.height then
        return false
    end
    return self.main ~= nil and self.sets[row * self.width + column] == self.main
end

return ground
