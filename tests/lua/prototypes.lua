local entity, item, recipe = prototypes.entity, prototypes.item, prototypes.recipe

local function keys(table)
    local result = {}
    for key in pairs(table) do result[#result + 1] = key end
    table = result
    return result
end

test("prototypes of machines carry the published numbers", function()
    local furnace = entity["stone-furnace"]
    equal(furnace.get_crafting_speed(), 1)
    equal(furnace.crafting_categories, { smelting = true })
    equal(furnace.energy_usage, 90000 / 60)
    equal(furnace.burner_prototype.fuel_inventory_size, 1)
    equal(furnace.burner_prototype.fuel_categories, { chemical = true })
    equal(furnace.electric_energy_source_prototype, nil)
    local assembler = entity["assembling-machine-2"]
    equal(assembler.get_crafting_speed(), 0.75)
    equal(assembler.module_inventory_size, 2)
    equal(assembler.electric_energy_source_prototype.drain, 150000 / 30 / 60)
    equal(#assembler.fluidbox_prototypes, 2)
    equal(assembler.fluidbox_prototypes[1].production_type, "input")
end)

test("prototypes of drills, belts, inserters, poles carry the published numbers", function()
    equal(entity["burner-mining-drill"].mining_drill_radius, 0.99)
    equal(entity["electric-mining-drill"].get_mining_drill_radius(), 2.49)
    equal(entity["electric-mining-drill"].mining_speed, 0.5)
    equal(entity["transport-belt"].belt_speed, 0.03125)
    equal(entity["underground-belt"].max_underground_distance, 5)
    equal(entity["transport-belt"].related_underground_belt.name, "underground-belt")
    equal(entity["inserter"].get_inserter_rotation_speed(), 0.014)
    equal(entity["inserter"].inserter_pickup_position, { 0, -1 })
    equal(entity["small-electric-pole"].get_supply_area_distance(), 2.5)
    equal(entity["small-electric-pole"].get_max_wire_distance(), 7.5)
    equal(entity["lab"].lab_inputs[1], "automation-science-pack")
    equal(entity["wooden-chest"].get_inventory_size(1), 16)
end)

test("prototypes of enemies carry the published numbers", function()
    local spawner = entity["biter-spawner"]
    equal(spawner.spawn_cooldown, { min = 150, max = 360 })
    equal(spawner.result_units[1].unit, "small-biter")
    equal(entity["small-biter"].speed, 0.2)
    equal(entity["small-biter"].attack_parameters.range, 0.5)
    equal(entity["small-biter"].is_military_target, true)
    equal(entity["stone-wall"].resistances.fire.percent, 1)
end)

test("a number of another type is nil, an unknown member raises", function()
    equal({ entity["wooden-chest"].belt_speed, entity["wooden-chest"].mining_drill_radius }, {})
    raises("LuaEntityPrototype doesn't contain key color_of_wings.", function()
        return entity["wooden-chest"].color_of_wings
    end)
end)

test("items tell fuel, modules, ammunition and what they place", function()
    equal(item.coal.fuel_value, 4e6)
    equal(item.coal.fuel_category, "chemical")
    equal(item["speed-module"].module_effects, { consumption = 0.5, speed = 0.2, quality = -0.1 })
    equal(item["firearm-magazine"].magazine_size, 10)
    equal(item["stone-furnace"].place_result.name, "stone-furnace")
    equal(item["stone-brick"].place_as_tile_result.result.name, "stone-path")
    equal(item["iron-plate"].stack_size, 100)
end)

test("recipes tell ingredients, products and time, fluids by name", function()
    local gear = recipe["iron-gear-wheel"]
    equal(gear.ingredients, { { type = "item", name = "iron-plate", amount = 2 } })
    equal(gear.products[1].name, "iron-gear-wheel")
    equal(gear.products[1].amount, 1)
    equal(gear.energy, 0.5)
    equal(gear.main_product.name, "iron-gear-wheel")
    local sulfur = recipe["sulfur"]
    local names = {}
    for _, ingredient in pairs(sulfur.ingredients) do names[ingredient.name] = ingredient.type end
    equal(names, { water = "fluid", ["petroleum-gas"] = "fluid" })
    equal(prototypes.fluid.water.default_temperature, 15)
    equal(prototypes.fluid.steam.max_temperature, 5000)
end)

test("technologies tell cost, effects, prerequisites and successors", function()
    local logistics = prototypes.technology["logistics-2"]
    equal(keys(logistics.prerequisites), { "logistics", "logistic-science-pack" })
    equal(logistics.research_unit_energy, 30 * 60)
    equal(prototypes.technology.automation.research_unit_ingredients,
        { { type = "item", name = "automation-science-pack", amount = 1 } })
    equal(prototypes.technology.automation.effects[1], { type = "unlock-recipe", recipe = "assembling-machine-1" })
    equal(prototypes.technology.logistics.successors["logistics-2"].name, "logistics-2")
    equal(prototypes.technology["steam-power"].research_trigger.type, "craft-item")
end)

test("the small tables of prototypes have names", function()
    equal(prototypes.damage.physical.name, "physical")
    equal(prototypes.quality.normal.level, 0)
    equal(prototypes.recipe_category.smelting.name, "smelting")
    equal(prototypes.collision_layer.player.name, "player")
    equal(#prototypes.collision_layer, 24)
    equal(prototypes.fuel_category.nothing, nil)
    equal(prototypes.max_underground_belt_distance, 9)
end)

test("prototypes are sorted into groups: by their own subgroup, by their product's, by the item that builds them", function()
    local plate = prototypes.item["iron-plate"]
    equal({ plate.subgroup.name, plate.group.name, plate.group.type }, { "raw-material", "intermediate-products", "item-group" })
    equal(prototypes.recipe["iron-gear-wheel"].subgroup.name, "intermediate-product")
    equal(prototypes.entity["stone-furnace"].subgroup.name, "smelting-machine")
    equal(prototypes.entity["tree-01"].subgroup.name, "trees")
    equal(prototypes.fluid.water.subgroup.name, "fluid")
    equal(game.forces.player.recipes["iron-gear-wheel"].group == plate.group, true)
    local logistics = prototypes.item_group.logistics
    equal(prototypes.item_subgroup.belt.group == logistics, true)
    equal({ logistics.subgroups[1].object_name, #logistics.subgroups > 5, logistics.order }, { "LuaGroup", true, "a" })
    equal(prototypes.item_subgroup.belt.subgroups, {})
end)

test("fields of definitions are read as the game gives them: energies a tick, defaults, nil for other types", function()
    local entity = prototypes.entity
    equal(entity.roboport.logistic_radius, 25)
    equal(entity["stone-furnace"].logistic_radius, nil)
    equal(entity["rocket-silo"].active_energy_usage, 3990000 / 60)
    equal(entity["rocket-silo"].rocket_entity_prototype.name, "rocket-silo-rocket")
    equal({ entity["iron-ore"].hide_resistances, entity["stone-furnace"].hide_resistances }, { nil, true })
    equal({ entity["heat-exchanger"].boiler_mode, entity.boiler.boiler_mode },
        { "output-to-separate-pipe", "output-to-separate-pipe" })
    equal(entity["logistic-robot"].energy_per_move, 5000)
    equal(prototypes.tile["grass-1"].vehicle_friction_modifier, 1.6)
    equal(prototypes.recipe["iron-gear-wheel"].request_paste_multiplier, 30)
    equal(entity["stone-furnace"].localised_description, { "entity-description.stone-furnace" })
    equal({ entity["stone-furnace"].hidden_in_factoriopedia, entity["stone-furnace"].parameter }, { false, false })
end)

test("every prototype has what all prototypes have", function()
    for _, kind in pairs({ "item", "entity", "recipe", "fluid", "tile", "technology", "damage", "fuel_category" }) do
        for _, prototype in pairs(prototypes[kind]) do
            equal(type(prototype.order), "string")
            equal(prototype.subgroup.group == prototype.group, true)
            equal(type(prototype.localised_description), "table")
        end
    end
end)

test("fields of definitions: of the types that have them, with their defaults", function()
    local e = prototypes.entity
    equal(e["car"].consumption, 2500)
    equal(e["storage-tank"].two_direction_only, true)
    equal(e["wooden-chest"].two_direction_only, nil)
    equal(e["loader"].loader_max_belt_stack_size, 1)
    equal(e["spidertron"].height, 1.5)
    equal(e["land-mine"].ammo_category, "landmine")
    equal(e["spidertron"].torso_rotation_speed, 0.005)
    equal(prototypes.item["iron-plate"].get_spoil_ticks(), 0)
    equal(prototypes.item["speed-module"].requires_beacon_alt_mode, false)
    equal({ e["radar"].get_max_distance_of_sector_revealed(), e["wooden-chest"].get_max_distance_of_sector_revealed() }, { 14 })
    equal({ e["stone-wall"].collision_mask_collides_with_self, e["iron-ore"].collision_mask_collides_with_tiles_only }, { true, false })
    local normal = prototypes.quality.normal
    equal({ normal.crafting_machine_speed_multiplier, normal.lab_module_slots_bonus, normal.next_probability }, { 1, 0, 0.1 })
end)

test("what machines draw and give at most, as it was read on running games", function()
    -- 2.0.77: CompleteDotTech/jev-factorio-agent, coal-native-economic-evidence; accumulator and panel on 2.1.17:
    -- arturh85/factorio-bot, live-2.1.17-daylight.
    local function usage(name)
        return math.floor(prototypes.entity[name].get_max_energy_usage() * 1000 + 0.5) / 1000
    end
    equal({ usage("inserter"), usage("electric-mining-drill"), usage("lab") }, { 245, 1500, 1000 })
    equal({ usage("assembling-machine-1"), usage("boiler"), usage("offshore-pump") }, { 1250, 30000, 1000 })
    local function production(name)
        return prototypes.entity[name].get_max_energy_production()
    end
    equal({ production("steam-engine"), production("solar-panel"), production("accumulator") }, { 15000, 1000, 5000 })
    local function buffer(name)
        return prototypes.entity[name].electric_energy_source_prototype.buffer_capacity
    end
    equal({ buffer("inserter"), buffer("lab"), buffer("steam-engine"), buffer("accumulator") }, { 0, 0, 0, 5000000 })
end)
