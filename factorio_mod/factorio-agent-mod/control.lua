local handler = require("event_handler")

handler.add_libraries({
    require("scripts.optimisations"),
    require("scripts.arena"),
    require("scripts.episode"),
    require("scripts.recorder"),
    require("scripts.commands"),
})
