--- The scenarios by name. Each module has one function, build(scene), which places what stands in the scene and says
--- where the character begins.

---@class Scene
---@field surface LuaSurface flat, generated, empty
---@field force LuaForce the arena's own
---@field settings table numbers from the scenario file
---@field random Random the scene's own generator

local scenarios = {
    movement_micro = require("arenas.movement_micro"),
    mining_micro = require("arenas.mining_micro"),
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

---@param name string
---@param scene Scene
---@return MapPosition start of the character
function catalogue.build(name, scene)
    local scenario = scenarios[name]
    if not scenario then
        error("there is no scenario " .. tostring(name) .. "; known: " .. table.concat(catalogue.names(), ", "))
    end
    return scenario.build(scene)
end

return catalogue
