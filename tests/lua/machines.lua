local function place(name, x, y, more)
    local spec = { name = name, position = { x, y }, force = "player" }
    for key, value in pairs(more or {}) do
        spec[key] = value
    end
    return game.surfaces.nauvis.create_entity(spec)
end

local status = defines.entity_status

test("a furnace's status is evaluated when it is read", function()
    local furnace = place("stone-furnace", 0, 0)
    furnace.insert({ name = "iron-ore", count = 5 })
    equal(furnace.status, status.no_fuel)
    furnace.insert({ name = "coal", count = 2 })
    equal(furnace.status, status.working)
end)

test("the numbers of inventories mean what the kind of entity says", function()
    local furnace = place("stone-furnace", 0, 0)
    furnace.insert({ name = "iron-ore", count = 5 })
    furnace.insert({ name = "coal", count = 2 })
    equal(furnace.get_inventory(defines.inventory.fuel).get_contents(),
        { { name = "coal", count = 2, quality = "normal" } })
    equal(furnace.get_inventory(defines.inventory.furnace_source).get_item_count("iron-ore"), 5)
    equal(furnace.get_output_inventory().index, defines.inventory.furnace_result)
    equal(furnace.get_fuel_inventory() == furnace.burner.inventory, true)
    equal(furnace.get_inventory(17), nil)
    equal(furnace.get_item_count(), 7)
    equal(furnace.get_max_inventory_index(), 3)
    equal(furnace.remove_item({ name = "coal", count = 9 }), 2)
    furnace.clear_items_inside()
    equal(furnace.has_items_inside(), false)
end)

test("an inventory takes only what may lie in it", function()
    local furnace = place("stone-furnace", 0, 0)
    equal(furnace.get_fuel_inventory().insert({ name = "iron-plate", count = 1 }), 0)
    equal(furnace.get_fuel_inventory().can_insert("wood"), true)
    equal(furnace.can_insert("speed-module"), false)
    local lab = place("lab", 6, 0)
    equal(lab.get_inventory(defines.inventory.lab_modules).insert({ name = "speed-module", count = 3 }), 2)
    equal(lab.get_module_inventory().get_insertable_count("iron-plate"), 0)
end)

test("stacks can be set, swapped and transferred within their limits", function()
    local chest = place("wooden-chest", 0, 0).get_inventory(defines.inventory.chest)
    equal(chest[1].set_stack({ name = "coal", count = 500 }), true)
    equal(chest[1].count, 50)
    equal(chest[2].transfer_stack(chest[1], 20), true)
    equal({ chest[1].count, chest[2].count }, { 30, 20 })
    chest[3].set_stack("iron-plate")
    equal(chest[3].swap_stack(chest[1]), true)
    equal({ chest[1].name, chest[3].count }, { "iron-plate", 30 })
    equal(chest[1].is_module, false)
    equal(chest[1].quality.name, "normal")
    local stack, slot = chest.find_empty_stack()
    equal({ stack.valid_for_read, slot }, { false, 4 })
    local furnace = place("stone-furnace", 5, 0)
    equal(furnace.get_fuel_inventory()[1].can_set_stack("iron-plate"), false)
end)

test("an assembling machine has the recipe that is set and gives back what it cannot keep", function()
    local machine = place("assembling-machine-1", 0, 0)
    equal({ machine.get_recipe(), machine.status }, { nil, status.no_power })
    equal(machine.set_recipe("iron-gear-wheel"), {})
    equal(machine.get_recipe().name, "iron-gear-wheel")
    equal(machine.insert({ name = "iron-plate", count = 8 }), 8)
    equal(machine.status, status.no_power)
    equal(machine.set_recipe("iron-chest"), { { name = "iron-plate", count = 8, quality = "normal" } })
    raises("LuaEntity::set_recipe", machine.set_recipe, "iron-plate")
    raises("Unknown recipe name: x", machine.set_recipe, "x")
    raises("stone-furnace is not an assembling machine", place("stone-furnace", 6, 0).set_recipe, "iron-plate")
    machine.set_recipe(nil)
    equal(machine.get_recipe(), nil)
end)

test("create_entity sets recipes, filters and the ends of underground belts", function()
    equal(place("assembling-machine-1", 0, 0, { recipe = "iron-chest" }).get_recipe().name, "iron-chest")
    local inserter = place("fast-inserter", 5, 0, { filters = { { name = "coal" }, "iron-plate" } })
    equal({ inserter.get_filter(1).name, inserter.get_filter(2).name, inserter.get_filter(3) },
        { "coal", "iron-plate" })
    local entrance = place("underground-belt", 0, 5, { direction = defines.direction.east, type = "input" })
    local exit = place("underground-belt", 3, 5, { direction = defines.direction.east, type = "output" })
    equal({ entrance.belt_to_ground_type, exit.belt_to_ground_type }, { "input", "output" })
    equal(entrance.neighbours == exit, true)
end)

test("a burner tells and takes what burns", function()
    local furnace = place("stone-furnace", 0, 0)
    local burner = furnace.burner
    equal({ burner.currently_burning, burner.remaining_burning_fuel }, { nil, 0 })
    burner.currently_burning = "coal"
    equal(burner.currently_burning.name.name, "coal")
    equal(burner.remaining_burning_fuel, 4e6)
    burner.remaining_burning_fuel = 1000
    equal(burner.remaining_burning_fuel, 1000)
    raises("does not burn here", function() burner.currently_burning = "iron-plate" end)
    equal(burner.owner == furnace, true)
    furnace.destroy()
    equal(burner.valid, false)
    raises("LuaBurner API call when LuaBurner was invalid.", function() return burner.heat end)
end)

test("inserters pick up behind their direction and put down before it", function()
    local chest = place("wooden-chest", 0, -1)
    local furnace = place("stone-furnace", 1, 2)
    local inserter = place("inserter", 0, 0, { direction = defines.direction.north })
    equal(inserter.pickup_position, { x = 0.5, y = -0.5 })
    equal({ inserter.pickup_target == chest, inserter.drop_target == furnace }, { true, true })
    equal(inserter.held_stack.valid_for_read, false)
    inserter.held_stack.set_stack({ name = "coal", count = 1 })
    equal({ inserter.held_stack.name, inserter.held_stack.count }, { "coal", 1 })
    inserter.inserter_stack_size_override = 1
    equal(inserter.inserter_target_pickup_count, 1)
    inserter.inserter_filter_mode = "blacklist"
    equal(inserter.inserter_filter_mode, "blacklist")
    raises("LuaEntity::held_stack: wooden-chest is not an inserter.", function() return chest.held_stack end)
end)

test("a drill's target is what it puts down into, but no belt", function()
    for x = 0, 1 do
        for y = 0, 1 do
            place("iron-ore", x + 0.5, y + 0.5, { amount = 100 })
        end
    end
    local drill = place("burner-mining-drill", 1, 1, { direction = defines.direction.south })
    local belt = place("transport-belt", drill.drop_position.x, drill.drop_position.y)
    equal({ belt.position, drill.drop_target }, { { x = 1.5, y = 2.5 } })
    belt.destroy()
    local chest = place("wooden-chest", 1.5, 2.5)
    equal(drill.drop_target == chest, true)
end)

test("transport lines give and take items", function()
    local first = place("transport-belt", 0, 0, { direction = defines.direction.east })
    local second = place("transport-belt", 1, 0, { direction = defines.direction.east })
    local line = first.get_transport_line(defines.transport_line.left_line + 1)
    equal({ line.can_insert_at_back(), line.insert_at_back("iron-plate"), #line }, { true, true, 1 })
    equal(line.get_contents(), { { name = "iron-plate", count = 1, quality = "normal" } })
    equal(line[1].name, "iron-plate")
    equal(line.line_length, 1)
    equal({ first.belt_neighbours.outputs[1] == second, #first.belt_neighbours.inputs, first.belt_shape },
        { true, 0, "straight" })
    equal(second.belt_neighbours.inputs[1] == first, true)
    equal(line.remove_item({ name = "iron-plate", count = 5 }), 1)
    equal(#line.get_contents(), 0)
    raises("get_transport_line", first.get_transport_line, 3)
end)

test("splitters have priorities and one filter", function()
    local splitter = place("splitter", 0, 0)
    splitter.splitter_output_priority = "left"
    splitter.splitter_filter = "coal"
    equal({ splitter.splitter_input_priority, splitter.splitter_output_priority, splitter.splitter_filter.name },
        { "none", "left", "coal" })
    raises("must be", function() splitter.splitter_input_priority = "up" end)
end)

test("tanks hold one fluid, read and written by box", function()
    local tank = place("storage-tank", 0, 0)
    equal({ #tank.fluidbox, tank.fluidbox[1] }, { 1, nil })
    equal(tank.insert_fluid({ name = "water", amount = 100 }), 100)
    equal(tank.fluidbox[1], { name = "water", amount = 100, temperature = 15 })
    equal(tank.insert_fluid({ name = "steam", amount = 10 }), 0)
    tank.fluidbox[1] = { name = "steam", amount = 50, temperature = 165 }
    equal({ tank.get_fluid_count("steam"), tank.get_fluid_contents(), tank.fluids_count }, { 50, { steam = 50 }, 1 })
    equal(tank.remove_fluid({ name = "steam", amount = 20 }), 20)
    local pipe = place("pipe", 2, 1)
    equal(pipe.fluidbox.get_fluid_segment_id(1), tank.fluidbox.get_fluid_segment_id(1))
    equal(tank.fluidbox.flush(1), { steam = 30 })
    equal(tank.fluidbox.get_fluid_segment_contents(1), {})
    raises("Index out of bounds", function() return tank.fluidbox[2] end)
    equal(#place("wooden-chest", 9, 9).fluidbox, 0)
end)

test("a pump can be told which fluid it lets through", function()
    local pump, tank = place("pump", 0.5, 1), place("storage-tank", 5.5, 0.5)
    equal({ pump.fluidbox.get_filter(1), pump.fluidbox.set_filter(1, { name = "water" }) }, { nil, true })
    equal(pump.fluidbox.get_filter(1).name, "water")
    equal({ pump.insert_fluid({ name = "steam", amount = 5 }), pump.insert_fluid({ name = "water", amount = 5 }) }, { 0, 5 })
    equal({ pump.fluidbox.set_filter(1, nil), pump.fluidbox.get_filter(1), pump.get_fluid_count("water") }, { true, nil, 5 })
    equal(tank.fluidbox.set_filter(1, { name = "water" }), false)
    raises("Unknown fluid name", function() pump.fluidbox.set_filter(1, { name = "wine" }) end)
end)

test("poles in reach are wired, and connectors cut and run wires", function()
    local a = place("small-electric-pole", 0, 0)
    local b = place("small-electric-pole", 5, 0)
    local copper = defines.wire_connector_id.pole_copper
    local wire = a.get_wire_connector(copper, true)
    equal({ wire.connection_count, wire.connections[1].target.owner == b }, { 1, true })
    equal(a.electric_network_id, b.electric_network_id)
    equal({ wire.disconnect_from(b.get_wire_connector(copper, true)), wire.connection_count }, { true, 0 })
    equal(a.electric_network_id == b.electric_network_id, false)
    equal({ wire.connect_to(b.get_wire_connector(copper, true)), wire.connect_to(b.get_wire_connector(copper, true)) },
        { true, false })
    equal(place("wooden-chest", 9, 9).get_wire_connector(copper, true), nil)
end)

test("entities that face a direction turn, the others stay", function()
    local inserter = place("inserter", 0, 0)
    inserter.direction = defines.direction.east
    equal(inserter.direction, 4)
    equal({ inserter.rotate(), inserter.direction }, { true, 8 })
    equal({ inserter.rotate({ reverse = true }), inserter.direction }, { true, 4 })
    local chest = place("wooden-chest", 5, 0)
    chest.direction = defines.direction.east
    equal({ chest.direction, chest.rotate() }, { 0, false })
end)

test("ghosts know what they shall become and are revived", function()
    local ghost = place("entity-ghost", 0, 0, { inner_name = "assembling-machine-1", recipe = "iron-chest" })
    equal({ ghost.name, ghost.ghost_name, ghost.ghost_type, ghost.status },
        { "entity-ghost", "assembling-machine-1", "assembling-machine", status.ghost })
    local _, machine = ghost.revive()
    equal({ ghost.valid, machine.name, machine.get_recipe().name }, { false, "assembling-machine-1", "iron-chest" })
    raises("is not a ghost", function() return machine.ghost_name end)
end)

test("marks of deconstruction can be set and taken back", function()
    local chest = place("wooden-chest", 0, 0)
    equal({ chest.order_deconstruction("player"), chest.to_be_deconstructed() }, { true, true })
    chest.cancel_deconstruction("player")
    equal(chest.to_be_deconstructed(), false)
end)

test("a script's fast replacing keeps what is inside", function()
    local chest = place("wooden-chest", 0, 0)
    chest.insert({ name = "coal", count = 10 })
    local new = place("iron-chest", 0, 0, { fast_replace = true })
    equal({ new.name, new.get_item_count("coal"), chest.valid }, { "iron-chest", 10, false })
end)

test("handles outlive the growth of the arena", function()
    local furnace = place("stone-furnace", -20, -20)
    local inventory = furnace.get_fuel_inventory()
    inventory.insert("coal")
    for x = -10, 10 do
        for y = -10, 10 do
            place("stone-furnace", 2 * x, 2 * y)
        end
    end
    equal({ furnace.valid, inventory.valid, inventory.get_item_count("coal") }, { true, true, 1 })
end)

test("devices of electric networks tell what they do", function()
    local surface = game.surfaces.nauvis
    surface.always_day = true
    local function place(name, x, y)
        return surface.create_entity({ name = name, position = { x, y }, force = "player" })
    end
    local accumulator, panel, radar = place("accumulator", 6, 0), place("solar-panel", 0.5, 0.5), place("radar", 20.5, 0.5)
    local status = defines.entity_status
    equal({ accumulator.status, panel.status, radar.status },
        { status.not_plugged_in_electric_network, status.not_plugged_in_electric_network, status.no_power })
    place("small-electric-pole", 3.5, 0.5)
    equal({ accumulator.status, panel.status }, { status.charging, status.working })
    accumulator.energy = 5000000
    equal(accumulator.status, status.fully_charged)
end)

test("a generator holds what its steam can give in a tick, also without a network", function()
    local engine = game.surfaces.nauvis.create_entity({ name = "steam-engine", position = { 0.5, 0.5 }, force = "player" })
    equal(engine.energy, 0)
    engine.fluidbox[1] = { name = "steam", amount = 100, temperature = 165 }
    equal(engine.energy, 15000)
    equal(engine.status, defines.entity_status.not_plugged_in_electric_network)
end)

test("a transport line tells the lines that it runs on to", function()
    local first, second = place("transport-belt", 0, 0, { direction = 4 }), place("transport-belt", 1, 0, { direction = 4 })
    local entrance = place("underground-belt", 2, 0, { direction = 4, type = "input" })
    local exit = place("underground-belt", 5, 0, { direction = 4, type = "output" })
    local function owners(belt, line)
        local found = {}
        for _, onward in ipairs(belt.get_transport_line(line).output_lines) do
            found[#found + 1] = onward.owner.unit_number
        end
        return found
    end
    equal(owners(first, 1), { second.unit_number })
    equal(owners(second, 2), { entrance.unit_number })
    equal(owners(entrance, 1), { entrance.unit_number })
    equal(owners(entrance, 3), { exit.unit_number })
    equal(owners(exit, 1), {})
end)

test("a splitter's inputs run on to both of its outputs", function()
    local splitter = place("splitter", 0, 0, { direction = 0 })
    local lines = splitter.get_transport_line(1).output_lines
    equal(#lines, 2)
    equal(lines[1].owner == splitter and lines[2].owner == splitter, true)
end)

test("a beacon tells what it reaches, and a machine the beacons that reach it", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    local beacon = s.create_entity({ name = "beacon", position = { 0.5, 0.5 }, force = "player" })
    local near = s.create_entity({ name = "assembling-machine-2", position = { 4.5, 0.5 }, force = "player" })
    local far = s.create_entity({ name = "assembling-machine-2", position = { 20.5, 0.5 }, force = "player" })
    local chest = s.create_entity({ name = "wooden-chest", position = { 2.5, 0.5 }, force = "player" })
    equal({ near.beacons_count, far.beacons_count, chest.beacons_count }, { 1, 0 })
    equal(near.get_beacons()[1], beacon)
    equal({ #beacon.get_beacon_effect_receivers(), beacon.get_beacon_effect_receivers()[1] == near }, { 1, true })
    raises("is not a beacon", chest.get_beacon_effect_receivers)
end)

test("a line knows the lines that lead to it", function()
    local s = game.create_surface("s", { width = 64, height = 64 })
    local first = s.create_entity({ name = "transport-belt", position = { 0.5, 0.5 }, direction = 4, force = "player" })
    local second = s.create_entity({ name = "transport-belt", position = { 1.5, 0.5 }, direction = 4, force = "player" })
    local side = s.create_entity({ name = "transport-belt", position = { 2.5, 1.5 }, direction = 0, force = "player" })
    local last = s.create_entity({ name = "transport-belt", position = { 2.5, 0.5 }, direction = 4, force = "player" })
    equal(first.get_transport_line(1).input_lines, {})
    local before = second.get_transport_line(1).input_lines
    equal({ #before, before[1].owner == first, before[1] == first.get_transport_line(1) }, { 1, true, true })
    local count = 0
    for line = 1, 2 do count = count + #last.get_transport_line(line).input_lines end
    equal(count, 4)
    equal(second.get_transport_line(2).output_lines[1] == last.get_transport_line(2), true)
    equal(#side.get_transport_line(1).input_lines, 0)
end)
