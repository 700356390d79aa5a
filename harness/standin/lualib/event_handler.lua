--- event_handler: several libraries of one mod share its events. Each library is a table that may have
---   events                     event -> handler
---   on_nth_tick                interval -> handler
---   on_init, on_load, on_configuration_changed
---   add_remote_interface, add_commands     called once, before on_init and on_load of any library

local handler = {}

---@type table<any, table>
local libraries = {}

---Calls every handler in the order of the libraries.
---@param handlers function[]
local function calling(handlers)
    return function(event)
        for _, each in ipairs(handlers) do
            each(event)
        end
    end
end

---From the libraries' fields `events` or `on_nth_tick`, all handlers of each key.
---@param field string
---@return table<any, function[]>
local function gather(field)
    local all = {}
    for _, library in pairs(libraries) do
        for key, each in pairs(library[field] or {}) do
            all[key] = all[key] or {}
            table.insert(all[key], each)
        end
    end
    return all
end

local function register_events()
    for event, handlers in pairs(gather("events")) do
        script.on_event(event, calling(handlers))
    end
    for interval, handlers in pairs(gather("on_nth_tick")) do
        script.on_nth_tick(interval, calling(handlers))
    end
end

local function call_all(name, ...)
    for _, library in pairs(libraries) do
        if library[name] then
            library[name](...)
        end
    end
end

local function offer_to_others()
    call_all("add_remote_interface")
    call_all("add_commands")
end

script.on_init(function()
    offer_to_others()
    register_events()
    call_all("on_init")
end)

script.on_load(function()
    offer_to_others()
    register_events()
    call_all("on_load")
end)

script.on_configuration_changed(function(data)
    call_all("on_configuration_changed", data)
end)

---Adds a library. A second one with the same name is an error.
---@param library table
function handler.add_lib(library)
    for _, known in pairs(libraries) do
        if known == library then
            error("Trying to register same lib twice")
        end
    end
    table.insert(libraries, library)
end

---Adds a list of libraries.
---@param list table[]
function handler.add_libraries(list)
    for _, library in ipairs(list) do
        handler.add_lib(library)
    end
end

return handler
