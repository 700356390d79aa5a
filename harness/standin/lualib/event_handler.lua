--- Several libraries share one mod's handlers: each is a table with any of on_init, on_load,
--- on_configuration_changed, events, on_nth_tick, add_remote_interface and add_commands.

local event_handler = {}

---@class EventLibrary
---@field on_init fun()?
---@field on_load fun()?
---@field on_configuration_changed fun(data: ConfigurationChangedData)?
---@field events table<defines.events|string, fun(event: EventData)>?
---@field on_nth_tick table<integer, fun(event: NthTickEventData)>?
---@field add_remote_interface fun()?
---@field add_commands fun()?

---@type EventLibrary[]
local libraries = {}

--- One function that calls the member of every library that has it, in the order in which they were added.
local function all(member)
    return function(...)
        for _, library in ipairs(libraries) do
            if library[member] then
                library[member](...)
            end
        end
    end
end

--- Collects the handlers of one table member by their key: event or interval -> list of functions.
local function handlers_by_key(member)
    local by_key = {}
    for _, library in ipairs(libraries) do
        for key, handler in pairs(library[member] or {}) do
            by_key[key] = by_key[key] or {}
            table.insert(by_key[key], handler)
        end
    end
    return by_key
end

local function calling(handlers)
    return function(event)
        for _, handler in ipairs(handlers) do
            handler(event)
        end
    end
end

local add_interfaces, add_commands = all("add_remote_interface"), all("add_commands")
local init, load = all("on_init"), all("on_load")

local function register()
    script.on_init(function()
        add_interfaces()
        add_commands()
        init()
    end)
    script.on_load(function()
        add_interfaces()
        add_commands()
        load()
    end)
    script.on_configuration_changed(all("on_configuration_changed"))
    for event, handlers in pairs(handlers_by_key("events")) do
        script.on_event(event, calling(handlers))
    end
    for interval, handlers in pairs(handlers_by_key("on_nth_tick")) do
        script.on_nth_tick(interval, calling(handlers))
    end
end

---@param library EventLibrary
function event_handler.add_lib(library)
    for _, known in ipairs(libraries) do
        if known == library then
            error("this library was added before")
        end
    end
    libraries[#libraries + 1] = library
    register()
end

---@param added EventLibrary[]
function event_handler.add_libraries(added)
    for _, library in ipairs(added) do
        event_handler.add_lib(library)
    end
end

return event_handler
