--- What a factory adds to the frames: neighbours, the plan, the cells around, the inventory by kinds, the flows.

local cells = require("scripts.observe.cells")
local classes = require("scripts.observe.classes")
local frames = require("frames")
local mining = require("scripts.observe.mining")
local nearest = require("scripts.observe.nearest")
local numbers = require("scripts.numbers")
local status = require("scripts.observe.status")

local NEIGHBOUR, PLAN = frames.NearbyEntity, frames.PlanCell
local FULL = frames.FullFrame.format
local MOST_U16, MOST_U32 = 65535, 4294967295
local TWO_32 = 4294967296
local UNITS_PER_TILE = 256

local pack, unpack, min, floor, rep, sort = string.pack, table.unpack, math.min, math.floor, string.rep, table.sort

local factory = {}

---@param near Neighbour
local function encode_neighbour(near)
    local entity = near.entity
    return pack(
        NEIGHBOUR.format, near.dx, near.dy, near.number, entity.direction, status.of(entity), entity.health or 0
    )
end

---@param self Episode
---@param ghost Ghost
---@param reach number tiles, below 0 without a character
local function encode_plan(self, ghost, reach)
    local dx, dy = ghost.x - self.x, ghost.y - self.y
    local is_reachable = reach >= 0 and dx * dx + dy * dy <= reach * reach
    return pack(
        PLAN.format, dx, dy, numbers.of("entity")[ghost.name], ghost.entity.direction, is_reachable and 1 or 0,
        classes.item_of(ghost.name), 0
    )
end

--- The nearest ghosts.
---@param self Episode
---@param ghosts Ghost[]
---@return string[]
local function encode_plans(self, ghosts)
    local rows, reach = {}, -1
    if #ghosts == 0 then
        return rows
    end
    if self.is_alive then
        reach = self.character.build_distance
    end
    local picked = nearest.pick(ghosts, self.x, self.y, frames.PLAN_CELLS)
    for rank = 1, #picked do
        rows[rank] = encode_plan(self, ghosts[picked[rank]], reach)
    end
    return rows
end

---@param rows string[]
---@param count integer
---@param bytes integer
local function fill(rows, count, bytes)
    return table.concat(rows) .. rep("\0", (count - #rows) * bytes)
end

---@param self Episode
---@param near Neighbour[]
---@param ghosts Ghost[] of the whole map
---@return string the 256 bytes behind the mining frame's
function factory.encode_building(self, near, ghosts)
    local rows = {}
    for index = 1, min(#near, frames.NEARBY_ENTITIES) do
        rows[index] = encode_neighbour(near[index])
    end
    return fill(rows, frames.NEARBY_ENTITIES, NEIGHBOUR.bytes)
        .. fill(encode_plans(self, ghosts), frames.PLAN_CELLS, PLAN.bytes)
end

--- The kinds of item in the inventory, most plentiful first, as pairs of number and count, filled up with zeros.
---@param self Episode
---@return integer[]
function factory.kinds(self)
    local kinds, number, out = {}, numbers.of("item"), {}
    if self.character.valid then
        for index, row in ipairs(self.inventory.get_contents()) do
            kinds[index] = { item = number[row.name], count = row.count }
        end
    end
    sort(kinds, function(a, b)
        if a.count ~= b.count then
            return a.count > b.count
        end
        return a.item < b.item
    end)
    for index = 1, frames.INVENTORY_SLOTS / 2 do
        local kind = kinds[index]
        out[2 * index - 1] = kind and kind.item or 0
        out[2 * index] = kind and min(kind.count, MOST_U16) or 0
    end
    return out
end

---@param self Episode
---@param entity LuaEntity
---@return integer 0 neutral, 1 the arena's, 2 the enemy's
function factory.force_of(self, entity)
    local index = entity.force_index
    return index == self.force_index and 1 or index == self.enemy_index and 2 or 0
end

--- Four words each of the nearest: what it is, its prototype, and its place.
---@param self Episode
---@param near Neighbour[]
---@param out integer[] behind which the words go
function factory.add_rows(self, near, out)
    local base, x, y = #out, self.x, self.y
    for index = 1, frames.ENTITY_ROWS do
        local found = near[index]
        local what, number, east, south = 0, 0, 0, 0
        if found then
            local entity = found.entity
            number = found.number
            what = status.of(entity) + entity.direction * 2 ^ 8 + factory.force_of(self, entity) * 2 ^ 16
                + classes.of_entity(found.name) * 2 ^ 24
            east, south = (x + found.dx) * UNITS_PER_TILE % TWO_32, (y + found.dy) * UNITS_PER_TILE % TWO_32
        end
        -- One after the other: Lua fills a list of targets from its end, which would leave a hole in the list for a moment.
        out[base + 1] = what
        out[base + 2] = number
        out[base + 3] = east
        out[base + 4] = south
        base = base + 4
    end
end

---@param out integer[]
---@param statistics LuaFlowStatistics
---@param which "get_input_count" | "get_output_count"
local function add_flows(out, statistics, which)
    local base, get = #out, statistics[which]
    for column = 0, frames.ITEM_COUNTS - 1 do
        local name = mining.ITEM_OF_COLUMN[column]
        out[base + column + 1] = name and min(get(name), MOST_U32) or 0
    end
end

---@param self Episode
---@param near Neighbour[]
---@param bounds {left: integer, top: integer, right: integer, bottom: integer}
---@return string the 1536 bytes behind the building frame's
function factory.encode_full(self, near, bounds)
    local side = frames.CELL_SIDE
    local left, top = floor(self.x) - side / 2, floor(self.y) - side / 2
    local out = cells.draw(self, bounds, left, top, side, side, 1)
    factory.add_rows(self, near, out)
    local base = #out
    for index, value in ipairs(factory.kinds(self)) do
        out[base + index] = value
    end
    local statistics = self.force.get_item_production_statistics(self.surface)
    add_flows(out, statistics, "get_input_count")
    add_flows(out, statistics, "get_output_count")
    return pack(FULL, unpack(out))
end

return factory
