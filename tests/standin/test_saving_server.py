"""The process makes, hosts, writes and measures saves with the binary's flags."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from harness.standin.saver import Saver

PASSWORD = "a password"

MOD = """
script.on_init(function() storage.visits = 1 end)
script.on_load(function() log("loaded with " .. storage.visits) end)
commands.add_command("visit", "", function() storage.visits = storage.visits + 1 rcon.print(storage.visits) end)
"""


@pytest.fixture
def world(start, instance: Path) -> Path:
    """A small save that --create has made, with a mod that counts."""
    for other in (instance / "mods").iterdir():
        other.unlink()
    mod = instance / "mods" / "visits"
    mod.mkdir()
    (mod / "info.json").write_text('{"name": "visits", "version": "1.0.0", "factorio_version": "2.0"}')
    (mod / "control.lua").write_text(MOD)
    (instance / "gen.json").write_text('{"width": 64, "height": 64, "seed": 5}')
    save = instance / "write-data" / "saves" / "world.zip"
    made = start(
        arguments=[*offline(instance, "--create", str(save)), "--map-gen-settings", str(instance / "gen.json")]
    )
    assert made.end(None) == 0
    return save


def offline(instance: Path, *more: str) -> list[str]:
    return [*more, "--config", str(instance / "config.ini"), "--mod-directory", str(instance / "mods")]


def hosting(instance: Path, *more: str) -> list[str]:
    settings = ["--server-settings", str(instance / "server-settings.json")]
    return [*offline(instance, *more), *settings, "--rcon-bind", "127.0.0.1:0", "--rcon-password", PASSWORD]


def test_a_server_saves_at_its_end_and_goes_on_from_there(start, instance: Path, world: Path) -> None:
    ticks = []
    for visits in ("2", "3"):
        process = start(arguments=hosting(instance, "--start-server", str(world)))
        rcon = process.rcon(process.wait_ready())
        assert rcon.command("/visit") == f"{visits}\n"
        rcon.lua("1")
        rcon.lua("1")
        ticks.append(int(rcon.lua("rcon.print(game.tick)")))
        assert process.end() == 0
        assert any("Saving finished" in line for line in process.lines)
    assert ticks[1] > ticks[0]
    assert any("loaded with 2" in line for line in process.lines)


def test_server_save_writes_a_save_that_load_latest_hosts(start, instance: Path, world: Path) -> None:
    process = start(arguments=hosting(instance, "--start-server", "world"))
    rcon = process.rcon(process.wait_ready())
    rcon.command("/visit")
    assert rcon.command("/server-save extra") == ""
    process.wait_for("Saving finished")
    assert "Invalid save name" in rcon.command("/server-save ../../escape")
    process.kill()
    process = start(arguments=hosting(instance, "--start-server-load-latest"))
    assert process.rcon(process.wait_ready()).command("/visit") == "3\n"


def test_scripts_save_and_functions_in_storage_end_the_server(start, instance: Path, world: Path) -> None:
    process = start(arguments=hosting(instance, "--start-server", str(world)))
    rcon = process.rcon(process.wait_ready())
    rcon.lua("1")
    rcon.lua("game.server_save('by-script') game.auto_save()")
    process.wait_for("by-script.zip")
    process.wait_for("_autosave1.zip")
    process.wait_for("Saving finished")
    assert {path.name for path in world.parent.iterdir()} == {"world.zip", "by-script.zip", "_autosave1.zip"}
    before = world.read_bytes()
    rcon.lua("storage.bad = print")
    assert process.end() == 1
    assert any("Cannot serialise lua function at storage.bad" in line for line in process.lines)
    assert world.read_bytes() == before


class HostOfNobody:
    """A game whose saves are only noted."""

    autosave_enabled = True

    def __init__(self) -> None:
        self.host, self.saved = self, []

    def save(self, path: Path) -> None:
        self.saved.append(path.name)


@pytest.mark.parametrize(("interval", "slots", "saved"), [(1e-9, 1, ["_autosave1.zip"]), (1e-9, 0, []), (0, 5, [])])
def test_autosaves_come_with_the_clock_unless_there_is_no_interval_or_no_slot(
    tmp_path: Path, interval: float, slots: int, saved: list[str]
) -> None:
    game = HostOfNobody()
    Saver(tmp_path, None, interval, slots, lambda _: None).after_update(game, lambda: True)
    assert game.saved == saved


def test_a_benchmark_prints_timings_and_the_same_checksum_for_every_run(start, instance: Path, world: Path) -> None:
    more = ("--benchmark", str(world), "--benchmark-ticks", "20", "--benchmark-runs", "2")
    process = start(arguments=offline(instance, *more, "--benchmark-verbose", "timestamp,wholeUpdate"))
    assert process.end(None) == 0
    text = "\n".join(process.lines)
    assert len(re.findall(r"Performed 20 updates in \d+\.\d{3} ms\n +avg: \d+\.\d{3} ms, min: .*, max: ", text)) == 2
    first, second = re.findall(r"checksum: (\d+)", text)
    assert first == second
    assert re.search(r"run,tick,timestamp,wholeUpdate\n1,t0,\d+,\d+\n1,t1,", text)


def test_until_tick_runs_there_and_ends(start, instance: Path, world: Path) -> None:
    process = start(arguments=offline(instance, "--load-game", str(world), "--until-tick", "300"))
    assert process.end(None) == 0
    assert any("Reached tick 300" in line for line in process.lines)
    process = start(arguments=hosting(instance, "--start-server", str(world), "--until-tick", "5"))
    assert process.end(None) == 0


def test_dump_data_writes_the_prototypes_with_what_mods_changed(start, instance: Path, world: Path) -> None:
    (instance / "mods" / "visits" / "data.lua").write_text('data.raw.furnace["stone-furnace"].crafting_speed = 5')
    assert start(arguments=offline(instance, "--dump-data")).end(None) == 0
    dump = json.loads((instance / "write-data" / "script-output" / "data-raw-dump.json").read_text())
    assert dump["furnace"]["stone-furnace"]["crafting_speed"] == 5


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\0" * 1000])
def test_a_damaged_save_ends_the_start_and_says_so(start, instance: Path, content: bytes) -> None:
    (instance / "bad.zip").write_bytes(content)
    process = start(arguments=hosting(instance, "--start-server", str(instance / "bad.zip")))
    assert process.end(None) == 1
    assert any("Cannot load save" in line and "damaged" in line for line in process.lines)


def test_a_save_is_a_zip_with_its_name_on_top(world: Path) -> None:
    with zipfile.ZipFile(world) as packed:
        assert {name.partition("/")[0] for name in packed.namelist()} == {"world"}
        assert "world/control.lua" in packed.namelist()


def test_a_mod_that_never_ends_is_stopped_by_name(start, instance: Path, world: Path) -> None:
    (instance / "mods" / "visits" / "control.lua").write_text(
        MOD + "script.on_nth_tick(7, function() while true do end end)"
    )
    patience = {"FACTORIO_WATCHDOG_MILLIONS": "30"}
    process = start(arguments=hosting(instance, "--start-server", str(world)), environment=patience)
    process.wait_for("The mod visits (1.0.0) caused a non-recoverable error")
    process.wait_for("million instructions without coming to an end")
    assert process.end(None) == 1
