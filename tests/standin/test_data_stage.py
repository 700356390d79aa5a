"""Mods' settings and data stages: what they define is what the game is made of."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from harness.standin.data_stage import Stages, run_stages
from harness.standin.errors import StartError
from harness.standin.mod_files import TextFiles
from harness.standin.mod_loader import Mod
from harness.standin.mod_settings import read_file, settle
from harness.standin.prototypes import schema
from harness.standin.prototypes.from_raw import from_raw
from harness.standin.raw_prototypes import base_raw


def stages(files: dict[str, str], given: dict[str, object] | None = None, log: list[str] | None = None) -> Stages:
    mod = Mod("my-mod", "1.0.0", (), TextFiles(files))
    return run_stages([mod], given or {}, (log if log is not None else []).append)


def test_the_kept_part_of_the_base_game_gives_the_shipped_prototypes() -> None:
    made = from_raw(base_raw(), "2.0.77", {})
    shipped = schema.read(schema.BASE_FILE)
    assert {**made, "provenance": None} == {**shipped, "provenance": None}


def test_the_kept_part_names_no_file_of_the_game() -> None:
    assert "__base__" not in json.dumps(base_raw())
    assert "__core__" not in json.dumps(base_raw())


def test_without_stages_the_built_in_tables_hold() -> None:
    assert stages({"control.lua": ""}) == Stages()


CHEST = """
local chest = table.deepcopy(data.raw.container["iron-chest"])
chest.name = "my-chest"
chest.inventory_size = settings.startup["my-size"].value
chest.minable.result = "my-chest"
data:extend{chest, {type = "item", name = "my-chest", stack_size = 5, place_result = "my-chest"},
    {type = "recipe", name = "my-chest", results = {{type = "item", name = "my-chest", amount = 2}},
     ingredients = {{type = "item", name = "wood", amount = 3}}}}
data.raw.furnace["stone-furnace"].crafting_speed = 9
"""
SETTINGS = """data:extend{
    {type = "int-setting", name = "my-size", setting_type = "startup", default_value = 7, maximum_value = 50},
    {type = "bool-setting", name = "my-flag", setting_type = "runtime-global", default_value = true},
    {type = "string-setting", name = "my-text", setting_type = "runtime-per-user", default_value = "a",
     allowed_values = {"a", "b"}}}"""


def test_a_mod_adds_and_changes_prototypes_by_its_settings() -> None:
    made = stages({"settings.lua": SETTINGS, "data.lua": CHEST}, {"startup": {"my-size": {"value": 12}}})
    assert made.settings.startup == {"my-size": {"value": 12}}
    assert made.settings.runtime == {"my-flag": {"value": True}}
    tables = made.prototypes
    assert tables is not None
    chest = tables.pointer.entities[tables.number("entities", "my-chest")]
    assert chest.inventory_size == 12
    assert tables.pointer.entities[tables.number("entities", "stone-furnace")].crafting_speed == 9
    assert tables.number("recipes", "my-chest") > 0


def test_values_that_a_setting_does_not_allow_give_way_to_its_default() -> None:
    given = {"startup": {"my-size": {"value": 51}}, "runtime-per-user": {"my-text": {"value": "c"}}}
    made = stages({"settings.lua": SETTINGS}, given)
    assert made.settings.startup["my-size"] == {"value": 7}
    assert made.settings.player["my-text"] == {"value": "a"}


def test_the_stages_files_run_in_the_games_order_over_all_mods() -> None:
    log: list[str] = []
    files = {name: f'log("{name}")' for name in ("data.lua", "data-updates.lua", "data-final-fixes.lua")}
    mods = [Mod(name, "1.0.0", (), TextFiles(files)) for name in ("first", "second")]
    run_stages(mods, {}, log.append)
    assert [line for line in log if line.endswith(".lua")] == [
        "data.lua", "data.lua", "data-updates.lua", "data-updates.lua", "data-final-fixes.lua", "data-final-fixes.lua",
    ]  # fmt: skip


def test_pictures_of_the_game_are_blank_and_the_log_says_so() -> None:
    log: list[str] = []
    script = """
        local covers = require("__base__/prototypes/entity/pipecovers")
        local box = table.deepcopy(data.raw.pipe.pipe)
        box.name, box.minable = "my-pipe", nil
        box.pictures = {straight = covers.anything(1, 2).deeper, other = pipecoverspictures()}
        data:extend{box}
    """
    made = stages({"data.lua": script}, log=log)
    assert made.raw is not None
    assert "my-pipe" in made.raw["pipe"]
    assert any("pipecovers belongs to the game and is blank here" in line for line in log)


def test_what_nothing_here_reads_is_named() -> None:
    log: list[str] = []
    script = 'data:extend{{type = "font", name = "x"}, {type = "sprite", name = "y", filename = "z"}}'
    stages({"data.lua": script}, log=log)
    assert any("prototypes of type font have no effect here: x" in line for line in log)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"data.lua": "error('my own words')"}, "my own words"),
        ({"data.lua": "local x ="}, "__my-mod__/data.lua:1"),
        ({"data.lua": "data:extend{{name = 'x'}}"}, "Missing type in prototype definition"),
        ({"data.lua": "data:extend{{type = 'item'}}"}, "Missing name in prototype definition of type item"),
        ({"data.lua": "require('nowhere')"}, "module nowhere not found"),
        ({"data.lua": "require('__my-mod__/../../etc/passwd')"}, "leads outside of the mod"),
        ({"data.lua": "io.open('x')"}, "attempt to index global 'io'"),
        ({"data.lua": "data:extend{{type = 'item', name = 'x'}}"}, "item 'x'"),
        ({"data.lua": "data.raw.recipe['iron-chest'].ingredients[1].name = 'gone'"}, "recipe 'iron-chest'"),
        ({"settings.lua": "data:extend{{type='int-setting', name='x', setting_type='y'}}"}, "setting_type is 'y'"),
    ],
)
def test_a_stage_that_fails_says_where_and_why(files: dict[str, str], message: str) -> None:
    with pytest.raises(StartError) as caught:
        stages(files)
    assert message in str(caught.value)
    assert str(caught.value).startswith("Failed to load mods")


def text(value: str) -> bytes:
    return struct.pack("<BB", 0, len(value)) + value.encode()


def table(**entries: bytes) -> bytes:
    rows = b"".join(text(key.replace("_", "-")) + value for key, value in entries.items())
    return struct.pack("<BBI", 5, 0, len(entries)) + rows


def stored(kind: int, form: str, value: object) -> bytes:
    return table(value=struct.pack(f"<BB{form}", kind, 0, value))


HEADER = struct.pack("<4HB", 2, 0, 77, 0, 0)


def test_mod_settings_dat_is_read(tmp_path: Path) -> None:
    tree = table(
        startup=table(my_size=stored(2, "d", 9.0), my_flag=stored(1, "B", 1), big=stored(6, "q", -5)),
        runtime_global=table(word=table(value=struct.pack("<BB", 3, 0) + text("abc"))),
        runtime_per_user=table(),
    )
    (tmp_path / "mod-settings.dat").write_bytes(HEADER + tree)
    assert read_file(tmp_path) == {
        "startup": {"my-size": {"value": 9.0}, "my-flag": {"value": True}, "big": {"value": -5}},
        "runtime-global": {"word": {"value": "abc"}},
        "runtime-per-user": {},
    }
    assert read_file(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 9, HEADER + b"\x05\0\xff\xff\xff\xff", HEADER + b"\x09\0", HEADER + b"\x05"]
)
def test_a_damaged_mod_settings_dat_is_refused_or_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mod-settings.dat").write_bytes(data)
    try:
        assert read_file(tmp_path) == {}
    except StartError as error:
        assert "is damaged" in str(error)


def test_a_forced_value_wins() -> None:
    raw = {"bool-setting": {"x": {"type": "bool-setting", "setting_type": "startup", "forced_value": True}}}
    assert settle(raw, {"startup": {"x": {"value": False}}}).startup == {"x": {"value": True}}
