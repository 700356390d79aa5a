--- CRAFT, CANCEL_CRAFT, RESEARCH and SHOOT: what is ordered and done in time.

local frames = require("frames")
local numbers = require("scripts.numbers")

local RESULT = frames.RESULT

--- By the choice of a SHOOT.
local SHOOTING = {
    [0] = defines.shooting.not_shooting,
    defines.shooting.shooting_enemies,
    defines.shooting.shooting_selected,
}

--- Technologies that a research queue holds.
local QUEUE_LENGTH = 7

local orders = {}

---@param recipe LuaRecipe
local function has_fluids(recipe)
    for _, list in ipairs({ recipe.ingredients, recipe.products }) do
        for _, entry in ipairs(list) do
            if entry.type == "fluid" then
                return true
            end
        end
    end
    return false
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function orders.craft(self, order)
    if order.count == 0 then
        return RESULT.BAD_PARAMETER
    end
    local name = numbers.names("recipe")[order.number]
    if not name then
        return RESULT.NO_TARGET
    end
    local recipe = self.force.recipes[name]
    if not recipe.enabled then
        return RESULT.NOT_ENABLED
    end
    if not self.character.prototype.crafting_categories[recipe.category] or has_fluids(recipe) then
        return RESULT.WRONG_TARGET
    end
    local started = self.character.begin_crafting({ recipe = name, count = order.count, silent = true })
    return started > 0 and RESULT.OK or RESULT.NO_ITEMS
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function orders.cancel_craft(self, order)
    if order.number == 0 then
        return RESULT.BAD_PARAMETER
    end
    local last = 0
    for _, row in ipairs(self.character.crafting_queue or {}) do
        last = math.max(last, row.index)
    end
    if order.number > last then
        return RESULT.NO_TARGET
    end
    if order.count > 0 then
        self.character.cancel_crafting({ index = order.number, count = order.count })
    end
    return RESULT.OK
end

---@param technology LuaTechnology
---@param queue LuaTechnology[]
local function is_queued(technology, queue)
    for _, queued in ipairs(queue) do
        if queued.name == technology.name then
            return true
        end
    end
    return false
end

---@param self Episode
---@param technology LuaTechnology
---@return integer frames.RESULT what stands in the way
local function why_not(self, technology)
    if not technology.enabled then
        return RESULT.NOT_ENABLED
    end
    if technology.researched then
        return RESULT.BLOCKED
    end
    if technology.prototype.research_trigger then
        return RESULT.NOT_ENABLED
    end
    local queue = self.force.research_queue
    for _, needed in pairs(technology.prerequisites) do
        if not needed.researched and not is_queued(needed, queue) then
            return RESULT.NOT_ENABLED
        end
    end
    if is_queued(technology, queue) then
        return RESULT.BLOCKED
    end
    return #queue >= QUEUE_LENGTH and RESULT.NOT_ENABLED or RESULT.OK
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function orders.research(self, order)
    local name = numbers.names("technology")[order.number]
    if not name then
        return RESULT.NO_TARGET
    end
    local result = why_not(self, self.force.technologies[name])
    if result ~= RESULT.OK then
        return result
    end
    return self.force.add_research(name) and RESULT.OK or RESULT.NOT_ENABLED
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function orders.shoot(self, order)
    local state = SHOOTING[order.number]
    if not state then
        return RESULT.BAD_PARAMETER
    end
    self.character.shooting_state = { state = state, position = order.position }
    return RESULT.OK
end

return orders
