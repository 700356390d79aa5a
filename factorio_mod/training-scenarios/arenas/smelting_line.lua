--- A field of iron ore, with walls beside it in some scenes: the ground of FactorioGym's construct_smelting_line. Seed n
--- gives the scene that `fsim.scenes.sample("construct_smelting_line", split, n)` of factory-sim 0.3.0 gives, so that
--- results can be held against each other; tests/standin/test_smelting_scenes.py compares them.
---
--- What is drawn, and in which order, is that of the published generator: the shape first, then a start 9 to 13 tiles
--- from the middle of the field, then the walls.

local mersenne = require("arenas.mersenne")

local smelting_line = {}

--- Shapes of a split, in the order in which one is drawn.
local SHAPES = {
    train = { "open", "offset", "varied", "cluttered" },
    test = { "obstructed" },
}
local ORE_AMOUNT = 10000

---@class Field of ore tiles, a rectangle
---@field x integer middle
---@field y integer
---@field half_width integer tiles on either side of the middle one
---@field half_height integer

---@param state Mersenne
---@param shape string
---@return Field
local function draw_field(state, shape)
    local field = { x = 0, y = 0, half_width = 3, half_height = 3 }
    if shape == "offset" then
        field.x, field.y = mersenne.choice(state, { -9, 9 }), mersenne.choice(state, { -9, 9 })
    elseif shape == "obstructed" then
        field.half_width, field.half_height = 1, 5
    elseif shape == "varied" then
        field.half_width, field.half_height = mersenne.whole(state, 1, 4), mersenne.whole(state, 1, 4)
        field.x, field.y = mersenne.whole(state, -12, 12), mersenne.whole(state, -12, 12)
    elseif shape == "cluttered" then
        field.x, field.y = mersenne.whole(state, -9, 9), mersenne.whole(state, -9, 9)
    end
    return field
end

--- To one decimal, as Python's round does.
local function round(x)
    return tonumber(("%.1f"):format(x))
end

---@param state Mersenne
---@param field Field
---@return MapPosition
local function draw_start(state, field)
    local angle = mersenne.uniform(state, 0, 2 * math.pi)
    local x = field.x + math.cos(angle) * mersenne.uniform(state, 9, 13)
    local y = field.y + math.sin(angle) * mersenne.uniform(state, 9, 13)
    return { x = round(x), y = round(y) }
end

---@param state Mersenne
---@param field Field
---@return MapPosition[]
local function draw_clutter(state, field)
    local walls, seen = {}, {}
    for _ = 1, mersenne.whole(state, 1, 3) do
        local is_vertical = mersenne.random(state) < 0.5
        local away = mersenne.choice(state, { -6, -5, -4, 4, 5, 6 })
        local along = mersenne.whole(state, -6, 3)
        for k = along, along + mersenne.whole(state, 2, 4) - 1 do
            local x, y = field.x + k, field.y + away
            if is_vertical then
                x, y = field.x + away, field.y + k
            end
            if not seen[x .. " " .. y] then
                seen[x .. " " .. y] = true
                walls[#walls + 1] = { x = x, y = y }
            end
        end
    end
    return walls
end

---@param state Mersenne
---@param shape string
---@param field Field
---@return MapPosition[]
local function draw_walls(state, shape, field)
    if shape == "cluttered" then
        return draw_clutter(state, field)
    end
    local walls = {}
    if shape == "obstructed" then
        for y = field.y - 2, field.y + 2 do
            walls[#walls + 1] = { x = field.x + 5, y = y }
        end
    end
    return walls
end

---@param settings table
---@return string?
function smelting_line.check(settings)
    local split = settings.smelting_field and settings.smelting_field.split
    if not SHAPES[split or ""] then
        return "settings.smelting_field.split is " .. tostring(split) .. "; it must be train or test"
    end
end

---@param scene Scene
---@return MapPosition
function smelting_line.build(scene)
    local state = mersenne.new(scene.seed)
    local shape = mersenne.choice(state, SHAPES[scene.settings.smelting_field.split])
    local field = draw_field(state, shape)
    local start = draw_start(state, field)
    for x = field.x - field.half_width, field.x + field.half_width do
        for y = field.y - field.half_height, field.y + field.half_height do
            scene.surface.create_entity({ name = "iron-ore", position = { x, y }, amount = ORE_AMOUNT })
        end
    end
    for _, place in ipairs(draw_walls(state, shape, field)) do
        scene.surface.create_entity({ name = "stone-wall", position = place, force = "neutral" })
    end
    return scene.surface.find_non_colliding_position("character", start, 4, 0.1) or start
end

return smelting_line
