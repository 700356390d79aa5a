--- crash-site: the wreck of the ship that a game begins with. Where its parts lie is our own drawing; nothing burns.

local crash_site = {}

---What a wreck is made of: name, how often, how far from its middle at most; `force` where it is not neutral.
---@return table[]
function crash_site.default_ship_parts()
    return {
        { name = "crash-site-spaceship-wreck-big", angle_deviation = 0.1, max_distance = 25, repeat_count = 2 },
        { name = "crash-site-spaceship-wreck-medium", angle_deviation = 0.05, max_distance = 30, repeat_count = 3 },
        { name = "crash-site-spaceship-wreck-small", angle_deviation = 0.1, max_distance = 40, repeat_count = 5 },
    }
end

---Puts as much of a map of items into an entity as it takes; the map keeps the rest.
local function fill(entity, items)
    for name, count in pairs(items or {}) do
        local inserted = entity.insert({ name = name, count = count })
        items[name] = count > inserted and count - inserted or nil
    end
end

---Names may end in a number: the prototypes that begin with the name are its variants.
local function variants(name)
    local types = { { filter = "type", type = "container" }, { filter = "type", type = "simple-entity-with-owner" } }
    local found = {}
    for candidate in pairs(prototypes.get_entity_filtered(types)) do
        if candidate == name or candidate:sub(1, #name + 1) == name .. "-" then
            table.insert(found, candidate)
        end
    end
    return found
end

---The middle of a part: further out by chance, always behind the ship.
local function place_of(part, position)
    local angle = math.pi * (1 + (part.angle_deviation or 0) * (2 * math.random() - 1))
    local distance = (part.max_distance or 20) * (0.25 + 0.75 * math.random())
    return { x = position[1] + distance * math.cos(angle), y = position[2] + distance * math.sin(angle) }
end

---Lays the ship and its parts.
---@param surface LuaSurface
---@param position MapPosition
---@param ship_items table<string, integer>? put into the ship
---@param part_items table<string, integer>? put into the parts that hold items
---@param ship_parts table[]? as of default_ship_parts
function crash_site.create_crash_site(surface, position, ship_items, part_items, ship_parts)
    position = { position.x or position[1], position.y or position[2] }
    local free = surface.find_non_colliding_position("crash-site-spaceship", position, 50, 1)
    local ship = free and surface.create_entity({ name = "crash-site-spaceship", position = free, force = "player" })
    if ship then
        fill(ship, ship_items)
    end
    for _, part in ipairs(ship_parts or crash_site.default_ship_parts()) do
        local names = variants(part.name)
        for _ = 1, #names > 0 and (part.repeat_count or 1) or 0 do
            local name = names[math.random(#names)]
            local place = surface.find_non_colliding_position(name, place_of(part, position), 20, 1)
            local force = part.force or "neutral"
            local entity = place and surface.create_entity({ name = name, position = place, force = force })
            if entity and entity.get_inventory(defines.inventory.chest) then
                fill(entity, part_items)
            end
        end
    end
end

---A cutscene needs a player, and nobody can join this server.
function crash_site.create_cutscene()
    error("crash-site.create_cutscene: there is no player to show it to")
end

function crash_site.is_crash_site_cutscene()
    return false
end

function crash_site.on_player_display_refresh() end

return crash_site
