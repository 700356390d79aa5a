--- The scenarios by name. Each module has build(scene), which places what stands in the scene and says where the
--- character begins, and may have check(settings), which says what is wrong with the settings of its scenario file.

---@class Scene
---@field surface LuaSurface flat, generated, empty
---@field force LuaForce the arena's own
---@field settings table numbers from the scenario file
---@field random Random the scene's own generator
---@field seed number of the scene, 0..2^53-1; for scenes that are drawn by a generator of others

local scenarios = {
    movement_micro = require("arenas.movement_micro"),
    mining_micro = require("arenas.mining_micro"),
    factory_ground = require("arenas.factory_ground"),
    smelting_line = require("arenas.smelting_line"),
}

local catalogue = {}

---@return string[]
function catalogue.names()
    local names = {}
    for name in pairs(scenarios) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

--- What is wrong with a request, nil when nothing is. To be asked before anything is built.
---@param name string
---@param settings table
---@return string?
function catalogue.check(name, settings)
    local scenario = scenarios[name]
    if not scenario then
        return "there is no scenario " .. tostring(name) .. "; known: " .. table.concat(catalogue.names(), ", ")
            .. "; a scenario file of another name says with `script: NAME` which of them builds its scene"
    end
    return scenario.check and scenario.check(settings)
end

---@param name string
---@param scene Scene
---@return MapPosition start of the character
function catalogue.build(name, scene)
    return scenarios[name].build(scene)
end

return catalogue
