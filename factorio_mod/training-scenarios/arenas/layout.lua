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

---@class Planned
---@field x number centre
---@field y number
---@field width integer tiles
---@field height integer

--- Where an entity comes to stand that is placed at a tile's centre: even sides are centred between tiles.
---@param name string
---@param position number[]
---@param direction integer
---@return Planned
local function footprint(name, position, direction)
    local prototype = prototypes.entity[name]
    local width, height = prototype.tile_width, prototype.tile_height
    if direction % 8 ~= 0 then
        width, height = height, width
    end
    return {
        x = position[1] + (width % 2 == 0 and 0.5 or 0),
        y = position[2] + (height % 2 == 0 and 0.5 or 0),
        width = width,
        height = height,
    }
end

--- Whether a place is clear of what is planned already. The game would let a chest be planned over another's ghost,
--- which then goes.
---@param planned Planned[]
---@param place Planned
local function is_free(planned, place)
    for _, other in ipairs(planned) do
        local over_x = math.abs(place.x - other.x) * 2 < place.width + other.width
        local over_y = math.abs(place.y - other.y) * 2 < place.height + other.height
        if over_x and over_y then
            return false
        end
    end
    return true
end

---@param scene Scene
---@param settings LayoutSettings
---@param planned Planned[] what is planned already; the new one is added
---@param name string
local function plan_one(scene, settings, planned, name, x, y)
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
        local stand = footprint(name, position, direction)
        if is_free(planned, stand) and scene.surface.can_place_entity(place) then
            planned[#planned + 1] = stand
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
    local planned = {}
    for _, name in ipairs(sorted_names(settings.pieces)) do
        for _ = 1, settings.pieces[name] do
            plan_one(scene, settings, planned, name, x, y)
        end
    end
end

return layout
