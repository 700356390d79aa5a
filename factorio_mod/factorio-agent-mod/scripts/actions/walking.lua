--- MOVE and MINE: the character's whole intent for the ticks of a step.

local frames = require("frames")

local RESULT = frames.RESULT
local OK, BAD_PARAMETER = RESULT.OK, RESULT.BAD_PARAMETER

--- Beyond any map.
local FARTHEST_TILE = 1000000

--- defines.direction by the signs of dy and dx, each plus two.
local DIRECTION = { { 14, 0, 2 }, { 12, 0, 4 }, { 10, 8, 6 } }

local walking = {}

---@param self Episode
local function stop_mining(self)
    if self.target then
        self.character.mining_state = { mining = false }
        self.target, self.products, self.held = nil, nil, nil
    end
end

---@param self Episode
local function stop_walking(self)
    if self.walking then
        local character = self.character
        character.walking_state = { walking = false, direction = character.walking_state.direction }
        self.walking = false
    end
end

---@param self Episode
function walking.stand_still(self)
    stop_mining(self)
    stop_walking(self)
end

local function is_sign(value)
    return value == 0 or value == 1 or value == -1
end

---@param self Episode
---@param dx number sign
---@param dy number sign
---@return integer frames.RESULT
function walking.move(self, dx, dy)
    if not (is_sign(dx) and is_sign(dy)) then
        walking.stand_still(self)
        return BAD_PARAMETER
    end
    if dx == 0 and dy == 0 then
        walking.stand_still(self)
        return OK
    end
    stop_mining(self)
    self.character.walking_state = { walking = true, direction = DIRECTION[dy + 2][dx + 2] }
    self.walking = true
    return OK
end

---@param self Episode
---@param position MapPosition
---@return LuaEntity? what may be mined there
---@return integer frames.RESULT
local function find_target(self, position)
    local character = self.character
    character.update_selected_entity(position)
    local target = character.selected
    if not target or not target.prototype.mineable_properties.minable then
        return nil, RESULT.NO_TARGET
    end
    if not character.can_reach_entity(target) then
        return nil, RESULT.OUT_OF_REACH
    end
    return target, OK
end

--- Items that mining the entity yields.
---@param target LuaEntity
---@return string[]
local function products_of(target)
    if target.type == "item-entity" then
        return { target.stack.name }
    end
    local names = {}
    for _, product in ipairs(target.prototype.mineable_properties.products or {}) do
        if product.type == "item" then
            names[#names + 1] = product.name
        end
    end
    return names
end

---@param self Episode
---@param x number tiles
---@param y number
---@return integer frames.RESULT
function walking.mine(self, x, y)
    -- Written so that what is no number is refused as well.
    if not (x > -FARTHEST_TILE and x < FARTHEST_TILE and y > -FARTHEST_TILE and y < FARTHEST_TILE) then
        walking.stand_still(self)
        return BAD_PARAMETER
    end
    stop_walking(self)
    local position = { x, y }
    local target, result = find_target(self, position)
    if not target then
        walking.stand_still(self)
        return result
    end
    if self.target ~= target then
        self.target, self.products = target, products_of(target)
    end
    self.character.mining_state = { mining = true, position = position }
    return OK
end

return walking
