local function force() return game.forces.player end

test("research waits for prerequisites and triggers", function()
    equal(force().add_research("automation"), false)
    equal(force().technologies.automation.researched, false)
    force().technologies["automation-science-pack"].researched = true
    equal(force().add_research("automation"), true)
    equal({ force().current_research.name, force().research_progress, #force().research_queue },
        { "automation", 0, 1 })
    force().research_progress = 0.5
    equal(force().technologies.automation.saved_progress, 0.5)
    force().cancel_current_research()
    equal(force().current_research, nil)
end)

test("a researched technology enables its recipes and its bonuses", function()
    equal(force().recipes["assembling-machine-1"].enabled, false)
    force().technologies.automation.researched = true
    equal(force().recipes["assembling-machine-1"].enabled, true)
    force().technologies["physical-projectile-damage-1"].researched = true
    equal(force().get_ammo_damage_modifier("bullet") > 0, true)
    force().technologies.automation.researched = false
    equal(force().recipes["assembling-machine-1"].enabled, false)
end)

test("research_all_technologies leaves infinite ones alone", function()
    force().research_all_technologies()
    equal(force().technologies.automation.researched, true)
    equal(force().technologies["mining-productivity-4"].researched, false)
    equal(force().inserter_stack_size_bonus > 0, true)
    equal(force().recipes["rocket-silo"].enabled, true)
    force().reset()
    equal(force().technologies.automation.researched, false)
end)

test("bonuses and recipes can be written", function()
    force().mining_drill_productivity_bonus = 0.5
    equal(force().mining_drill_productivity_bonus, 0.5)
    force().set_gun_speed_modifier("bullet", 0.25)
    equal(force().get_gun_speed_modifier("bullet"), 0.25)
    raises("Unknown ammo category name: x", force().get_gun_speed_modifier, "x")
    force().recipes["rocket-silo"].enabled = true
    equal(force().recipes["rocket-silo"].enabled, true)
    equal(force().recipes["copper-cable"].ingredients[1].name, "copper-plate")
end)

test("a force has its research before it owns anything, and takes it to its first surface", function()
    local red = game.create_force("red")
    red.technologies.automation.researched = true
    red.set_ammo_damage_modifier("bullet", 0.4)
    local surface = game.create_surface("s", { width = 32, height = 32 })
    surface.create_entity({ name = "wooden-chest", position = { 0, 0 }, force = red })
    equal({ red.technologies.automation.researched, red.recipes["assembling-machine-1"].enabled }, { true, true })
    equal(red.get_ammo_damage_modifier("bullet"), 0.4)
    equal(force().technologies.automation.researched, false)
end)

test("research on one surface is the force's on all its surfaces", function()
    local surfaces = { game.surfaces.nauvis, game.create_surface("s", { width = 32, height = 32 }) }
    for _, surface in pairs(surfaces) do
        surface.create_entity({ name = "wooden-chest", position = { 0, 0 }, force = "player" })
    end
    force().technologies.automation.researched = true
    local machine = surfaces[2].create_entity({
        name = "assembling-machine-1", position = { 5, 5 }, force = "player", recipe = "iron-gear-wheel" })
    equal(machine.get_recipe().force.name, "player")
end)

test("the evolution of the enemy is read and written by surface", function()
    local enemy = game.forces.enemy
    enemy.set_evolution_factor(0.5)
    equal(enemy.get_evolution_factor(), 0.5)
    equal(enemy.get_evolution_factor(game.create_surface("s", { width = 32, height = 32 })), 0)
    raises("from 0 to 1", enemy.set_evolution_factor, 2)
end)

test("statistics of fluids and kills are kept by name", function()
    local surface = game.surfaces.nauvis
    surface.create_entity({ name = "wooden-chest", position = { 0, 0 }, force = "player" })
    local fluids = force().get_fluid_production_statistics(surface)
    fluids.on_flow("water", 12.5)
    equal({ fluids.get_input_count("water"), fluids.input_counts }, { 12.5, { water = 12.5 } })
    local kills = force().get_kill_count_statistics(surface)
    local biter = surface.create_entity({ name = "small-biter", position = { 10, 10 }, force = "enemy" })
    biter.die("player")
    equal(kills.input_counts, { ["small-biter"] = 1 })
    kills.clear()
    equal(kills.input_counts, {})
end)

test("all recipes and technologies are taken from a force and given to it", function()
    local force = game.forces.player
    force.disable_all_prototypes()
    equal({ force.recipes["iron-chest"].enabled, force.technologies["automation"].enabled }, { false, false })
    force.enable_all_prototypes()
    equal({ force.recipes["rocket-silo"].enabled, force.technologies["automation"].enabled }, { true, true })
    equal({ force.recipes["iron-chest"].has_category("crafting"), force.recipes["iron-chest"].has_category("smelting") }, { true, false })
end)
