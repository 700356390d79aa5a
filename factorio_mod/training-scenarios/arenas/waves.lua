--- Enemies that gather far out and set out together, each wave at its time, for the centre of the map.

local random = require("__factorio-agent-mod__.scripts.random")

local waves = {}

local TICKS_PER_SECOND = 60

--- Tiles around the centre of the map that a wave attacks.
local TARGET_RADIUS = 32

---@class WaveSettings
---@field at_seconds number
---@field units table<string, integer>

---@class EnemySettings
---@field evolution_factor number
---@field distance number tiles from the centre of the map
---@field waves WaveSettings[]

---@param units table<string, integer>
---@return string[]
local function sorted_names(units)
    local names = {}
    for name in pairs(units) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

---@param scene Scene
---@param wave WaveSettings
---@param place MapPosition
local function place_wave(scene, wave, place)
    local group = scene.surface.create_unit_group({ position = place, force = "enemy" })
    for _, name in ipairs(sorted_names(wave.units)) do
        for _ = 1, wave.units[name] do
            local near = {
                place.x + random.range(scene.random, -1024, 1024) / 256,
                place.y + random.range(scene.random, -1024, 1024) / 256,
            }
            local free = scene.surface.find_non_colliding_position(name, near, 16, 0.25)
            if free then
                group.add_member(scene.surface.create_entity({ name = name, position = free, force = "enemy" }))
            end
        end
    end
    group.set_command({
        type = defines.command.compound,
        structure_type = defines.compound_command.return_last,
        commands = {
            { type = defines.command.stop, ticks_to_wait = math.floor(wave.at_seconds * TICKS_PER_SECOND) },
            {
                type = defines.command.attack_area,
                destination = { 0, 0 },
                radius = TARGET_RADIUS,
                distraction = defines.distraction.by_enemy,
            },
        },
    })
end

---@param scene Scene
---@param settings EnemySettings
---@param draw_direction fun(state: Random): number, number
function waves.place(scene, settings, draw_direction)
    scene.surface.peaceful_mode = false
    scene.surface.no_enemies_mode = false
    game.forces.enemy.set_evolution_factor(settings.evolution_factor, scene.surface)
    for _, wave in ipairs(settings.waves) do
        local x, y = draw_direction(scene.random)
        place_wave(scene, wave, { x = x * settings.distance, y = y * settings.distance })
    end
end

return waves
