--- Arenas: a surface of its own size, with its own force and one character.

local compat = require("scripts.compat")
local random = require("scripts.random")

local CHUNK = 32

local arena = {}

---@class Arena
---@field surface LuaSurface
---@field force LuaForce
---@field character LuaEntity
---@field scene_seed number
---@field scenario string

---@class ArenaRequest
---@field scenario string name of a file of the mod training-scenarios
---@field settings table numbers of the scenario, width and height among them
---@field scenes integer arenas to build
---@field scene_seed number seed of the first, 0..2^52; each next one takes the next number
---@field door DoorRequest? what the stock door serves; nil: the scenes are a pool that the native door copies

function arena.on_init()
    ---@type Arena[]
    storage.arenas = {}
end

---@param name string
---@param settings table
---@param seed uint32?
---@return LuaSurface
local function make_surface(name, settings, seed)
    local surface = game.create_surface(name, compat.empty_surface(settings.width, settings.height, seed))
    surface.generate_with_lab_tiles = true
    surface.freeze_daytime = true
    surface.always_day = true
    local radius = math.ceil(math.max(settings.width, settings.height) / 2 / CHUNK)
    surface.request_to_generate_chunks({ 0, 0 }, radius)
    surface.force_generate_chunk_requests()
    return surface
end

--- Lays a scene out on a new surface.
---@param request ArenaRequest
---@param name string of the surface
---@param force LuaForce that owns what stands there
---@param scene_seed number
---@param seed uint32? of the surface
---@return LuaSurface
---@return MapPosition where the character begins
function arena.lay_out(request, name, force, scene_seed, seed)
    local surface = make_surface(name, request.settings, seed)
    local start = remote.call("training-scenarios", "build", request.scenario, {
        surface = surface,
        force = force,
        settings = request.settings,
        random = random.new(scene_seed),
        seed = scene_seed,
    })
    return surface, start
end

--- Makes the character of an arena, with what it starts with.
---@param request ArenaRequest
---@param surface LuaSurface
---@param force LuaForce
---@param start MapPosition
---@return LuaEntity
function arena.make_character(request, surface, force, start)
    local character = surface.create_entity({ name = "character", position = start, force = force })
    if not character then
        error("no character could be made on " .. surface.name)
    end
    for item, count in pairs(request.settings.starting_items or {}) do
        local held = character.insert({ name = item, count = count })
        if held < count then
            error(("only %d of %d %s fit into the character's inventory"):format(held, count, item))
        end
    end
    return character
end

---@param request ArenaRequest
---@param index integer 1 for the first
---@return Arena
local function build(request, index)
    local name = "arena-" .. index
    local force = game.create_force(name)
    local scene_seed = request.scene_seed + index - 1
    local surface, start = arena.lay_out(request, name, force, scene_seed)
    return {
        surface = surface,
        force = force,
        character = arena.make_character(request, surface, force, start),
        scene_seed = scene_seed,
        scenario = request.scenario,
    }
end

--- Builds the arenas that are asked for and remembers them.
---@param request ArenaRequest
---@return string[] names of their surfaces
function arena.build_all(request)
    local names = {}
    for index = 1, request.scenes do
        storage.arenas[index] = build(request, index)
        names[index] = storage.arenas[index].surface.name
    end
    return names
end

return arena
