--- Maps in cells of one word, each for a square of `scale` tiles; what a cell packs stands in comm_c/frames.h.

local classes = require("scripts.observe.classes")
local frames = require("frames")
local status = require("scripts.observe.status")

local TILE_BIT, AMOUNT_BIT, CLASS_BIT, DIRECTION_BIT, STATUS_BIT = 2 ^ 28, 2 ^ 16, 2 ^ 12, 2 ^ 8, 2 ^ 4
local MOST_AMOUNT, MOST_STATUS = 4095, 15

--- What make_surface of scripts/arena.lua lays.
local GROUND = { "lab-dark-1", "lab-dark-2", "lab-white" }

--- Values that a call may have: a list that is longer is copied one by one.
local MOST_ARGUMENTS = 1024

local floor, min, max, unpack = math.floor, math.min, math.max, table.unpack

local cells = {}

--- A map while it is drawn. The tables hold only what differs from the ground that was laid, by the cell's number.
---@class Raster
---@field tile table<integer, integer>
---@field walkable table<integer, 0>
---@field amount table<integer, integer>
---@field entity table<integer, integer> bits of class, direction and status
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

--- Lists of equal cells by their number, to be copied.
local plain = {}

---@param count integer
---@param cell integer
---@return integer[]
local function plain_cells(count, cell)
    if count > MOST_ARGUMENTS then
        local list = {}
        for index = 1, count do
            list[index] = cell
        end
        return list
    end
    if not plain[count] or plain[count][1] ~= cell then
        plain[count] = {}
        for index = 1, count do
            plain[count][index] = cell
        end
    end
    return { unpack(plain[count]) }
end

--- Draws what lies beyond the map's edge. The ground is that of a cell's first tile.
---@param raster Raster
---@param bounds {left: integer, top: integer, right: integer, bottom: integer} of the map, tiles
local function draw_outside(raster, bounds)
    local scale, index = raster.scale, 0
    for row = 0, raster.rows - 1 do
        local y = raster.top + row * scale
        local inside_y, whole_y = y >= bounds.top and y < bounds.bottom, y >= bounds.top and y + scale <= bounds.bottom
        for column = 0, raster.columns - 1 do
            local x = raster.left + column * scale
            index = index + 1
            if not (inside_y and x >= bounds.left and x < bounds.right) then
                raster.tile[index] = frames.TILE.OUT_OF_MAP
            end
            if not (whole_y and x >= bounds.left and x + scale <= bounds.right) then
                raster.walkable[index] = 0
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
    local held = raster.amount[index] or 0
    if held < amount or (held == amount and (raster.tile[index] or 0) < class) then
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
            if (raster.entity[index] or 0) < bits then
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
    local find = self.surface.find_entities_filtered
    for _, resource in ipairs(find({ area = area, type = "resource" })) do
        draw_resource(raster, resource)
    end
    for _, entity in ipairs(find({ area = area, type = "resource", invert = true })) do
        draw_entity(raster, entity, entity.name)
    end
end

--- Puts together what was drawn over the ground.
---@param packed integer[] the ground
---@param raster Raster
---@param class integer of the ground
---@param walkable integer
local function pack_cells(packed, raster, class, walkable)
    local drawn = {}
    for _, layer in ipairs({ raster.tile, raster.amount, raster.entity, raster.walkable }) do
        for index in pairs(layer) do
            drawn[index] = true
        end
    end
    for index in pairs(drawn) do
        packed[index] = (raster.tile[index] or class) * TILE_BIT + (raster.amount[index] or 0) * AMOUNT_BIT
            + (raster.entity[index] or 0) + (raster.walkable[index] or walkable)
    end
    return packed
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
    local raster = {
        tile = {}, walkable = {}, amount = {}, entity = {},
        left = left, top = top, columns = columns, rows = rows, scale = scale,
    }
    local right, bottom = left + columns * scale, top + rows * scale
    local area = { { left, top }, { right, bottom } }
    local class, walkable = classes.of_tile(GROUND[1])
    if left < bounds.left or top < bounds.top or right > bounds.right or bottom > bounds.bottom then
        draw_outside(raster, bounds)
    end
    draw_other_tiles(self, raster, area)
    draw_entities(self, raster, area)
    return pack_cells(plain_cells(columns * rows, class * TILE_BIT + walkable), raster, class, walkable)
end

--- The map that a scenario's settings make.
---@param settings table
---@return {left: integer, top: integer, right: integer, bottom: integer}
function cells.bounds(settings)
    local left, top = -floor(settings.width / 2), -floor(settings.height / 2)
    return { left = left, top = top, right = left + settings.width, bottom = top + settings.height }
end

return cells
