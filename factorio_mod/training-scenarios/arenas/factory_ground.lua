--- Ground for a factory: a lake, fields of ore, trees, a plan of ghosts, a base that stands already, and enemies that come.

local base = require("arenas.base")
local layout = require("arenas.layout")
local obstacles = require("arenas.obstacles")
local random = require("__factorio-agent-mod__.scripts.random")
local waves = require("arenas.waves")

local factory_ground = {}

---@class PatchSettings
---@field name string prototype of the ore
---@field distance number tiles from the centre of the map
---@field radius number tiles
---@field amount integer units in each entity

---@class LakeSettings
---@field distance number tiles from the centre of the map
---@field radius number tiles

---@class TreeSettings
---@field count integer
---@field near number tiles from the centre, at least
---@field far number tiles from the centre, at most
---@field prototype string

local DRAWS = 64

--- A direction as a vector of length 1, drawn without the functions of angles, whose last bits differ between machines.
---@param state Random
---@return number x
---@return number y
local function draw_direction(state)
    while true do
        local x, y = random.range(state, -1024, 1024), random.range(state, -1024, 1024)
        local square = x * x + y * y
        if square >= 256 * 256 and square <= 1024 * 1024 then
            local length = math.sqrt(square)
            return x / length, y / length
        end
    end
end

--- A tile's corner near the end of a drawn vector.
---@param state Random
---@param distance number
---@return integer x
---@return integer y
local function draw_place(state, distance)
    local x, y = draw_direction(state)
    return math.floor(x * distance + 0.5), math.floor(y * distance + 0.5)
end

---@param placed {x: integer, y: integer, radius: number}[]
local function is_clear(placed, x, y, radius)
    for _, other in ipairs(placed) do
        local apart = radius + other.radius + 2
        if (x - other.x) ^ 2 + (y - other.y) ^ 2 < apart * apart then
            return false
        end
    end
    return true
end

---@param scene Scene
---@param patch PatchSettings
local function lay_patch(scene, patch, x, y)
    local reach = math.ceil(patch.radius)
    for dy = -reach, reach do
        for dx = -reach, reach do
            if dx * dx + dy * dy <= patch.radius * patch.radius then
                local position = { x + dx + 0.5, y + dy + 0.5 }
                scene.surface.create_entity({ name = patch.name, position = position, amount = patch.amount })
            end
        end
    end
end

---@param scene Scene
---@param lake LakeSettings
---@return {x: integer, y: integer, radius: number}
local function lay_lake(scene, lake)
    local x, y = draw_place(scene.random, lake.distance)
    local reach, tiles = math.ceil(lake.radius), {}
    for dy = -reach, reach do
        for dx = -reach, reach do
            if dx * dx + dy * dy <= lake.radius * lake.radius then
                tiles[#tiles + 1] = { name = "water", position = { x + dx, y + dy } }
            end
        end
    end
    scene.surface.set_tiles(tiles)
    return { x = x, y = y, radius = lake.radius }
end

--- Fields keep clear of each other and of what is placed already, where a place for that is drawn.
---@param scene Scene
---@param patches PatchSettings[]
---@param placed {x: integer, y: integer, radius: number}[]
local function lay_patches(scene, patches, placed)
    for _, patch in ipairs(patches) do
        local x, y = draw_place(scene.random, patch.distance)
        for _ = 2, DRAWS do
            if is_clear(placed, x, y, patch.radius) then
                break
            end
            x, y = draw_place(scene.random, patch.distance)
        end
        placed[#placed + 1] = { x = x, y = y, radius = patch.radius }
        lay_patch(scene, patch, x, y)
    end
end

---@param scene Scene
---@param trees TreeSettings
local function plant(scene, trees)
    for _ = 1, trees.count do
        local distance = trees.near + (trees.far - trees.near) * random.range(scene.random, 0, 1024) / 1024
        local x, y = draw_place(scene.random, distance)
        local position = { x + 0.5, y + 0.5 }
        if scene.surface.can_place_entity({ name = trees.prototype, position = position }) then
            scene.surface.create_entity({ name = trees.prototype, position = position })
        end
    end
end

---@param scene Scene
---@return MapPosition
function factory_ground.build(scene)
    local settings = scene.settings
    local placed = {}
    if settings.lake then
        placed[1] = lay_lake(scene, settings.lake)
    end
    lay_patches(scene, settings.patches or {}, placed)
    base.build(scene, settings.base or {}, settings.base_scatter)
    if settings.trees then
        plant(scene, settings.trees)
    end
    if settings.ponds then
        obstacles.dig(scene, settings.ponds)
    end
    obstacles.place(scene, settings.obstacles or {})
    if settings.layout then
        layout.plan(scene, settings.layout, draw_place(scene.random, settings.layout.distance))
    end
    if settings.enemies then
        waves.place(scene, settings.enemies, draw_direction)
    end
    return scene.surface.find_non_colliding_position("character", { 0, 0 }, 16, 0.5) or { x = 0, y = 0 }
end

return factory_ground
