--- silo-script: the first rocket of a force wins the game, unless a mod has said otherwise by its remote interface.

local silo_script = {}

local INTERFACE = "silo_script"

---@return {finished: table<string, true>, no_victory: boolean}
local function state()
    storage.silo_script = storage.silo_script or { finished = {}, no_victory = false }
    return storage.silo_script
end

local function win_once(force)
    local finished = state().finished
    if not finished[force.name] then
        finished[force.name] = true
        game.reset_game_state()
        game.set_game_state({ game_finished = true, player_won = true, can_continue = true, victorious_force = force })
    end
end

silo_script.events = {
    [defines.events.on_rocket_launched] = function(event)
        if event.rocket and event.rocket.valid and not state().no_victory then
            win_once(event.rocket.force)
        end
    end,
}

function silo_script.get_events()
    return silo_script.events
end

function silo_script.on_init()
    state()
end

function silo_script.on_configuration_changed()
    state()
end

function silo_script.on_load() end

function silo_script.add_commands() end

function silo_script.add_remote_interface()
    if not remote.interfaces[INTERFACE] then
        remote.add_interface(INTERFACE, {
            set_no_victory = function(value)
                state().no_victory = value
            end,
            get_no_victory = function()
                return state().no_victory
            end,
        })
    end
end

silo_script.add_remote_interface()

return silo_script
