-- The scenario of a server that was started from a save: nothing happens by itself. Console commands find the core
-- library's names as they do in the game, and mods the remote interface by which they set a game's beginning.
util = require("util")
local handler = require("event_handler")
local silo_script = require("silo-script")
local crash_site = require("crash-site")

---Keys of `storage` that the interface reads and writes: how its functions call them, and the key.
local SETTINGS = {
    created_items = "created_items",
    respawn_items = "respawn_items",
    ship_items = "crashed_ship_items",
    debris_items = "crashed_debris_items",
    ship_parts = "crashed_ship_parts",
    skip_intro = "skip_intro",
    custom_intro_message = "custom_intro_message",
    disable_crashsite = "disable_crashsite",
    chart_distance = "chart_distance",
}
---Of them, those that a map or list is for.
local TABLES = { created_items = true, respawn_items = true, ship_items = true, debris_items = true, ship_parts = true }

local function setter(name, key)
    return function(value)
        if TABLES[name] and value == nil then
            error("Remote call parameter to freeplay set_" .. name .. " can't be nil.")
        end
        storage[key] = value
    end
end

local function getter(key)
    return function()
        return storage[key]
    end
end

local interface = { get_init_ran = function() return storage.init_ran end }
for name, key in pairs(SETTINGS) do
    interface["get_" .. name] = getter(key)
    interface["set_" .. name] = setter(name, key)
end
if not remote.interfaces["freeplay"] then
    remote.add_interface("freeplay", interface)
end

---What a player begins with, as published: nobody can join this server, but mods read and change it.
local function set_defaults()
    storage.created_items = storage.created_items or {
        ["iron-plate"] = 8,
        wood = 1,
        pistol = 1,
        ["firearm-magazine"] = 10,
        ["burner-mining-drill"] = 1,
        ["stone-furnace"] = 1,
    }
    storage.respawn_items = storage.respawn_items or { pistol = 1, ["firearm-magazine"] = 10 }
    storage.crashed_ship_items = storage.crashed_ship_items or { ["firearm-magazine"] = 8 }
    storage.crashed_debris_items = storage.crashed_debris_items or { ["iron-plate"] = 8 }
    storage.crashed_ship_parts = storage.crashed_ship_parts or crash_site.default_ship_parts()
end

local freeplay = { on_init = set_defaults, on_configuration_changed = set_defaults }

handler.add_lib(freeplay)
handler.add_lib(silo_script)
