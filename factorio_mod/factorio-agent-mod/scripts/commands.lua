--- The mod's RCON commands. Each answers with exactly one line of JSON, whatever happens: an error in a handler that
--- nobody catches would stop the server.

local arena = require("scripts.arena")

local PROTOCOL = 1

--- Most surfaces with a force of their own: the game has 64 forces, three of which are its own.
local MOST_SCENES = 61

local commands_library = {}

--- Longest side of a map, tiles.
local LONGEST_SIDE = 8192

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
    local problem = remote.call("training-scenarios", "check", request.scenario, request.settings)
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

---@param work fun(parameter: string?): table
---@return fun(command: CustomCommandData)
local function answering(work)
    return function(command)
        local ok, result = pcall(work, command.parameter)
        local reply = ok and result or { ok = false, error = reason(result) }
        rcon.print(helpers.table_to_json(reply))
    end
end

--- Names of the prototypes in their order of bytes: a frame's number n stands for the n-th name.
---@return table<string, string[]>
local function prototype_names()
    local names = {}
    for _, kind in ipairs({ "item", "entity", "recipe", "technology", "fluid" }) do
        local list = {}
        for name in pairs(prototypes[kind]) do
            list[#list + 1] = name
        end
        table.sort(list)
        names[kind] = list
    end
    return names
end

local function set_up(parameter)
    local request = helpers.json_to_table(parameter or "")
    check(request)
    return { ok = true, surfaces = arena.build_all(request), tick = game.tick, prototypes = prototype_names() }
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
    commands.add_command("agent-setup", "Builds arenas; the parameter is a JSON object.", answering(set_up))
    commands.add_command("agent-status", "Lists the arenas as JSON.", answering(status))
end

return commands_library
