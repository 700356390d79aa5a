--- Frames: what comm_c/frames.h says of each kind, from what the API lets a script see.

local cells = require("scripts.observe.cells")
local census = require("scripts.observe.census")
local factory = require("scripts.observe.factory")
local frames = require("frames")
local mining = require("scripts.observe.mining")
local movement = require("scripts.observe.movement")
local neighbours = require("scripts.observe.neighbours")

local FRAME = frames.FRAME

local observe = {}

---@param self Episode
---@param kind integer frames.FRAME
---@param settings table of the scenario
---@return string
function observe.encode(self, kind, settings)
    local frame = movement.encode(self)
    if kind == FRAME.MOVEMENT then
        return frame
    end
    local owned = census.of(self)
    frame = frame .. mining.encode(self, census.counts(self, owned))
    if kind == FRAME.MINING then
        return frame
    end
    local near = neighbours.nearest(self, kind == FRAME.FULL and frames.ENTITY_ROWS or frames.NEARBY_ENTITIES)
    frame = frame .. factory.encode_building(self, near, owned.ghosts)
    if kind == FRAME.BUILDING then
        return frame
    end
    return frame .. factory.encode_full(self, near, cells.bounds(settings))
end

return observe
