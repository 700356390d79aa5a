local function surface() return game.surfaces.nauvis end

local function biter(x, y)
    return surface().create_entity({ name = "small-biter", position = { x, y }, force = "enemy" })
end

test("a unit takes commands and tells them", function()
    local unit = biter(0, 0)
    local commandable = unit.commandable
    equal({ commandable.is_entity, commandable.has_command, commandable.unique_id == unit.unit_number },
        { true, false, true })
    commandable.set_command({ type = defines.command.go_to_location, destination = { 5, 5 }, radius = 2 })
    equal({ commandable.command.type, commandable.command.destination, commandable.command.radius },
        { defines.command.go_to_location, { x = 5, y = 5 }, 2 })
    raises("LuaCommandable::set_command", commandable.set_command, { type = defines.command.group })
    equal(surface().create_entity({ name = "wooden-chest", position = { 9, 9 } }).commandable, nil)
end)

test("a group has members, a state and a command of its own", function()
    local group = surface().create_unit_group({ position = { 0, 0 } })
    local unit = biter(1, 1)
    group.add_member(unit)
    equal({ #group.members, group.members[1] == unit, unit.commandable.parent_group == group }, { 1, true, true })
    equal({ group.state, group.is_script_driven, group.force.name },
        { defines.group_state.gathering, true, "enemy" })
    group.set_command({ type = defines.command.attack_area, destination = { 9, 9 }, radius = 5 })
    equal(group.has_command, true)
    group.destroy()
    equal(group.valid, false)
end)

test("a group stops for a time before it does the last command of a compound", function()
    local group = surface().create_unit_group({ position = { 0, 0 } })
    group.add_member(biter(1, 1))
    local attack = { type = defines.command.attack_area, destination = { 9, 9 }, radius = 5 }
    local function compound(...)
        local return_last = defines.compound_command.return_last
        return { type = defines.command.compound, structure_type = return_last, commands = { ... } }
    end
    group.set_command(compound({ type = defines.command.stop, ticks_to_wait = 600 }, attack))
    local told = group.command
    equal({ told.type, told.structure_type, #told.commands }, { defines.command.compound,
        defines.compound_command.return_last, 2 })
    equal({ told.commands[1].type, told.commands[1].ticks_to_wait }, { defines.command.stop, 600 })
    equal({ told.commands[2].type, told.commands[2].destination }, { attack.type, { x = 9, y = 9 } })
    raises("stops and then one command", group.set_command, compound(attack, attack))
    raises("stops and then one command", group.set_command, compound())
    local either = compound(attack)
    either.structure_type = defines.compound_command.logical_or
    raises("stops and then one command", group.set_command, either)
end)

test("the nearest enemy of a force is found within the distance", function()
    local near, far = biter(5, 0), biter(-9, 0)
    equal(surface().find_nearest_enemy({ position = { 0, 0 }, max_distance = 20 }) == near, true)
    equal(surface().find_nearest_enemy({ position = { 0, 0 }, max_distance = 3 }), nil)
    equal(#surface().find_enemy_units({ 0, 0 }, 20, "player"), 2)
    game.forces.player.set_cease_fire("enemy", true)
    equal(surface().find_nearest_enemy({ position = { 0, 0 }, max_distance = 20 }), nil)
    equal(far.valid, true)
end)

test("damage counts resistances and tells what was lost", function()
    local wall = surface().create_entity({ name = "stone-wall", position = { 0, 0 }, force = "player" })
    equal(wall.damage(10, "enemy", "fire"), 0)
    equal(wall.damage(10, "enemy", "physical") < 10, true)
    raises("Unknown damage type name: tickling", wall.damage, 1, "enemy", "tickling")
end)

test("pollution is made, read, set and cleared", function()
    surface().pollute({ 0, 0 }, 50)
    equal({ surface().get_pollution({ 1, 1 }), surface().get_total_pollution() }, { 50, 50 })
    surface().set_pollution({ 0, 0 }, 7)
    equal(surface().get_pollution({ 0, 0 }), 7)
    surface().clear_pollution()
    equal(surface().get_total_pollution(), 0)
end)

test("tiles are found by name, area, mask and number", function()
    surface().set_tiles({ { name = "water", position = { 3, 3 } }, { name = "water", position = { 4, 3 } } })
    local area = { { 0, 0 }, { 8, 8 } }
    equal(surface().count_tiles_filtered({ area = area }), 64)
    equal(surface().count_tiles_filtered({ area = area, name = "water" }), 2)
    equal(surface().count_tiles_filtered({ area = area, name = "water", invert = true }), 62)
    equal(surface().count_tiles_filtered({ area = area, collision_mask = "water_tile" }), 2)
    equal(surface().find_tiles_filtered({ name = { "water" }, limit = 1 })[1].position, { x = 3, y = 3 })
    equal(surface().count_tiles_filtered({ position = { 3.5, 3.5 }, radius = 0.6 }), 1)
end)

test("characters carry guns and ammunition, and shoot", function()
    local character = surface().create_entity({ name = "character", position = { 0, 0 }, force = "player" })
    local guns = character.get_inventory(defines.inventory.character_guns)
    local ammo = character.get_inventory(defines.inventory.character_ammo)
    equal({ #guns, #ammo }, { 3, 3 })
    equal({ guns.insert("pistol"), ammo.insert("firearm-magazine"), guns.insert("coal") }, { 1, 1, 0 })
    character.shooting_state = { state = defines.shooting.shooting_enemies, position = { 5, 0 } }
    equal(character.shooting_state.state, defines.shooting.shooting_enemies)
end)
