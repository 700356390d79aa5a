--- collision-mask-util: questions about collision masks, {layers = {name = true}}.

local collision_mask_util = {}

---A copy of the mask that entities and tiles of a type have when their prototype names none; of the data stage.
function collision_mask_util.get_default_mask(type)
    local masks = data.raw["utility-constants"].default.default_collision_masks
    return table.deepcopy(masks[type] or error(type .. " is not a type of prototype with a collision mask"))
end

---A copy of a prototype's mask, or of its type's; of the data stage.
function collision_mask_util.get_mask(prototype)
    return prototype.collision_mask and table.deepcopy(prototype.collision_mask)
        or collision_mask_util.get_default_mask(prototype.type)
end

function collision_mask_util.new_mask()
    return { layers = {} }
end

---The prototypes of data.raw that have a mask which the condition is true of.
local function collect(condition)
    local found = {}
    for type, default in pairs(data.raw["utility-constants"].default.default_collision_masks) do
        for _, prototype in pairs(data.raw[type] or {}) do
            if condition(prototype.collision_mask or default) then
                table.insert(found, prototype)
            end
        end
    end
    return found
end

function collision_mask_util.collect_prototypes_with_mask(mask)
    return collect(function(other) return collision_mask_util.masks_are_same(other, mask) end)
end

function collision_mask_util.collect_prototypes_with_layer(layer)
    return collect(function(other) return collision_mask_util.mask_contains_layer(other, layer) end)
end

function collision_mask_util.collect_prototypes_colliding_with_mask(mask)
    return collect(function(other) return collision_mask_util.masks_collide(other, mask) end)
end

function collision_mask_util.replace_layer_in_all_prototypes(old_name, new_name)
    for _, prototype in pairs(collision_mask_util.collect_prototypes_with_layer(old_name)) do
        prototype.collision_mask = collision_mask_util.get_mask(prototype)
        collision_mask_util.remove_layer(prototype.collision_mask, old_name)
        collision_mask_util.add_layer(prototype.collision_mask, new_name)
    end
end

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
