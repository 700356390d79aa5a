local function character()
    return game.surfaces.nauvis.create_entity({ name = "character", position = { 0, 0 }, force = "player" })
end

test("crafting by hand queues what there are ingredients for", function()
    local hand = character()
    hand.insert({ name = "iron-plate", count = 10 })
    equal(hand.get_craftable_count("iron-gear-wheel"), 5)
    equal(hand.begin_crafting({ recipe = "iron-gear-wheel", count = 3 }), 3)
    equal({ hand.crafting_queue_size, hand.crafting_queue[1].recipe, hand.crafting_queue[1].count },
        { 1, "iron-gear-wheel", 3 })
    equal(hand.get_item_count("iron-plate"), 4)
    hand.cancel_crafting({ index = 1, count = 2 })
    equal({ hand.crafting_queue[1].count, hand.get_item_count("iron-plate") }, { 1, 8 })
    equal(hand.crafting_queue_progress, 0)
end)

test("nothing is queued without ingredients or research", function()
    local hand = character()
    equal(hand.begin_crafting({ recipe = "iron-gear-wheel", count = 1 }), 0)
    hand.insert({ name = "iron-plate", count = 100 })
    equal(hand.begin_crafting({ recipe = "rocket-silo", count = 1 }), 0)
    equal({ hand.crafting_queue, hand.crafting_queue_size }, { nil, 0 })
    raises("LuaEntity::cancel_crafting", hand.cancel_crafting, { index = 1, count = 1 })
    local chest = game.surfaces.nauvis.create_entity({ name = "wooden-chest", position = { 9, 9 } })
    raises("LuaEntity::begin_crafting: wooden-chest is not a character.", chest.begin_crafting,
        { recipe = "iron-gear-wheel", count = 1 })
end)
