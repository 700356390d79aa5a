--- The ores of an arena. They lie still, so their places are asked for once, chunk by chunk as the character comes near,
--- and kept; how much is left of an ore is read whenever it is told. An ore that was mined out is forgotten when it is
--- met. New ores come from scripts alone, which say so: `script_raised_built` lets all be learnt anew.

local classes = require("scripts.observe.classes")
local nearest = require("scripts.observe.nearest")

local CHUNK = 32

--- Side of a bucket, tiles: a dense field has 16 ores in one.
local BUCKET = 4

--- Between the keys of neighbouring columns of buckets or chunks: more than the largest map has rows of them.
local STRIDE = 2 ^ 20

--- Ores are looked for in circles that grow: around a dense field a small one holds all rows.
local RADII = { 2, 4, 8, 16 }

--- So many are sorted faster than looked for again.
local FEW = 24

--- So many in the chunks of an area are looked through faster than its buckets are looked up.
local MOST_LOOKED_THROUGH = 96

--- Larger areas are searched and not kept: tables of every ore of a large map would take more than the map.
local MOST_KEPT = 4 * CHUNK * CHUNK

local floor = math.floor

local ores = {}

ores.RADIUS = RADII[#RADII]

---@class Ore
---@field entity LuaEntity
---@field x number tiles
---@field y number
---@field class integer frames.TILE
---@field name string

---@class KnownOres
---@field chunks table<integer, Ore[]> of those that were asked for
---@field buckets table<integer, Ore[]> the same ores by smaller squares
---@field near Ore[]? the nearest, while the character stays where it is and their count stays
---@field x number? where that was
---@field y number?
---@field count integer?

---@return KnownOres
function ores.none()
    return { chunks = {}, buckets = {} }
end

---@param x number tiles
---@param y number
---@param side integer
local function key_of(x, y, side)
    return floor(x / side) * STRIDE + floor(y / side)
end

---@param entity LuaEntity
---@return Ore
local function describe(entity)
    local position, name = entity.position, entity.name
    return { entity = entity, x = position.x, y = position.y, class = classes.of_resource(name), name = name }
end

---@param self Episode
---@param left integer of the chunk, tiles
---@param top integer
---@param key integer
local function learn_chunk(self, left, top, key)
    local all, buckets = {}, self.ores.buckets
    self.ores.chunks[key] = all
    local area = { { left, top }, { left + CHUNK, top + CHUNK } }
    for _, entity in ipairs(self.surface.find_entities_filtered({ area = area, type = "resource" })) do
        local ore = describe(entity)
        -- One that only reaches into the chunk belongs to its own.
        if key_of(ore.x, ore.y, CHUNK) == key then
            local bucket = key_of(ore.x, ore.y, BUCKET)
            local list = buckets[bucket] or {}
            buckets[bucket] = list
            list[#list + 1] = ore
            all[#all + 1] = ore
        end
    end
end

--- Asks for the chunks of an area that are not known yet.
---@param self Episode
local function learn(self, left, top, right, bottom)
    local chunks = self.ores.chunks
    for x = floor(left / CHUNK) * CHUNK, right, CHUNK do
        for y = floor(top / CHUNK) * CHUNK, bottom, CHUNK do
            local key = key_of(x, y, CHUNK)
            if not chunks[key] then
                learn_chunk(self, x, y, key)
            end
        end
    end
end

--- The squares to look through for the known ores of an area: its chunks where they hold few, else its buckets.
---@param known KnownOres
---@return table<integer, Ore[]>
---@return integer side of a square, tiles
local function squares_of(known, left, top, right, bottom)
    local count = 0
    for column = floor(left / CHUNK), floor(right / CHUNK) do
        for row = floor(top / CHUNK), floor(bottom / CHUNK) do
            count = count + #known.chunks[column * STRIDE + row]
        end
    end
    if count <= MOST_LOOKED_THROUGH then
        return known.chunks, CHUNK
    end
    return known.buckets, BUCKET
end

---@param known KnownOres that has learnt the area
---@return Ore[]
local function collect(known, left, top, right, bottom)
    local squares, side = squares_of(known, left, top, right, bottom)
    local found, count = {}, 0
    for column = floor(left / side), floor(right / side) do
        for row = floor(top / side), floor(bottom / side) do
            local square = squares[column * STRIDE + row]
            for index = 1, square and #square or 0 do
                local ore = square[index]
                if ore.x >= left and ore.x <= right and ore.y >= top and ore.y <= bottom then
                    count = count + 1
                    found[count] = ore
                end
            end
        end
    end
    return found
end

--- Ores with their centre in an area. Some of them may be mined out: `entity.valid` tells.
---@param self Episode
---@param left number tiles
---@param top number
---@param right number
---@param bottom number
---@return Ore[]
function ores.within(self, left, top, right, bottom)
    if (right - left) * (bottom - top) > MOST_KEPT then
        local found = {}
        local area = { { left, top }, { right, bottom } }
        for index, entity in ipairs(self.surface.find_entities_filtered({ area = area, type = "resource" })) do
            found[index] = describe(entity)
        end
        return found
    end
    learn(self, left, top, right, bottom)
    return collect(self.ores, left, top, right, bottom)
end

---@param list Ore[]
---@param ore Ore
local function remove(list, ore)
    for index = #list, 1, -1 do
        if list[index] == ore then
            table.remove(list, index)
        end
    end
end

---@param self Episode
---@param ore Ore
local function forget(self, ore)
    remove(self.ores.buckets[key_of(ore.x, ore.y, BUCKET)], ore)
    remove(self.ores.chunks[key_of(ore.x, ore.y, CHUNK)], ore)
end

--- The known ones in a circle that lie nearest.
---@param self Episode
---@param radius number
---@param most integer
---@return Ore[] at most `most`
---@return integer how many are in the circle
local function pick_within(self, radius, most)
    local x, y = self.x, self.y
    local near, count, square = {}, 0, radius * radius
    local around = collect(self.ores, x - radius, y - radius, x + radius, y + radius)
    for index = 1, #around do
        local ore = around[index]
        local dx, dy = ore.x - x, ore.y - y
        if dx * dx + dy * dy <= square then
            count = count + 1
            near[count] = ore
        end
    end
    local picked = nearest.pick(near, x, y, most)
    for rank = 1, #picked do
        picked[rank] = near[picked[rank]]
    end
    return picked, count
end

---@param self Episode
---@param found Ore[]
---@return boolean whether any was mined out; those are forgotten
local function forget_gone(self, found)
    local is_gone = false
    for index = 1, #found do
        if not found[index].entity.valid then
            forget(self, found[index])
            is_gone = true
        end
    end
    return is_gone
end

---@param self Episode
---@param count integer within the largest circle
---@param most integer
---@return Ore[]
local function look_around(self, count, most)
    local reach = ores.RADIUS
    learn(self, self.x - reach, self.y - reach, self.x + reach, self.y + reach)
    local first = count <= FEW and #RADII or 1
    for index = first, #RADII do
        local found, inside = pick_within(self, RADII[index], most)
        while forget_gone(self, found) do
            found, inside = pick_within(self, RADII[index], most)
        end
        if inside >= most or index == #RADII then
            return found
        end
    end
    return {}
end

--- The ores that lie nearest to the character, and how many there are around it.
---@param self Episode
---@param most integer
---@return Ore[] nearest first, at most `most`
---@return integer within ores.RADIUS tiles
function ores.nearest(self, most)
    local count = self.surface.count_entities_filtered({
        position = { self.x, self.y },
        radius = ores.RADIUS,
        type = "resource",
    })
    if count == 0 then
        return {}, 0
    end
    local known = self.ores
    local stays = known.count == count and known.x == self.x and known.y == self.y
    if not stays or forget_gone(self, known.near) then
        known.near, known.count, known.x, known.y = look_around(self, count, most), count, self.x, self.y
    end
    return known.near, count
end

return ores
