--- Nothing but the character on flat ground.

local movement_micro = {}

---@param scene Scene
---@return MapPosition
function movement_micro.build(scene)
    return { x = 0, y = 0 }
end

return movement_micro
