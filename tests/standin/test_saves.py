"""A game that is saved and loaded goes on as if nothing had been."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from harness.standin.errors import StartError
from harness.standin.game import Game, GameParts
from harness.standin.level import Level, saved_level
from harness.standin.lua_host import GameStart, ScriptError, ServerFunctions
from harness.standin.map_settings import new_map_settings
from harness.standin.mod_files import TextFiles
from harness.standin.mod_loader import Mod
from harness.standin.saves import SAVE_MEMBER, read_save

SILENT = ServerFunctions(
    write=lambda kind, text: None,
    write_file=lambda name, data, append: "",
    remove_path=lambda name: "",
    send_udp=lambda port, data: None,
)


def start(settings: dict[str, object] | None = None) -> GameStart:
    return GameStart(
        level={},
        active_mods={},
        map_settings=new_map_settings({}),
        map_gen_settings={"width": 128, "height": 128, "seed": 3},
        game_commands={},
        startup_settings=settings or {},
    )


def mod(name: str, version: str, control: str) -> Mod:
    return Mod(name, version, (), TextFiles({"control.lua": control}))


def level(control: str = "") -> Level:
    return Level("test", "", TextFiles({"control.lua": control, "deep/er.lua": "return 7"}))


def new_game(mods: list[Mod] | None = None, control: str = "") -> Game:
    return Game(GameParts(mods or [], level(control), start()), SILENT, lambda text: None)


def load(path: Path, mods: list[Mod] | None = None, settings: dict[str, object] | None = None) -> Game:
    saved = read_save(path)
    return Game(GameParts(mods or [], saved_level(saved), start(settings), saved), SILENT, lambda text: None)


def say(game: Game, code: str, where: str = "level") -> str:
    game.host.begin_reply()
    message = game.scripts[where].execute(code)
    reply = game.host.end_reply()
    assert message is None, message
    return reply.rstrip("\n")


BUILD = """
local s = game.surfaces.nauvis
storage.chest = s.create_entity{name = "wooden-chest", position = {0, 0}, force = "player"}
storage.chest.insert{name = "coal", count = 9}
storage.drill = s.create_entity{name = "burner-inserter", position = {5, 5}, force = "player"}
storage.drill.insert{name = "coal", count = 2}
storage.loop = {}
storage.loop.itself = storage.loop
storage.random = game.create_random_generator(5)
storage.inventory = game.create_inventory(2)
storage.inventory[1].set_stack("blueprint")
storage.inventory[1].label = "plan"
storage.chest.minable = false
storage.chest.get_inventory(1).set_bar(4)
storage.circle = rendering.draw_circle{surface = s, target = {0, 0}, radius = 2}
storage.number, storage.text, storage.nothing = 0.1 + 0.2, "a\\0b\\255", nil
storage.order = {z = 1, a = 2, m = 3}
local second = game.create_surface("second")
second.add_script_area{area = {{1, 2}, {3, 4}}, name = "camp"}
second.set_property("magnetic-field", 12)
game.create_force("third")
game.speed = 3
game.map_settings.pollution.enabled = false
"""

LOOK = """
local keys = {}
for key in pairs(storage.order) do keys[#keys + 1] = key end
rcon.print(serpent.line({
    storage.chest.get_item_count("coal"), storage.drill.name, storage.loop.itself == storage.loop,
    #storage.inventory, storage.inventory[1].label, storage.chest.minable, storage.circle.radius, storage.number,
    storage.text:byte(1, -1), keys, #game.surfaces, #game.forces, game.speed, game.map_settings.pollution.enabled,
    game.surfaces.nauvis.count_entities_filtered{}, game.surfaces.nauvis.is_chunk_generated{0, 0}, require == nil,
    game.surfaces.nauvis.count_entities_filtered{name = "wooden-chest", area = {{0, 0}, {1, 1}}},
    storage.chest.get_inventory(1).get_bar(),
    game.surfaces.second.get_script_area("camp"), game.surfaces.second.get_property("magnetic-field"),
}, {comment = false}))
"""


def test_what_scripts_keep_and_what_stands_there_is_all_there_again(tmp_path: Path) -> None:
    game = new_game()
    say(game, BUILD)
    for _ in range(50):
        game.host.update(False)
    before = say(game, LOOK)
    game.save(tmp_path / "a.zip")
    after = load(tmp_path / "a.zip")
    assert say(after, LOOK) == before
    assert after.host.state() == game.host.state()


def test_a_loaded_game_goes_on_to_the_same_state(tmp_path: Path) -> None:
    game = new_game()
    say(game, BUILD)
    game.save(tmp_path / "a.zip")
    other = load(tmp_path / "a.zip")
    for _ in range(200):
        game.host.update(False)
        other.host.update(False)
    assert say(other, "rcon.print(storage.random(1, 1e6))") == say(game, "rcon.print(storage.random(1, 1e6))")
    assert other.checksum() == game.checksum()


COUNTING = """
local function note(text) storage.notes = (storage.notes or "") .. text end
script.on_init(function() note("init ") end)
script.on_load(function() if game then error("game exists in on_load") end loaded = (loaded or 0) + 1 end)
script.on_configuration_changed(function(data) note("changed " .. serpent.line(data.mod_changes) .. " ") end)
"""


def test_a_mod_that_was_there_gets_on_load_and_a_new_one_on_init(tmp_path: Path) -> None:
    new_game([mod("old", "1.0.0", COUNTING)]).save(tmp_path / "a.zip")
    same = load(tmp_path / "a.zip", [mod("old", "1.0.0", COUNTING)])
    assert say(same, "rcon.print(storage.notes .. loaded)", "old") == "init 1"
    more = load(tmp_path / "a.zip", [mod("old", "1.1.0", COUNTING), mod("new", "0.1.0", COUNTING)])
    assert say(more, "rcon.print(storage.notes)", "old") == (
        'init changed {new = {new_version = "0.1.0"}, old = {new_version = "1.1.0", old_version = "1.0.0"}} '
    )
    assert say(more, "rcon.print(tostring(loaded))", "new") == "nil"
    assert say(more, "rcon.print(storage.notes)", "new").startswith("init changed")


def test_other_startup_settings_are_a_change_too(tmp_path: Path) -> None:
    changed = COUNTING.replace("data.mod_changes", "data.mod_startup_settings_changed")
    new_game([mod("one", "1.0.0", changed)]).save(tmp_path / "a.zip")
    game = load(tmp_path / "a.zip", [mod("one", "1.0.0", changed)], {"size": {"value": 2}})
    assert say(game, "rcon.print(storage.notes)", "one") == "init changed true "
    assert say(game, "rcon.print(settings.startup.size.value)", "one") == "2"


def test_registered_metatables_come_back_and_others_do_not(tmp_path: Path) -> None:
    control = 'point = {__index = {kind = "point"}} script.register_metatable("point", point)'
    game = new_game(control=control)
    say(game, "storage.a = setmetatable({}, point) storage.b = setmetatable({}, {__index = {kind = 'other'}})")
    game.save(tmp_path / "a.zip")
    assert (
        say(load(tmp_path / "a.zip"), "rcon.print(tostring(storage.a.kind) .. tostring(storage.b.kind))") == "pointnil"
    )


def test_the_scenario_travels_with_the_save(tmp_path: Path) -> None:
    new_game(control='seven = require("deep.er")').save(tmp_path / "a.zip")
    assert say(load(tmp_path / "a.zip"), "rcon.print(seven)") == "7"


def test_a_function_in_storage_cannot_be_saved_and_its_place_is_named(tmp_path: Path) -> None:
    game = new_game()
    say(game, "storage.a = {b = {print}}")
    with pytest.raises(ScriptError, match=r"lua function at storage\.a\.b\.1"):
        game.save(tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("cut", [10, 2000, -100])
def test_a_save_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    new_game().save(tmp_path / "a.zip")
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:cut])
    with pytest.raises(StartError, match="damaged"):
        read_save(tmp_path / "a.zip")


@pytest.mark.parametrize("member", ["world.dat", "registry.dat", "storage/0.dat"])
def test_damaged_bytes_inside_are_refused_and_crash_nothing(tmp_path: Path, member: str) -> None:
    game = new_game()
    say(game, BUILD)
    game.save(tmp_path / "a.zip")
    for position in range(0, 2000, 59):
        parts = _unpack(tmp_path / "a.zip")
        data = bytearray(parts[f"a/{member}"])
        data[position % len(data)] ^= 0xFF
        if position % 3 == 0:
            del data[position % len(data) :]
        parts[f"a/{member}"] = bytes(data)
        _pack(tmp_path / "b.zip", parts)
        try:
            load(tmp_path / "b.zip").host.update(False)
        except (StartError, ScriptError):
            continue
        if position > 300:
            break  # bytes whose value does not matter are the rule from here on


def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.standin.saves.LARGEST_SAVE", 1000)
    new_game().save(tmp_path / "a.zip")
    with pytest.raises(StartError, match="at most 1000 are read"):
        read_save(tmp_path / "a.zip")


def test_a_save_of_the_game_is_refused_by_name(tmp_path: Path) -> None:
    _pack(tmp_path / "game.zip", {"game/level.dat0": b"x"})
    with pytest.raises(StartError, match="is not a save of the stand-in"):
        read_save(tmp_path / "game.zip")
    with pytest.raises(StartError, match="doesn't exist"):
        read_save(tmp_path / "missing")


def test_a_save_with_other_prototypes_is_refused(tmp_path: Path) -> None:
    new_game().save(tmp_path / "a.zip")
    parts = _unpack(tmp_path / "a.zip")
    index = json.loads(parts[f"a/{SAVE_MEMBER}"])
    parts[f"a/{SAVE_MEMBER}"] = json.dumps({**index, "prototypes": "other"}).encode()
    _pack(tmp_path / "a.zip", parts)
    with pytest.raises(StartError, match="made with other prototypes"):
        load(tmp_path / "a.zip")


def test_saving_over_a_save_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = new_game()
    game.save(tmp_path / "a.zip")
    before = (tmp_path / "a.zip").read_bytes()

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harness.standin.saves.os.fsync", full)
    game.host.update(False)
    with pytest.raises(OSError, match="No space"):
        game.save(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def _unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _pack(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def test_what_scripts_watch_and_count_is_watched_and_counted_on(tmp_path: Path) -> None:
    control = """
        local function listen()
            script.on_event(defines.events.on_object_destroyed, function(e)
                storage.gone = e.registration_number
            end)
        end
        script.on_init(function()
            storage.chest = game.surfaces[1].create_entity{name = "wooden-chest", position = {0, 0}, force = "player"}
            script.register_on_object_destroyed(storage.chest.surface)
            storage.number = script.register_on_object_destroyed(storage.chest)
            game.forces.player.get_entity_build_count_statistics(1).on_flow("wooden-chest", 4)
            listen()
        end)
        script.on_load(listen)
    """
    path = tmp_path / "a.zip"
    new_game([mod("m", "1.0.0", control)]).save(path)
    game = load(path, [mod("m", "1.0.0", control)])
    say(game, "storage.chest.destroy()", "m")
    game.host.update(False)
    counts = "game.forces.player.get_entity_build_count_statistics(1).input_counts"
    assert say(game, f"rcon.print(helpers.table_to_json{{storage.number, storage.gone, {counts}}})", "m") == (
        '[2,2,{"wooden-chest":4}]'
    )


def test_samples_of_flows_are_saved_and_go_on(tmp_path: Path) -> None:
    game = new_game()
    say(game, 'count = game.forces.player.get_item_production_statistics(1) count.on_flow("coal", 3)')
    for _ in range(5):
        game.host.update(False)
    say(game, 'count.on_flow("coal", 4)')
    game.save(tmp_path / "a.zip")
    other = load(tmp_path / "a.zip")
    ask = """
        local statistics = game.forces.player.get_item_production_statistics(1)
        local function amount(sample)
            return statistics.get_flow_count{name = "coal", category = "input", count = true, sample_index = sample,
                                             precision_index = defines.flow_precision_index.five_seconds}
        end
        rcon.print(amount(nil) .. " " .. amount(1) .. " " .. amount(6))
    """
    assert say(other, ask) == "3 0 0"
    for running in (game, other):
        running.host.update(False)
        assert say(running, ask) == "7 4 3"
