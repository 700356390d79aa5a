--- Numbers of prototypes: a name's place among all names of its kind in their order of bytes, from 1. Frames and actions
--- carry numbers; the set-up's reply carries the names.

local numbers = {}

local KINDS = { "item", "entity", "recipe", "technology", "fluid" }

--- Worked out when first asked for, from prototypes, which never change: nothing that a save would have to hold.
local names_of, numbers_of = {}, {}

---@param kind string
local function sort(kind)
    local list, index = {}, {}
    for name in pairs(prototypes[kind]) do
        list[#list + 1] = name
    end
    table.sort(list)
    for number, name in ipairs(list) do
        index[name] = number
    end
    names_of[kind], numbers_of[kind] = list, index
end

---@param kind "item" | "entity" | "recipe" | "technology" | "fluid"
---@return string[]
function numbers.names(kind)
    if not names_of[kind] then
        sort(kind)
    end
    return names_of[kind]
end

---@param kind "item" | "entity" | "recipe" | "technology" | "fluid"
---@return table<string, integer>
function numbers.of(kind)
    if not numbers_of[kind] then
        sort(kind)
    end
    return numbers_of[kind]
end

---@return table<string, string[]>
function numbers.all_names()
    local all = {}
    for _, kind in ipairs(KINDS) do
        all[kind] = numbers.names(kind)
    end
    return all
end

return numbers
