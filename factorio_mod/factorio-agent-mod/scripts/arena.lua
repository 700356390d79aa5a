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

function arena.on_init()
    ---@type Arena[]
    storage.arenas = {}
end

---@param name string
---@param settings table
---@return LuaSurface
local function make_surface(name, settings)
    local surface = game.create_surface(name, compat.empty_surface(settings.width, settings.height))
    surface.generate_with_lab_tiles = true
    surface.freeze_daytime = true
    surface.always_day = true
    local radius = math.ceil(math.max(settings.width, settings.height) / 2 / CHUNK)
    surface.request_to_generate_chunks({ 0, 0 }, radius)
    surface.force_generate_chunk_requests()
    return surface
end

---@param request ArenaRequest
---@param index integer 1 for the first
---@return Arena
local function build(request, index)
    local name = "arena-" .. index
    local surface = make_surface(name, request.settings)
    local force = game.create_force(name)
    local scene_seed = request.scene_seed + index - 1
    local start = remote.call("training-scenarios", "build", request.scenario, {
        surface = surface,
        force = force,
        settings = request.settings,
        random = random.new(scene_seed),
    })
    local character = surface.create_entity({ name = "character", position = start, force = force })
    if not character then
        error("no character could be made on " .. name)
    end
    for item, count in pairs(request.settings.starting_items or {}) do
        local held = character.insert({ name = item, count = count })
        if held < count then
            error(("only %d of %d %s fit into the character's inventory"):format(held, count, item))
        end
    end
    return {
        surface = surface,
        force = force,
        character = character,
        scene_seed = scene_seed,
        scenario = request.scenario,
    }
end

--- Builds the arenas that are asked for and remembers them.
---@param request ArenaRequest
---@return string[] names of their surfaces
function arena.build_all(request)
    if storage.arenas[1] then
        error("the arenas are built already; they are set up once a server")
    end
    local names = {}
    for index = 1, request.scenes do
        storage.arenas[index] = build(request, index)
        names[index] = storage.arenas[index].surface.name
    end
    return names
end

return arena
