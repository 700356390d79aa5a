"""Driving a Factorio binary: found, asked for its version, configured from its own examples, stepped by the stock door.

The stand-in poses as the binary: a script in the place where an archive unpacks it."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.envs import FactorioVectorEnv
from harness.errors import ServerError
from harness.scenarios import load_scenario
from harness.servers import ServerConfig, ServerSpec
from harness.servers.factorio import Installation, find_installation, read_version
from harness.servers.instance import Instance
from harness.servers.launch import Server
from harness.standin.map_settings import new_map_settings

EXAMPLES: dict[str, dict[str, Any]] = {
    "server-settings": {"name": "", "max_heartbeats_per_second": 60, "auto_pause": True, "tags": ["a", "b"]},
    "map-gen-settings": {"width": 0, "height": 0, "starting_area": 1, "cliff_settings": {"richness": 1}},
    "map-settings": new_map_settings({}) | {"difficulty_settings": {"technology_price_multiplier": 1}},
}


def install(folder: Path, script: str) -> Path:
    """A program where an archive of the game puts its binary, with the game's example files beside it."""
    binary = folder / "factorio" / "bin" / "x64" / "factorio"
    binary.parent.mkdir(parents=True)
    binary.write_text(f"#!/bin/sh\n{script}\n")
    binary.chmod(0o755)
    data = folder / "factorio" / "data"
    data.mkdir()
    for name, value in EXAMPLES.items():
        (data / f"{name}.example.json").write_text(json.dumps({"_comment": "an example"} | value))
    return binary


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """The stand-in, posing as the game."""
    return install(tmp_path, f'exec {shlex.quote(sys.executable)} -m harness.standin "$@"')


def test_the_version_is_read_from_the_binary(game: Path) -> None:
    assert read_version(game) == (2, 0, 77)
    assert find_installation(game).root == game.parents[2].resolve()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'Version: 1.1.110 (build 62357, linux64)'", r"is Factorio 1\.1\.110; the mod loads on 2\.0, 2\.1"),
        ("echo hello; exit 3", r"--version said 'hello' and exited with status 3; a Factorio binary says 'Version: 2"),
        ("exit 1", r"--version said 'nothing'"),
    ],
)
def test_a_binary_that_is_no_game_that_we_know_is_refused(tmp_path: Path, script: str, reason: str) -> None:
    binary = install(tmp_path, script)
    with pytest.raises(ServerError, match=reason):
        Server(ServerSpec(load_scenario("movement_micro"), arenas=1, kind="factorio", door="stock", binary=binary))


def test_a_real_game_has_no_native_door(game: Path) -> None:
    with pytest.raises(ServerError, match="a real game has the stock door only"):
        Server(ServerSpec(load_scenario("movement_micro"), arenas=1, kind="factorio", door="native", binary=game))


def test_settings_are_the_installed_versions_examples_with_ours_in_them(game: Path) -> None:
    instance = Instance("server-0", ServerConfig(), Installation(game, (2, 0, 77)))
    try:
        server = json.loads(instance.server_settings.read_text())
        assert server["max_heartbeats_per_second"] == 60, "what we do not care about stays as the example has it"
        assert server["auto_pause"] is False and server["visibility"] == {"public": False, "lan": False}
        assert instance.map_settings is not None
        settings = json.loads(instance.map_settings.read_text())
        assert settings["steering"] == EXAMPLES["map-settings"]["steering"], "a file that lacks a key would be refused"
        for group in ("pollution", "enemy_evolution", "enemy_expansion"):
            assert settings[group] == {**EXAMPLES["map-settings"][group], "enabled": False}
        assert json.loads(instance.map_gen_settings.read_text())["starting_area"] == 1
    finally:
        instance.remove()


def test_a_damaged_example_is_named(game: Path) -> None:
    path = game.parents[2] / "data" / "map-settings.example.json"
    path.write_text("{")
    with pytest.raises(ServerError, match=r"map-settings\.example\.json cannot be read: .*is the installation whole\?"):
        Instance("server-0", ServerConfig(), Installation(game, (2, 0, 77)))


def test_the_posing_game_plays_as_the_stand_in_does(game: Path) -> None:
    actions = np.random.default_rng(2).integers(0, 9, (15, 3))
    with (
        FactorioVectorEnv("movement_micro", 3) as standin,
        FactorioVectorEnv("movement_micro", 3, server="factorio", factorio_bin=game) as factorio,
    ):
        assert factorio.door == "stock"
        assert np.array_equal(standin.reset(seed=4)[0], factorio.reset(seed=4)[0])
        for row in actions:
            ours, theirs = standin.step(row), factorio.step(row)
            assert all(np.array_equal(a, b) for a, b in zip(ours[:4], theirs[:4], strict=True))


def test_a_game_that_does_not_start_is_explained_by_what_it_said(tmp_path: Path) -> None:
    said = "0.5 Error Util.cpp:81: Couldn't acquire exclusive lock for /somewhere/.lock."
    version = "Version: 2.0.77 (build 1)"
    binary = install(tmp_path, f'case "$1" in --version) echo "{version}";; *) echo "{said}"; exit 1;; esac')
    spec = ServerSpec(load_scenario("movement_micro"), arenas=1, kind="factorio", door="stock", binary=binary)
    server = Server(spec)
    server.launch()
    with pytest.raises(ServerError, match="the write-data directory is in use by another server .*It last said"):
        server.wait_ready()
