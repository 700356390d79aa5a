"""Mods shaped like those that others publish: what they take for granted of the stages, the libraries and the order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.standin.data_stage import Stages, run_stages
from harness.standin.errors import StartError
from harness.standin.game import Game, GameParts
from harness.standin.level import Level, freeplay, saved_level
from harness.standin.locale_files import parse, translations
from harness.standin.lua_host import GameStart, ScriptError, ServerFunctions
from harness.standin.map_settings import new_map_settings
from harness.standin.mod_files import TextFiles
from harness.standin.mod_loader import Mod
from harness.standin.mod_settings import ModSettings
from harness.standin.saves import Save, read_save

SILENT = ServerFunctions(
    write=lambda kind, text: None,
    write_file=lambda name, data, append: "",
    remove_path=lambda name: "",
    send_udp=lambda port, data: None,
)

#: A library whose modules are the same ones however they are asked for, as the widely used ones are written.
LIBRARY = {
    "position.lua": "local position = {} function position.add(a, b) return a + b end return position",
    "box.lua": """
        if ... ~= "__lib__.box" then
          return require("__lib__.box")
        end
        local position = require("__lib__.position")
        return { times = 0, width = function(box) return position.add(box[2][1], -box[1][1]) end }
    """,
}


def mod(name: str, files: dict[str, str]) -> Mod:
    return Mod(name, "1.0.0", (), TextFiles(files))


def stages(*mods: Mod, log: list[str] | None = None) -> Stages:
    return run_stages(list(mods), {}, (log if log is not None else []).append)


def new_game(
    *mods: Mod,
    level: Level | None = None,
    log: list[str] | None = None,
    translations: Mapping[str, str] | None = None,
    saved: Save | None = None,
) -> Game:
    start = GameStart(
        level={},
        active_mods={mod.name: mod.version for mod in mods},
        map_settings=new_map_settings({}),
        map_gen_settings={"width": 128, "height": 128, "seed": 3},
        game_commands={},
        startup_settings={},
        translations=translations or {},
    )
    parts = GameParts(list(mods), level or Level("test", "", TextFiles({"control.lua": ""})), start, saved)
    return Game(parts, SILENT, (log if log is not None else []).append)


def answer(game: Game, name: str, expression: str) -> object:
    game.host.begin_reply()
    message = game.scripts[name].execute(f"rcon.print(helpers.table_to_json({{{expression}}}))")
    reply = game.host.end_reply()
    assert message is None, message
    return json.loads(reply)


def test_a_module_that_is_asked_for_by_two_names_can_point_to_one_of_them() -> None:
    user = """
        first, second, third = require("__lib__/box"), require("__lib__.box"), require("__lib__/box.lua")
        first.times = first.times + 1
    """
    game = new_game(mod("lib", LIBRARY), mod("user", {"control.lua": user}))
    assert answer(game, "user", "first == second, second == third, third.times, first.width({{1}, {4}})") == [
        True,
        True,
        1,
        3,
    ]


def test_libraries_are_found_in_the_data_stage_too() -> None:
    data = 'data.raw.item.wood.stack_size = require("__lib__/box").width({{0}, {42}})'
    raw = stages(mod("lib", LIBRARY), mod("user", {"data.lua": data})).raw
    assert raw is not None and raw["item"]["wood"]["stack_size"] == 42


def test_boxes_of_all_that_a_character_collides_with_can_be_made_smaller() -> None:
    data = """
        local masks = require("collision-mask-util")
        local number = 0
        for type in pairs(defines.prototypes.entity) do
          for _, prototype in pairs(data.raw[type] or {}) do number = number + 1 end
        end
        assert(number > 200)
        local of_character = masks.get_mask(data.raw.character.character)
        for _, prototype in pairs(masks.collect_prototypes_colliding_with_mask(of_character)) do
          if prototype.type == "pipe" then prototype.collision_box = {{-0.1, -0.1}, {0.1, 0.1}} end
        end
        local mask = masks.get_mask(data.raw.tree["tree-01"])
        masks.remove_layer(mask, "player")
        data.raw.tree["tree-01"].collision_mask = mask
    """
    made = stages(mod("squeak", {"data-final-fixes.lua": data}))
    assert made.raw is not None
    assert made.raw["pipe"]["pipe"]["collision_box"] == [[-0.1, -0.1], [0.1, 0.1]]
    assert "player" not in made.raw["tree"]["tree-01"]["collision_mask"]["layers"]
    assert "player" in made.raw["utility-constants"]["default"]["default_collision_masks"]["tree"]["layers"]


def test_masks_can_be_asked_for_by_layer_and_changed_everywhere() -> None:
    data = """
        local masks = require("collision-mask-util")
        assert(#masks.collect_prototypes_with_layer("train") > 0)
        assert(#masks.collect_prototypes_with_mask(masks.get_default_mask("locomotive")) > 0)
        local target = #masks.collect_prototypes_with_layer("elevated_rail")
        masks.replace_layer_in_all_prototypes("train", "elevated_rail")
        assert(#masks.collect_prototypes_with_layer("elevated_rail") > target)
        assert(#masks.collect_prototypes_with_layer("train") == 0)
        assert(next(masks.new_mask().layers) == nil)
    """
    assert stages(mod("layers", {"data.lua": data})).raw is not None


def test_styles_sprites_and_shortcuts_are_defined_without_effect() -> None:
    data = """
        local styles = data.raw["gui-style"].default
        styles.my_button = { type = "button_style", parent = "slot_button",
          shadow = offset_by_2_rounded_corners_glow(default_dirt_color), color = styles.button.selected_font_color,
          glow = default_glow({ 1, 1, 1 }, 0.5), width = slot_size * 4 + 2 }
        assert(styles.my_button.type == "button_style")
        assert(data.raw.shortcut["not-there"] == nil)
        data.raw["utility-sprites"].default.my_picture = { filename = "__my__/a.png" }
        data:extend{{ type = "sprite", name = "my-sprite", filename = "__my__/b.png" }}
    """
    log: list[str] = []
    made = stages(mod("gui", {"data.lua": data}), log=log)
    assert made.raw is not None and "gui-style" not in made.raw and "shortcut" not in made.raw
    assert "Note: prototypes of type sprite have no effect here: my-sprite" in log
    assert not any("gui-style" in line for line in log)


def test_the_settings_stage_has_no_prototypes() -> None:
    with pytest.raises(StartError, match="attempt to index field 'gui-style'"):
        stages(mod("early", {"settings.lua": 'data.raw["gui-style"].default.x = 1'}))
    assert stages(mod("quiet", {"settings.lua": "assert(next(data.raw) == nil)"})).settings == ModSettings()


def test_the_scenarios_script_comes_before_those_of_mods() -> None:
    log: list[str] = []
    first = "script.on_init(function() local items = remote.call('scenario', 'items') items.wood = 5 end)"
    scenario = """
        remote.add_interface("scenario", {items = function() return storage.items end})
        script.on_init(function() storage.items = {} end)
    """
    new_game(mod("user", {"control.lua": first}), level=Level("s", "", TextFiles({"control.lua": scenario})), log=log)
    names = [line.partition(":")[0] for line in log]
    assert names == ["Checksum for script __level__/control.lua", "Checksum for script __user__/control.lua"]


def test_mods_set_how_a_game_of_freeplay_begins() -> None:
    user = """
        script.on_init(function()
          local items = remote.call("freeplay", "get_created_items")
          items["iron-plate"] = nil
          items["wooden-chest"] = 3
          remote.call("freeplay", "set_created_items", items)
          remote.call("freeplay", "set_disable_crashsite", true)
          remote.call("silo_script", "set_no_victory", true)
        end)
        ask = function(name) return remote.call("freeplay", "get_" .. name) end
    """
    game = new_game(mod("user", {"control.lua": user}), level=freeplay())
    assert answer(game, "user", "ask('created_items')['wooden-chest'], ask('created_items').wood") == [3, 1]
    said = "ask('disable_crashsite'), remote.call('silo_script', 'get_no_victory')"
    assert answer(game, "user", said) == [True, True]
    assert answer(game, "user", "ask('respawn_items').pistol, #ask('ship_parts') > 0") == [1, True]
    assert "set_ship_items can't be nil" in str(
        game.scripts["user"].execute("remote.call('freeplay', 'set_ship_items', nil)")
    )


def test_a_crash_site_is_laid_around_its_place_with_what_it_carries() -> None:
    level = 'crash_site = require("crash-site")'
    game = new_game(level=Level("s", "", TextFiles({"control.lua": level})))
    code = """
        local s = game.surfaces[1]
        crash_site.create_crash_site(s, {0, 0}, {["firearm-magazine"] = 8}, {["iron-plate"] = 8})
        local ship = s.find_entities_filtered{name = "crash-site-spaceship"}[1]
        wrecks = s.count_entities_filtered{type = {"container", "simple-entity-with-owner"}} - 1
        rounds = ship.get_item_count("firearm-magazine")
        plates = 0
        for _, part in pairs(s.find_entities_filtered{type = "container"}) do
          plates = plates + part.get_item_count("iron-plate")
        end
    """
    assert game.scripts["level"].execute(code) is None
    assert answer(game, "level", "rounds, plates") == [8, 8]
    assert answer(game, "level", "wrecks >= 5")[0] is True  # type: ignore[index]
    assert "no player" in str(game.scripts["level"].execute("crash_site.create_cutscene()"))


LOCALE = r"""top=no section
[greeting]
; a note
hello=Hello __1__, you have __2__ of __1__.
lines=one\ntwo
odd=__0__ __x__ 5__
"""


def test_texts_of_mods_are_told_with_their_parameters() -> None:
    assert parse(LOCALE)["greeting.lines"] == "one\ntwo"
    files = mod("talk", {"locale/en/b.cfg": LOCALE, "locale/de/b.cfg": "[greeting]\nhello=Hallo", "control.lua": ""})
    game = new_game(files, translations=translations([files.files]))

    def told(message: str) -> str:
        game.host.begin_reply()
        assert game.scripts["talk"].execute(f"rcon.print({message})") is None
        return game.host.end_reply().removesuffix("\n")

    assert told('{"greeting.hello", {"", "An", "na"}, 3}') == "Hello Anna, you have 3 of Anna."
    assert told('{"top"}') == "no section"
    assert told('{"greeting.odd"}') == "__0__ __x__ 5__"
    assert told('{"greeting.hello", "Anna"}') == "Hello Anna, you have  of Anna."
    assert told('{"item-name.coal"}') == 'Unknown key: "item-name.coal"'
    assert told('{"?", {"item-name.coal"}, {"greeting.lines"}, "last"}') == "one\ntwo"
    assert told('{"?", {"item-name.coal"}, {"", "last"}}') == "last"


def test_a_migration_runs_once_in_a_game_that_is_older(tmp_path: Path) -> None:
    control = "script.on_configuration_changed(function(e) storage.applied = e.migration_applied end)"
    first = {"control.lua": control, "migrations/1.lua": "storage.first = (storage.first or 0) + 1"}
    second = first | {"migrations/2.lua": "storage.second = (storage.second or 0) + game.tick + 1"}
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    log: list[str] = []
    game = new_game(mod("moves", first))
    assert answer(game, "moves", "storage.first == nil") == [True]
    game.save(old)

    def load(path: Path) -> Game:
        saved = read_save(path)
        return new_game(mod("moves", second), level=saved_level(saved), log=log, saved=saved)

    game = load(old)
    assert answer(game, "moves", "storage.first == nil, storage.second, storage.applied") == [True, 1, True]
    assert log[-1] == "Applying migration: moves: 2.lua"
    game.save(new)
    assert answer(load(new), "moves", "storage.second, storage.applied") == [1, True]
    assert sum("Applying migration" in line for line in log) == 1


def test_a_migration_that_fails_ends_the_start(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    new_game(mod("moves", {"control.lua": ""})).save(path)
    saved = read_save(path)
    with pytest.raises(ScriptError, match="__moves__/migrations/x.lua:1: gone wrong"):
        new_game(
            mod("moves", {"control.lua": "", "migrations/x.lua": "error('gone wrong')"}),
            level=saved_level(saved),
            saved=saved,
        )
