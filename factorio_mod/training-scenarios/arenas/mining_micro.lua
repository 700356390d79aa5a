--- One resource entity every so many tiles, in both directions, over the whole map.

local mining_micro = {}

---@class MiningSettings
---@field width integer tiles
---@field height integer tiles
---@field resource string prototype of the ore
---@field spacing integer tiles between two of them
---@field amount integer units in each

--- Centres along one side: the grid lies in the middle of the map, half a spacing from its edges.
---@param side integer
---@param spacing integer
---@return number[]
local function places(side, spacing)
    local result = {}
    for place = -side / 2 + spacing / 2, side / 2 - 1, spacing do
        result[#result + 1] = place
    end
    return result
end

---@param settings MiningSettings
---@return string?
function mining_micro.check(settings)
    local prototype = prototypes.entity[settings.resource or ""]
    if not prototype or prototype.type ~= "resource" then
        return "settings.resource is " .. tostring(settings.resource) .. "; it must name a resource, such as iron-ore"
    end
    for _, name in ipairs({ "spacing", "amount" }) do
        local value = settings[name]
        if type(value) ~= "number" or value < 1 or value ~= math.floor(value) then
            return "settings." .. name .. " is " .. tostring(value) .. "; it must be a whole number of at least 1"
        end
    end
end

---@param scene Scene
---@return MapPosition
function mining_micro.build(scene)
    local settings = scene.settings --[[@as MiningSettings]]
    for _, x in ipairs(places(settings.width, settings.spacing)) do
        for _, y in ipairs(places(settings.height, settings.spacing)) do
            scene.surface.create_entity({ name = settings.resource, position = { x, y }, amount = settings.amount })
        end
    end
    return { x = 0, y = 0 }
end

return mining_micro
