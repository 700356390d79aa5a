"""The stand-in as a process: start, ready lines, RCON, commands, end."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
import time
from pathlib import Path

import factorio_rcon
import pytest

PASSWORD = "a password"
SETUP = {"protocol": 1, "scenes": 2, "scene_seed": 1}
MOVEMENT = SETUP | {"scenario": "movement_micro", "settings": {"width": 64, "height": 64}}
MINING = SETUP | {
    "scenario": "mining_micro",
    "settings": {"width": 128, "height": 128, "resource": "iron-ore", "amount": 1000, "spacing": 16},
}


def test_a_start_writes_the_games_ready_lines_in_their_order(server) -> None:
    process, _ = server
    text = "\n".join(process.lines)
    hosting = text.index("Hosting game at IP ADDR:({127.0.0.1:")
    in_game = text.index("changing state from(CreatingGame) to(InGame)")
    rcon = text.index("Starting RCON interface at IP ADDR:({127.0.0.1:")
    assert hosting < in_game < rcon
    assert all(re.match(r" *\d+\.\d{3} ", line) for line in process.lines)


def test_the_log_file_has_what_stdout_has(server, instance: Path) -> None:
    process, _ = server
    assert process.end() == 0
    log = (instance / "write-data" / "factorio-current.log").read_text().splitlines()
    assert log == process.lines


def test_the_old_log_is_kept_as_previous_or_continued(start, instance: Path) -> None:
    for more in ((), (), ("--no-log-rotation",)):
        process = start(*more)
        process.wait_ready()
        process.end()
    write_data = instance / "write-data"
    assert (write_data / "factorio-previous.log").read_text().count("Goodbye") == 1
    assert (write_data / "factorio-current.log").read_text().count("Goodbye") == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_in_good_order(server, number: int, instance: Path) -> None:
    process, _ = server
    assert process.end(number) == 0
    assert process.lines[-1].endswith("Goodbye")
    assert not (instance / "write-data" / ".lock").exists()


def test_signals_in_the_middle_of_lines_of_the_log_do_no_harm(server) -> None:
    process, rcon = server
    rcon.lua("1")
    ended = threading.Event()

    def knock() -> None:
        while not ended.is_set():
            process.process.send_signal(signal.SIGUSR1)
            time.sleep(0.0002)

    knocker = threading.Thread(target=knock)
    knocker.start()
    try:
        for _ in range(5):
            assert rcon.lua("for i = 1, 2000 do log('a line') end rcon.print('done')") == "done"
    finally:
        ended.set()
        knocker.join()
    assert process.end(signal.SIGTERM) == 0
    assert process.lines[-1].endswith("Goodbye")


def test_quit_ends_the_server_in_good_order(server) -> None:
    process, rcon = server
    assert rcon.command("/quit") == ""
    assert process.end(None) == 0


def test_nothing_but_loopback_is_listened_on(server) -> None:
    process, _ = server
    listening = Path(f"/proc/{process.process.pid}/net/tcp").read_text().splitlines()[1:]
    inodes = {str(fd.readlink()) for fd in Path(f"/proc/{process.process.pid}/fd").iterdir() if fd.is_symlink()}
    own = [row.split() for row in listening if f"socket:[{row.split()[9]}]" in inodes and row.split()[3] == "0A"]
    assert [row[1].partition(":")[0] for row in own] == ["0100007F"]


def test_a_wrong_password_is_answered_with_minus_one_and_can_be_tried_again(start) -> None:
    process = start()
    rcon = process.rcon(process.wait_ready(), login=False)
    assert not rcon.login("wrong")
    rcon.send(7, 2, b"/version")
    assert rcon.receive() == (-1, 2, b"")
    assert rcon.login()
    assert rcon.command("/version") == "2.0.77\n"


def test_a_reply_of_any_size_is_one_packet(server) -> None:
    _, rcon = server
    rcon.lua("1")
    for size in (0, 1, 4096, 4_000_000):
        assert len(rcon.command(f"/sc rcon.print(('x'):rep({size}))")) == size + 1


def test_a_large_request_is_taken(server) -> None:
    _, rcon = server
    rcon.lua("1")
    assert rcon.lua(f"rcon.print(#'{'y' * 300_000}')") == "300000"


def test_a_command_that_prints_nothing_gets_one_empty_reply(server) -> None:
    _, rcon = server
    rcon.lua("1")
    assert rcon.command("/sc local x = 1") == ""
    assert rcon.command("hello everybody") == ""
    assert rcon.command("/sc rcon.print('a') rcon.print('b')") == "a\nb\n"


def test_any_byte_but_zero_passes_through_a_command_and_its_reply(server) -> None:
    _, rcon = server
    rcon.lua("1")
    every = bytes(set(range(1, 256)) - {0x0A, 0x0D, 0x22, 0x5C})
    rcon.send(5, 2, b'/sc rcon.print("' + every + b'")')
    assert rcon.receive() == (5, 0, every + b"\n")


def test_the_first_lua_command_is_only_a_warning(server) -> None:
    _, rcon = server
    assert rcon.command("/sc rcon.print(1)").startswith("Using Lua console commands will disable achievements.")
    assert rcon.command("/sc rcon.print(1)") == "1\n"
    assert rcon.command("/c rcon.print(2)") == "2\n"
    assert rcon.command("/silent-command rcon.print(3)") == "3\n"


def test_commands_share_the_scenarios_globals(server) -> None:
    _, rcon = server
    rcon.lua("1")
    rcon.lua("shared = 41")
    assert rcon.lua("shared = shared + 1 rcon.print(shared)") == "42"
    assert rcon.lua("__factorio-agent-mod__ rcon.print(tostring(shared) .. script.mod_name)") == "nilfactorio-agent-mod"


def test_a_lua_error_is_answered_as_text_and_the_server_goes_on(server) -> None:
    _, rcon = server
    rcon.lua("1")
    assert rcon.lua("local x = nil; x.y = 1") == (
        "Cannot execute command. Error: [string \"local x = nil; x.y = 1\"]:1: attempt to index local 'x' (a nil value)"
    )
    assert rcon.lua("game.forces.player.x()") == "Cannot execute command. Error: LuaForce doesn't contain key x."
    assert rcon.lua("this is not lua").startswith("Cannot execute command. Error: [string ")
    assert rcon.lua("rcon.print('alive')") == "alive"


def test_an_unknown_command_is_named(server) -> None:
    _, rcon = server
    assert 'Unknown command "frobnicate"' in rcon.command("/frobnicate 1 2")


def test_a_script_that_fails_in_an_event_closes_the_server(server) -> None:
    process, rcon = server
    rcon.lua("1")
    rcon.lua("script.on_event(defines.events.on_tick, function() error('on purpose') end) game.tick_paused = false")
    assert process.end(None) == 1
    text = "\n".join(process.lines)
    assert re.search(
        r"Error MainLoop\.cpp:\d+: Exception at tick 0: The scenario level caused a non-recoverable error", text
    )
    assert "on purpose" in text


def test_the_game_ticks_by_itself_and_stands_still_when_paused(server) -> None:
    _, rcon = server
    rcon.lua("1")
    rcon.lua("game.tick_paused = true")
    first = rcon.lua("rcon.print(game.tick)")
    assert rcon.lua("rcon.print(game.tick)") == first
    rcon.lua("game.speed = 100 game.ticks_to_run = 50")
    while rcon.lua("rcon.print(game.ticks_to_run)") != "0":
        pass
    assert int(rcon.lua("rcon.print(game.tick)")) == int(first) + 50
    rcon.lua("game.tick_paused = false")
    while int(rcon.lua("rcon.print(game.tick)")) < int(first) + 60:
        pass


def test_many_requests_at_once_are_answered_in_their_order_within_one_tick(server) -> None:
    _, rcon = server
    rcon.lua("1")
    rcon.lua("game.tick_paused = false game.speed = 0.05")
    for number in range(100):
        rcon.send(1000 + number, 2, b"/sc rcon.print(game.tick)")
    replies = [rcon.receive() for _ in range(100)]
    assert [request_id for request_id, _, _ in replies] == list(range(1000, 1100))
    assert len({body for _, _, body in replies}) <= 2  # the burst may straddle one update


def test_several_clients_are_served_at_once(server) -> None:
    process, first = server
    port = first.socket.getpeername()[1]
    first.lua("1")
    others = [process.rcon(port) for _ in range(20)]
    for number, rcon in enumerate(others):
        assert rcon.lua(f"rcon.print({number})") == str(number)
    assert first.lua("rcon.print('still')") == "still"


@pytest.mark.parametrize(("request_", "entities"), [(MOVEMENT, 1), (MINING, 65)])
def test_both_scenarios_are_set_up_with_one_command(server, request_: dict, entities: int) -> None:
    _, rcon = server
    reply = json.loads(rcon.command("/agent-setup " + json.dumps(request_)))
    reply.pop("prototypes")
    assert reply == {"ok": True, "surfaces": ["arena-1", "arena-2"], "tick": 0}
    rcon.lua("1")
    assert rcon.lua("rcon.print(#game.surfaces['arena-2'].find_entities())") == str(entities)
    assert len(json.loads(rcon.command("/agent-status"))["arenas"]) == 2


def test_the_common_python_client_agrees(server) -> None:
    process, rcon = server
    port = rcon.socket.getpeername()[1]
    with factorio_rcon.RCONClient("127.0.0.1", port, PASSWORD) as client:
        client.send_command("/sc 1")
        assert client.send_command("/sc rcon.print('x')") == "x"
        assert client.send_command("/sc local nothing") is None
        assert client.send_commands({"a": "/sc rcon.print(1)", "b": "/sc rcon.print(2)"}) == {"a": "1", "b": "2"}
    with pytest.raises(factorio_rcon.InvalidPassword):
        factorio_rcon.RCONClient("127.0.0.1", port, "wrong")


def test_write_file_stays_below_script_output(server, instance: Path) -> None:
    _, rcon = server
    rcon.lua("1")
    assert rcon.lua("helpers.write_file('a/b.txt', 'x') helpers.write_file('a/b.txt', 'y', true)") == ""
    assert (instance / "write-data" / "script-output" / "a" / "b.txt").read_text() == "xy"
    (instance / "write-data" / "script-output" / "link").symlink_to(instance)
    for name in ("../out.txt", "/tmp/out.txt", "link/out.txt", "", "a/../../out.txt"):
        assert "Invalid filename" in rcon.lua(f"helpers.write_file('{name}', 'x')")
    assert not (instance / "out.txt").exists()
    rcon.lua("helpers.remove_path('a')")
    assert not (instance / "write-data" / "script-output" / "a").exists()


def test_datagrams_leave_from_the_port_of_enable_lua_udp(start) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer,
    ):
        probe.bind(("127.0.0.1", 0))
        own = probe.getsockname()[1]
        probe.close()
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(30)
        process = start("--enable-lua-udp", str(own))
        rcon = process.rcon(process.wait_ready())
        rcon.lua("1")
        rcon.lua(f"helpers.send_udp({peer.getsockname()[1]}, 'frame', 0)")
        assert peer.recvfrom(100) == (b"frame", ("127.0.0.1", own))


def test_chat_and_commands_go_to_the_console_log(start, instance: Path) -> None:
    process = start("--console-log", str(instance / "console.log"))
    rcon = process.rcon(process.wait_ready())
    for line in ("good morning", "/c game.print('from Lua')", "/c game.print('from Lua')", "/sc local hidden = 1"):
        rcon.command(line)
    process.end()
    log = (instance / "console.log").read_text()
    assert "[CHAT] <server>: good morning" in log
    assert "[COMMAND] <server> (command): game.print('from Lua')" in log
    assert "from Lua\n" in log
    assert "hidden" not in log


def test_with_auto_pause_and_nobody_there_no_tick_runs(start, instance: Path) -> None:
    (instance / "server-settings.json").write_text('{"auto_pause": true}')
    process = start()
    rcon = process.rcon(process.wait_ready())
    rcon.lua("1")
    rcon.lua("game.tick_paused = false game.speed = 100")
    assert {rcon.lua("rcon.print(game.tick)") for _ in range(5)} == {"0"}


def test_create_makes_a_save_that_start_server_hosts(start, instance: Path) -> None:
    (instance / "gen.json").write_text('{"width": 40, "height": 24, "seed": 5}')
    save = instance / "saves" / "world.zip"
    config = ["--config", str(instance / "config.ini")]
    made = start(arguments=["--create", str(save), "--map-gen-settings", str(instance / "gen.json"), *config])
    assert made.end(None) == 0
    assert save.is_file()
    arguments = ["--start-server", str(save.with_suffix("")), "--config", str(instance / "config.ini")]
    process = start(arguments=[*arguments, "--rcon-bind", "127.0.0.1:0", "--rcon-password", PASSWORD])
    rcon = process.rcon(process.wait_ready())
    rcon.lua("1")
    assert (
        rcon.lua("local s = game.surfaces[1].map_gen_settings rcon.print(s.width .. ' ' .. s.height .. ' ' .. s.seed)")
        == "40 24 5"
    )
    assert rcon.lua("rcon.print(util.distance({0, 0}, {3, 4}))") == "5"
