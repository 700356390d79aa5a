"""The Lua API against the official description: names that are there exist in the game, and are no more writable."""

from __future__ import annotations

import pytest

from harness.standin import api_coverage, api_description

#: Classes of scripts' objects that the description has no members for: LuaCustomTable is all operators.
WITHOUT_MEMBERS = {"LuaCustomTable"}

ROWS = api_coverage.measure()
PRESENT = [row for row in ROWS if row.implemented or row.partial or row.unknown]


def test_the_description_is_that_of_the_games_line() -> None:
    description = api_description.load()
    assert description.version.startswith("2.0.")
    assert len(description.classes) > 140


@pytest.mark.parametrize("row", PRESENT, ids=lambda row: row.name)
def test_each_member_exists_in_the_official_description(row: api_coverage.ClassCoverage) -> None:
    assert row.unknown == ()
    assert row.name in api_description.load().classes.keys() | WITHOUT_MEMBERS


def test_methods_are_methods_and_nothing_is_writable_that_the_game_has_read_only(game) -> None:
    described = api_description.load().classes
    wrong = [
        f"{name}.{member}: {kind} instead of {described[name][member]}"
        for name, members in game.host.classes().items()
        for member, kind in members.items()
        if member in described.get(name, {}) and not set(kind) <= set(described[name][member])
    ]
    assert wrong == []


def test_a_derived_description_lists_methods_attributes_and_parents(tmp_path) -> None:
    text = api_description.derive(
        "https://lua-api.factorio.com/2.0.75/x\n"
        "  interface LuaBase {\n    readonly name: string\n  }\n"
        "  export interface LuaThing extends LuaBase, Array<LuaOther> {\n"
        "    count: uint\n    get force(): LuaForce\n    set force(value: ForceID)\n    set target(value: uint)\n"
        "    readonly note?: string\n    clear(\n      deep: boolean,\n    ): void\n  }\n"
    )
    path = tmp_path / "api.json"
    path.write_text(text)
    description = api_description.load(path)
    assert description.version == "2.0.75"
    assert description.classes["LuaThing"] == {
        "name": "r", "count": "rw", "force": "rw", "target": "w", "note": "r", "clear": "m",
    }  # fmt: skip


def test_a_name_that_the_game_lacks_and_a_lacking_setter_are_found() -> None:
    row = api_coverage.compare("X", {"a": "rw", "b": "m", "c": "r"}, {"a": "r", "b": "m", "z": "r"})
    assert (row.implemented, row.partial, row.missing, row.unknown) == (
        ("b",), ("a",), ("c",), ("z",),
    )  # fmt: skip


def test_the_command_lists_one_class_with_its_members(capsys) -> None:
    assert api_coverage.main(["LuaTile"]) == 0
    out = capsys.readouterr().out
    assert "LuaTile" in out and "implemented: " in out and "collides_with" in out
    assert api_coverage.main(["LuaNonsense"]) == 1
