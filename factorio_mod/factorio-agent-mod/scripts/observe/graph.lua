--- The factory as a graph: which entity hands something to which. The ends of an edge are places among all entities.
---
--- Entities are known again by their unit numbers, which everything that can be an end has.

local frames = require("frames")
local listing = require("scripts.observe.listing")
local numbers = require("scripts.numbers")

local EDGE, FORMAT = frames.EDGE, frames.EdgeRow.format
local COPPER = defines.wire_connector_id.pole_copper

local pack, sort = string.pack, table.sort

local graph = {}

---@class Edge
---@field kind integer frames.EDGE
---@field from integer place among all entities
---@field to integer
---@field item integer number of the item, 0 for none

---@class Graph
---@field edges Edge[]
---@field places table<integer, integer> by unit number

--- An edge with a missing end, or from an entity to itself, is none.
---@param self Graph
---@param kind integer frames.EDGE
---@param from LuaEntity?
---@param to LuaEntity?
---@param item string?
local function add(self, kind, from, to, item)
    local first = from and self.places[from.unit_number]
    local last = to and self.places[to.unit_number]
    if first and last and first ~= last then
        local number = item and numbers.of("item")[item] or 0
        self.edges[#self.edges + 1] = { kind = kind, from = first, to = last, item = number }
    end
end

--- What leads both ways is told once, from the smaller place.
---@param self Graph
---@param kind integer frames.EDGE
---@param one LuaEntity
---@param other LuaEntity
local function add_once(self, kind, one, other)
    local first, last = self.places[one.unit_number], self.places[other.unit_number]
    if first and last and first < last then
        add(self, kind, one, other)
    end
end

---@param line LuaTransportLine
---@return LuaEntity? that it runs on to
---@return string? its foremost item
local function look_along(line)
    local onward = line.output_lines[1]
    return onward and onward.owner, #line > 0 and line[1].name or nil
end

--- The lanes of one belt, left and right, mostly lead to the same entity: then it is one edge.
---@param self Graph
---@param belt LuaEntity
local function add_belt(self, belt)
    for line = 1, belt.get_max_transport_line_index(), 2 do
        local first, item = look_along(belt.get_transport_line(line))
        local second, other = look_along(belt.get_transport_line(line + 1))
        if first and first == second then
            add(self, EDGE.BELT, belt, first, item or other)
        else
            add(self, EDGE.BELT, belt, first, item)
            add(self, EDGE.BELT, belt, second, other)
        end
    end
end

---@param self Graph
---@param inserter LuaEntity
local function add_inserter(self, inserter)
    local held = inserter.held_stack
    local item = held.valid_for_read and held.name or nil
    add(self, EDGE.INSERTER, inserter.pickup_target, inserter, item)
    add(self, EDGE.INSERTER, inserter, inserter.drop_target, item)
end

--- The first item that mining the drill's target gives.
---@param drill LuaEntity
---@return string?
local function mined_item(drill)
    local target = drill.mining_target
    for _, product in ipairs(target and target.prototype.mineable_properties.products or {}) do
        if product.type == "item" then
            return product.name
        end
    end
end

local BELTS = { "transport-belt", "underground-belt", "splitter" }

--- What a drill gives its ore to. The game names no belt as `drop_target`: it lies on the tile of the drop position.
---@param drill LuaEntity
---@return LuaEntity?
local function fed_by(drill)
    local x, y = math.floor(drill.drop_position.x), math.floor(drill.drop_position.y)
    local tile = { { x + 0.25, y + 0.25 }, { x + 0.75, y + 0.75 } }
    return drill.drop_target or drill.surface.find_entities_filtered({ area = tile, type = BELTS, limit = 1 })[1]
end

---@param self Graph
---@param drill LuaEntity
local function add_drill(self, drill)
    local target = fed_by(drill)
    if target then
        add(self, EDGE.DRILL, drill, target, mined_item(drill))
    end
end

---@param self Graph
---@param entity LuaEntity
local function add_pipes(self, entity)
    local boxes = entity.fluidbox
    for box = 1, #boxes do
        for _, connection in ipairs(boxes.get_pipe_connections(box)) do
            if connection.target then
                add_once(self, EDGE.PIPE, entity, connection.target.owner)
            end
        end
    end
end

---@param self Graph
---@param pole LuaEntity
local function add_wires(self, pole)
    for _, connection in ipairs(pole.get_wire_connector(COPPER, true).connections) do
        local other = connection.target.owner
        if other.type == "electric-pole" then
            add_once(self, EDGE.WIRE, pole, other)
        end
    end
end

local ADD_OF_TYPE = {
    ["transport-belt"] = add_belt,
    ["underground-belt"] = add_belt,
    ["splitter"] = add_belt,
    ["inserter"] = add_inserter,
    ["mining-drill"] = add_drill,
    ["electric-pole"] = add_wires,
}

--- Worked out when first asked for, from prototypes, which never change.
local has_pipes = {}

---@param entity LuaEntity
local function may_have_pipes(entity)
    local name = entity.name
    local has = has_pipes[name]
    if has == nil then
        has = #entity.prototype.fluidbox_prototypes > 0
        has_pipes[name] = has
    end
    return has
end

---@param a Edge
---@param b Edge
local function comes_before(a, b)
    if a.kind ~= b.kind then
        return a.kind < b.kind
    elseif a.from ~= b.from then
        return a.from < b.from
    elseif a.to ~= b.to then
        return a.to < b.to
    end
    return a.item < b.item
end

--- All edges, by kind, then by their ends.
---@param self Episode
---@return string[]
function graph.rows(self)
    local found, listed = { edges = {}, places = {} }, listing.all(self, false)
    for place, row in ipairs(listed) do
        local number = row.entity.unit_number
        if number then
            found.places[number] = place
        end
    end
    for _, row in ipairs(listed) do
        local entity = row.entity
        local add_edges = ADD_OF_TYPE[entity.type]
        if add_edges then
            add_edges(found, entity)
        end
        if may_have_pipes(entity) then
            add_pipes(found, entity)
        end
    end
    sort(found.edges, comes_before)
    local rows = {}
    for index, edge in ipairs(found.edges) do
        rows[index] = pack(FORMAT, edge.from, edge.to, edge.kind, edge.item)
    end
    return rows
end

return graph
