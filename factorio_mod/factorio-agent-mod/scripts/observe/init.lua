--- Frames: what comm_c/frames.h says of each kind, from what the API lets a script see.

local frames = require("frames")
local mining = require("scripts.observe.mining")
local movement = require("scripts.observe.movement")

local FRAME = frames.FRAME

local observe = {}

local NO_COUNTS = { 0, 0, 0, 0, 0, 0, 0, 0 }

---@param self Episode
---@param kind integer frames.FRAME
---@return string
function observe.encode(self, kind)
    local frame = movement.encode(self)
    if kind == FRAME.MOVEMENT then
        return frame
    end
    return frame .. mining.encode(self, NO_COUNTS)
end

return observe
