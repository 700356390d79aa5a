--- The mod's RCON commands. Each answers with exactly one line of JSON, whatever happens: an error in a handler that
--- nobody catches would stop the server.

local arena = require("scripts.arena")

local PROTOCOL = 1

--- Most surfaces with a force of their own: the game has 64 forces, three of which are its own.
local MOST_SCENES = 61

local commands_library = {}

local function check(request)
    if type(request) ~= "table" then
        error("the parameter is not a JSON object")
    end
    if request.protocol ~= PROTOCOL then
        error("protocol is " .. tostring(request.protocol) .. "; this mod speaks " .. PROTOCOL)
    end
    local scenes = request.scenes
    if type(scenes) ~= "number" or scenes < 1 or scenes > MOST_SCENES or scenes ~= math.floor(scenes) then
        error("scenes is " .. tostring(scenes) .. "; it must be a whole number of 1.." .. MOST_SCENES)
    end
    if type(request.settings) ~= "table" then
        error("settings is missing")
    end
end

--- Without the place in the source that Lua puts before a message.
local function reason(message)
    return (tostring(message):gsub("^[^\n]-:%d+: ", ""))
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

local function set_up(parameter)
    local request = helpers.json_to_table(parameter or "")
    check(request)
    return { ok = true, surfaces = arena.build_all(request), tick = game.tick }
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
