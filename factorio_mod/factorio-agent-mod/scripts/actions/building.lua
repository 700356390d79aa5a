--- BUILD, ROTATE, SET_RECIPE and REPAIR. A character without a player has no cursor to build from: what the cursor does is
--- put together from the check that a player's build makes, the entity, and the item that it costs.

local command = require("scripts.actions.command")
local cells = require("scripts.observe.cells")
local frames = require("frames")
local numbers = require("scripts.numbers")

local RESULT = frames.RESULT
local MOST_DIRECTION = 15

local floor = math.floor

local building = {}

local function snapped(coordinate, tiles)
    return tiles % 2 == 1 and floor(coordinate) + 0.5 or floor(coordinate + 0.5)
end

--- Where an entity comes to stand that is built at a position.
---@param prototype LuaEntityPrototype
---@param position MapPosition
---@param direction defines.direction
---@return MapPosition
local function centre_of(prototype, position, direction)
    local width, height = prototype.tile_width, prototype.tile_height
    if floor(direction / 4) % 2 == 1 then
        width, height = height, width
    end
    return { x = snapped(position.x, width), y = snapped(position.y, height) }
end

---@param self Episode
---@param position MapPosition
local function is_on_map(self, position)
    local bounds = cells.bounds(storage.door.request.settings)
    local x, y = floor(position.x), floor(position.y)
    return x >= bounds.left and x < bounds.right and y >= bounds.top and y < bounds.bottom
end

--- The same building at the same place, facing elsewhere: building over it only turns it.
---@param self Episode
---@param name string
---@param centre MapPosition
---@return LuaEntity?
local function find_same(self, name, centre)
    for _, entity in ipairs(self.surface.find_entities_filtered({ position = centre, name = name, force = self.force })) do
        local place = entity.position
        if place.x == centre.x and place.y == centre.y then
            return entity
        end
    end
end

--- Ghosts of the building at its place: what they were to be is given to it, and they go.
---@param self Episode
---@param name string
---@param centre MapPosition
---@return LuaEntity[]
local function find_ghosts(self, name, centre)
    local ghosts = {}
    for _, ghost in ipairs(self.surface.find_entities_filtered({ position = centre, type = "entity-ghost" })) do
        if ghost.ghost_name == name and ghost.position.x == centre.x and ghost.position.y == centre.y then
            ghosts[#ghosts + 1] = ghost
        end
    end
    return ghosts
end

---@param self Episode
---@param item string
---@param prototype LuaEntityPrototype
---@param order Command
---@return integer frames.RESULT
local function build_entity(self, item, prototype, order)
    local name = prototype.name
    local direction = prototype.has_flag("not-rotatable") and 0 or order.count
    local centre = centre_of(prototype, order.position, direction)
    if not command.is_within(self.character.position, centre, self.character.build_distance) then
        return RESULT.OUT_OF_REACH
    end
    if not is_on_map(self, centre) then
        return RESULT.OUT_OF_MAP
    end
    if not self.character.can_place_entity({ name = name, position = centre, direction = direction }) then
        return RESULT.BLOCKED
    end
    local is_turned = find_same(self, name, centre) ~= nil
    local ghosts = find_ghosts(self, name, centre)
    local made = self.surface.create_entity({
        name = name, position = centre, direction = direction, force = self.force, fast_replace = true,
        character = self.character, spill = false, raise_built = true,
    })
    if not made then
        return RESULT.BLOCKED
    end
    for _, ghost in ipairs(ghosts) do
        if ghost.valid then
            ghost.destroy()
        end
    end
    if not is_turned then
        self.inventory.remove({ name = item, count = 1 })
    end
    return RESULT.OK
end

---@param self Episode
---@param name string of the tile that lay there
---@param position MapPosition
local function give_back_tile(self, name, position)
    local mined = prototypes.tile[name].mineable_properties
    for _, product in ipairs(mined.minable and mined.products or {}) do
        if product.type == "item" then
            local stack = { name = product.name, count = product.amount or product.amount_min }
            stack.count = stack.count - self.inventory.insert(stack)
            if stack.count > 0 then
                self.surface.spill_item_stack({ position = position, stack = stack, allow_belts = false })
            end
        end
    end
end

---@param prototype LuaTilePrototype
---@param condition CollisionMask
local function collides(prototype, condition)
    for layer in pairs(condition.layers) do
        if prototype.collision_mask.layers[layer] then
            return true
        end
    end
    return false
end

---@param self Episode
---@param item string
---@param place PlaceAsTileResult
---@param order Command
---@return integer frames.RESULT
local function build_tile(self, item, place, order)
    local x, y = floor(order.position.x), floor(order.position.y)
    local centre = { x = x + 0.5, y = y + 0.5 }
    if not command.is_within(self.character.position, centre, self.character.build_distance) then
        return RESULT.OUT_OF_REACH
    end
    if not is_on_map(self, centre) then
        return RESULT.OUT_OF_MAP
    end
    local old = self.surface.get_tile(x, y).name
    if old == place.result.name or collides(prototypes.tile[old], place.condition) then
        return RESULT.BLOCKED
    end
    self.surface.set_tiles({ { name = place.result.name, position = { x, y } } })
    self.inventory.remove({ name = item, count = 1 })
    give_back_tile(self, old, centre)
    return RESULT.OK
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function building.build(self, order)
    local item = numbers.names("item")[order.number]
    if not item or order.count > MOST_DIRECTION then
        return RESULT.BAD_PARAMETER
    end
    local prototype = prototypes.item[item]
    local entity, tile = prototype.place_result, prototype.place_as_tile_result
    if not entity and not tile then
        return RESULT.WRONG_TARGET
    end
    if self.inventory.get_item_count(item) == 0 then
        return RESULT.NO_ITEMS
    end
    if entity then
        return build_entity(self, item, entity, order)
    end
    return build_tile(self, item, tile, order)
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function building.rotate(self, order)
    local target, result = command.reached(self, order)
    if not target then
        return result
    end
    return target.rotate({ reverse = order.number ~= 0 }) and RESULT.OK or RESULT.WRONG_TARGET
end

---@param recipe LuaRecipe
---@param categories table<string, true>
local function fits(recipe, categories)
    return categories and categories[recipe.category] or false
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function building.set_recipe(self, order)
    local target, result = command.reached(self, order)
    if not target then
        return result
    end
    if target.type ~= "assembling-machine" then
        return RESULT.WRONG_TARGET
    end
    local name = numbers.names("recipe")[order.number]
    if not name and order.number ~= 0 then
        return RESULT.NO_TARGET
    end
    if target.prototype.fixed_recipe then
        return RESULT.WRONG_TARGET
    end
    local recipe = name and self.force.recipes[name]
    if recipe and not recipe.enabled then
        return RESULT.NOT_ENABLED
    end
    if recipe and not fits(recipe, target.prototype.crafting_categories) then
        return RESULT.WRONG_TARGET
    end
    for _, stack in ipairs(target.set_recipe(name)) do
        local rest = stack.count - self.inventory.insert({ name = stack.name, count = stack.count })
        if rest > 0 then
            self.surface.spill_item_stack({ position = target.position, stack = { name = stack.name, count = rest } })
        end
    end
    return RESULT.OK
end

---@param inventory LuaInventory
local function has_repair_pack(inventory)
    for _, row in ipairs(inventory.get_contents()) do
        if prototypes.item[row.name].type == "repair-tool" then
            return true
        end
    end
    return false
end

---@param self Episode
---@param order Command
---@return integer frames.RESULT
function building.repair(self, order)
    local target, result = command.reached(self, order)
    if not target then
        return result
    end
    local prototype = target.prototype
    local items = prototype.items_to_place_this
    if not target.health or prototype.has_flag("not-repairable") or not (items and items[1]) then
        return RESULT.WRONG_TARGET
    end
    if target.health >= target.max_health then
        return RESULT.BLOCKED
    end
    if not has_repair_pack(self.inventory) then
        return RESULT.NO_ITEMS
    end
    self.character.repair_state = { repairing = true, position = order.position }
    return RESULT.OK
end

return building
