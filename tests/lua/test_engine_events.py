"""What the engine does in a tick, as mods hear of it."""

from __future__ import annotations

import pytest

from harness.standin.lua_host import ScriptError

START = """
    s = game.surfaces[1]
    seen = {}
    function hear(name, pick)
        script.on_event(defines.events[name], function(e) seen[#seen + 1] = pick(e) end)
    end
    function place(name, x, y, force)
        return s.create_entity{name = name, position = {x, y}, force = force or "player"}
    end
"""


def test_the_dead_are_named_and_placed_while_handlers_hear_of_them(game) -> None:
    game.run(
        START
        + """
        kept = nil
        hear("on_entity_died", function(e)
            kept = e.entity
            return {e.entity.name, e.entity.type, e.entity.force.name, e.entity.position.x, e.force.name}
        end)
        hear("on_post_entity_died", function(e) return {e.prototype.name, e.position.x, e.unit_number ~= nil} end)
        place("small-biter", 4, 4, "enemy").damage(1000, "player", "physical")"""
    )
    assert game.value("seen") == [["small-biter", "unit", "enemy", 4, "player"], ["small-biter", 4, True]]
    assert game.value("kept.valid") is False
    assert "LuaEntity API call when LuaEntity was invalid." in game.error("return kept.name")


def test_nine_chunks_by_nine_come_to_be_around_a_character_that_is_put_far_out(game) -> None:
    """Measured twice on 2.1.17, with one character on ground that was not there (arturh85/factorio-bot, 2026-09-06)."""
    game.run(
        START
        + """
        s = game.create_surface("fresh", {width = 1024, height = 1024})
        s.generate_with_lab_tiles = true
        s.request_to_generate_chunks({5 * 32, 5 * 32}, 0)
        s.force_generate_chunk_requests()
        place("character", 5.5 * 32, 5.5 * 32)
        """
    )
    game.ticks(120)
    game.run(
        "near, all = 0, 0 for c in s.get_chunks() do all = all + 1 "
        "if math.abs(c.x - 5) <= 4 and math.abs(c.y - 5) <= 4 then near = near + 1 end end"
    )
    assert game.value("{near, all}") == [81, 81]


@pytest.mark.parametrize(
    "death",
    ["c.die()", "c.damage(1000, 'enemy', 'physical')", "c.health = 1; place('medium-biter', 1, 0, 'enemy')"],
    ids=["by a script", "by a script's damage", "by a bite"],
)
def test_the_first_character_that_dies_on_a_surface_leaves_all_that_it_carried(game, death: str) -> None:
    game.run(
        START
        + """
        s = game.create_surface("fresh", {width = 64, height = 64})
        s.generate_with_lab_tiles = true
        s.request_to_generate_chunks({0, 0}, 1)
        s.force_generate_chunk_requests()
        c = place("character", 0, 0)
        for i, name in ipairs({"iron-plate", "coal", "stone", "wood", "pipe"}) do
            c.insert{name = name, count = 10 * i}
        end
        """
        + death
    )
    game.ticks(120)
    assert game.value("c.valid") is False
    game.run("corpse = s.find_entities_filtered{type = 'character-corpse'}[1]")
    assert game.value("corpse.get_inventory(defines.inventory.character_corpse).get_item_count()") == 150


def test_a_surface_that_is_laid_with_lab_tiles_draws_by_its_own_seed(game) -> None:
    """What rocks give is drawn: alike on two surfaces of one seed, otherwise on one of another."""
    game.run(
        START
        + """
        function given(number, seed)
            local bare = {treat_missing_as_default = false, settings = {}}
            s = game.create_surface("s" .. number, {
                width = 64, height = 64, seed = seed, default_enable_all_autoplace_controls = false,
                autoplace_settings = {entity = bare, decorative = bare, tile = bare},
            })
            s.generate_with_lab_tiles = true
            s.request_to_generate_chunks({0, 0}, 1)
            s.force_generate_chunk_requests()
            local bag, counts = game.create_inventory(60), {}
            for i = 1, 8 do
                place("huge-rock", 0, 0).mine{inventory = bag}
                counts[i] = bag.get_item_count("stone")
            end
            return counts
        end
        seen = {given(1, 7), given(2, 7), given(3, 8)}"""
    )
    first, same, other = game.value("seen")
    assert first == same and first != other


def test_filters_of_on_entity_died_look_at_what_died(game) -> None:
    game.run(
        START
        + """
        script.on_event(defines.events.on_entity_died, function(e) seen[#seen + 1] = e.entity.name end,
            {{filter = "type", type = "container"}})
        for x, name in ipairs({"small-biter", "wooden-chest"}) do
            place(name, 3 * x, 0).damage(1000, "player", "physical")
        end"""
    )
    assert game.value("seen") == ["wooden-chest"]


def test_a_turret_that_kills_is_the_cause_in_the_tick_of_the_hit(game) -> None:
    game.run(
        START
        + """
        hear("on_entity_damaged", function(e) return "hurt " .. e.entity.name end)
        hear("on_entity_died", function(e) return {e.entity.name, e.cause.name} end)
        turret = place("gun-turret", 0, 0)
        turret.insert{name = "firearm-magazine", count = 10}
        place("small-biter", 8, 0, "enemy")"""
    )
    game.ticks(200)
    seen = game.value("seen")
    assert seen[0] == "hurt small-biter"
    assert seen[-1] == ["small-biter", "gun-turret"]


def test_nothing_is_noted_that_nobody_listens_to(game) -> None:
    game.run(START + "hear('on_entity_died', function(e) return 1 end)")
    game.run("script.on_event(defines.events.on_entity_died, nil)")
    game.run("place('small-biter', 4, 4, 'enemy').damage(1000, 'player', 'physical')")
    assert game.value("#seen") == 0


def test_a_script_that_researches_is_told_so_once_for_all_surfaces(game) -> None:
    game.run(
        START
        + """
        hear("on_research_finished", function(e) return {e.research.name, e.by_script} end)
        place("wooden-chest", 0, 0)
        game.create_surface("b", {width = 32, height = 32}).create_entity{
            name = "wooden-chest", position = {0, 0}, force = "player"}
        game.forces.player.technologies.automation.researched = true"""
    )
    game.ticks(1)
    assert game.value("seen") == [["automation", True]]


def test_a_lab_finishes_research_and_starts_the_next(game) -> None:
    game.run(
        START
        + """
        hear("on_research_finished", function(e) return {e.research.name, e.by_script} end)
        place("small-electric-pole", 2, 0)
        place("electric-energy-interface", 4, 0)
        lab = place("lab", 0, 0)
        lab.insert{name = "automation-science-pack", count = 10}
        force = game.forces.player
        force.technologies["automation-science-pack"].researched = true
        seen = {}
        force.add_research("automation")
        force.research_progress = 0.99"""
    )
    game.ticks(120)
    assert game.value("seen") == [["automation", False]]
    assert game.value("lab.status == defines.entity_status.no_research_in_progress") is True


def test_a_path_is_answered_with_its_id(game) -> None:
    game.run(
        START
        + """
        hear("on_script_path_request_finished", function(e) return {e.id, e.path ~= nil, e.try_again_later} end)
        id = s.request_path{start = {-5, 0}, goal = {5, 0}, bounding_box = {{-0.2, -0.2}, {0.2, 0.2}},
            collision_mask = {layers = {player = true}}, force = "player"}"""
    )
    game.ticks(3)
    assert game.value("seen") == [[game.value("id"), True, False]]


def test_a_path_has_its_start_and_a_waypoint_on_every_tile(game) -> None:
    game.run(
        START
        + """
        hear("on_script_path_request_finished", function(e) return e.path end)
        for _, goal in pairs{{0.5, 0.5}, {3, 0}} do
            s.request_path{start = {0.5, 0.5}, goal = goal, radius = 0.5, collision_mask = {layers = {player = true}},
                bounding_box = {{-0.2, -0.2}, {0.2, 0.2}}, force = "player"}
        end"""
    )
    game.ticks(3)
    at_goal, to_goal = ([point["position"] for point in path] for path in game.value("seen"))
    assert at_goal == [{"x": 0.5, "y": 0.5}]
    assert to_goal[0] == {"x": 0.5, "y": 0.5}
    steps = [abs(b["x"] - a["x"]) for a, b in zip(to_goal, to_goal[1:], strict=False)]
    assert len(steps) >= 2
    assert max(steps) <= 1


def test_a_spawner_announces_its_units(game) -> None:
    game.run(
        START
        + """
        hear("on_entity_spawned", function(e) return {e.entity.type, e.spawner.name} end)
        place("biter-spawner", 0, 0, "enemy")"""
    )
    game.ticks(600)
    assert game.value("seen")[0] == ["unit", "biter-spawner"]


def test_a_command_that_is_done_is_reported(game) -> None:
    game.run(
        START
        + """
        hear("on_ai_command_completed", function(e) return {e.unit_number, e.result} end)
        unit = place("small-biter", 0, 0, "enemy")
        unit.commandable.set_command{type = defines.command.go_to_location, destination = {5, 0}, radius = 1}"""
    )
    game.ticks(300)
    assert game.value("seen[1]") == [
        game.value("unit.unit_number"), game.value("defines.behavior_result.success"),
    ]  # fmt: skip


def test_an_emptied_ore_is_announced_with_its_name(game) -> None:
    game.run(
        START
        + """
        hear("on_resource_depleted", function(e) return {e.entity.name, e.entity.position.x} end)
        for x = -1, 0 do for y = -1, 0 do
            s.create_entity{name = "iron-ore", position = {x, y}, amount = 1}
        end end
        drill = place("burner-mining-drill", 0, 0)
        place("wooden-chest", drill.drop_position.x, drill.drop_position.y)
        drill.insert{name = "coal", count = 5}"""
    )
    game.ticks(2000)
    assert len(game.value("seen")) == 4
    assert game.value("seen[1][1]") == "iron-ore"


def test_a_factory_runs_from_ore_to_plate_to_gear(game) -> None:
    game.run(
        START
        + """
        s.create_entity{name = "iron-ore", position = {0, 0}, amount = 1000}
        place("small-electric-pole", 6, 2) place("small-electric-pole", 1, 1) place("electric-energy-interface", 8, 4)
        furnace = place("stone-furnace", 0, 0)
        furnace.insert{name = "coal", count = 5} furnace.insert{name = "iron-ore", count = 10}
        s.create_entity{name = "inserter", position = {1, -0.5}, direction = defines.direction.west, force = "player"}
        machine = place("assembling-machine-1", 3.5, -0.5)
        machine.set_recipe("iron-gear-wheel")"""
    )
    game.ticks(3000)
    assert game.value("machine.products_finished") >= 3
    assert game.value("machine.is_connected_to_electric_network()") is True
    made = game.value("game.forces.player.get_item_production_statistics(s).get_input_count('iron-gear-wheel')")
    assert made == game.value("machine.products_finished")


def test_map_settings_that_a_script_writes_hold_from_the_next_tick_on(game) -> None:
    game.run(
        START
        + """
        game.map_settings.pollution.enabled = false
        place("wooden-chest", 0, 0)"""
    )
    game.ticks(1)
    game.run("s.pollute({0, 0}, 50)")
    assert game.value("s.get_total_pollution()") == 0
    game.run("game.map_settings.pollution.enabled = true")
    game.ticks(1)
    game.run("s.pollute({0, 0}, 50)")
    assert game.value("s.get_total_pollution()") == 50
    game.run("game.map_settings.pollution.diffusion_ratio = 7")
    with pytest.raises(ScriptError, match="game.map_settings"):
        game.ticks(1)


def test_hand_crafting_takes_the_recipes_time(game) -> None:
    game.run(
        START
        + """
        c = place("character", 0, 0)
        c.insert{name = "iron-plate", count = 2}
        c.begin_crafting{recipe = "iron-gear-wheel", count = 1}"""
    )
    game.ticks(29)
    assert game.value("c.get_item_count('iron-gear-wheel')") == 0
    game.ticks(2)
    assert game.value("c.get_item_count('iron-gear-wheel')") == 1


def test_daylight_follows_what_scripts_set(game) -> None:
    game.run(START + "s.daytime = 0.5 s.freeze_daytime = true place('small-electric-pole', 0, 0)")
    game.ticks(3)
    assert game.value("s.daytime") == 0.5
    game.run("s.freeze_daytime = false")
    game.ticks(252)
    assert game.value("math.abs(s.daytime - 0.51) < 1e-6") is True
