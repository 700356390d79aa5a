--- What training does without: evolution, expansion, pollution, autosaves, the passing of days.
--- Nothing here touches a player: a headless server has none.

local optimisations = {}

local function switch_off()
    game.map_settings.enemy_evolution.enabled = false
    game.map_settings.enemy_expansion.enabled = false
    game.map_settings.pollution.enabled = false
    game.autosave_enabled = false
end

--- The server waits at a fixed tick for its set-up and for its steps.
local function pause()
    game.tick_paused = true
end

function optimisations.on_init()
    switch_off()
    pause()
end

return optimisations
