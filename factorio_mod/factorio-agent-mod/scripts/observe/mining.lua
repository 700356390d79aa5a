--- What a mining frame adds: the inventory's counts, the work at hand, the factory in numbers, and the ores around.

local frames = require("frames")

local ITEM = frames.ITEM
local FORMAT, ROW = frames.MiningFrame.format, frames.NearbyResource
local RADIUS = 16
local MOST_ROWS = frames.NEARBY_RESOURCES

--- Ores are looked for in circles that grow: around a dense field a small one holds all rows.
local RADII = { 2, 4, 8, RADIUS }

--- So many are sorted faster than looked for again.
local FEW = 24

--- Farther than reach and this no edge of an ore is within reach.
local REACH_MARGIN = 2

local MOST_COUNT = 65535

local pack, unpack, min, rep, sort, concat = string.pack, table.unpack, math.min, string.rep, table.sort, table.concat

local mining = {}

--- FACTORIO_ITEM_* by name of the item: IRON_ORE counts iron-ore.
local COLUMN = {}
for constant, column in pairs(ITEM) do
    if column > 0 then
        COLUMN[constant:lower():gsub("_", "-")] = column
    end
end

mining.COLUMN = COLUMN

--- Column of a resource's product by the resource's name, 0 for products that no column counts.
local column_of_resource = {}

---@param name string
local function find_column(name)
    local products = prototypes.entity[name].mineable_properties.products or {}
    local column = products[1] and products[1].type == "item" and COLUMN[products[1].name] or 0
    column_of_resource[name] = column
    return column
end

---@param counts integer[] 16 of them
---@param self Episode
local function count_items(counts, self)
    for _, row in ipairs(self.inventory.get_contents()) do
        local column = COLUMN[row.name]
        if column then
            counts[column + 1] = min(counts[column + 1] + row.count, MOST_COUNT)
        end
    end
    counts[1] = self.inventory.count_empty_stacks()
end

---@class FoundResource
---@field square number distance squared, tiles
---@field dx number
---@field dy number
---@field entity LuaEntity

---@param a FoundResource
---@param b FoundResource
local function comes_before(a, b)
    if a.square ~= b.square then
        return a.square < b.square
    end
    if a.dy ~= b.dy then
        return a.dy < b.dy
    end
    return a.dx < b.dx
end

---@param self Episode
---@param radius number
---@return FoundResource[]
local function find_within(self, radius)
    local found = {}
    local x, y = self.x, self.y
    local near = self.surface.find_entities_filtered({ position = { x, y }, radius = radius, type = "resource" })
    for index, entity in ipairs(near) do
        local position = entity.position
        local dx, dy = position.x - x, position.y - y
        found[index] = { square = dx * dx + dy * dy, dx = dx, dy = dy, entity = entity }
    end
    return found
end

--- The nearest, and how many there are in all.
---@param self Episode
---@return FoundResource[]
---@return integer
local function find_nearest(self)
    local count = self.surface.count_entities_filtered({
        position = { self.x, self.y },
        radius = RADIUS,
        type = "resource",
    })
    if count == 0 then
        return {}, 0
    end
    local found
    for _, radius in ipairs(count <= FEW and { RADIUS } or RADII) do
        found = find_within(self, radius)
        if #found >= MOST_ROWS then
            break
        end
    end
    sort(found, comes_before)
    return found, count
end

---@param self Episode
---@param found FoundResource
local function encode_row(self, found)
    local entity = found.entity
    local name = entity.name
    local is_reachable = 0
    if self.character.valid then
        local farthest = self.character.resource_reach_distance + REACH_MARGIN
        if found.square <= farthest * farthest and self.character.can_reach_entity(entity) then
            is_reachable = 1
        end
    end
    local column = column_of_resource[name] or find_column(name)
    return pack(ROW.format, found.dx, found.dy, entity.amount, column, is_reachable)
end

---@param self Episode
---@return string 128 bytes
---@return integer resources within 16 tiles
local function encode_rows(self)
    local found, count = find_nearest(self)
    local rows = {}
    for index = 1, min(#found, MOST_ROWS) do
        rows[index] = encode_row(self, found[index])
    end
    return concat(rows) .. rep("\0", ROW.bytes * (MOST_ROWS - #rows)), count
end

---@param self Episode
---@return number progress 0..1
---@return number dx of the target, tiles
---@return number dy
local function work_at_hand(self)
    local target = self.target
    if not target or not target.valid then
        return 0, 0, 0
    end
    local position = target.position
    return self.character.character_mining_progress, position.x - self.x, position.y - self.y
end

---@param self Episode
---@param counts integer[] structures, structures lost, machines, machines working, ghosts, enemies, crafts, research
---@return string the 192 bytes behind the movement frame's
function mining.encode(self, counts)
    local items = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }
    local progress, dx, dy = 0, 0, 0
    if self.character.valid then
        count_items(items, self)
        progress, dx, dy = work_at_hand(self)
    end
    local rows, in_range = encode_rows(self)
    items[17], items[18], items[19], items[20] = progress, dx, dy, in_range
    for index = 1, 8 do
        items[20 + index] = counts[index]
    end
    return pack(FORMAT, unpack(items, 1, 28)) .. rows
end

return mining
