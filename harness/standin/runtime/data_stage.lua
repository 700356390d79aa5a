-- The settings and data stages: what mods' settings.lua and data.lua run in. Returns the functions that the host calls.

local host, defines_source, serpent_source, find_module, note, versions = ...

local data = { raw = {}, is_demo = false }
local settings_by_type = { startup = {} }

---data:extend{...}: every prototype into data.raw by its type and name.
function data.extend(self, prototypes)
    if prototypes == nil and type(self) == "table" and self ~= data then
        prototypes = self -- data.extend{...} is accepted, as in the game
    end
    if type(prototypes) ~= "table" then
        error("data:extend needs a list of prototypes, got " .. type(prototypes), 2)
    end
    for _, prototype in host.pairs(prototypes) do
        if type(prototype) ~= "table" or type(prototype.type) ~= "string" then
            error("Missing type in prototype definition", 2)
        end
        if type(prototype.name) ~= "string" then
            error("Missing name in prototype definition of type " .. prototype.type, 2)
        end
        local kind = data.raw[prototype.type]
        if kind == nil then
            kind = {}
            host.rawset(data.raw, prototype.type, kind)
        end
        host.rawset(kind, prototype.name, prototype)
    end
end

-- What the game's own files define for pictures and sounds is blank here: any field of it is blank, and so is any call.
local blank = {}
setmetatable(blank, {
    __index = function() return blank end,
    __newindex = function() end,
    __call = function() return blank end,
    __len = function() return 0 end,
    __concat = function() return "" end,
    __add = function() return blank end,
    __sub = function() return blank end,
    __mul = function() return blank end,
    __div = function() return blank end,
    __unm = function() return blank end,
})

-- Types of prototype that the base game has and no rule needs: data.raw has a table of each, without the game's own.
local UNKEPT = {
    "achievement", "ambient-sound", "burner-usage", "custom-input", "delayed-active-trigger", "editor-controller", "font",
    "god-controller", "impact-category", "map-gen-presets", "mouse-cursor", "noise-expression", "noise-function",
    "optimized-decorative", "optimized-particle", "procession", "procession-layer-inheritance-group",
    "remote-controller", "shortcut", "spectator-controller", "sprite", "tile-effect", "tips-and-tricks-item",
    "tips-and-tricks-item-category", "trivial-smoke", "tutorial",
}
-- Types with one prototype, which mods add fields to: what they read of the game's own there is blank.
local UNKEPT_DEFAULT = { "gui-style", "utility-sprites", "utility-sounds" }

local PICTURES = {
    "pipecoverspictures", "assembler1pipepictures", "assembler2pipepictures", "assembler3pipepictures", "pipepictures",
    "make_4way_animation_from_spritesheet", "circuit_connector_definitions", "universal_connector_template",
    "default_circuit_wire_max_distance", "sounds", "hit_effects", "smoke_animations", "explosion_animations",
    "make_heat_pipe_pictures", "default_glow_sprite", "apply_heat_pipe_glow", "boiler_scale", "kg", "grams", "tons",
    "second", "minute", "hour", "meter",
    -- of the core mod's style.lua, which styles of mods are made with
    "default_glow", "default_inner_glow", "default_glow_color", "default_shadow", "default_shadow_color",
    "default_inner_shadow", "default_dirt", "default_dirt_color", "default_dirt_color_filler",
    "default_slot_glow_color", "default_container_padding", "default_container_spacing", "hard_shadow_color",
    "red_button_glow_color", "green_button_glow_color", "red_slot_glow_color", "blue_slot_glow_color",
    "green_slot_glow_color", "button_default_font_color", "button_default_bold_font_color", "button_hovered_font_color",
    "gui_color", "textbox_dirt", "slot_size", "slot_table_width", "arrow_tileset", "border_image_set",
    "offset_by_2_default_glow", "offset_by_2_rounded_corners_glow", "offset_by_4_rounded_corners_subpanel_inset",
    "offset_by_4_rounded_corners_shallow_inset", "rounded_corners_glow", "rounded_button_glow", "tab_glow",
    "top_glow", "top_shadow", "bottom_glow", "bottom_shadow", "top_left_glow", "top_right_glow", "radiobutton_glow",
    "outer_frame_light", "deep_slot_background_tiling", "tabbed_pane_graphical_set", "frame_around_graphical_set",
    "inner_frame_tab_pane", "shadow_without_top", "shadow_without_bottom", "glow_without_top", "glow_without_bottom",
}
local NUMBERS = {
    default_circuit_wire_max_distance = 9, second = 60, minute = 3600, hour = 216000, meter = 1, grams = 1, kg = 1000,
    tons = 1000000,
}

local function library(source, names)
    local result = {}
    for _, name in ipairs(names) do
        host.rawset(result, name, source[name])
    end
    return result
end

local STRING = {
    "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse", "sub", "upper",
}
local GLOBALS = {
    "assert", "error", "getmetatable", "ipairs", "pcall", "rawequal", "rawget", "rawlen", "select", "tonumber",
    "tostring", "type", "xpcall", "_VERSION", "math", "bit32",
}
getmetatable("").__index = library(string, STRING)
local math_random, math_randomseed = math.random, math.randomseed
math.random = function(...) return host.random(...) end
math.randomseed = function(...) return host.randomseed(...) end

---The environment that all mods share in these stages, as in the game.
local environment = {}
local function set(key, value)
    host.rawset(environment, key, value)
end
set("_G", environment)
for _, key in ipairs(GLOBALS) do
    set(key, _G[key])
end
for _, key in ipairs(PICTURES) do
    set(key, NUMBERS[key] or blank)
end
set("next", host.next)
set("pairs", host.pairs)
set("rawset", host.rawset)
set("setmetatable", host.setmetatable)
set("table_size", host.table_size)
set("string", library(string, STRING))
environment.string.pack = host.string_pack
environment.string.unpack = host.string_unpack
set("table", library(table, { "concat", "sort", "unpack" }))
environment.table.insert = host.insert
environment.table.remove = host.remove
environment.table.pack = host.pack
set("log", function(text) note(tostring(text)) end)
set("print", function() end)
set("serpent", host.load(serpent_source, "@__core__/lualib/serpent.lua", environment)())
set("defines", host.load(defines_source, "@__core__/defines.lua", {})())
set("mods", versions)
set("feature_flags", {
    quality = false, rail_bridges = false, space_travel = false, spoiling = false, freezing = false,
    segmented_units = false, expansion_shaders = false,
})
set("settings", settings_by_type)

local loaded
local directory = ""
local current = ""

---require(module): a mod's own files, other mods' as __mod__/path, the core library. Files of the game itself that are
---not there hold pictures and sounds: they are blank, and the log says so.
set("require", function(module)
    local path, text = find_module(current, module, directory)
    if not text then
        local owner = tostring(module):match("^__([%w_-]+)__")
        if owner == "base" or owner == "core" or not owner and tostring(module):match("^circuit%-connector") then
            note("Note: " .. module .. " belongs to the game and is blank here")
            return blank
        end
        error("module " .. tostring(module) .. " not found;  " .. path, 0)
    end
    local key = path .. "|" .. module
    if loaded[key] == nil then
        loaded[key] = true
        local chunk, message = host.load(text, "@" .. path, environment)
        if not chunk then
            error(message, 0)
        end
        local outer = directory
        directory = path:match("^(.*)/[^/]*$") or ""
        local result = chunk(module)
        directory = outer
        if result ~= nil then
            loaded[key] = result
        end
    end
    return loaded[key]
end)

---Gives data.raw of the data stage the types of the game that no rule needs.
local function add_unkept(raw)
    if raw.recipe == nil then
        return -- the settings stage has none
    end
    for _, kind in ipairs(UNKEPT) do
        host.rawset(raw, kind, raw[kind] or {})
    end
    for _, kind in ipairs(UNKEPT_DEFAULT) do
        local prototype = setmetatable({}, { __index = function() return blank end })
        host.rawset(prototype, "type", kind)
        host.rawset(prototype, "name", "default")
        host.rawset(raw, kind, { default = prototype })
    end
end

local stage = {}

---Begins a stage: `raw` is what data.raw holds at first.
function stage.begin(raw, startup)
    data.raw = raw
    add_unkept(raw)
    settings_by_type.startup = startup
    loaded = {}
    set("data", data)
    set("util", environment.require("util"))
end

---Runs one file of a mod.
function stage.run(mod, text, path)
    current = mod
    directory = path:match("^(.*)/[^/]*$") or ""
    local chunk, message = host.load(text, "@" .. path, environment)
    if not chunk then
        error(message, 0)
    end
    local good, failure = xpcall(chunk, debug.traceback)
    if not good then
        error(failure, 0)
    end
end

---A copy that JSON can carry: no functions, no endless numbers, nothing blank.
local function plain(value, depth)
    local kind = type(value)
    if kind == "number" then
        if value ~= value then return 0 end
        return value == math.huge and 1e300 or value == -math.huge and -1e300 or value
    end
    if kind ~= "table" then
        return kind ~= "function" and kind ~= "userdata" and value or nil
    end
    if value == blank or depth > 90 then
        return nil
    end
    local result = {}
    for key, inner in host.pairs(value) do
        local copy = plain(inner, depth + 1)
        if copy ~= nil then
            host.rawset(result, key, copy)
        end
    end
    return result
end

function stage.result()
    for _, kind in ipairs(UNKEPT) do
        if data.raw[kind] and next(data.raw[kind]) == nil then
            host.rawset(data.raw, kind, nil)
        end
    end
    for _, kind in ipairs(UNKEPT_DEFAULT) do
        host.rawset(data.raw, kind, nil)
    end
    return host.json_text(plain(data.raw, 0))
end

return stage
