--- One action for one arena: what comm_c/frames.h says of its type.

local frames = require("frames")
local walking = require("scripts.actions.walking")

local ACTION, RESULT = frames.ACTION, frames.RESULT

local actions = {}

---@alias Apply fun(self: Episode, p1: number, p2: number, p3: number, p4: number): integer

---@type table<integer, Apply>
local BY_TYPE = {
    [ACTION.MOVE] = walking.move,
    [ACTION.MINE] = walking.mine,
    [ACTION.WAIT] = function()
        return RESULT.OK
    end,
}

--- Does what is asked, as far as it can be.
---@param self Episode
---@param action_type integer frames.ACTION
---@return integer frames.RESULT
function actions.apply(self, action_type, ...)
    if not self.character.valid then
        return RESULT.NO_CHARACTER
    end
    local apply = BY_TYPE[action_type]
    if apply then
        return apply(self, ...)
    end
    walking.stand_still(self)
    return RESULT.UNKNOWN_ACTION
end

return actions
