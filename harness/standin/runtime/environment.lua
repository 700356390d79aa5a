-- What a script finds as its globals: the game's sandbox. Runs in the host's own environment, before any script.
-- Returns a function that makes the environment of one mod.

local host, defines_source, serpent_source, find_module = ...

---Stores into a new table so that scripts walk the keys in this order.
---@param source table
---@param names string[]
---@return table
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
local MATH = {
    "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg", "exp", "floor", "fmod", "frexp", "huge",
    "ldexp", "log", "log10", "max", "min", "modf", "pi", "pow", "rad", "sin", "sinh", "sqrt", "tan", "tanh",
}
local TABLE = { "concat", "sort", "unpack" }
local BIT32 = {
    "arshift", "band", "bnot", "bor", "btest", "bxor", "extract", "lrotate", "lshift", "replace", "rrotate", "rshift",
}
local GLOBALS = {
    "assert", "error", "getmetatable", "ipairs", "pcall", "rawequal", "rawget", "rawlen", "select", "tonumber",
    "tostring", "type", "xpcall", "_VERSION",
}

-- Texts have methods through one metatable that all mods share: it may hold no more than the sandbox has.
local string_library = library(string, STRING)
host.rawset(string_library, "pack", host.string_pack)
host.rawset(string_library, "packsize", host.string_packsize)
host.rawset(string_library, "unpack", host.string_unpack)
getmetatable("").__index = string_library
getmetatable("").__metatable = "string"

local function copy_of(source)
    local result = {}
    for key, value in host.pairs(source) do
        host.rawset(result, key, value)
    end
    return result
end

local function table_library()
    local result = library(table, TABLE)
    host.rawset(result, "insert", host.insert)
    host.rawset(result, "remove", host.remove)
    host.rawset(result, "pack", host.pack)
    return result
end

local function math_library()
    local result = library(math, MATH)
    host.rawset(result, "random", host.random)
    host.rawset(result, "randomseed", host.randomseed)
    return result
end

-- Tracebacks and places are read by scripts' own loggers; nothing that reaches into other functions is there.
local function debug_library()
    local traceback, getinfo = debug.traceback, debug.getinfo
    local shown = { "name", "namewhat", "short_src", "source", "currentline", "linedefined", "lastlinedefined", "what" }
    return {
        traceback = traceback,
        getinfo = function(target, ...)
            if type(target) == "number" then
                target = target + 1
            end
            local info = getinfo(target, ...)
            return info and library(info, shown)
        end,
    }
end

---The text of a chunk given as a text or as a function that gives its pieces.
---@param chunk string|fun():string?
local function chunk_text(chunk)
    if type(chunk) == "string" then
        return chunk
    end
    local pieces = {}
    for piece in chunk do
        if piece == "" then
            break
        end
        pieces[#pieces + 1] = piece
    end
    return table.concat(pieces)
end

---load(chunk, name, mode, environment) for one mod: text only, the mod's environment unless another is given.
local function make_load(environment)
    return function(chunk, name, mode, ...)
        local text = chunk_text(chunk)
        if mode ~= nil and not tostring(mode):find("t", 1, true) or text:byte(1) == 27 then
            return nil, "attempt to load a binary chunk (only text is allowed)"
        end
        local target = environment
        if select("#", ...) > 0 then
            target = (...)
        end
        if type(target) ~= "table" then
            return nil, "the environment of a chunk must be a table"
        end
        return host.load(text, name or type(chunk) == "string" and text or "=(load)", target)
    end
end

---require(module) for one mod: its own files, other mods' as __mod__/path, the core library. A file that is asked for by
---two names is two modules, as in the game: libraries look at `...` and ask again by the one name that they go by.
local function make_require(environment, mod, loaded, state)
    return function(module)
        if not state.loading then
            error("Require can't be used outside of control.lua parsing.", 0)
        end
        if type(module) ~= "string" then
            error("bad argument #1 of 1 to 'require' (string expected, got " .. type(module) .. ")", 0)
        end
        local path, text = find_module(mod, module, state.directory)
        if not text then
            error("module " .. module .. " not found;  " .. path, 0)
        end
        local key = path .. "|" .. module
        if loaded[key] == nil then
            loaded[key] = true
            local chunk, message = host.load(text, "@" .. path, environment)
            if not chunk then
                error(message, 0)
            end
            local outer = state.directory
            state.directory = path:match("^(.*)/[^/]*$") or ""
            local result = chunk(module)
            state.directory = outer
            if result ~= nil then
                loaded[key] = result
            end
            loaded[path] = loaded[key]
        end
        return loaded[key]
    end
end

local game, prototypes, helpers, settings, rcon, rendering = host.new_objects()
local environments = {}

---Makes a mod's environment and the functions with which the host drives it.
---@param name string
---@param version string
local function new_mod(name, version)
    local script, remote, commands = host.new_mod(name, version)
    local environment = {}
    local loaded = {}
    local state = { loading = false, directory = "" }
    local function set(key, value)
        host.rawset(environment, key, value)
    end
    set("_G", environment)
    for _, key in ipairs(GLOBALS) do
        set(key, _G[key])
    end
    set("next", host.next)
    set("pairs", host.pairs)
    set("rawset", host.rawset)
    set("setmetatable", host.setmetatable)
    set("load", make_load(environment))
    set("loadstring", nil)
    set("require", make_require(environment, name, loaded, state))
    set("print", host.print)
    set("log", host.log)
    set("localised_print", host.localised_print)
    set("table_size", host.table_size)
    set("string", copy_of(string_library))
    set("math", math_library())
    set("table", table_library())
    set("bit32", library(bit32, BIT32))
    set("debug", debug_library())
    set("package", { loaded = loaded })
    set("serpent", host.load(serpent_source, "@__core__/lualib/serpent.lua", environment)())
    set("defines", host.load(defines_source, "@__core__/defines.lua", {})())
    set("script", script)
    set("remote", remote)
    set("commands", commands)
    set("rcon", rcon)
    set("rendering", rendering)
    set("helpers", helpers)
    set("settings", settings)
    set("prototypes", prototypes)
    set("storage", {})
    environments[#environments + 1] = environment
    local number = #environments

    local mod = {}

    ---Runs a file of the mod; `require` works meanwhile.
    function mod.run(text, path)
        local chunk, message = host.load(text, "@" .. path, environment)
        if not chunk then
            error(message, 0)
        end
        state.loading = true
        state.directory = path:match("^(.*)/[^/]*$") or ""
        local good, failure = xpcall(chunk, debug.traceback)
        state.loading = false
        if not good then
            error(failure, 0)
        end
    end

    ---Runs a console command's code; returns the error's text, or nil.
    function mod.execute(code)
        local chunk, message = host.load(code, code, environment)
        if not chunk then
            return message
        end
        local good, failure = pcall(chunk)
        if not good then
            return tostring(failure)
        end
    end

    ---`storage` as bytes, and back.
    function mod.save_storage()
        return host.save_storage(number, environment.storage)
    end

    function mod.load_storage(bytes)
        host.rawset(environment, "storage", host.load_storage(number, bytes))
    end

    return mod
end

---`game` exists from on_init on.
local function open_game()
    for _, environment in ipairs(environments) do
        host.rawset(environment, "game", game)
    end
end

return new_mod, open_game
