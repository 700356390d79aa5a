--- What training does without: evolution, expansion, pollution, autosaves. The mod setting training-optimisations switches
--- it off as a whole; a scenario's set-up may keep single ones.
--- Nothing here touches a player: a headless server has none.

local optimisations = {}

--- What a set-up may ask to keep, by its name there.
---@type table<string, fun(enabled: boolean)>
local SWITCHES = {
    evolution = function(enabled)
        game.map_settings.enemy_evolution.enabled = enabled
    end,
    expansion = function(enabled)
        game.map_settings.enemy_expansion.enabled = enabled
    end,
    pollution = function(enabled)
        game.map_settings.pollution.enabled = enabled
    end,
    autosave = function(enabled)
        game.autosave_enabled = enabled
    end,
}

--- The server waits at a fixed tick for its set-up and for its steps.
local function pause()
    game.tick_paused = true
end

local function is_wanted()
    local setting = settings.global["training-optimisations"]
    return setting == nil or setting.value
end

function optimisations.on_init()
    if is_wanted() then
        for _, switch in pairs(SWITCHES) do
            switch(false)
        end
    end
    pause()
end

--- What is wrong with what a set-up asks to keep; nil when nothing is.
---@param kept any names of SWITCHES with true
---@return string?
function optimisations.check(kept)
    for name, value in pairs(type(kept) == "table" and kept or {}) do
        if not SWITCHES[name] or type(value) ~= "boolean" then
            return ("settings.keep.%s is %s; true or false for autosave, evolution, expansion, pollution"):format(
                tostring(name), tostring(value)
            )
        end
    end
end

--- Switches what a scenario does need on again.
---@param kept table<string, boolean>?
function optimisations.keep(kept)
    for name, value in pairs(kept or {}) do
        SWITCHES[name](value)
    end
end

return optimisations
