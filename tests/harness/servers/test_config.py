"""The server's configuration file and the instance directory that is written from it."""

from __future__ import annotations

import configparser
import gc
import json
from pathlib import Path

import pytest

from harness.errors import ScenarioError, ServerError
from harness.servers import instance as instance_module
from harness.servers.config import ServerConfig, load_server_config
from harness.servers.instance import Instance

OWNERS = """
server:
  headless: true
  game_speed: 64
  graphics: minimal
  audio: disabled
map_generation:
  seed: configurable
  size: small_to_large
  resource_richness: configurable
  enemy_bases: configurable
mods:
  - factorio-agent-mod
  - training-scenarios
"""


def load(tmp_path: Path, text: str) -> ServerConfig:
    path = tmp_path / "factorio-training.yaml"
    path.write_text(text)
    return load_server_config(path)


@pytest.fixture
def mods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two mods, in place of the repository's."""
    folder = tmp_path / "mods"
    for name in ("factorio-agent-mod", "training-scenarios"):
        (folder / name).mkdir(parents=True)
        (folder / name / "info.json").write_text("{}")
    monkeypatch.setattr(instance_module, "MOD_FOLDER", folder)
    return folder


def test_the_shape_of_the_owners_file_is_accepted(tmp_path: Path) -> None:
    config = load(tmp_path, OWNERS)
    assert config.server.game_speed == 64
    assert config.mods == ["factorio-agent-mod", "training-scenarios"]


def test_keys_without_meaning_for_a_headless_server_are_noted(tmp_path: Path) -> None:
    notes = load(tmp_path, OWNERS).notes()
    assert [note.split(":")[0] for note in notes] == ["server.graphics", "server.audio"]
    assert ServerConfig().notes() == []


def test_a_server_with_a_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"'server.headless' is False"):
        load(tmp_path, "server:\n  headless: false\n")


def test_an_unknown_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="unknown key 'server.game_sped'; the nearest known key is 'game_speed'"):
        load(tmp_path, "server:\n  game_sped: 1\n")


@pytest.mark.parametrize(("size", "side"), [("tiny", 64), ("small", 128), ("medium", 256), ("large", 512)])
def test_a_map_size_is_written_in_tiles(tmp_path: Path, mods: Path, size: str, side: int) -> None:
    config = load(tmp_path, f"map_generation:\n  size: {size}\n  seed: 7\n")
    directory = Instance("a", config)
    written = json.loads(directory.map_gen_settings.read_text())
    directory.remove()
    assert (written["width"], written["height"], written["seed"]) == (side, side, 7)


def test_richness_and_enemy_bases_switch_their_controls(tmp_path: Path, mods: Path) -> None:
    config = load(tmp_path, "map_generation:\n  resource_richness: 2.0\n  enemy_bases: true\n")
    directory = Instance("a", config)
    controls = json.loads(directory.map_gen_settings.read_text())["autoplace_controls"]
    directory.remove()
    assert controls["iron-ore"] == {"frequency": 1, "size": 1, "richness": 2.0}
    assert controls["enemy-base"]["size"] == 1
    assert all(control["frequency"] > 0 for control in controls.values()), "frequency 0 breaks map generation"


def test_an_instance_has_everything_that_a_server_reads(mods: Path) -> None:
    directory = Instance("a", ServerConfig())
    ini = configparser.ConfigParser(comment_prefixes=(";",))
    ini.read_string(directory.config_file.read_text())
    mod_list = json.loads((directory.mod_directory / "mod-list.json").read_text())["mods"]
    settings = json.loads(directory.server_settings.read_text())
    links = {path.name: path.resolve() for path in directory.mod_directory.iterdir() if path.is_dir()}
    directory.remove()
    assert ini["path"]["write-data"] == str(directory.write_data)
    assert {"name": "training-scenarios", "enabled": True} in mod_list
    assert {"name": "space-age", "enabled": False} in mod_list
    assert settings["auto_pause"] is False
    assert settings["visibility"] == {"public": False, "lan": False}
    assert links == {name: mods / name for name in ("factorio-agent-mod", "training-scenarios")}


def test_removing_an_instance_leaves_the_mods_alone(mods: Path) -> None:
    directory = Instance("a", ServerConfig())
    directory.remove()
    directory.remove()
    assert not directory.root.exists()
    assert (mods / "factorio-agent-mod" / "info.json").exists()


def test_two_instances_share_nothing(mods: Path) -> None:
    one, other = Instance("a", ServerConfig()), Instance("a", ServerConfig())
    one.remove()
    assert other.config_file.exists()
    other.remove()


def test_a_mod_that_is_not_there_is_named_and_nothing_is_left_behind(
    mods: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(empty))
    with pytest.raises(ServerError, match="the mod 'no-such-mod' has no .*info.json; mods there: factorio-agent-mod"):
        Instance("a", ServerConfig(mods=["no-such-mod"]))
    assert list(empty.iterdir()) == []


def test_an_instance_that_nobody_removes_goes_with_its_object(mods: Path) -> None:
    directory = Instance("a", ServerConfig())
    root = directory.root
    del directory
    gc.collect()
    assert not root.exists()
