"""Events, handlers, commands: what the host calls in scripts, and how a failing script ends the game."""

from __future__ import annotations

import pytest

from harness.standin.lua_host import ScriptError


def test_on_init_runs_once_and_finds_the_game(new_game) -> None:
    game = new_game(
        level="storage.n = 0 script.on_init(function() storage.n = storage.n + 1 storage.t = game.tick end)"
    )
    game.ticks(3)
    assert (game.value("storage.n"), game.value("storage.t")) == (1, 0)


def test_the_game_is_nil_while_control_lua_is_read(new_game) -> None:
    assert new_game(level="seen = game == nil").value("seen") is True


def test_on_tick_is_raised_once_a_tick_with_its_tick(new_game) -> None:
    game = new_game(level="t = {} script.on_event(defines.events.on_tick, function(e) t[#t + 1] = e.tick end)")
    game.ticks(3)
    assert game.value("t") == [0, 1, 2]
    assert game.value("game.tick") == 3


def test_a_later_handler_takes_the_place_of_an_earlier_one(game) -> None:
    game.run("n = 0 script.on_event(0, function() n = n + 1 end) script.on_event(0, function() n = n + 100 end)")
    game.ticks(2)
    game.run("script.on_event(0, nil)")
    game.ticks(2)
    assert game.value("n") == 200


def test_nth_tick_handlers_run_beside_on_tick(game) -> None:
    game.run("a, b, c = 0, 0, 0 script.on_event(0, function() a = a + 1 end)")
    game.run(
        "script.on_nth_tick(2, function(e) b = b + e.nth_tick end) script.on_nth_tick({3, 4}, function() c = c + 1 end)"
    )
    game.ticks(12)
    assert game.value("{a, b, c}") == [12, 12, 4 + 3]
    game.run("script.on_nth_tick(nil)")
    game.ticks(12)
    assert game.value("{a, b, c}") == [24, 12, 7]


def test_filters_let_only_their_entities_through(game) -> None:
    game.run("""
        seen = {}
        script.on_event(defines.events.script_raised_built, function(e) seen[#seen + 1] = e.entity.name end,
            {{filter = "name", name = "iron-ore"}, {filter = "type", type = "container"}})
        for x, name in ipairs({"iron-ore", "coal", "wooden-chest", "stone-furnace"}) do
            game.surfaces[1].create_entity{name = name, position = {x * 3, 0}, force = "player", raise_built = true}
        end""")
    assert game.value("seen") == ["iron-ore", "wooden-chest"]


def test_surfaces_forces_and_teleports_are_announced(game) -> None:
    game.run("""
        seen = {}
        local names = {"on_surface_created", "on_surface_deleted", "on_force_created", "script_raised_teleported"}
        for _, name in ipairs(names) do
            script.on_event(defines.events[name], function(e) seen[#seen + 1] = name .. (e.surface_index or "") end)
        end
        local s = game.create_surface("s", {width = 8, height = 8})
        game.create_force("f")
        s.create_entity{name = "character", position = {0, 0}, force = "f"}.teleport({1, 1}, nil, true)
        game.delete_surface(s)""")
    game.ticks(1)
    assert game.value("seen") == [
        "on_surface_created2", "on_force_created", "script_raised_teleported", "on_surface_deleted2",
    ]  # fmt: skip
    assert game.value("game.get_surface('s') == nil") is True


def test_an_event_of_ones_own_reaches_its_handlers_with_a_copy_of_its_data(game) -> None:
    game.run("""
        local mine = script.generate_event_name()
        local data = {list = {1}}
        script.on_event(mine, function(e) got = {e.list[1], e.name == mine, e.list ~= data.list} end)
        script.raise_event(mine, data)""")
    assert game.value("got") == [1, True, True]


def test_time_stands_still_while_paused_and_runs_exactly_the_ticks_asked_for(game) -> None:
    game.run("game.tick_paused = true n = 0 script.on_event(0, function() n = n + 1 end)")
    game.ticks(5)
    assert game.value("{game.tick, n}") == [0, 0]
    game.run("game.ticks_to_run = 3")
    game.ticks(10)
    assert game.value("{game.tick, n, game.ticks_to_run}") == [3, 3, 0]
    assert game.value("game.ticks_played") == 15


def test_a_tick_that_pauses_the_game_is_finished(game) -> None:
    game.run("script.on_event(0, function() game.tick_paused = true end)")
    game.ticks(4)
    assert game.value("game.tick") == 1


def test_a_character_walks_tick_by_tick(game) -> None:
    game.run("""
        c = game.surfaces[1].create_entity{name = "character", position = {0, 0}, force = "player"}
        c.walking_state = {walking = true, direction = defines.direction.east}""")
    game.ticks(10)
    assert game.value("c.position") == {"x": 10 * 38 / 256, "y": 0}


def test_a_character_mines_ore_into_its_inventory_and_the_statistics(game) -> None:
    game.run("""
        s = game.create_surface("s", {width = 32, height = 32})
        c = s.create_entity{name = "character", position = {0, 0}, force = "player"}
        o = s.create_entity{name = "iron-ore", position = {1, 0}, amount = 10}
        c.mining_state = {mining = true, position = o.position}""")
    game.ticks(130)
    mined = game.value("c.get_item_count('iron-ore')")
    assert mined >= 1
    assert game.value("o.amount") == 10 - mined
    assert game.value("game.forces.player.get_item_production_statistics(s).get_input_count('iron-ore')") == mined


def test_an_error_in_a_handler_is_the_games_announcement_with_a_trace(new_game) -> None:
    game = new_game(level="script.on_event(0, function(e)\n    e.nothing.x = 1\nend)")
    with pytest.raises(ScriptError) as caught:
        game.ticks(1)
    text = str(caught.value)
    assert text.startswith("The scenario level caused a non-recoverable error.\nPlease report this error")
    assert (
        "Error while running event level::on_tick (ID 0)\n__level__/control.lua:2: attempt to index field 'nothing'"
        in text
    )
    assert "stack traceback:" in text


def test_an_error_deep_in_an_event_ends_the_game_even_when_a_script_catches_it(game) -> None:
    game.run("script.on_event(defines.events.on_force_created, function() error('inner') end)")
    with pytest.raises(ScriptError, match=r"on_force_created \(ID \d+\)\n.*inner"):
        game.level.execute("pcall(function() game.create_force('f') end)")


def test_a_command_gets_its_name_tick_and_parameter(game) -> None:
    game.run(
        "commands.add_command('greet', {'', 'says ', 'hello'}, function(e) "
        "rcon.print(e.name .. e.tick .. tostring(e.parameter) .. tostring(e.player_index)) end)"
    )
    assert game.command("greet", "a b") == "greet0a bnil"
    assert game.command("greet", None) == "greet0nilnil"
    assert game.value("commands.commands.greet") == "says hello"
    assert "A script command already exists with the name: greet" in game.error(
        "commands.add_command('greet', '', function() end)"
    )
    assert game.host.command("nope", None) is False


def test_an_error_in_a_command_of_a_mod_ends_the_game(game) -> None:
    game.run("commands.add_command('bad', '', function() error('oh') end)")
    with pytest.raises(ScriptError, match="Error while running command level::bad"):
        game.host.command("bad", None)


def test_print_log_and_chat_go_their_own_ways(game) -> None:
    game.run("print('a', 1, nil) log('b') localised_print({'', 'c', 'd'}) game.print('e')")
    kinds = [kind for kind, _ in game.said]
    assert kinds == ["stdout", "log", "stdout", "chat"]
    assert game.said[0][1] == "a\t1\tnil"
    assert game.said[1][1].startswith("Script @[string") and game.said[1][1].endswith(": b")
    assert game.said[2][1] == "cd"


def test_files_and_datagrams_go_to_the_server(game) -> None:
    game.run(
        "helpers.write_file('a/b.txt', 'x\\0y') helpers.write_file('a/b.txt', {'', 'z'}, true) "
        "helpers.write_file('c', 'for a player', false, 3) helpers.send_udp(4000, 'hi', 0)"
    )
    assert game.files == {"a/b.txt": "x\0yz"}
    assert game.sent == [(4000, "hi")]
    assert "65535" in game.error("helpers.send_udp(70000, 'x')")


def test_an_exception_of_the_server_gives_scripts_no_way_out(game) -> None:
    def explode(name: str) -> str:
        raise RuntimeError("secret")

    game.remove_path = explode
    game.run("good, failure = pcall(helpers.remove_path, 'x')")
    assert game.value("good") is False
    for member in ("__class__", "__traceback__", "args", "with_traceback"):
        reply = game.level.execute(f"local reached = failure.{member} rcon.print(tostring(reached))")
        assert reply is not None, f"a script has reached {member}"


def test_mods_hear_an_event_in_load_order_and_keep_their_globals_apart(new_game) -> None:
    game = new_game()
    second = game.host.new_mod("second", "1.0.0")
    second.run(
        "name = 'second' script.on_event(0, function() remote.call('list', 'add', name) end)", "__second__/control.lua"
    )
    game.run(
        "name = 'level' order = {} remote.add_interface('list', {add = function(x) order[#order + 1] = x end}) "
        "script.on_event(0, function() order[#order + 1] = name end)"
    )
    game.ticks(1)
    assert game.value("order") == ["level", "second"]
    assert game.value("script.mod_name") == "level"


def test_the_same_seed_gives_the_same_numbers_in_every_run(new_game) -> None:
    draw = "{math.random(1000000), math.random(1000000), math.random()}"
    assert new_game().value(draw) == new_game().value(draw)


WATCH = """
    gone = {}
    script.on_event(defines.events.on_object_destroyed, function(e)
        gone[#gone + 1] = {e.registration_number, e.useful_id, e.type == defines.target_type.entity}
    end)
    local s = game.surfaces[1]
    chest = s.create_entity{name = "wooden-chest", position = {0, 0}, force = "player"}
    tree = s.create_entity{name = "tree-01", position = {4, 4}}
"""


def test_the_end_of_a_registered_object_is_announced_after_the_tick(game) -> None:
    game.run(WATCH)
    assert game.value("{script.register_on_object_destroyed(chest)}")[0] == 1
    assert game.value("{script.register_on_object_destroyed(tree)}")[:2] == [2, 0]
    assert game.value("{script.register_on_object_destroyed(chest)}")[0] == 1
    number = game.value("chest.unit_number")
    game.ticks(2)
    assert game.value("gone") == {}
    game.run("chest.destroy()")
    assert game.value("gone") == {}
    game.ticks(1)
    assert game.value("gone") == [[1, number, True]]
    game.run("tree.die()")
    game.ticks(3)
    assert game.value("gone") == [[1, number, True], [2, 0, True]]


def test_handlers_of_the_end_may_watch_what_they_put_in_its_place(game) -> None:
    game.run("""
        n = 0
        local function put()
            local chest = game.surfaces[1].create_entity{name = "wooden-chest", position = {0, 0}, force = "player"}
            script.register_on_object_destroyed(chest)
            return chest
        end
        script.on_event(defines.events.on_object_destroyed, function() n = n + 1 last = put() end)
        last = put()
    """)
    for _ in range(40):
        game.run("last.destroy()")
        game.ticks(1)
    assert game.value("{n, last.valid}") == [40, True]


def test_surfaces_and_drawings_can_be_watched_and_other_things_are_refused(game) -> None:
    game.run("""
        kinds = {}
        script.on_event(defines.events.on_object_destroyed, function(e) kinds[e.type] = e.useful_id end)
        local other = game.create_surface("other", {width = 32, height = 32})
        script.register_on_object_destroyed(other)
        local text = rendering.draw_text{text = "a", surface = 1, target = {0, 0}, color = {1, 1, 1}}
        id = text.id
        script.register_on_object_destroyed(text)
        game.delete_surface(other)
        text.destroy()
    """)
    game.ticks(2)
    types = "defines.target_type"
    assert game.value(f"{{kinds[{types}.surface], kinds[{types}.render_object] == id}}") == [2, True]
    with pytest.raises(AssertionError, match="a LuaForce is not watched here"):
        game.run("script.register_on_object_destroyed(game.forces.player)")
