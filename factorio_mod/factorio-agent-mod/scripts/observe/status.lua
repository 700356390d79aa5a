--- FACTORIO_STATUS_* of an entity, from defines.entity_status.

local frames = require("frames")

local status = {}

---@type table<defines.entity_status, integer>
local NUMBER = {}
for constant, number in pairs(frames.STATUS) do
    local define = defines.entity_status[constant:lower()]
    if define then
        NUMBER[define] = number
    end
end

status.WORKING = frames.STATUS.WORKING

---@param entity LuaEntity
---@return integer frames.STATUS, 0 where the entity has none that frames know
function status.of(entity)
    return NUMBER[entity.status] or 0
end

return status
