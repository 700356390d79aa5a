local function names(list)
    local result = {}
    for _, each in ipairs(list) do result[#result + 1] = each.name end
    table.sort(result)
    return table.concat(result, " ")
end

test("an area is marked for deconstruction: the force's own and nobody's, never ores nor what others own", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    local mine = s.create_entity({ name = "wooden-chest", position = { 0, 0 }, force = "player" })
    local tree = s.create_entity({ name = "tree-01", position = { 3, 3 } })
    local theirs = s.create_entity({ name = "wooden-chest", position = { 6, 0 }, force = "enemy" })
    local ore = s.create_entity({ name = "iron-ore", position = { 4, 6 }, amount = 9 })
    local far = s.create_entity({ name = "wooden-chest", position = { 20, 20 }, force = "player" })
    s.create_entity({ name = "entity-ghost", inner_name = "stone-furnace", position = { -4, -4 }, force = "player" })
    local area = { { -8, -8 }, { 8, 8 } }
    s.deconstruct_area({ area = area, force = "player" })
    local marked = {}
    for i, entity in ipairs({ mine, tree, theirs, ore, far }) do marked[i] = entity.to_be_deconstructed() end
    equal(marked, { true, true, false, false, false })
    equal(s.count_entities_filtered({ name = "entity-ghost" }), 0)
    s.cancel_deconstruct_area({ area = area, force = "player" })
    equal({ mine.to_be_deconstructed(), tree.to_be_deconstructed() }, { false, false })
    raises("needs area and force", s.deconstruct_area, { area = area })
    raises("planners have no filters here", s.deconstruct_area, { area = area, force = "player", item = mine })
end)

test("a free place is found in a box, and none in a full one", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    for x = 0, 2 do s.create_entity({ name = "stone-furnace", position = { x * 2 + 1, 1 }, force = "player" }) end
    equal(s.find_non_colliding_position_in_box("wooden-chest", { { 0, 0 }, { 5, 1.5 } }, 1, true), nil)
    equal(s.find_non_colliding_position_in_box("wooden-chest", { { 0, 0 }, { 6, 4 } }, 1, true), { x = 0.5, y = 2.5 })
end)

test("connected tiles are those that steps lead to", function()
    local s = game.create_surface("s", { width = 32, height = 32 })
    local tiles = {}
    for _, place in ipairs({ { 0, 0 }, { 1, 0 }, { 1, 1 }, { 2, 2 }, { 5, 5 } }) do
        tiles[#tiles + 1] = { name = "stone-path", position = place }
    end
    s.set_tiles(tiles)
    equal(s.get_connected_tiles({ 0, 0 }, { "stone-path" }), { { x = 0, y = 0 }, { x = 1, y = 0 }, { x = 1, y = 1 } })
    equal(#s.get_connected_tiles({ 0.7, 0.2 }, { "stone-path" }, true), 4)
    equal(s.get_connected_tiles({ 3, 0 }, { "stone-path" }), {})
    raises("Unknown tile", s.get_connected_tiles, { 0, 0 }, { "nope" })
end)

test("entities are cloned by an offset, also onto another surface", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    local chest = s.create_entity({ name = "wooden-chest", position = { 0, 0 }, force = "player" })
    local drill = s.create_entity({ name = "burner-mining-drill", position = { 4, 4 }, force = "player" })
    s.clone_entities({ entities = { chest, drill }, destination_offset = { 10, 0 } })
    equal(names(s.find_entities_filtered({ area = { { 9, -1 }, { 16, 6 } } })), "burner-mining-drill wooden-chest")
    local other = game.create_surface("other", { width = 64, height = 64 })
    local there = { destination_offset = { 1, 1 }, destination_surface = other, destination_force = "enemy" }
    there.entities = { chest }
    s.clone_entities(there)
    local copy = other.find_entities_filtered({ name = "wooden-chest" })[1]
    equal({ copy.position, copy.force.name }, { { x = 1.5, y = 1.5 }, "enemy" })
end)

test("darkness follows the day", function()
    local s = game.surfaces.nauvis
    equal({ s.dusk, s.evening, s.morning, s.dawn }, { 0.25, 0.45, 0.55, 0.75 })
    equal(s.daytime_parameters, { dusk = 0.25, evening = 0.45, morning = 0.55, dawn = 0.75 })
    s.daytime = 0
    equal(s.darkness, 0)
    s.daytime = 0.5
    equal({ s.darkness, s.min_brightness }, { 0.85, 0.15 })
    s.daytime = 0.35
    equal(s.darkness > 0.4 and s.darkness < 0.45, true)
end)

test("there is one planet, and its surface is the first", function()
    equal({ game.planets.nauvis.name, game.planets.nauvis.surface == game.surfaces[1] }, { "nauvis", true })
    equal(game.surfaces[1].planet, game.planets.nauvis)
    equal({ game.planets.vulcanus, game.create_surface("s", { width = 8, height = 8 }).planet }, {})
    raises("has a surface already", game.planets.nauvis.associate_surface, 1)
end)

test("what a base game without robots and platforms has none of is empty", function()
    local s = game.surfaces[1]
    equal({ s.find_logistic_network_by_position({ 0, 0 }, "player"), s.global_effect, s.get_hidden_tile({ 0, 0 }) }, {})
    equal({ s.find_logistic_networks_by_construction_area({ 0, 0 }, "player"), s.get_territories() }, { {}, {} })
    local force = game.forces.player
    equal({ force.artillery_range_modifier, force.belt_stack_size_bonus, force.get_logistic_groups() }, { 0, 0, {} })
    equal(script.get_event_id("on_tick"), defines.events.on_tick)
end)

test("a search takes its keys from the filter itself or from what its metatable gives", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    for x = 0, 19 do s.create_entity({ name = "wooden-chest", position = { 19 - x, 0 }, force = "player" }) end
    local furnace = s.create_entity({ name = "stone-furnace", position = { 4, 6 }, force = "enemy" })
    local area = { { 0, 0 }, { 20, 8 } }
    local chests = s.find_entities_filtered({ area = area, name = "wooden-chest" })
    equal(#chests, 20)
    for i, chest in ipairs(chests) do equal(chest.position.x, 20.5 - i) end
    local few = s.find_entities_filtered({ area = { { 0, 0 }, { 5, 1 } }, name = "wooden-chest" })
    for i, chest in ipairs(few) do equal(chest.position.x, 5.5 - i) end
    equal(#few, 5)
    local with_metatable = setmetatable({ area = area }, { __index = { name = "stone-furnace", force = "enemy" } })
    equal(s.find_entities_filtered(with_metatable)[1], furnace)
    equal(s.count_entities_filtered({ area = area, name = "wooden-chest", invert = true }), 1)
    equal(s.count_entities_filtered({ name = "wooden-chest", position = { 4, 6 }, radius = 0.5 }), 0)
    equal(s.count_entities_filtered({ type = "furnace", position = { 4, 6 }, radius = 0.5, limit = 0 }), 0)
    equal(s.count_entities_filtered({ name = { "wooden-chest", "stone-furnace" }, force = { "enemy" } }), 1)
    raises("Unknown entity name: nope", s.find_entities_filtered, { name = "nope", invert = true })
    raises("must be a number", s.find_entities_filtered, { position = { 0, 0 }, radius = "far" })
end)

test("areas and positions that scripts mark are numbered, found by number and name, changed and taken away", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    equal({ s.get_script_area(), s.get_script_areas() }, { nil, {} })
    local camp = s.add_script_area({ area = { { 3, 4 }, { 1, 2 } }, name = "camp", color = { r = 1 } })
    local other = s.add_script_area({ area = { { 0, 0 }, { 1, 1 } } })
    equal({ camp, other }, { 1, 2 })
    local box = { left_top = { x = 1, y = 2 }, right_bottom = { x = 3, y = 4 } }
    equal(s.get_script_area("camp"), { area = box, name = "camp", color = { r = 1 }, id = 1 })
    equal(s.get_script_area(2).name, "")
    equal(s.get_script_area().id, 1)
    equal(#s.get_script_areas("camp"), 1)
    equal(s.edit_script_area(2, { area = { { 0, 0 }, { 2, 2 } }, name = "camp" }), true)
    equal(s.edit_script_area(7, { area = { { 0, 0 }, { 2, 2 } } }), false)
    equal(#s.get_script_areas("camp"), 2)
    equal({ s.remove_script_area(1), s.remove_script_area(1) }, { true, false })
    equal(s.get_script_areas()[1].id, 2)
    equal(s.add_script_area({ area = { { 0, 0 }, { 1, 1 } } }), 3)
    equal(s.add_script_position({ position = { 5, 6 }, name = "well" }), 1)
    equal(s.get_script_position("well").position, { x = 5, y = 6 })
    equal(#game.create_surface("t", { width = 32, height = 32 }).get_script_positions(), 0)
    raises("not found", s.add_script_area, { name = "nowhere" })
end)

test("a surface has the properties of its planet or their defaults, or what a script sets", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    equal(game.surfaces.nauvis.get_property("day-night-cycle"), 25200)
    equal(s.get_property("magnetic-field"), 90)
    s.set_property("magnetic-field", 12)
    equal(s.get_property("magnetic-field"), 12)
    raises("Unknown surface property name: nope", s.get_property, "nope")
end)

test("a tile knows the ghost that is planned on it", function()
    local s = game.surfaces.nauvis
    local ghost = s.create_entity({ name = "tile-ghost", inner_name = "stone-path", position = { 3.5, 3.5 }, force = "player" })
    local tile = s.get_tile(3, 3)
    equal({ tile.has_tile_ghost(), tile.has_tile_ghost("player"), tile.has_tile_ghost("enemy") }, { true, true, false })
    equal(tile.get_tile_ghosts()[1] == ghost, true)
    equal({ s.get_tile(4, 3).has_tile_ghost(), #s.get_tile(4, 3).get_tile_ghosts() }, { false, 0 })
    equal({ tile.hidden_tile, tile.double_hidden_tile }, {})
end)

test("a checkerboard is laid over an area of lab ground", function()
    local s = game.create_surface("s", { width = 32, height = 32 })
    s.build_checkerboard({ { 0, 0 }, { 2, 3 } })
    equal(s.count_tiles_filtered({ name = { "lab-dark-1", "lab-dark-2" } }), 6)
    equal({ s.count_tiles_filtered({ name = "lab-dark-1" }), s.count_tiles_filtered({ name = "lab-dark-2" }) }, { 3, 3 })
    equal({ game.blueprints, game.simulation }, { {} })
end)
