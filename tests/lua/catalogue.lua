-- Prototypes that no rule needs, told from their definitions; members of machines that scripts of others read.

test("virtual signals are listed with their groups", function()
    local signal = prototypes.virtual_signal["signal-A"]
    equal({ signal.object_name, signal.name, signal.type, signal.special, signal.valid },
        { "LuaVirtualSignalPrototype", "signal-A", "virtual-signal", false, true })
    equal(signal.localised_name, { "virtual-signal-name.signal-A" })
    equal({ signal.subgroup.name, signal.group.name, signal.hidden },
        { "virtual-signal-letter", "signals", false })
    equal(prototypes.virtual_signal["signal-each"].special, true)
    equal(prototypes.virtual_signal["nope"], nil)
    raises("doesn't contain key width", function() return signal.width end)
end)

test("equipment, grids and their items know each other", function()
    local shield = prototypes.equipment["energy-shield-mk2-equipment"]
    equal({ shield.type, shield.shape.width, shield.get_shield(), shield.take_result.name },
        { "energy-shield-equipment", 2, 150, "energy-shield-mk2-equipment" })
    equal(shield.equipment_categories, { "armor" })
    local item = prototypes.item["solar-panel-equipment"]
    equal({ item.place_as_equipment_result.name, item.equipment_grid }, { "solar-panel-equipment", nil })
    local grid = prototypes.item["power-armor"].equipment_grid
    equal({ grid.name, grid.width, grid.height, grid.locked }, { "medium-equipment-grid", 6, 8, false })
    equal(grid.equipment_categories, { "armor" })
    equal(prototypes.equipment_category["armor"].name, "armor")
end)

test("pollutants, properties of surfaces and places in space are listed", function()
    equal(prototypes.airborne_pollutant.pollution.affects_evolution, true)
    equal(game.surfaces[1].pollutant_type.name, "pollution")
    equal(prototypes.surface_property["magnetic-field"].default_value, 90)
    equal(prototypes.space_location.nauvis.pollutant_type, "pollution")
    equal(prototypes.space_location["space-location-unknown"].map_seed_offset, nil)
    equal(prototypes.asteroid_chunk["asteroid-chunk-unknown"].hidden, true)
end)

test("objects of the catalogue live in storage as themselves", function()
    equal(prototypes.virtual_signal["signal-A"] == prototypes.virtual_signal["signal-A"], true)
    equal(prototypes.virtual_signal["signal-A"] == prototypes.virtual_signal["signal-B"], false)
    equal(prototypes.item_group["logistics"].subgroups[1].group.name, "logistics")
end)

test("guns and capsules tell what they do", function()
    equal(prototypes.item["pistol"].attack_parameters.range, 15)
    equal(prototypes.item["coal"].attack_parameters, nil)
    equal(prototypes.item["raw-fish"].capsule_action.type, "use-on-self")
end)

test("magazines tell their rounds, tools their durability", function()
    local inventory = game.create_inventory(3)
    inventory.insert("firearm-magazine")
    inventory.insert("automation-science-pack")
    inventory.insert("coal")
    equal({ inventory[1].ammo, inventory[2].durability }, { 10, 1 })
    raises("coal is not ammo", function() return inventory[3].ammo end)
    raises("coal is not a tool", function() return inventory[3].durability end)
    equal(inventory.get_item_count_filtered({ name = "coal", quality = "normal" }), 1)
end)

test("resetting technology effects brings back what research gives", function()
    local force = game.forces.player
    force.technologies["automation"].researched = true
    force.recipes["assembling-machine-1"].enabled = false
    force.recipes["radar"].enabled = true
    force.character_running_speed_modifier = 2
    force.technologies["physical-projectile-damage-1"].researched = true
    force.reset_technology_effects()
    equal({ force.recipes["assembling-machine-1"].enabled, force.recipes["radar"].enabled }, { true, false })
    equal(force.character_running_speed_modifier, 0)
    equal(string.format("%.1f", force.get_ammo_damage_modifier("bullet")), "0.1")
    force.reset_technologies()
    equal(force.technologies["automation"].researched, true)
end)

test("nobody runs trains", function()
    equal(game.train_manager.get_trains({}), {})
    equal(game.train_manager.get_train_by_id(1), nil)
    equal(game.get_entity_by_tag("x"), nil)
end)
