--- Every difference between Factorio 2.0 and 2.1 that the mod meets, and no other file knows the version.

local compat = {}

--- Settings of an empty surface of that size, in the words of both versions.
---@param width integer tiles
---@param height integer tiles
---@param seed uint32? of the surface; nil: the map's
---@return MapGenSettings
function compat.empty_surface(width, height, seed)
    return {
        seed = seed,
        width = width,
        height = height,
        starting_area = 1,
        peaceful_mode = true,
        no_enemies_mode = true,
        default_enable_all_autoplace_controls = false,
        autoplace_settings = {
            entity = { treat_missing_as_default = false, settings = {} },
            decorative = { treat_missing_as_default = false, settings = {} },
            tile = { treat_missing_as_default = false, settings = {} },
        },
    }
end

--- Numbers of the inventories that a hand takes out of, by the entity's type, in the order in which it does: what is
--- stored, what was made, what burning leaves, what waits to be made, fuel, modules.
local HAND = {}

--- 2.1 has the names of 2.0's machines under crafter_*; both lists are tried, and a name that is not there is passed over.
local HAND_NAMES = {
    ["container"] = { "chest" },
    ["logistic-container"] = { "chest" },
    ["character-corpse"] = { "character_corpse" },
    ["furnace"] = { "crafter_output", "furnace_result", "burnt_result", "crafter_input", "furnace_source", "fuel",
        "crafter_modules", "furnace_modules" },
    ["assembling-machine"] = { "crafter_output", "assembling_machine_output", "burnt_result", "crafter_input",
        "assembling_machine_input", "fuel", "crafter_modules", "assembling_machine_modules" },
    ["lab"] = { "burnt_result", "fuel", "lab_input", "lab_modules" },
    ["mining-drill"] = { "burnt_result", "fuel", "mining_drill_modules" },
    ["ammo-turret"] = { "turret_ammo" },
    ["beacon"] = { "beacon_modules" },
    ["boiler"] = { "burnt_result", "fuel" },
    ["inserter"] = { "burnt_result", "fuel" },
}

--- The numbers of inventories by their names, each once, and again without asking.
---@param known table<string, defines.inventory[]>
---@param names table<string, string[]>
---@param entity_type string
---@return defines.inventory[]
local function find_inventories(known, names, entity_type)
    local found = known[entity_type]
    if not found then
        found = {}
        local seen = {}
        for _, name in ipairs(names[entity_type] or {}) do
            local index = defines.inventory[name]
            if index and not seen[index] then
                seen[index] = true
                found[#found + 1] = index
            end
        end
        known[entity_type] = found
    end
    return found
end

---@param entity_type string
---@return defines.inventory[]
function compat.hand_inventories(entity_type)
    return find_inventories(HAND, HAND_NAMES, entity_type)
end

--- Numbers of the inventories that show what an entity gives: what inserters may take, else ammunition.
local OUTPUT = {}

local OUTPUT_NAMES = {
    ["container"] = { "chest" },
    ["logistic-container"] = { "chest" },
    ["character"] = { "character_main" },
    ["character-corpse"] = { "character_corpse" },
    ["furnace"] = { "crafter_output", "furnace_result", "burnt_result" },
    ["assembling-machine"] = { "crafter_output", "assembling_machine_output", "burnt_result" },
    ["lab"] = { "burnt_result", "lab_input" },
    ["mining-drill"] = { "burnt_result" },
    ["boiler"] = { "burnt_result" },
    ["inserter"] = { "burnt_result" },
    ["ammo-turret"] = { "turret_ammo" },
}

---@param entity_type string
---@return defines.inventory[]
function compat.output_inventories(entity_type)
    return find_inventories(OUTPUT, OUTPUT_NAMES, entity_type)
end

--- 0..1 of the unit of ore that a drill is at.
---@param drill LuaEntity
---@return number
function compat.drill_progress(drill)
    return drill.mining_progress
end

return compat
