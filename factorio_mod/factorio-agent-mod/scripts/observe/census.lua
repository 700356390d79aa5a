--- What an arena's force owns: listed once, and kept while as many entities are there and all of the list still live.

local status = require("scripts.observe.status")

local MACHINE = { ["mining-drill"] = true, ["furnace"] = true, ["assembling-machine"] = true, ["lab"] = true }
local ENEMIES = { "unit", "unit-spawner", "turret" }
local MOST_U16 = 65535

--- Types that a force may own and that are no structures.
local NO_STRUCTURE = { ["character"] = true, ["character-corpse"] = true, ["item-entity"] = true }

local min = math.min

local census = {}

---@class Ghost
---@field entity LuaEntity
---@field x number tiles
---@field y number
---@field name string of what it stands for

---@class Census
---@field all LuaEntity[]
---@field structures integer
---@field machines LuaEntity[]
---@field ghosts Ghost[] of the whole map

---@param ghost LuaEntity
---@return Ghost
local function describe_ghost(ghost)
    local position = ghost.position
    return { entity = ghost, x = position.x, y = position.y, name = ghost.ghost_name }
end

---@param self Episode
---@return Census
local function take(self)
    local all = self.surface.find_entities_filtered({ force = self.force })
    local taken = { all = all, structures = 0, machines = {}, ghosts = {} }
    for _, entity in ipairs(all) do
        local kind = entity.type
        if kind == "entity-ghost" then
            taken.ghosts[#taken.ghosts + 1] = describe_ghost(entity)
        elseif not NO_STRUCTURE[kind] then
            taken.structures = taken.structures + 1
        end
        if MACHINE[kind] then
            taken.machines[#taken.machines + 1] = entity
        end
    end
    return taken
end

--- As many as then, all of which still live, are the same ones.
---@param self Episode
---@param taken Census
local function holds(self, taken)
    local all = taken.all
    if self.surface.count_entities_filtered({ force = self.force }) ~= #all then
        return false
    end
    for index = 1, #all do
        if not all[index].valid then
            return false
        end
    end
    return true
end

---@param self Episode
---@return Census as of now
function census.of(self)
    if not self.census or not holds(self, self.census) then
        self.census = take(self)
    end
    return self.census
end

---@param machines LuaEntity[]
local function count_working(machines)
    local working = 0
    for index = 1, #machines do
        if status.of(machines[index]) == status.WORKING then
            working = working + 1
        end
    end
    return working
end

--- What frames tell of the arena in numbers.
---@param self Episode
---@param owned Census
---@return integer[] structures, structures lost, machines, machines working, ghosts, enemies, crafts, research
function census.counts(self, owned)
    local enemies = self.surface.count_entities_filtered({ force = "enemy", type = ENEMIES })
    local crafts = self.is_alive and self.character.crafting_queue or nil
    return {
        min(owned.structures, MOST_U16),
        min(self.structures_lost, MOST_U16),
        min(#owned.machines, MOST_U16),
        min(count_working(owned.machines), MOST_U16),
        min(#owned.ghosts, MOST_U16),
        min(enemies, MOST_U16),
        min(crafts and #crafts or 0, MOST_U16),
        min(self.researched, MOST_U16),
    }
end

return census
