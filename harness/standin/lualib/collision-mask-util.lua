--- collision-mask-util: questions about collision masks, {layers = {name = true}}.

local collision_mask_util = {}

local function layers_of(mask)
    return mask.layers or mask
end

function collision_mask_util.mask_contains_layer(mask, layer)
    return layers_of(mask)[layer] == true
end

---Whether two masks have a layer in common, which is when their owners collide.
function collision_mask_util.masks_collide(a, b)
    for layer, set in pairs(layers_of(a)) do
        if set and layers_of(b)[layer] then
            return true
        end
    end
    return false
end

function collision_mask_util.masks_are_same(a, b)
    for layer, set in pairs(layers_of(a)) do
        if set and not layers_of(b)[layer] then
            return false
        end
    end
    for layer, set in pairs(layers_of(b)) do
        if set and not layers_of(a)[layer] then
            return false
        end
    end
    return true
end

function collision_mask_util.remove_layer(mask, layer)
    layers_of(mask)[layer] = nil
end

function collision_mask_util.add_layer(mask, layer)
    layers_of(mask)[layer] = true
end

return collision_mask_util
