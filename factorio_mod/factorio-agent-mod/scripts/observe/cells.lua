--- Maps in cells of one word, each for a square of `scale` tiles; what a cell packs stands in comm_c/frames.h.

local classes = require("scripts.observe.classes")
local frames = require("frames")
local ores = require("scripts.observe.ores")
local status = require("scripts.observe.status")

local TILE_BIT, AMOUNT_BIT, CLASS_BIT, DIRECTION_BIT, STATUS_BIT = 2 ^ 28, 2 ^ 16, 2 ^ 12, 2 ^ 8, 2 ^ 4
local MOST_AMOUNT, MOST_STATUS = 4095, 15

--- Above it lie the ground and the amount, below it the entity, and whether one can walk there in the lowest bit.
local ENTITY_TOP = AMOUNT_BIT

--- Entities of these classes move: nothing of theirs can be kept.
local MOVES = { [frames.CLASS.CHARACTER] = true, [frames.CLASS.ENEMY] = true }

--- What make_surface of scripts/arena.lua lays.
local GROUND = { "lab-dark-1", "lab-dark-2", "lab-white" }

--- Whose box ends at the edge of a cell is drawn in it too, and a search passes over what only shares an edge with it.
local EDGE = 1 / 256

--- Values that a call may have: a list that is longer is copied one by one.
local MOST_ARGUMENTS = 1024

local floor, min, max, unpack = math.floor, math.min, math.max, table.unpack

local cells = {}

--- A map while it is drawn.
---@class Raster
---@field packed integer[] the cells, row by row
---@field left integer tile of the first cell
---@field top integer
---@field columns integer
---@field rows integer
---@field scale integer tiles a cell

--- What is drawn of an entity that stays where it is, while it faces the same way.
---@class Shape
---@field left integer tiles
---@field top integer
---@field right integer
---@field bottom integer
---@field class integer frames.CLASS
---@field is_obstacle boolean
---@field direction defines.direction

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

--- Draws a cell's ground, of which nothing else has been drawn yet.
---@param packed integer[]
---@param index integer
---@param tile integer? frames.TILE, nil: what it is
---@param is_walkable boolean false: nobody can walk there; true: what it is
local function draw_ground(packed, index, tile, is_walkable)
    local walkable = packed[index] % 2
    tile = tile or (packed[index] - walkable) / TILE_BIT
    packed[index] = tile * TILE_BIT + (is_walkable and walkable or 0)
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
            local is_inside = inside_y and x >= bounds.left and x < bounds.right
            local is_whole = whole_y and x >= bounds.left and x + scale <= bounds.right
            index = index + 1
            if not (is_inside and is_whole) then
                draw_ground(raster.packed, index, not is_inside and frames.TILE.OUT_OF_MAP or nil, is_whole)
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
            local is_first = x % scale == 0 and y % scale == 0
            draw_ground(raster.packed, row * raster.columns + column + 1, is_first and class or nil, walkable == 1)
        end
    end
end

--- Draws the ores. Of several in a cell the richest is shown, of equal ones that of the greater number.
---@param self Episode
---@param raster Raster
---@param area number[] left, top, right, bottom
local function draw_ores(self, raster, area)
    local packed, left, top, scale, columns = raster.packed, raster.left, raster.top, raster.scale, raster.columns
    for _, ore in ipairs(ores.within(self, area[1], area[2], area[3], area[4])) do
        local column, row = floor((ore.x - left) / scale), floor((ore.y - top) / scale)
        local entity = ore.entity
        if column < columns and row < raster.rows and entity.valid then
            local index, amount = row * columns + column + 1, min(entity.amount, MOST_AMOUNT)
            local cell = packed[index]
            local held = floor(cell / AMOUNT_BIT) % (MOST_AMOUNT + 1)
            if held < amount or held == amount and floor(cell / TILE_BIT) < ore.class then
                packed[index] = ore.class * TILE_BIT + amount * AMOUNT_BIT + cell % AMOUNT_BIT
            end
        end
    end
end

---@param entity LuaEntity
---@return Shape
local function make_shape(entity)
    local name, box = entity.name, entity.bounding_box
    return {
        left = floor(box.left_top.x), top = floor(box.left_top.y),
        right = floor(box.right_bottom.x), bottom = floor(box.right_bottom.y),
        class = classes.of_entity(name), is_obstacle = classes.is_obstacle(name), direction = entity.direction,
    }
end

---@param self Episode
---@param entity LuaEntity
---@return Shape
local function shape_of(self, entity)
    local number = entity.unit_number
    local shape = number and self.shapes[number]
    if not shape or shape.direction ~= entity.direction then
        shape = make_shape(entity)
        if number and not MOVES[shape.class] then
            self.shapes[number] = shape
        end
    end
    return shape
end

---@param raster Raster
---@param shape Shape
---@param bits integer class, direction and status
---@param blocks boolean
local function draw_shape(raster, shape, bits, blocks)
    local packed, scale, columns = raster.packed, raster.scale, raster.columns
    local left = max(floor((shape.left - raster.left) / scale), 0)
    local top = max(floor((shape.top - raster.top) / scale), 0)
    local right = min(floor((shape.right - raster.left) / scale), columns - 1)
    local bottom = min(floor((shape.bottom - raster.top) / scale), raster.rows - 1)
    for row = top, bottom do
        for index = row * columns + left + 1, row * columns + right + 1 do
            local cell = packed[index]
            local walkable = cell % 2
            local held = cell % ENTITY_TOP - walkable
            packed[index] = cell + (held < bits and bits - held or 0) - (blocks and walkable or 0)
        end
    end
end

--- Draws what is no ore. Of several in a cell the one of the greatest bits is shown.
---@param self Episode
---@param raster Raster
---@param area number[] left, top, right, bottom
local function draw_entities(self, raster, area)
    local near = { { area[1] - EDGE, area[2] - EDGE }, { area[3], area[4] } }
    local found = self.surface.find_entities_filtered({ area = near, type = "resource", invert = true })
    for index = 1, #found do
        local entity = found[index]
        local shape = shape_of(self, entity)
        local class, blocks, bits = shape.class, shape.is_obstacle, 0
        if class > 0 then
            bits = class * CLASS_BIT + shape.direction * DIRECTION_BIT + min(status.of(entity), MOST_STATUS) * STATUS_BIT
        end
        if blocks and entity.type == "gate" then
            blocks = not entity.is_opened()
        end
        if class > 0 or blocks then
            draw_shape(raster, shape, bits, blocks)
        end
    end
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
    local class, walkable = classes.of_tile(GROUND[1])
    local raster = {
        packed = plain_cells(columns * rows, class * TILE_BIT + walkable),
        left = left, top = top, columns = columns, rows = rows, scale = scale,
    }
    local right, bottom = left + columns * scale, top + rows * scale
    local area = { left, top, right, bottom }
    if left < bounds.left or top < bounds.top or right > bounds.right or bottom > bounds.bottom then
        draw_outside(raster, bounds)
    end
    draw_other_tiles(self, raster, { { left, top }, { right, bottom } })
    draw_ores(self, raster, area)
    draw_entities(self, raster, area)
    return raster.packed
end

--- The map that a scenario's settings make.
---@param settings table
---@return {left: integer, top: integer, right: integer, bottom: integer}
function cells.bounds(settings)
    local left, top = -floor(settings.width / 2), -floor(settings.height / 2)
    return { left = left, top = top, right = left + settings.width, bottom = top + settings.height }
end

return cells
