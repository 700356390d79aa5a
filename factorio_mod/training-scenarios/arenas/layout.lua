--- A plan to build: ghosts of drawn directions on drawn places of a square, none over another.

local random = require("__factorio-agent-mod__.scripts.random")

local layout = {}

local DRAWS = 64
local DIRECTIONS = { 0, 4, 8, 12 }

---@class LayoutSettings
---@field pieces table<string, integer> entities to plan, and how many of each
---@field side integer of the square, tiles
---@field distance number tiles from the centre of the map

--- Names in their order, so that a seed gives the same plan everywhere.
---@param pieces table<string, integer>
---@return string[]
local function sorted_names(pieces)
    local names = {}
    for name in pairs(pieces) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

---@param scene Scene
---@param settings LayoutSettings
---@param name string
local function plan_one(scene, settings, name, x, y)
    local half = math.floor(settings.side / 2)
    for _ = 1, DRAWS do
        local position = {
            x + random.range(scene.random, -half, half) + 0.5,
            y + random.range(scene.random, -half, half) + 0.5,
        }
        local direction = DIRECTIONS[random.range(scene.random, 1, 4)]
        local ghost = { name = "entity-ghost", inner_name = name, position = position, direction = direction }
        local place = { name = name, position = position, direction = direction, force = scene.force }
        place.build_check_type = defines.build_check_type.manual_ghost
        if scene.surface.can_place_entity(place) then
            ghost.force = scene.force
            scene.surface.create_entity(ghost)
            return
        end
    end
    error("no free place for " .. name .. " in a square of " .. settings.side .. " tiles; make it larger")
end

---@param scene Scene
---@param settings LayoutSettings
---@param x integer tile of the centre of the square
---@param y integer
function layout.plan(scene, settings, x, y)
    for _, name in ipairs(sorted_names(settings.pieces)) do
        for _ = 1, settings.pieces[name] do
            plan_one(scene, settings, name, x, y)
        end
    end
end

return layout
