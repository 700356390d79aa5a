--- What a mining frame adds: the inventory's counts, the work at hand, the factory in numbers, and the ores around.

local frames = require("frames")
local ores = require("scripts.observe.ores")

local ITEM = frames.ITEM
local FORMAT, ROW = frames.MiningFrame.format, frames.NearbyResource
local MOST_ROWS = frames.NEARBY_RESOURCES

--- Farther than reach and this no edge of an ore is within reach.
local REACH_MARGIN = 2

local MOST_COUNT = 65535

local pack, unpack, min, rep, concat = string.pack, table.unpack, math.min, string.rep, table.concat

local mining = {}

--- FACTORIO_ITEM_* by name of the item: IRON_ORE counts iron-ore.
local COLUMN, ITEM_OF_COLUMN = {}, {}
for constant, column in pairs(ITEM) do
    if column > 0 then
        local name = constant:lower():gsub("_", "-")
        COLUMN[name], ITEM_OF_COLUMN[column] = column, name
    end
end

mining.ITEM_OF_COLUMN = ITEM_OF_COLUMN

--- Column of a resource's product by the resource's name, 0 for products that no column counts.
local column_of_resource = {}

---@param name string
local function find_column(name)
    local products = prototypes.entity[name].mineable_properties.products or {}
    local column = products[1] and products[1].type == "item" and COLUMN[products[1].name] or 0
    column_of_resource[name] = column
    return column
end

---@param self Episode
---@param counts integer[] in which the first 16 are the items'
local function count_items(self, counts)
    local inventory = self.inventory
    for _, row in ipairs(inventory.get_contents()) do
        local column = COLUMN[row.name]
        if column then
            counts[column + 1] = min(counts[column + 1] + row.count, MOST_COUNT)
        end
    end
    counts[1] = inventory.count_empty_stacks()
end

---@param self Episode
---@return string[] rows of the ores around
---@return integer resources within 16 tiles
local function encode_rows(self)
    local found, count = ores.nearest(self, MOST_ROWS)
    local rows, character, x, y, farthest = {}, self.character, self.x, self.y, -1
    if self.is_alive and #found > 0 then
        farthest = character.resource_reach_distance + REACH_MARGIN
    end
    for index = 1, #found do
        local ore = found[index]
        local entity, dx, dy = ore.entity, ore.x - x, ore.y - y
        local is_near = farthest >= 0 and dx * dx + dy * dy <= farthest * farthest
        local column = column_of_resource[ore.name] or find_column(ore.name)
        rows[index] = pack(
            ROW.format, dx, dy, entity.amount, column, is_near and character.can_reach_entity(entity) and 1 or 0
        )
    end
    return rows, count
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
    local progress, dx, dy = 0, 0, 0
    if self.is_alive then
        progress, dx, dy = work_at_hand(self)
    end
    local rows, in_range = encode_rows(self)
    local values = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -- of the items
        progress, dx, dy, in_range, unpack(counts),
    }
    if self.is_alive then
        count_items(self, values)
    end
    return pack(FORMAT, unpack(values)) .. concat(rows) .. rep("\0", ROW.bytes * (MOST_ROWS - #rows))
end

return mining
