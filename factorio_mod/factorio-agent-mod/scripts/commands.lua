--- The mod's RCON commands. Each answers with exactly one line of JSON, whatever happens: an error in a handler that
--- nobody catches would stop the server.

local arena = require("scripts.arena")
local door = require("scripts.door")
local frames = require("frames")
local numbers = require("scripts.numbers")
local optimisations = require("scripts.optimisations")
local recorder = require("scripts.recorder")

local PROTOCOL = 1

--- Most surfaces with a force of their own: the game has 64 forces, three of which are its own.
local MOST_SCENES = 61

local commands_library = {}

--- Longest side of a map, tiles.
local LONGEST_SIDE = 8192

--- Places of a reset's draws, 1/256 tile either way from the centre.
local FARTHEST = 2 ^ 21

--- Seeds that a number of Lua holds exactly, with room for one more a scene.
local LARGEST_SEED = 2 ^ 52

---@param name string what the message calls it
---@param value any
---@param low number
---@param high number
local function check_whole(name, value, low, high)
    if type(value) ~= "number" or value < low or value > high or value ~= math.floor(value) then
        error(("%s is %s; it must be a whole number of %d..%.0f"):format(name, tostring(value), low, high))
    end
end

---@param area any
local function check_area(name, area)
    for side = 1, 4 do
        check_whole(name, type(area) == "table" and area[side], -FARTHEST, FARTHEST)
    end
end

---@param request DoorRequest
local function check_door(request)
    if request.frames_version ~= frames.VERSION then
        error(("door.frames_version is %s; this mod has %d"):format(tostring(request.frames_version), frames.VERSION))
    end
    check_whole("door.arenas", request.arenas, 1, MOST_SCENES)
    check_whole("door.frame", request.frame, frames.FRAME.MOVEMENT, frames.FRAME.FULL)
    check_whole("door.pool_scenes", request.pool_scenes, 1, 65536)
    check_area("door.start_area", request.start_area)
    check_area("door.goal_area", request.goal_area)
    check_whole("door.goal_min_distance", request.goal_min_distance, 0, FARTHEST)
    check_whole("door.goal_max_distance", request.goal_max_distance, 0, FARTHEST)
    check_whole("door.main_ground", request.main_ground, 0, 1)
end

---@param request ArenaRequest
local function check(request)
    if type(request) ~= "table" then
        error("the parameter is not a JSON object")
    end
    if request.protocol ~= PROTOCOL then
        error("protocol is " .. tostring(request.protocol) .. "; this mod speaks " .. PROTOCOL)
    end
    check_whole("scenes", request.scenes, 1, MOST_SCENES)
    check_whole("scene_seed", request.scene_seed, 0, LARGEST_SEED)
    if type(request.settings) ~= "table" then
        error("settings is missing")
    end
    check_whole("settings.width", request.settings.width, 1, LONGEST_SIDE)
    check_whole("settings.height", request.settings.height, 1, LONGEST_SIDE)
    if request.door then
        check_door(request.door)
    end
    local problem = optimisations.check(request.settings.keep)
        or remote.call("training-scenarios", "check", request.scenario, request.settings)
    if problem then
        error(problem)
    end
end

--- The message alone, without the place in the source before it and the trace behind it.
---@param message any
---@return string
local function reason(message)
    local first = tostring(message):match("^[^\n]*")
    return (first:gsub("^Error when running interface function [^:]*: ", ""):gsub("^[^:]*:%d+: ", ""))
end

---@param work fun(parameter: string?, player_index: integer?): table
---@return fun(command: CustomCommandData)
local function answering(work)
    return function(command)
        local ok, result = pcall(work, command.parameter, command.player_index)
        local reply = ok and result or { ok = false, error = reason(result) }
        local text = helpers.table_to_json(reply)
        local player = command.player_index and game.get_player(command.player_index)
        if player then
            player.print(text)
        else
            rcon.print(text)
        end
    end
end

local function set_up(parameter)
    local request = helpers.json_to_table(parameter or "")
    check(request)
    if storage.arenas[1] or storage.door then
        error("the arenas are built already; they are set up once a server")
    end
    optimisations.keep(request.settings.keep)
    local surfaces = request.door and door.open(request) or arena.build_all(request)
    return { ok = true, surfaces = surfaces, tick = game.tick, prototypes = numbers.all_names() }
end

local function record(parameter, player_index)
    local request = helpers.json_to_table(parameter or "")
    if type(request) ~= "table" then
        error("the parameter is not a JSON object")
    end
    if request.stop then
        recorder.stop("stopped")
        return { ok = true, tick = game.tick }
    end
    return { ok = true, tick = game.tick, surface = recorder.start(request, player_index) }
end

local function status()
    local arenas = {}
    for index, made in ipairs(storage.arenas) do
        arenas[index] = {
            surface = made.surface.name,
            scenario = made.scenario,
            scene_seed = made.scene_seed,
            alive = made.character.valid,
        }
    end
    return { ok = true, protocol = PROTOCOL, tick = game.tick, paused = game.tick_paused, arenas = arenas }
end

function commands_library.add_commands()
    door.add_commands()
    commands.add_command("agent-record", "Records an arena; the parameter is a JSON object.", answering(record))
    commands.add_command("agent-setup", "Builds arenas; the parameter is a JSON object.", answering(set_up))
    commands.add_command("agent-status", "Lists the arenas as JSON.", answering(status))
end

return commands_library
