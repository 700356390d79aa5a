--- Maps in cells of one word, each for a square of `scale` tiles; what a cell packs stands in comm_c/frames.h.

local classes = require("scripts.observe.classes")
local frames = require("frames")
local status = require("scripts.observe.status")

local TILE_BIT, AMOUNT_BIT, CLASS_BIT, DIRECTION_BIT, STATUS_BIT = 2 ^ 28, 2 ^ 16, 2 ^ 12, 2 ^ 8, 2 ^ 4
local MOST_AMOUNT, MOST_STATUS = 4095, 15

--- What make_surface of scripts/arena.lua lays.
local GROUND = { "lab-dark-1", "lab-dark-2", "lab-white" }

local floor, min, max = math.floor, math.min, math.max

local cells = {}

--- A map while it is drawn: per cell what lies there, whether it can be walked, the resource's amount, and the bits of
--- class, direction and status.
---@class Raster
---@field tile integer[]
---@field walkable integer[]
---@field amount integer[]
---@field entity integer[]
---@field left integer
---@field top integer
---@field columns integer
---@field rows integer
---@field scale integer

---@param raster Raster
---@param low number tiles
---@param first integer
---@param count integer
local function index_of(low, first, scale)
    return floor((floor(low) - first) / scale)
end

--- The ground is that of a cell's first tile. All of the map but what differs is the ground that was laid.
---@param self Episode
---@param raster Raster
---@param bounds {left: integer, top: integer, right: integer, bottom: integer} of the map, tiles
local function draw_ground(self, raster, bounds)
    local class, walkable = classes.of_tile(GROUND[1])
    local outside = frames.TILE.OUT_OF_MAP
    local tile, walk, scale = raster.tile, raster.walkable, raster.scale
    local index = 0
    for row = 0, raster.rows - 1 do
        local y = raster.top + row * scale
        local inside_y, whole_y = y >= bounds.top and y < bounds.bottom, y + scale <= bounds.bottom
        for column = 0, raster.columns - 1 do
            local x = raster.left + column * scale
            index = index + 1
            if inside_y and x >= bounds.left and x < bounds.right then
                tile[index] = class
                walk[index] = whole_y and x + scale <= bounds.right and walkable or 0
            else
                tile[index], walk[index] = outside, 0
            end
        end
    end
end

---@param self Episode
---@param raster Raster
---@param area BoundingBox
local function draw_other_tiles(self, raster, area)
    local scale = raster.scale
    for _, found in ipairs(self.surface.find_tiles_filtered({ area = area, name = GROUND, invert = true })) do
        local position = found.position
        local x, y = position.x - raster.left, position.y - raster.top
        local class, walkable = classes.of_tile(found.name)
        local column, row = floor(x / scale), floor(y / scale)
        if column >= 0 and column < raster.columns and row >= 0 and row < raster.rows then
            local index = row * raster.columns + column + 1
            if x % scale == 0 and y % scale == 0 then
                raster.tile[index] = class
            end
            if walkable == 0 then
                raster.walkable[index] = 0
            end
        end
    end
end

---@param raster Raster
---@param entity LuaEntity
local function draw_resource(raster, entity)
    local position = entity.position
    local column = index_of(position.x, raster.left, raster.scale)
    local row = index_of(position.y, raster.top, raster.scale)
    if column < 0 or column >= raster.columns or row < 0 or row >= raster.rows then
        return
    end
    local index = row * raster.columns + column + 1
    local amount, class = min(entity.amount, MOST_AMOUNT), classes.of_resource(entity.name)
    local held = raster.amount[index]
    if held < amount or (held == amount and raster.tile[index] < class) then
        raster.amount[index], raster.tile[index] = amount, class
    end
end

---@param raster Raster
---@param entity LuaEntity
---@param name string
local function draw_entity(raster, entity, name)
    local class, blocks = classes.of_entity(name), classes.is_obstacle(name)
    if class == 0 and not blocks then
        return
    end
    local box = entity.bounding_box
    local scale, columns = raster.scale, raster.columns
    local left = max(index_of(box.left_top.x, raster.left, scale), 0)
    local top = max(index_of(box.left_top.y, raster.top, scale), 0)
    local right = min(index_of(box.right_bottom.x, raster.left, scale), columns - 1)
    local bottom = min(index_of(box.right_bottom.y, raster.top, scale), raster.rows - 1)
    if left > right or top > bottom then
        return
    end
    local bits = class * CLASS_BIT
    if class > 0 then
        bits = bits + entity.direction * DIRECTION_BIT + min(status.of(entity), MOST_STATUS) * STATUS_BIT
    end
    blocks = blocks and not (entity.type == "gate" and entity.is_opened())
    for row = top, bottom do
        for index = row * columns + left + 1, row * columns + right + 1 do
            if raster.entity[index] < bits then
                raster.entity[index] = bits
            end
            if blocks then
                raster.walkable[index] = 0
            end
        end
    end
end

---@param self Episode
---@param raster Raster
---@param area BoundingBox
local function draw_entities(self, raster, area)
    for _, entity in ipairs(self.surface.find_entities_filtered({ area = area })) do
        if entity.type == "resource" then
            draw_resource(raster, entity)
        else
            draw_entity(raster, entity, entity.name)
        end
    end
end

---@param count integer
local function zeros(count)
    local list = {}
    for index = 1, count do
        list[index] = 0
    end
    return list
end

--- Draws a map.
---@param self Episode
---@param bounds {left: integer, top: integer, right: integer, bottom: integer} of the whole map, tiles
---@param left integer tile of the first cell
---@param top integer
---@param columns integer
---@param rows integer
---@param scale integer tiles a cell
---@return integer[] cells, row by row
function cells.draw(self, bounds, left, top, columns, rows, scale)
    local count = columns * rows
    local raster = {
        tile = {}, walkable = {}, amount = zeros(count), entity = zeros(count),
        left = left, top = top, columns = columns, rows = rows, scale = scale,
    }
    local area = { { left, top }, { left + columns * scale, top + rows * scale } }
    draw_ground(self, raster, bounds)
    draw_other_tiles(self, raster, area)
    draw_entities(self, raster, area)
    local tile, walkable, amount, entity, packed = raster.tile, raster.walkable, raster.amount, raster.entity, {}
    for index = 1, count do
        packed[index] = tile[index] * TILE_BIT + amount[index] * AMOUNT_BIT + entity[index] + walkable[index]
    end
    return packed
end

--- The map that a scenario's settings make.
---@param settings table
---@return {left: integer, top: integer, right: integer, bottom: integer}
function cells.bounds(settings)
    local left, top = -floor(settings.width / 2), -floor(settings.height / 2)
    return { left = left, top = top, right = left + settings.width, bottom = top + settings.height }
end

return cells
