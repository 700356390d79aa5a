"""What a user reads when a server does not start."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest


def failure(process) -> str:
    assert process.end(None) == 1
    return "\n".join(process.lines)


def test_a_write_directory_in_use_is_refused_by_its_lock(start, instance: Path) -> None:
    first = start()
    first.wait_ready()
    text = failure(start())
    assert f"Couldn't acquire exclusive lock for {instance / 'write-data' / '.lock'}" in text
    assert first.end() == 0
    second = start()
    second.wait_ready()


def test_a_lock_of_a_killed_server_is_no_obstacle(start) -> None:
    first = start()
    first.wait_ready()
    first.process.kill()
    first.process.wait()
    start().wait_ready()


def test_a_taken_rcon_port_is_named(start, instance: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = failure(start("--rcon-bind", f"127.0.0.1:{port}"))
    assert f"Can't bind socket: Address already in use (RCON on 127.0.0.1:{port})" in text


def test_a_taken_game_port_is_named(start) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        text = failure(start("--port", str(taken.getsockname()[1])))
    assert 'MultiplayerManager failed: "Binding IPv4 socket failed: Address already in use"' in text


@pytest.mark.parametrize("scenario", ["nope", "training-scenarios/nope", "no-mod/arena-host", "../x"])
def test_an_unknown_scenario_is_named_with_what_there_is(start, scenario: str) -> None:
    text = failure(start(scenario=scenario))
    assert f"Scenario {scenario} not found" in text
    assert "training-scenarios" in text


def test_a_public_server_without_verification_is_refused_in_the_games_words(start, instance: Path) -> None:
    settings = {"visibility": {"public": True}, "require_user_verification": False}
    (instance / "server-settings.json").write_text(json.dumps(settings))
    assert "require_user_verification must be enabled for public games." in failure(start())


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("server-settings.json", "{", "is not JSON"),
        ("server-settings.json", "[]", "expected a JSON object, got list"),
        ("server-settings.json", '{"auto_pause": 1}', "auto_pause is true or false, got 1"),
        ("server-settings.json", '{"allow_commands": "x"}', "allow_commands"),
        ("config.ini", "[path", "config.ini"),
    ],
)
def test_a_broken_configuration_file_is_named(start, instance: Path, name: str, text: str, message: str) -> None:
    (instance / name).write_text(text)
    output = failure(start())
    assert message in output
    assert str(instance / name) in output


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"width": "x"}, "width is a whole number from 0 to 2000000, got 'x'"),
        ({"width": -1}, "width"),
        ({"seed": 2**40}, "seed"),
        ({"autoplace_controls": {"water": {"frequency": 0}}}, "use size 0 with frequency 1"),
    ],
)
def test_map_generation_settings_out_of_range_are_named(start, instance: Path, settings: dict, message: str) -> None:
    (instance / "gen.json").write_text(json.dumps(settings))
    assert message in failure(start("--map-gen-settings", str(instance / "gen.json")))


def test_partial_map_settings_are_refused_with_the_missing_key(start, instance: Path) -> None:
    (instance / "map.json").write_text('{"pollution": {}}')
    assert "Key difficulty_settings not found" in failure(start("--map-settings", str(instance / "map.json")))


def test_a_script_that_does_not_load_is_named_with_its_line(start, instance: Path) -> None:
    mod = instance / "mods" / "broken"
    mod.mkdir()
    (mod / "info.json").write_text('{"name": "broken", "version": "1.0.0", "factorio_version": "2.0"}')
    (mod / "control.lua").write_text("local x = 1\nlocal y = nothing.here\n")
    text = failure(start())
    assert "Failed to load mods: broken" in text
    assert "__broken__/control.lua:2: attempt to index global 'nothing'" in text


@pytest.mark.parametrize("value", ["x", "-1", "99999"])
def test_a_channel_descriptor_that_is_none_is_named(start, value: str) -> None:
    text = failure(start(environment={"FACTORIO_CHANNEL_FD": value}))
    assert f"FACTORIO_CHANNEL_FD must be the number of an inherited open descriptor, got '{value}'" in text


def test_a_descriptor_that_is_no_channel_is_refused_with_the_reason(start, instance: Path) -> None:
    with (instance / "not-a-channel").open("w+b") as file:
        number = file.fileno()
        os.set_inheritable(number, True)
        text = failure(start(environment={"FACTORIO_CHANNEL_FD": str(number)}, fds=(number,)))
    assert f"FACTORIO_CHANNEL_FD={number}: " in text
