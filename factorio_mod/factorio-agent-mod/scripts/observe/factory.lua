--- What a factory adds to the frames: counts, neighbours, the plan, the cells around, the inventory by kinds, the flows.

local cells = require("scripts.observe.cells")
local classes = require("scripts.observe.classes")
local frames = require("frames")
local mining = require("scripts.observe.mining")
local nearest = require("scripts.observe.nearest")
local numbers = require("scripts.numbers")
local status = require("scripts.observe.status")

local RADIUS = 16
local RADII = { 4, 8, RADIUS }
local NEIGHBOUR, PLAN = frames.NearbyEntity, frames.PlanCell
local FULL = frames.FullFrame.format
local MOST_U16, MOST_U32 = 65535, 4294967295
local TWO_32 = 4294967296
local UNITS_PER_TILE = 256

local MACHINE = { ["mining-drill"] = true, ["furnace"] = true, ["assembling-machine"] = true, ["lab"] = true }
local ENEMIES = { "unit", "unit-spawner", "turret" }

--- Types that a force may own and that are no structures.
local NO_STRUCTURE = { ["character"] = true, ["character-corpse"] = true, ["item-entity"] = true }

local pack, unpack, min, floor, rep, sort = string.pack, table.unpack, math.min, math.floor, string.rep, table.sort

local factory = {}

local function up_to_u16(count)
    return min(count, MOST_U16)
end

--- What the arena's force owns, sorted out: one search tells most of what frames count.
---@class Owned
---@field structures integer
---@field machines integer
---@field working integer
---@field ghosts LuaEntity[]

---@param self Episode
---@return Owned
function factory.owned(self)
    local owned = { structures = 0, machines = 0, working = 0, ghosts = {} }
    local all = self.surface.find_entities_filtered({ force = self.force })
    for _, entity in ipairs(all) do
        local kind = entity.type
        if kind == "entity-ghost" then
            owned.ghosts[#owned.ghosts + 1] = entity
        elseif not NO_STRUCTURE[kind] then
            owned.structures = owned.structures + 1
        end
        if MACHINE[kind] then
            owned.machines = owned.machines + 1
            owned.working = owned.working + (status.of(entity) == status.WORKING and 1 or 0)
        end
    end
    return owned
end

--- Structures, structures lost, machines, machines working, ghosts, enemies, crafts, research.
---@param self Episode
---@param owned Owned
---@return integer[]
function factory.counts(self, owned)
    local enemies = self.surface.count_entities_filtered({ force = "enemy", type = ENEMIES })
    local crafts = self.character.valid and self.character.crafting_queue or nil
    return {
        up_to_u16(owned.structures),
        up_to_u16(self.structures_lost),
        up_to_u16(owned.machines),
        up_to_u16(owned.working),
        up_to_u16(#owned.ghosts),
        up_to_u16(enemies),
        up_to_u16(crafts and #crafts or 0),
        up_to_u16(self.researched),
    }
end

---@param self Episode
---@param radius number
---@return LuaEntity[]
local function neighbours_within(self, radius)
    local near = self.surface.find_entities_filtered({
        position = { self.x, self.y },
        radius = radius,
        type = { "resource", "entity-ghost" },
        invert = true,
    })
    local others = {}
    for _, entity in ipairs(near) do
        if entity ~= self.character then
            others[#others + 1] = entity
        end
    end
    return others
end

---@param self Episode
---@param radii number[]
---@param most integer
---@return Found[] nearest first
function factory.neighbours(self, radii, most)
    local near
    for _, radius in ipairs(radii) do
        near = neighbours_within(self, radius)
        if #near >= most then
            break
        end
    end
    return nearest.sorted(near, self.x, self.y)
end

---@param found Found
local function encode_neighbour(found)
    local entity = found.entity
    local number = numbers.of("entity")[entity.name]
    return pack(NEIGHBOUR.format, found.dx, found.dy, number, entity.direction, status.of(entity), entity.health or 0)
end

---@param name string of an entity prototype
---@return integer number of the item that builds it, 0 for none
function factory.item_of(name)
    local items = prototypes.entity[name].items_to_place_this
    return items and items[1] and numbers.of("item")[items[1].name] or 0
end

---@param self Episode
---@param found Found
local function encode_plan(self, found)
    local ghost = found.entity
    local name = ghost.ghost_name
    local is_reachable = 0
    if self.character.valid then
        local reach = self.character.prototype.build_distance
        is_reachable = found.square <= reach * reach and 1 or 0
    end
    return pack(
        PLAN.format, found.dx, found.dy, numbers.of("entity")[name], ghost.direction, is_reachable,
        factory.item_of(name), 0
    )
end

---@param rows string[]
---@param count integer
---@param bytes integer
local function fill(rows, count, bytes)
    return table.concat(rows) .. rep("\0", (count - #rows) * bytes)
end

---@param self Episode
---@param found Found[] nearest neighbours
---@param ghosts LuaEntity[] of the whole map
---@return string the 256 bytes behind the mining frame's
function factory.encode_building(self, found, ghosts)
    local rows, plan = {}, {}
    for index = 1, min(#found, frames.NEARBY_ENTITIES) do
        rows[index] = encode_neighbour(found[index])
    end
    for index, ghost in ipairs(nearest.sorted(ghosts, self.x, self.y)) do
        if index > frames.PLAN_CELLS then
            break
        end
        plan[index] = encode_plan(self, ghost)
    end
    return fill(rows, frames.NEARBY_ENTITIES, NEIGHBOUR.bytes) .. fill(plan, frames.PLAN_CELLS, PLAN.bytes)
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
        out[2 * index] = kind and up_to_u16(kind.count) or 0
    end
    return out
end

---@param self Episode
---@param entity LuaEntity
---@return integer 0 neutral, 1 the arena's, 2 the enemy's
function factory.force_of(self, entity)
    local index = entity.force_index
    return index == self.force.index and 1 or index == game.forces.enemy.index and 2 or 0
end

--- What it is in one word, its prototype, and its place.
---@param self Episode
---@param found Found[]
---@param out integer[] behind which the words go
function factory.add_rows(self, found, out)
    for index = 1, frames.ENTITY_ROWS do
        local entity = found[index] and found[index].entity
        local state, number, x, y = 0, 0, 0, 0
        if entity then
            local position, name = entity.position, entity.name
            number = numbers.of("entity")[name]
            state = status.of(entity) + entity.direction * 2 ^ 8 + factory.force_of(self, entity) * 2 ^ 16
                + classes.of_entity(name) * 2 ^ 24
            x, y = position.x * UNITS_PER_TILE % TWO_32, position.y * UNITS_PER_TILE % TWO_32
        end
        local base = #out
        out[base + 1], out[base + 2], out[base + 3], out[base + 4] = state, number, x, y
    end
end

---@param self Episode
---@param out integer[]
---@param which "get_input_count" | "get_output_count"
local function add_flows(out, statistics, which)
    local base, get = #out, statistics[which]
    out[base + 1] = 0
    for name, column in pairs(mining.COLUMN) do
        out[base + column + 1] = min(get(name), MOST_U32)
    end
end

---@param self Episode
---@param found Found[]
---@param bounds {left: integer, top: integer, right: integer, bottom: integer}
---@return string the 1536 bytes behind the building frame's
function factory.encode_full(self, found, bounds)
    local side = frames.CELL_SIDE
    local left, top = floor(self.x) - side / 2, floor(self.y) - side / 2
    local out = cells.draw(self, bounds, left, top, side, side, 1)
    factory.add_rows(self, found, out)
    local base = #out
    for index, value in ipairs(factory.kinds(self)) do
        out[base + index] = value
    end
    local statistics = self.force.get_item_production_statistics(self.surface)
    add_flows(out, statistics, "get_input_count")
    add_flows(out, statistics, "get_output_count")
    return pack(FULL, unpack(out))
end

factory.RADII = RADII

return factory
