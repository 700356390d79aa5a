test("forces are made once, up to 64", function()
    local force = game.create_force("red")
    equal({ force.name, force.index }, { "red", 4 })
    raises('A force with the name "red" already exists.', game.create_force, "red")
    for i = 5, 64 do
        game.create_force("f" .. i)
    end
    raises("64 forces", game.create_force, "one-too-many")
end)

test("friends and cease-fires are kept for each force", function()
    local red, player = game.create_force("red"), game.forces.player
    equal({ red.get_friend(player), red.get_cease_fire(player), red.is_enemy(player) }, { false, false, true })
    red.set_friend("player", true)
    equal({ red.get_friend(player), player.get_friend(red), red.is_enemy("player") }, { true, false, false })
    player.set_cease_fire(red, true)
    equal(player.get_cease_fire("red"), true)
    equal(player.is_enemy("enemy"), true)
    equal(player.is_enemy("neutral"), false)
end)

test("statistics count a surface's own force", function()
    local s = game.create_surface("s", { width = 16, height = 16 })
    local red = game.create_force("red")
    s.create_entity({ name = "character", position = { 0, 0 }, force = red })
    local statistics = red.get_item_production_statistics(s)
    statistics.on_flow("iron-ore", 5)
    statistics.on_flow("coal", -2)
    equal({ statistics.get_input_count("iron-ore"), statistics.get_output_count("coal") }, { 5, 2 })
    equal(statistics.input_counts, { ["iron-ore"] = 5 })
    equal(statistics.output_counts, { coal = 2 })
    equal(game.forces.player.get_item_production_statistics("s").input_counts, {})
    raises("counts for force red only", game.forces.player.get_item_production_statistics("s").on_flow, "coal", 1)
    statistics.clear()
    equal(statistics.input_counts, {})
    raises("Unknown surface: nope", red.get_item_production_statistics, "nope")
end)

test("a surface holds entities of several forces, and says when there are too many", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    for i = 1, 6 do
        local force = game.create_force("f" .. i)
        local chest = s.create_entity({ name = "wooden-chest", position = { i * 2, 0 }, force = force })
        equal(chest.force.name, "f" .. i)
    end
    raises("holds entities of 8 forces", s.create_entity,
        { name = "wooden-chest", position = { 0, 5 }, force = game.create_force("f7") })
end)
