--- A base that stands when an episode begins, each building at its place or, drawn, somewhat aside of it.

local random = require("__factorio-agent-mod__.scripts.random")

local base = {}

--- Places that are drawn for a building before the nearest free one is taken.
local DRAWS = 64

---@class StructureSettings
---@field name string
---@field x number
---@field y number
---@field direction integer
---@field items table<string, integer>

--- Where a building stands: some whole tiles aside of its place along each axis, where there is room.
---@param scene Scene
---@param structure StructureSettings
---@param scatter integer tiles
---@return MapPosition
local function draw_place(scene, structure, scatter)
    local surface, name = scene.surface, structure.name
    for _ = 1, DRAWS do
        local dx = random.range(scene.random, -scatter, scatter)
        local dy = random.range(scene.random, -scatter, scatter)
        local place = { x = structure.x + dx, y = structure.y + dy }
        if surface.can_place_entity({ name = name, position = place, direction = structure.direction }) then
            return place
        end
    end
    return surface.find_non_colliding_position(name, { structure.x, structure.y }, 0, 1)
end

---@param scene Scene
---@param structures StructureSettings[]
---@param scatter integer? tiles by which a building stands aside of its place at most; none when left out
function base.build(scene, structures, scatter)
    for _, structure in ipairs(structures) do
        local place = { x = structure.x, y = structure.y }
        if scatter then
            place = draw_place(scene, structure, scatter)
        end
        local entity = scene.surface.create_entity({
            name = structure.name,
            position = place,
            direction = structure.direction,
            force = scene.force,
        })
        for item, count in pairs(structure.items or {}) do
            entity.insert({ name = item, count = count })
        end
    end
end

return base
