--- The parameters that actions other than MOVE and MINE share: a position, a number, a count.

local frames = require("frames")

local RESULT = frames.RESULT

--- Beyond any map.
local FARTHEST_TILE = 1000000
local MOST_NUMBERS = 65536
local UNITS_PER_TILE = 256

local floor, ceil = math.floor, math.ceil

local command = {}

---@class Command
---@field position MapPosition whole 1/256 tiles
---@field number integer an item, a recipe, a technology, a place in a queue, a choice
---@field count integer items, crafts, a direction

--- The game cuts positions to 1/256 tile, towards zero.
local function fixed(tiles)
    local units = tiles * UNITS_PER_TILE
    return (units < 0 and ceil(units) or floor(units)) / UNITS_PER_TILE
end

--- nil when a parameter is no number or outside the range of its kind.
---@return Command?
function command.read(p1, p2, p3, p4)
    -- Written so that what is no number is refused as well.
    if not (p1 > -FARTHEST_TILE and p1 < FARTHEST_TILE and p2 > -FARTHEST_TILE and p2 < FARTHEST_TILE) then
        return nil
    end
    if not (p3 >= 0 and p3 < MOST_NUMBERS and p4 >= 0 and p4 < FARTHEST_TILE) then
        return nil
    end
    return { position = { x = fixed(p1), y = fixed(p2) }, number = floor(p3), count = floor(p4) }
end

--- The entity whose selection box holds the position.
---@param self Episode
---@param position MapPosition
---@return LuaEntity?
function command.selected(self, position)
    self.character.update_selected_entity(position)
    return self.character.selected
end

--- The selected entity where the character can lay hands on it, else why not.
---@param self Episode
---@param order Command
---@return LuaEntity?
---@return integer frames.RESULT
function command.reached(self, order)
    local target = command.selected(self, order.position)
    if not target then
        return nil, RESULT.NO_TARGET
    end
    if not self.character.can_reach_entity(target) then
        return nil, RESULT.OUT_OF_REACH
    end
    return target, RESULT.OK
end

--- Whether two places are within a distance of each other, tiles.
---@param a MapPosition
---@param b MapPosition
function command.is_within(a, b, distance)
    local dx, dy = a.x - b.x, a.y - b.y
    return dx * dx + dy * dy <= distance * distance
end

return command
