--- One action for one arena: what comm_c/frames.h says of its type.

local building = require("scripts.actions.building")
local command = require("scripts.actions.command")
local frames = require("frames")
local items = require("scripts.actions.items")
local orders = require("scripts.actions.orders")
local walking = require("scripts.actions.walking")

local ACTION, RESULT = frames.ACTION, frames.RESULT

local actions = {}

--- What takes a position, a number and a count, is done at once, and leaves walking and mining as they are.
---@type table<integer, fun(self: Episode, order: Command): integer>
local AT_ONCE = {
    [ACTION.BUILD] = building.build,
    [ACTION.ROTATE] = building.rotate,
    [ACTION.INSERT] = items.insert,
    [ACTION.TAKE] = items.take,
    [ACTION.CRAFT] = orders.craft,
    [ACTION.CANCEL_CRAFT] = orders.cancel_craft,
    [ACTION.SET_RECIPE] = building.set_recipe,
    [ACTION.RESEARCH] = orders.research,
    [ACTION.SHOOT] = orders.shoot,
    [ACTION.REPAIR] = building.repair,
    [ACTION.DROP] = items.drop,
    [ACTION.PICK_UP] = items.pick_up,
}

--- Does what is asked, as far as it can be.
---@param self Episode
---@param action_type integer frames.ACTION
---@param p1 number the parameters
---@param p2 number
---@param p3 number
---@param p4 number
---@return integer frames.RESULT
function actions.apply(self, action_type, p1, p2, p3, p4)
    if not self.character.valid then
        return RESULT.NO_CHARACTER
    end
    if action_type == ACTION.MOVE then
        return walking.move(self, p1, p2)
    elseif action_type == ACTION.MINE then
        return walking.mine(self, p1, p2)
    elseif action_type == ACTION.WAIT then
        return RESULT.OK
    end
    local apply = AT_ONCE[action_type]
    if not apply then
        walking.stand_still(self)
        return RESULT.UNKNOWN_ACTION
    end
    local order = command.read(p1, p2, p3, p4)
    return order and apply(self, order) or RESULT.BAD_PARAMETER
end

return actions
