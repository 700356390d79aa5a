"""Which mods load, in which order, and what is said when they cannot."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from harness.standin.errors import StartError
from harness.standin.mod_files import FolderFiles
from harness.standin.mod_loader import load_mods, parse_dependency
from harness.standin.modules import CoreFiles, ModuleFinder, SubFiles


def add_mod(directory: Path, name: str, *dependencies: str, **info) -> Path:
    folder = directory / info.pop("folder", name)
    folder.mkdir(parents=True)
    full = {"name": name, "version": "1.0.0", "factorio_version": "2.0", "dependencies": list(dependencies)} | info
    (folder / "info.json").write_text(json.dumps(full))
    return folder


def enable(directory: Path, **mods: bool) -> None:
    entries = [{"name": name.replace("_", "-"), "enabled": enabled} for name, enabled in mods.items()]
    (directory / "mod-list.json").write_text(json.dumps({"mods": entries}))


def names(directory: Path) -> list[str]:
    return [mod.name for mod in load_mods(directory)]


def test_mods_come_after_what_they_depend_on_then_by_name(tmp_path: Path) -> None:
    add_mod(tmp_path, "alpha", "base >= 2.0", "? zulu")
    add_mod(tmp_path, "bravo")
    add_mod(tmp_path, "zulu", "~ alpha")
    add_mod(tmp_path, "mike", "alpha", "zulu")
    assert names(tmp_path) == ["bravo", "zulu", "alpha", "mike"]


def test_mod_list_switches_mods_off_and_expansions_are_passed_over(tmp_path: Path) -> None:
    add_mod(tmp_path, "alpha")
    add_mod(tmp_path, "bravo")
    enable(tmp_path, base=True, alpha=False, space_age=True, quality=False)
    assert names(tmp_path) == ["bravo"]


def test_a_mod_may_be_a_zip_or_a_folder_with_its_version(tmp_path: Path) -> None:
    add_mod(tmp_path, "alpha", folder="alpha_1.0.0")
    with zipfile.ZipFile(tmp_path / "bravo_1.0.0.zip", "w") as file:
        info = {"name": "bravo", "version": "1.0.0", "factorio_version": "2.0"}
        file.writestr("bravo_1.0.0/info.json", json.dumps(info))
        file.writestr("bravo_1.0.0/control.lua", "return 1")
    mods = load_mods(tmp_path)
    assert [mod.name for mod in mods] == ["alpha", "bravo"]
    assert mods[1].files.read("control.lua") == "return 1"
    assert mods[1].files.read("../control.lua") is None
    assert mods[1].files.read("other.lua") is None


@pytest.mark.parametrize(
    ("dependency", "message"),
    [
        ("missing", "mod alpha needs missing, which is missing or disabled"),
        ("bravo > 1.0.0", "mod alpha needs bravo > 1.0.0, found 1.0.0"),
        ("base >= 3.0", "mod alpha needs base >= 3.0.0, found 2.0.77"),
        ("! bravo", "mod alpha excludes bravo"),
        ("bravo >>= 1", "is not a dependency"),
    ],
)
def test_a_dependency_that_cannot_be_satisfied_is_named(tmp_path: Path, dependency: str, message: str) -> None:
    add_mod(tmp_path, "alpha", dependency)
    add_mod(tmp_path, "bravo")
    with pytest.raises(StartError) as caught:
        load_mods(tmp_path)
    assert message in str(caught.value)


def test_a_circle_of_dependencies_is_named(tmp_path: Path) -> None:
    add_mod(tmp_path, "alpha", "bravo")
    add_mod(tmp_path, "bravo", "alpha")
    with pytest.raises(StartError, match="alpha -> bravo -> alpha"):
        load_mods(tmp_path)


def test_what_may_be_missing_may_be_missing(tmp_path: Path) -> None:
    add_mod(tmp_path, "alpha", "? missing", "(?) hidden >= 2.0", "! absent")
    assert names(tmp_path) == ["alpha"]


@pytest.mark.parametrize(
    ("info", "message"),
    [
        ({"factorio_version": "1.1"}, "is for factorio_version 1.1, this is 2.0.77"),
        ({"version": "one"}, "info.json is broken"),
        ({"folder": "other"}, "must be called alpha or alpha_1.0.0"),
    ],
)
def test_a_broken_mod_is_named(tmp_path: Path, info: dict, message: str) -> None:
    add_mod(tmp_path, "alpha", **info)
    with pytest.raises(StartError) as caught:
        load_mods(tmp_path)
    assert message in str(caught.value)


def test_a_broken_mod_list_or_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="there is no such directory"):
        load_mods(tmp_path / "nope")
    (tmp_path / "mod-list.json").write_text("[]")
    with pytest.raises(StartError, match=r"mod-list\.json"):
        load_mods(tmp_path)
    enable(tmp_path, absent=True)
    with pytest.raises(StartError, match="enables 'absent'"):
        load_mods(tmp_path)
    (tmp_path / "x.zip").write_text("no zip")
    with pytest.raises(StartError, match=r"x\.zip"):
        load_mods(tmp_path)


def test_a_dependency_line_is_read_in_all_its_forms() -> None:
    plain = parse_dependency("some mod")
    assert (plain.kind, plain.name, plain.operator) == ("", "some mod", "")
    full = parse_dependency(" (?)  other-mod   <= 1.2.3 ")
    assert (full.kind, full.name, full.operator, full.version) == ("(?)", "other-mod", "<=", (1, 2, 3))


@pytest.fixture
def finder(tmp_path: Path) -> ModuleFinder:
    for path in (
        "one/control.lua",
        "one/scripts/a.lua",
        "one/scripts/b.lua",
        "one/x.y.lua",
        "two/lib/c.lua",
        "out.lua",
    ):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path)
    (tmp_path / "one" / "link.lua").symlink_to(tmp_path / "out.lua")
    roots = {"one": FolderFiles(tmp_path / "one"), "two": FolderFiles(tmp_path / "two"), "core": CoreFiles()}
    return ModuleFinder(roots | {"level": SubFiles(roots["two"], "lib")})


@pytest.mark.parametrize(
    ("mod", "module", "directory", "found"),
    [
        ("one", "scripts.a", "__one__", "__one__/scripts/a.lua"),
        ("one", "scripts/a", "__one__", "__one__/scripts/a.lua"),
        ("one", "b", "__one__/scripts", "__one__/scripts/b.lua"),
        ("one", "scripts/a.lua", "__one__", "__one__/scripts/a.lua"),
        ("one", "__two__/lib/c", "__one__", "__two__/lib/c.lua"),
        ("one", "__two__.lib.c", "__one__", "__two__/lib/c.lua"),
        ("one", "util", "__one__", "__core__/lualib/util.lua"),
        ("one", "__core__/lualib/math2d", "__one__", "__core__/lualib/math2d.lua"),
        ("level", "c", "__level__", "__level__/c.lua"),
    ],
)
def test_a_module_is_found_in_its_mod_beside_its_user_and_in_the_core_library(
    finder: ModuleFinder, mod: str, module: str, directory: str, found: str
) -> None:
    path, text = finder.find(mod, module, directory)
    assert (path, text is not None) == (found, True)


@pytest.mark.parametrize(
    "module",
    ["../out", "scripts/../../out", "/etc/passwd", "__one__/../out", "link", "__nope__/x", "..", "", "a\\..\\out",
     "__core__/cli", "__core__/lualib/../cli", "scripts", "\0"],
)  # fmt: skip
def test_no_module_leads_out_of_its_mod(finder: ModuleFinder, module: str) -> None:
    reason, text = finder.find("one", module, "__one__")
    assert text is None
    assert reason
