local function place(name, x, y, more)
    local spec = { name = name, position = { x, y }, force = "player" }
    for key, value in pairs(more or {}) do
        spec[key] = value
    end
    return game.surfaces.nauvis.create_entity(spec)
end

test("inventories of scripts hold stacks, change their size and go", function()
    local inventory = game.create_inventory(3)
    equal({ #inventory, inventory.entity_owner, inventory.index }, { 3 })
    equal(inventory.insert({ name = "coal", count = 120 }), 120)
    equal(inventory[3].count, 20)
    inventory.resize(2)
    equal({ #inventory, inventory.get_item_count("coal") }, { 2, 100 })
    equal(#game.get_script_inventories().level, 1)
    inventory.destroy()
    equal(inventory.valid, false)
    raises("can only be called for script created inventories", function()
        place("wooden-chest", 0, 0).get_inventory(defines.inventory.chest).destroy()
    end)
    raises("create_inventory", game.create_inventory, 0)
end)

test("what is drawn can be read, changed and found until its time is over", function()
    local circle = rendering.draw_circle({ surface = "nauvis", target = { 1, 2 }, radius = 3, color = { 1, 0, 0 } })
    equal({ circle.type, circle.radius, circle.surface.name, circle.visible }, { "circle", 3, "nauvis", true })
    circle.radius = 5
    equal(rendering.get_object_by_id(circle.id).radius, 5)
    local brief = rendering.draw_text({ surface = 1, target = { 0, 0 }, text = "x", time_to_live = 10 })
    equal({ brief.time_to_live, #rendering.get_all_objects() }, { 10, 2 })
    circle.destroy()
    equal({ circle.valid, #rendering.get_all_objects() }, { false, 1 })
    raises("LuaRenderObject API call when LuaRenderObject was invalid.", function() return circle.radius end)
    raises('Key "surface" not found', rendering.draw_line, { from = { 0, 0 }, to = { 1, 1 } })
    local id = brief.id
    rendering.clear()
    equal({ brief.valid, rendering.get_object_by_id(id) }, { false })
end)

test("a blueprint takes up what stands, travels as a string, and is put down as ghosts", function()
    place("stone-furnace", 0, 0)
    place("inserter", 2.5, 0.5, { direction = defines.direction.east })
    local stacks = game.create_inventory(2)
    stacks[1].set_stack("blueprint")
    equal(stacks[1].is_blueprint_setup(), false)
    stacks[1].create_blueprint({ surface = "nauvis", force = "player", area = { { -2, -2 }, { 4, 2 } } })
    equal({ stacks[1].get_blueprint_entity_count(), stacks[1].is_blueprint_setup() }, { 2, true })
    stacks[1].label = "yard"
    equal(stacks[2].import_stack(stacks[1].export_stack()), 0)
    equal({ stacks[2].name, stacks[2].label }, { "blueprint", "yard" })
    equal(stacks[2].get_blueprint_entities(), stacks[1].get_blueprint_entities())
    equal(stacks[2].cost_to_build[1].count, 1)
    local ghosts = stacks[2].build_blueprint({ surface = "nauvis", force = "player", position = { 20, 20 } })
    equal(#ghosts, 2)
    local names = { ghosts[1].ghost_name, ghosts[2].ghost_name }
    table.sort(names)
    equal(names, { "inserter", "stone-furnace" })
    local _, built = ghosts[1].revive()
    equal(built.valid, true)
    equal(stacks[1].import_stack("0nonsense"), 1)
    equal(stacks[1].import_stack(""), 1)
end)

test("a blueprint string from before 2.0 has its directions doubled and its names of today", function()
    local stack = game.create_inventory(1)[1]
    local old = {
        blueprint = {
            item = "blueprint",
            version = 281479278886912, -- 1.1.110
            entities = {
                { entity_number = 1, name = "splitter", position = { x = 1, y = 0.5 }, direction = 4, filter = "empty-barrel" },
                {
                    entity_number = 2,
                    name = "stack-filter-inserter",
                    position = { x = 4.5, y = 0.5 },
                    direction = 2,
                    filters = { { index = 1, name = "effectivity-module" } },
                },
                { entity_number = 3, name = "assembling-machine-2", position = { x = 7.5, y = 0.5 }, recipe = "fill-water-barrel" },
            },
        },
    }
    equal(stack.import_stack("0" .. helpers.encode_string(helpers.table_to_json(old))), 0)
    local splitter, inserter, machine = table.unpack(stack.get_blueprint_entities())
    equal({ splitter.direction, splitter.filter }, { 8, "barrel" })
    equal({ inserter.name, inserter.direction, inserter.filters[1].name }, { "bulk-inserter", 4, "efficiency-module" })
    equal({ inserter.use_filters, machine.recipe }, { true, "water-barrel" })
    local ghosts = stack.build_blueprint({ surface = "nauvis", force = "player", position = { 20, 20 } })
    equal({ #ghosts, ghosts[1].direction }, { 3, 8 })
end)

test("entities of a blueprint string that this game does not know are left out, and import_stack says so", function()
    local stack = game.create_inventory(1)[1]
    local strange = {
        blueprint = {
            version = 562949958402048,
            entities = {
                { entity_number = 1, name = "biochamber-of-a-mod", position = { x = 0.5, y = 0.5 } },
                { entity_number = 2, name = "pipe", position = { x = 5.5, y = 0.5 } },
            },
        },
    }
    equal(stack.import_stack("0" .. helpers.encode_string(helpers.table_to_json(strange))), -1)
    equal({ stack.get_blueprint_entity_count(), stack.get_blueprint_entities()[1].name }, { 1, "pipe" })
end)

test("a ghost can be told what its entity shall be told, and keeps tags", function()
    local function ghost(inner, x)
        return place("entity-ghost", x, 0.5, { inner_name = inner })
    end
    local machine, arm, splitter = ghost("assembling-machine-2", 2.5), ghost("fast-inserter", 6.5), ghost("splitter", 9)
    machine.set_recipe("iron-gear-wheel")
    equal(machine.get_recipe().name, "iron-gear-wheel")
    raises("set_recipe", machine.set_recipe, "iron-plate")
    arm.set_filter(2, "coal")
    arm.inserter_filter_mode, arm.inserter_stack_size_override = "blacklist", 2
    equal({ arm.filter_slot_count, arm.get_filter(2).name, arm.use_filters }, { 5, "coal", true })
    splitter.splitter_output_priority, splitter.splitter_filter = "left", "coal"
    equal({ splitter.splitter_output_priority, splitter.splitter_input_priority }, { "left", "none" })
    splitter.tags = { note = { 1 } }
    equal({ splitter.tags.note, machine.tags }, { { 1 } })
    splitter.tags = nil
    equal(splitter.tags, nil)
    local _, built = arm.revive()
    equal({ built.get_filter(2).name, built.inserter_filter_mode, built.inserter_stack_size_override }, { "coal", "blacklist", 2 })
    _, built = splitter.revive()
    equal({ built.splitter_output_priority, built.splitter_filter.name }, { "left", "coal" })
    _, built = machine.revive()
    equal(built.get_recipe().name, "iron-gear-wheel")
    raises("is not a ghost", function() built.tags = {} end)
    raises("is not a splitter", function() return built.splitter_filter end)
end)

test("the plan of a blueprint goes with it, and goes when the slot is cleared", function()
    local stacks = game.create_inventory(2)
    stacks[1].set_stack("blueprint")
    stacks[1].set_blueprint_entities({ { name = "pipe", position = { 0.5, 0.5 } } })
    stacks[2].transfer_stack(stacks[1])
    equal({ stacks[1].valid_for_read, stacks[2].get_blueprint_entity_count() }, { false, 1 })
    stacks[2].clear()
    stacks[2].set_stack("blueprint")
    equal(stacks[2].get_blueprint_entities(), nil)
    stacks[1].set_stack("coal")
    raises("The item is not a blueprint.", stacks[1].get_blueprint_entities)
    raises("Unknown entity name: no-such-thing", function()
        stacks[2].set_blueprint_entities({ { name = "no-such-thing", position = { 0, 0 } } })
    end)
end)

test("flags that scripts set on entities are kept", function()
    local chest = place("wooden-chest", 0, 0)
    equal({ chest.minable, chest.destructible, chest.operable }, { true, true, true })
    chest.minable = false
    chest.destructible = false
    equal({ chest.minable, chest.mine(), chest.damage(1000, "enemy") }, { false, false, 0 })
    equal(chest.mine({ ignore_minable = true }), true)
    equal(chest.valid, false)
    raises("cannot deactivate", function() place("inserter", 5, 5).active = false end)
end)

test("mining into an inventory gives what was held and the item itself", function()
    local chest = place("wooden-chest", 0, 0)
    chest.insert({ name = "coal", count = 7 })
    local inventory = game.create_inventory(5)
    equal(chest.mine({ inventory = inventory }), true)
    equal({ inventory.get_item_count("coal"), inventory.get_item_count("wooden-chest") }, { 7, 1 })
end)

test("what does not fit stays in what is mined, and with force it is dropped", function()
    local inventory, destroyed = game.create_inventory(2), 0
    script.on_event(defines.events.script_raised_destroy, function() destroyed = destroyed + 1 end)
    local chest = place("wooden-chest", 0, 0)
    chest.insert({ name = "coal", count = 120 })
    equal({ chest.mine({ inventory = inventory }), chest.valid }, { false, true })
    equal({ inventory.get_item_count("coal"), chest.get_item_count("coal"), destroyed }, { 100, 20, 0 })
    equal({ chest.mine({ inventory = inventory, force = true, raise_destroyed = false }), chest.valid }, { true, false })
    local dropped = {}
    for _, item in pairs(game.surfaces[1].find_entities_filtered({ name = "item-on-ground" })) do
        dropped[item.stack.name] = (dropped[item.stack.name] or 0) + item.stack.count
    end
    equal({ dropped["coal"], dropped["wooden-chest"], destroyed }, { 20, 1, 0 })
    inventory.clear()
    chest = place("wooden-chest", 5, 0)
    equal({ chest.mine({ inventory = inventory }), inventory.get_item_count("wooden-chest"), destroyed }, { true, 1, 1 })
    script.on_event(defines.events.script_raised_destroy, nil)
end)

test("a clone has the settings, the items and the health of the original", function()
    local furnace = place("stone-furnace", 0, 0)
    furnace.insert({ name = "coal", count = 4 })
    furnace.health = 50
    local copy = furnace.clone({ position = { 10, 10 } })
    equal({ copy.name, copy.health, copy.get_item_count("coal") }, { "stone-furnace", 50, 4 })
    equal(furnace.get_item_count("coal"), 4)
    local machine = place("assembling-machine-1", 0, 10, { recipe = "iron-gear-wheel" })
    game.create_surface("other")
    equal(machine.clone({ position = { 0, 0 }, surface = "other" }).get_recipe().name, "iron-gear-wheel")
end)

test("a character has a cursor", function()
    local character = place("character", 0, 0)
    equal(character.is_cursor_empty(), true)
    character.cursor_stack.set_stack({ name = "iron-plate", count = 3 })
    equal({ character.cursor_stack.count, character.is_cursor_empty() }, { 3, false })
    equal(place("wooden-chest", 5, 5).cursor_stack, nil)
end)

test("profilers measure and can be printed", function()
    local profiler = helpers.create_profiler(true)
    profiler.reset()
    profiler.restart()
    profiler.stop()
    profiler.add(game.create_profiler())
    profiler.divide(2)
    rcon.print({ "", profiler })
    equal(profiler.object_name, "LuaProfiler")
end)

test("prototypes can be filtered", function()
    local found = prototypes.get_entity_filtered({ { filter = "type", type = "resource" } })
    equal({ found["iron-ore"].name, found["stone-furnace"] }, { "iron-ore" })
    found = prototypes.get_item_filtered({ { filter = "name", name = { "coal", "wood" } } })
    equal(table_size(found), 2)
    found = prototypes.get_entity_filtered({
        { filter = "type", type = "furnace" }, { filter = "name", name = "stone-furnace", invert = true, mode = "and" } })
    equal(found["stone-furnace"], nil)
    raises("doesn't contain key nonsense", prototypes.get_entity_filtered, { { filter = "nonsense" } })
end)

test("paths of scripts have a waypoint on every tile", function()
    storage.answer = nil
    script.on_event(defines.events.on_script_path_request_finished, function(event) storage.answer = event end)
    game.surfaces.nauvis.request_path({ bounding_box = { { -0.2, -0.2 }, { 0.2, 0.2 } }, start = { 0.5, 0.5 },
        goal = { 6.5, 3.5 }, force = "player", collision_mask = { layers = { player = true } } })
    equal(type(prototypes.recipe["iron-plate"].allow_decomposition), "boolean")
    equal(prototypes.item["blueprint"].has_flag("not-stackable"), true)
end)

test("mining a resource by script takes one unit a call, and its last one takes it away", function()
    local surface = game.surfaces.nauvis
    local destroyed = 0
    script.on_event(defines.events.script_raised_destroy, function() destroyed = destroyed + 1 end)
    local ore = surface.create_entity({ name = "stone", position = { 3, 3 }, amount = 3 })
    local inventory = game.create_inventory(2)
    equal({ ore.mine({ inventory = inventory, raise_destroyed = true }), ore.amount }, { true, 2 })
    equal({ ore.mine({ inventory = inventory, raise_destroyed = true }), ore.amount, destroyed }, { true, 1, 0 })
    equal({ ore.mine({ inventory = inventory, raise_destroyed = true }), ore.valid, destroyed }, { true, false, 1 })
    equal(inventory.get_item_count("stone"), 3)
    local oil = surface.create_entity({ name = "crude-oil", position = { 0, 0 }, amount = 300000 })
    oil.deplete()
    equal(oil.valid, false)
    raises("LuaEntity::deplete", surface.create_entity({ name = "wooden-chest", position = { 6, 6 } }).deplete)
    script.on_event(defines.events.script_raised_destroy, nil)
end)

test("an entity tells what follows from its place and shape", function()
    local surface = game.surfaces.nauvis
    local drill = surface.create_entity({ name = "electric-mining-drill", position = { 10.5, 10.5 }, force = "player" })
    equal(drill.mining_area.left_top, { x = 10.5 - 2.48828125, y = 10.5 - 2.48828125 })
    equal({ drill.gps_tag, drill.mirroring, drill.tags, drill.is_entity_with_owner },
        { "[gps=10.5,10.5,nauvis]", false, nil, true })
    equal(drill.localised_description, { "entity-description.electric-mining-drill" })
    equal(math.abs(drill.get_radius() - 1.34765625 * math.sqrt(2)) < 0.01, true)
    local silo = surface.create_entity({ name = "rocket-silo", position = { -10.5, -10.5 }, force = "player" })
    equal({ silo.rocket_parts, silo.rocket, silo.launch_rocket() }, { 0, nil, false })
    equal(silo.rocket_silo_status, defines.rocket_silo_status.building_rocket)
    raises("LuaEntity::rocket_parts: electric-mining-drill is not a rocket silo.", function() return drill.rocket_parts end)
    raises("LuaEntity::mining_area", function() return silo.mining_area end)
end)

test("use_filters says whether an inserter has filters, and forgets them", function()
    local inserter = game.surfaces.nauvis.create_entity({ name = "fast-inserter", position = { 0, 0 }, force = "player" })
    equal(inserter.use_filters, false)
    inserter.use_filters = true
    inserter.set_filter(1, "coal")
    equal(inserter.use_filters, true)
    inserter.use_filters = false
    equal({ inserter.use_filters, inserter.get_filter(1) }, { false, nil })
end)

test("tiles are planned one by one, and by blueprints that carry them", function()
    local surface = game.surfaces[1]
    local ghost = surface.create_entity({
        name = "tile-ghost", inner_name = "stone-path", position = { -20.3, -20.7 }, force = "player",
    })
    equal({ ghost.ghost_name, ghost.ghost_type, ghost.ghost_prototype.name }, { "stone-path", "tile", "stone-path" })
    equal({ ghost.position.x, ghost.position.y }, { -20.5, -20.5 })
    equal(surface.create_entity({ name = "tile-ghost", inner_name = "grass-1", position = { 1, 1 } }), nil)
    ghost.revive()
    equal({ ghost.valid, surface.get_tile(-21, -21).name }, { false, "stone-path" })

    surface.set_tiles({ { name = "concrete", position = { -20, -21 } } })
    local stacks = game.create_inventory(1)
    stacks[1].set_stack("blueprint")
    stacks[1].create_blueprint({ surface = surface, force = "player", area = { { -22, -22 }, { -18, -18 } } })
    equal(#stacks[1].get_blueprint_tiles(), 2)
    local made = stacks[1].build_blueprint({
        surface = surface, force = "player", position = { -10, -10 }, direction = defines.direction.east,
    })
    equal(#made, 2)
    local names = {}
    for _, one in pairs(made) do
        names[one.ghost_name] = { one.position.x, one.position.y }
    end
    equal(math.abs(names["stone-path"][2] - names["concrete"][2]), 1)
    equal(names["stone-path"][1], names["concrete"][1])
    stacks.destroy()
end)

test("what only scripts and windows use is kept on the entities that have it", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    local panel = s.create_entity({ name = "display-panel", position = { 0, 0 }, force = "player" })
    equal({ panel.display_panel_text, panel.display_panel_always_show }, { "", false })
    panel.display_panel_text, panel.display_panel_always_show = "iron", true
    equal({ panel.display_panel_text, panel.display_panel_always_show }, { "iron", true })
    local machine = s.create_entity({ name = "assembling-machine-1", position = { 8, 8 }, force = "player" })
    equal(machine.recipe_locked, false)
    machine.recipe_locked = true
    equal(machine.recipe_locked, true)
    raises("is not a display panel", function() return machine.display_panel_text end)
    raises("boolean expected", function() machine.recipe_locked = "yes" end)
    local gate = s.create_entity({ name = "gate", position = { 20, 20 }, force = "player" })
    equal(gate.is_closed(), true)
    raises("is not a gate", machine.is_closed)
    equal(machine.render_position, machine.position)
    local ghost = s.create_entity({ name = "entity-ghost", inner_name = "stone-furnace", position = { -8, -8 }, force = "player" })
    equal({ ghost.ghost_unit_number, ghost.ghost_has_flag("player-creation") }, { nil, true })
    local pump = s.create_entity({ name = "offshore-pump", position = { -20.5, 0.5 }, direction = 4, force = "player" })
    equal(pump.get_fluid_source_tile(), { x = -20, y = 0 })
    equal(machine.get_fluid_source_tile(), nil)
end)
