local function make(settings)
    return game.create_surface("s", settings or { width = 32, height = 32 })
end

local BARE = { tile = { treat_missing_as_default = false, settings = { ["grass-1"] = {} } } }

test("a surface is bounded by its settings and out-of-map lies beyond", function()
    local s = make({ width = 32, height = 16, autoplace_settings = BARE })
    equal(s.name, "s")
    equal(s.index, 2)
    equal(s.get_tile(0, 0).name, "grass-1")
    equal(s.get_tile(-16, -8).name, "grass-1")
    equal(s.get_tile(16, 0).name, "out-of-map")
    equal(s.get_tile({ x = 0, y = 8.5 }).name, "out-of-map")
    equal(s.map_gen_settings.width, 32)
end)

test("conditions of tiles that are not known are refused by name rather than left out", function()
    for _, key in ipairs({ "force", "has_hidden_tile", "has_tile_ghost", "to_be_deconstructed" }) do
        raises("cannot search by " .. key, game.surfaces[1].find_tiles_filtered, { [key] = "player" })
        raises("cannot search by " .. key, game.surfaces[1].count_tiles_filtered, { [key] = true })
    end
end)

test("a surface name is taken once", function()
    make()
    raises('A surface with the name "s" already exists.', make)
end)

test("sides and names out of range are refused before anything is made", function()
    raises("Value must be a number", make, { width = -1 })
    raises("Value must be a number", make, { width = 0 / 0 })
    raises("cannot be created", function() game.create_surface("") end)
    equal(#game.surfaces, 1)
end)

test("lab tiles cover the map once chunks are asked for", function()
    local s = make()
    s.generate_with_lab_tiles = true
    s.request_to_generate_chunks({ 0, 0 }, 1)
    s.force_generate_chunk_requests()
    equal(s.get_tile(3, 3).name, "lab-dark-1")
    equal(s.is_chunk_generated({ 0, 0 }), true)
    equal(s.is_chunk_generated({ 9, 9 }), false)
end)

test("the only tile that the settings list covers the map", function()
    local s = make({ width = 8, height = 8, autoplace_settings = {
        tile = { treat_missing_as_default = false, settings = { ["sand-1"] = {} } } } })
    equal(s.get_tile(0, 0).name, "sand-1")
end)

test("set_tiles lays tiles and passes over those beyond the map", function()
    local s = make()
    s.set_tiles({ { name = "water", position = { 3, 4 } }, { name = "stone-path", position = { x = 500, y = 0 } } })
    equal(s.get_tile(3, 4).name, "water")
    equal(s.get_tile(3, 4).collides_with("water_tile"), true)
    equal(s.get_tile(3, 5).collides_with("player"), false)
    raises("Unknown tile name: lava-x", s.set_tiles, { { name = "lava-x", position = { 0, 0 } } })
end)

test("a large map takes as many kinds of tile as are laid", function()
    local s = make({ width = 256, height = 256 })
    local tiles = {}
    for x = -128, 127, 8 do
        for y = -128, 127, 8 do
            tiles[#tiles + 1] = { name = "stone-path", position = { x, y } }
        end
    end
    s.set_tiles(tiles)
    for _, tile in ipairs(tiles) do
        equal(s.get_tile(tile.position).name, "stone-path")
    end
end)

test("delete_surface takes effect between two ticks, and never on the first surface", function()
    local s = make()
    local ore = s.create_entity({ name = "iron-ore", position = { 0, 0 } })
    game.delete_surface(s)
    equal(s.valid, true)
    raises("The first surface cannot be deleted.", game.delete_surface, 1)
    raises("Unknown surface: nope", game.delete_surface, "nope")
    equal(ore.valid, true)
end)

test("daytime stays within a day and stops when frozen", function()
    local s = make()
    s.daytime = 1.25
    equal(s.daytime, 0.25)
    s.freeze_daytime = true
    s.always_day = true
    equal(s.daytime, 0)
    raises("LuaSurface::daytime", function() s.daytime = 0 / 0 end)
end)

test("chunks are walked row by row", function()
    local count, last = 0, nil
    local s = make({ width = 96, height = 64 })
    s.request_to_generate_chunks({ 0, 0 }, 2)
    s.force_generate_chunk_requests()
    for chunk in s.get_chunks() do
        count = count + 1
        last = chunk
    end
    equal(count, 4 * 2)
    equal({ last.x, last.y, last.area.right_bottom.x }, { 1, 0, 64 })
end)

test("chunks exist once they are asked for, and the same seed gives the same map", function()
    local a = make({ width = 128, height = 128, seed = 9 })
    local b = game.create_surface("other", { width = 128, height = 128, seed = 9 })
    equal(a.is_chunk_generated({ 0, 0 }), false)
    equal(a.get_tile(1, 1).valid, false)
    raises("LuaTile API call when LuaTile was invalid.", function() return a.get_tile(1, 1).name end)
    for _, s in pairs({ a, b }) do
        s.request_to_generate_chunks({ 0, 0 }, 1)
        equal(s.is_chunk_generated({ 0, 0 }), false)
        s.force_generate_chunk_requests()
        equal(s.is_chunk_generated({ 1, 1 }), true)
        equal(s.is_chunk_generated({ -2, 1 }), false)
    end
    equal(a.count_tiles_filtered({}), 9 * 32 * 32)
    equal(a.get_tile(5, 7).name, b.get_tile(5, 7).name)
    equal(a.count_entities_filtered({}), b.count_entities_filtered({}))
    equal(a.count_entities_filtered({}) > 0, true)
end)

test("tiles that a script sets stay when the chunk around them is generated", function()
    local s = make({ width = 128, height = 128 })
    s.set_tiles({ { name = "lab-white", position = { 40, 40 } } })
    equal(s.is_chunk_generated({ 1, 1 }), true)
    s.request_to_generate_chunks({ 0, 0 }, 3)
    s.force_generate_chunk_requests()
    equal(s.get_tile(40, 40).name, "lab-white")
end)

test("controls that are switched off leave their resource out", function()
    local s = make({ width = 256, height = 256, autoplace_controls = {
        ["iron-ore"] = { frequency = 1, size = 0, richness = 1 }, trees = { frequency = 1, size = 0, richness = 1 } } })
    s.request_to_generate_chunks({ 0, 0 }, 4)
    s.force_generate_chunk_requests()
    equal(s.count_entities_filtered({ name = "iron-ore" }), 0)
    equal(s.count_entities_filtered({ type = "tree" }), 0)
    equal(s.count_entities_filtered({ name = "copper-ore" }) > 0, true)
    raises("MapGenSize", make, { autoplace_controls = { coal = { size = -1 } } })
end)

test("one name in an area is found with and without a force", function()
    local s = game.create_surface("s", { width = 32, height = 32 })
    for x, force in ipairs({ "player", "enemy", "player" }) do
        s.create_entity({ name = "wooden-chest", position = { x * 2, 0 }, force = force })
        s.create_entity({ name = "iron-chest", position = { x * 2, 4 }, force = force })
    end
    local area = { { 0, -8 }, { 16, 8 } }
    equal(#s.find_entities_filtered({ area = area, name = "wooden-chest" }), 3)
    equal(#s.find_entities_filtered({ area = area, name = "wooden-chest", force = "player" }), 2)
    equal(s.find_entities_filtered({ area = area, name = "iron-chest", force = "enemy" })[1].position, { x = 4.5, y = 4.5 })
    equal(#s.find_entities_filtered({ area = area, name = "wooden-chest", force = "neutral" }), 0)
    equal(#s.find_entities_filtered({ area = area, name = { "wooden-chest" }, limit = 2 }), 2)
    equal(#s.find_entities_filtered({ area = area, name = "wooden-chest", invert = true }), 3)
    equal(#s.find_entities_filtered({ area = area, name = prototypes.entity["iron-chest"] }), 3)
end)
