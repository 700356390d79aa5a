local function surface()
    return game.surfaces.nauvis
end

local function place(name, x, y, more)
    local spec = { name = name, position = { x, y }, force = "player" }
    for key, value in pairs(more or {}) do
        spec[key] = value
    end
    return surface().create_entity(spec)
end

test("create_entity snaps to the build grid", function()
    equal(place("wooden-chest", 0, 0).position, { x = 0.5, y = 0.5 })
    equal(place("stone-furnace", 2.5, 2.5).position, { x = 3, y = 3 })
    equal(place("stone-furnace", -4, -4).position, { x = -4, y = -4 })
    equal(place("iron-ore", 7, 7).position, { x = 7.5, y = 7.5 })
end)

test("create_entity names what is wrong with its table", function()
    raises('Key "name" not found in property tree at ROOT', surface().create_entity, { position = { 0, 0 } })
    raises('Key "position" not found in property tree at ROOT', surface().create_entity, { name = "iron-ore" })
    raises("Unknown entity name: iron-or", surface().create_entity, { name = "iron-or", position = { 0, 0 } })
    raises("Invalid position", surface().create_entity, { name = "iron-ore", position = { "a", 0 } })
    raises("Invalid position", surface().create_entity, { name = "iron-ore", position = { 0 / 0, 0 } })
    raises("Invalid position", surface().create_entity, { name = "iron-ore", position = { 1e300, 0 } })
    raises("Unknown force: nobody", place, "wooden-chest", 0, 0, { force = "nobody" })
    raises("Value must be a number", place, "iron-ore", 0, 0, { amount = -5 })
    raises("Value must be a number", place, "wooden-chest", 0, 0, { direction = 16 })
end)

test("create_entity gives nil beyond the map and for a second ore on a tile", function()
    equal(place("wooden-chest", 4000, 0), nil)
    equal(place("iron-ore", 1, 1).amount > 0, true)
    equal(place("iron-ore", 1, 1), nil)
end)

test("an entity tells what it is", function()
    local chest = place("wooden-chest", 0, 0)
    equal({ chest.name, chest.type, chest.force.name, chest.surface.name }, { "wooden-chest", "container", "player", "nauvis" })
    equal(chest.health, 100)
    equal(chest.get_health_ratio(), 1)
    equal(chest.direction, 0)
    equal(chest.unit_number > 0, true)
    equal(chest.prototype.name, "wooden-chest")
    equal(chest.bounding_box.left_top.x, 0.5 - 89 / 256)
    equal({ chest.burner, chest.grid, chest.status, chest.electric_network_id }, {})
    equal({ chest.energy, #chest.fluidbox }, { 0, 0 })
    equal(chest.fluidbox[1], nil)
end)

test("resources carry amounts and no unit number", function()
    local ore = place("iron-ore", 0, 0, { amount = 50 })
    equal({ ore.amount, ore.unit_number, ore.force.name }, { 50, nil, "player" })
    ore.amount = 7
    equal(ore.amount, 7)
    raises("Value must be a number", function() ore.amount = 0 end)
    raises("LuaEntity::amount", function() return place("wooden-chest", 5, 5).amount end)
end)

test("natural things belong to nobody unless told otherwise", function()
    equal(surface().create_entity({ name = "iron-ore", position = { 9, 9 } }).force.name, "neutral")
    equal(surface().create_entity({ name = "wooden-chest", position = { 9, 5 } }).force.name, "player")
end)

test("what has four sides faces one of them, and a splitter is not turned by a quarter", function()
    local belt, splitter = place("transport-belt", 0.5, 0.5, { direction = 2 }), place("splitter", 6, 0.5)
    equal(belt.direction, 0)
    belt.direction = 7
    equal(belt.direction, 4)
    raises("cannot turn a splitter by a quarter", function() splitter.direction = 4 end)
    splitter.direction = 8
    equal(splitter.direction, 8)
end)

test("find_entities_filtered finds by what a ghost stands for, marks, contents, military use and quality", function()
    local chest, other = place("wooden-chest", 0.5, 0.5), place("wooden-chest", 2.5, 0.5)
    chest.insert({ name = "coal", count = 3 })
    other.order_deconstruction("player")
    place("gun-turret", 6, 1)
    for x, inner in pairs({ [10] = "splitter", [20] = "stone-furnace" }) do
        place("entity-ghost", x, 0.5, { inner_name = inner })
    end
    local function count(filter)
        return surface().count_entities_filtered(filter)
    end
    equal({ count({ ghost_name = "splitter" }), count({ ghost_name = { "splitter", "stone-furnace" } }) }, { 1, 2 })
    equal({ count({ ghost_type = "furnace" }), count({ ghost_type = "splitter", name = "entity-ghost" }) }, { 1, 1 })
    equal(count({ ghost_name = prototypes.entity["splitter"] }), 1)
    equal(surface().find_entities_filtered({ to_be_deconstructed = true })[1] == other, true)
    equal(count({ name = "wooden-chest", to_be_deconstructed = false }), 1)
    equal(surface().find_entities_filtered({ has_item_inside = "coal" })[1] == chest, true)
    equal({ count({ has_item_inside = "coal", invert = true, type = "container" }) > 0, count({ has_item_inside = "wood" }) }, { true, 0 })
    equal({ count({ is_military_target = true }), count({ to_be_upgraded = true }) }, { 1, 0 })
    equal({ count({ name = "gun-turret", quality = "normal" }), count({ name = "gun-turret", quality = { quality = "normal", comparator = ">" } }) }, { 1, 0 })
    for comparator, fits in pairs({ ["="] = 1, [">="] = 1, ["\226\137\165"] = 1, ["<"] = 0, ["!="] = 0, ["\226\137\160"] = 0 }) do
        equal(count({ name = "gun-turret", quality = { quality = "normal", comparator = comparator } }), fits)
    end
    raises("Unknown item name: cole", surface().find_entities_filtered, { has_item_inside = "cole" })
end)

test("find_entities_filtered finds by name, type, force, place, number and their opposite", function()
    for x = 0, 4 do
        surface().create_entity({ name = "iron-ore", position = { x, 0 } })
        surface().create_entity({ name = "coal", position = { x, 2 } })
    end
    local chest = place("wooden-chest", 10, 10)
    local function count(filter)
        local found = #surface().find_entities_filtered(filter)
        equal(surface().count_entities_filtered(filter), found)
        return found
    end
    equal(count({ name = "iron-ore" }), 5)
    equal(count({ name = { "iron-ore", "coal" } }), 10)
    equal(count({ type = "resource" }), 10)
    equal(count({ type = { "resource", "no-such-type" } }), 10)
    equal(count({ type = "no-such-type" }), 0)
    equal(count({ force = "player" }), 1)
    equal(count({ force = { "player", "neutral" } }), 11)
    equal(count({ name = "coal", limit = 2 }), 2)
    equal(count({ name = "iron-ore", invert = true }), 6)
    equal(count({ area = { { -1, -1 }, { 2, 1 } } }), 2)
    equal(count({ area = { left_top = { x = -1, y = -1 }, right_bottom = { x = 20, y = 20 } } }), 11)
    equal(count({ position = { 0.5, 0.5 }, radius = 2 }), 4)
    equal(count({ position = { 10.5, 10.5 } }), 1)
    equal(count({ position = { 20.5, 10.5 } }), 0)
    equal(count({ collision_mask = "resource" }), 10)
    equal(count({ collision_mask = { "object", "player" }, name = "wooden-chest" }), 1)
    equal(count({}), 11)
    equal(surface().find_entities_filtered({ name = "wooden-chest" })[1] == chest, true)
    equal(#surface().find_entities({ { 9, 9 }, { 12, 12 } }), 1)
    equal(#surface().find_entities(), 11)
    raises("Unknown entity name: nope", surface().find_entities_filtered, { name = "nope" })
    raises("Unknown collision layer name: nope", surface().find_entities_filtered, { collision_mask = "nope" })
end)

test("find_entity finds by name and place", function()
    place("wooden-chest", 3, 3)
    equal(surface().find_entity("wooden-chest", { 3.5, 3.5 }).name, "wooden-chest")
    equal(surface().find_entity("stone-furnace", { 3.5, 3.5 }), nil)
    equal(surface().find_entity("wooden-chest", { 8.5, 3.5 }), nil)
end)

test("can_place_entity minds entities and water, not ore", function()
    local function free(x, y)
        return surface().can_place_entity({ name = "wooden-chest", position = { x, y }, force = "player" })
    end
    place("iron-ore", 0, 0)
    place("wooden-chest", 2, 0)
    surface().set_tiles({ { name = "water", position = { 4, 0 } } })
    equal({ free(0, 0), free(2, 0), free(4, 0), free(1, 0), free(4000, 0) }, { true, false, false, true, false })
end)

test("can_place_entity minds no items on the ground, but what stands beside them", function()
    local function free(name, x, y)
        return surface().can_place_entity({ name = name, position = { x, y }, force = "player" })
    end
    surface().spill_item_stack({ position = { 0.5, 0.5 }, stack = { name = "coal", count = 9 } })
    equal({ free("wooden-chest", 0, 0), free("assembling-machine-1", 0, 0) }, { true, true })
    place("wooden-chest", 1, 1)
    equal({ free("wooden-chest", 0, 0), free("assembling-machine-1", 0, 0) }, { true, false })
end)

test("find_non_colliding_position goes round what stands there", function()
    place("stone-furnace", 0, 0)
    local position = surface().find_non_colliding_position("character", { 0, 0 }, 5, 0.5)
    equal(surface().can_place_entity({ name = "character", position = position }), true)
    equal(surface().find_non_colliding_position("character", { 500, 500 }, 3, 0.5), nil)
end)

test("eight characters around one point stand where they stood on a running game", function()
    -- Spawned one by one through find_non_colliding_position on 2.1.17: notes of arturh85/factorio-bot, 2026-09-05.
    local places = {}
    for number = 1, 8 do
        places[number] = surface().find_non_colliding_position("character", { 0, 0 }, 32, 0.5)
        surface().create_entity({ name = "character", position = places[number], force = "player" })
    end
    equal(places, {
        { x = 0, y = 0 },
        { x = -0.5, y = -0.5 },
        { x = -0.5, y = 0.5 },
        { x = 0.5, y = -0.5 },
        { x = 0, y = -0.5 },
        { x = 0, y = 0.5 },
        { x = -0.5, y = 0 },
        { x = 0.5, y = 0 },
    })
end)

test("a belt is never teleported", function()
    for number, name in ipairs({ "transport-belt", "underground-belt", "splitter" }) do
        local belt = place(name, 8 + 4 * number, 8)
        local before = belt.position
        equal(belt.teleport({ 2, 2 }), false)
        equal(belt.position, before)
        belt.destroy()
    end
end)

test("teleport moves, with snapping it stays on the grid, and not to another surface", function()
    local chest = place("wooden-chest", 0, 0)
    equal(chest.teleport({ 5.2, 5.7 }), true)
    equal(chest.position, { x = 5.5, y = 5.5 })
    equal(chest.teleport({ 5, 5 }), true)
    equal(chest.position, { x = 5.5, y = 5.5 })
    local character = place("character", 0, 0)
    equal(character.teleport(1.25, -2.5), true)
    equal(character.position, { x = 1.25, y = -2.5 })
    equal(character.teleport({ 4000, 0 }), false)
    game.create_surface("other", { width = 8, height = 8 })
    raises("moving between surfaces", character.teleport, { 0, 0 }, "other")
end)

test("damage hurts, kills at last, and die kills at once", function()
    local chest = place("wooden-chest", 0, 0)
    equal(chest.damage(30, "enemy"), 30)
    equal(chest.health, 70)
    equal(chest.damage(500, "enemy"), 70)
    equal(chest.valid, false)
    local second = place("wooden-chest", 0, 0)
    equal(second.die(), true)
    equal(second.valid, false)
    equal(place("iron-ore", 5, 5).damage(10, "enemy"), 0)
end)

test("health that a script writes is brought between none and all of it", function()
    local chest = place("iron-chest", 0, 0)
    for _, row in pairs({ { 50, 50 }, { 1e9, 200 }, { -5, 0 }, { 0.5, 0.5 }, { 0, 0 } }) do
        chest.health = row[1]
        equal(chest.health, row[2])
    end
    equal(chest.valid, true)
end)

test("an entity may change its force", function()
    local chest = place("wooden-chest", 0, 0)
    chest.force = "enemy"
    equal(chest.force.name, "enemy")
    equal(game.forces.enemy.get_entity_count("wooden-chest"), 1)
end)

test("many entities fit, and those that are there stay what they were", function()
    local first = place("wooden-chest", -20, -20)
    first.insert({ name = "coal", count = 5 })
    for x = 0, 29 do
        for y = 0, 29 do
            surface().create_entity({ name = "iron-ore", position = { x, y }, amount = x * 30 + y + 1 })
        end
    end
    equal(surface().count_entities_filtered({ name = "iron-ore" }), 900)
    equal({ first.valid, first.get_item_count("coal") }, { true, 5 })
    equal(surface().find_entity("iron-ore", { 29.5, 29.5 }).amount, 900)
end)

test("several characters may live on one surface", function()
    local characters = {}
    for i = 1, 9 do
        characters[i] = place("character", i * 2, 0)
        characters[i].insert({ name = "iron-plate", count = i })
    end
    for i = 1, 9 do
        equal(characters[i].get_item_count("iron-plate"), i)
    end
end)
