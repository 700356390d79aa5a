"""A server's start and end; every failure is one exception that names it all."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from comm_c import PeerGone
from harness import clock
from harness.errors import ServerError
from harness.scenarios import load_scenario
from harness.servers import Server, ServerSpec
from harness.servers import factorio as factorio_module
from harness.servers.setup import check_setup_reply, reset_rule, scene_settings, setup_command


def failure(spec: ServerSpec) -> str:
    with pytest.raises(ServerError) as caught, Server(spec):
        pytest.fail("the server started")
    return str(caught.value)


def test_a_server_is_there_inside_the_block_and_gone_after_it(fake_spec: ServerSpec) -> None:
    with Server(fake_spec) as server:
        pid, directory = server.process.pid, Path(server.process.command[5]).parent
        assert psutil.pid_exists(pid)
        assert directory.exists()
        assert server.channel.server_pid == pid
    assert not psutil.pid_exists(pid)
    assert not directory.exists()


def test_a_server_is_also_gone_after_an_error_inside_the_block(fake_spec: ServerSpec) -> None:
    with pytest.raises(ZeroDivisionError), Server(fake_spec) as server:
        pid = server.process.pid
        raise ZeroDivisionError
    assert not psutil.pid_exists(pid)


def test_a_start_that_fails_is_told_with_cause_next_step_exit_and_last_lines(
    fake_spec: ServerSpec, fault: Callable[..., None]
) -> None:
    fault("exit_at_start")
    text = failure(fake_spec)
    assert text.startswith("server-0 did not start: the write-data directory is in use by another server")
    assert "give every server a write-data directory of its own" in text
    assert "exited with status 1" in text
    assert "  |    0.001 Error Util.cpp:76: Couldn't acquire exclusive lock" in text


def test_a_taken_port_is_answered_with_another_try(fake_spec: ServerSpec, fault: Callable[..., None]) -> None:
    fault("port_taken")
    with Server(fake_spec) as server:
        assert server.channel.exchange(10).shape == (2, 64)


def test_ports_that_are_always_taken_end_the_tries(fake_spec: ServerSpec, fault: Callable[..., None]) -> None:
    fault("port_taken", always=True)
    assert "the RCON port is taken" in failure(fake_spec)


def test_a_server_that_says_nothing_is_given_up_after_its_time(
    fake_spec: ServerSpec, fault: Callable[..., None]
) -> None:
    fault("silent_start")
    assert "was not ready after 1 s; the process still runs" in failure(replace(fake_spec, start_timeout=1.0))


def test_a_refused_set_up_is_told_in_the_servers_words(fake_spec: ServerSpec, fault: Callable[..., None]) -> None:
    fault("refuse_setup")
    assert "/agent-setup failed: there is no scenario of that name" in failure(fake_spec)


def test_a_reply_that_is_no_set_up_reply_is_quoted(fake_spec: ServerSpec, fault: Callable[..., None]) -> None:
    fault("babble_setup")
    assert "was answered with 'Cannot execute command.'" in failure(fake_spec)


def test_a_program_that_is_not_there_is_named(fake_spec: ServerSpec) -> None:
    assert "server-0: '/no/such/server' cannot be started" in failure(replace(fake_spec, command=("/no/such/server",)))


def test_a_failed_start_leaves_no_directory_behind(
    fake_spec: ServerSpec, fault: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    fault("exit_at_start")
    failure(fake_spec)
    assert list(folder.iterdir()) == []


def test_a_killed_server_is_noticed_in_the_next_exchange(fake_spec: ServerSpec) -> None:
    with Server(fake_spec) as server:
        os.kill(server.process.pid, signal.SIGKILL)
        with pytest.raises(PeerGone) as caught:
            server.channel.exchange(10)
        text = str(server.lost(caught.value))
        assert re.match("server-0 was lost: .*; the process was ended by signal SIGKILL", text)


def test_starting_and_stopping_leaves_no_descriptor_behind(fake_spec: ServerSpec) -> None:
    with Server(fake_spec):
        pass
    before = psutil.Process().num_fds()
    for _ in range(3):
        with Server(fake_spec):
            pass
    assert psutil.Process().num_fds() == before


def test_the_set_up_command_carries_what_the_scene_is_built_from() -> None:
    spec = ServerSpec(load_scenario("mining_micro"), arenas=1, scene_seed=5)
    assert scene_settings(spec.scenario)["spacing"] == 16
    assert setup_command(spec).startswith('/agent-setup {"protocol":1,"scenario":"mining_micro","settings":{')
    assert setup_command(spec).endswith('"scenes":1,"scene_seed":5}')


def test_a_reset_rule_counts_in_parts_of_a_tile() -> None:
    rule = reset_rule(load_scenario("movement_micro"))
    assert rule.start_area == (-28 * 256, -28 * 256, 28 * 256, 28 * 256)
    assert rule.goal_min_distance == 12 * 256
    assert reset_rule(load_scenario("mining_micro")).goal_area == (0, 0, 0, 0)


def test_a_wrong_number_of_scenes_is_refused() -> None:
    with pytest.raises(ServerError, match=r"made the surfaces \['arena-1'\]; 2 were asked for"):
        check_setup_reply('{"ok":true,"surfaces":["arena-1"],"tick":1}', scenes=2)


@pytest.mark.parametrize("arenas", [0, 65_537])
def test_a_number_of_arenas_that_no_channel_carries_is_refused(arenas: int) -> None:
    with pytest.raises(ServerError, match=f"{arenas} arenas; a server hosts 1..65536"):
        ServerSpec(load_scenario("movement_micro"), arenas=arenas)


def test_without_the_game_its_server_is_refused_with_every_place_that_was_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("FACTORIO_BIN", raising=False)
    monkeypatch.setattr(factorio_module, "USUAL_PLACES", (str(tmp_path / "factorio"),))
    with pytest.raises(ServerError, match=f"Tried: 'factorio' on the PATH, {tmp_path}/factorio.*--server standin"):
        Server(ServerSpec(load_scenario("movement_micro"), arenas=1, kind="factorio"))


def test_a_binary_that_cannot_be_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="is not a program that can be run"):
        factorio_module.find_binary(tmp_path)


def test_the_environment_variable_names_the_binary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = tmp_path / "factorio"
    binary.touch(mode=0o755)
    monkeypatch.setenv("FACTORIO_BIN", str(binary))
    assert factorio_module.find_binary() == binary


def test_a_server_may_wait_for_us_longer_than_we_for_it(fake_spec: ServerSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(fake_spec)
    server.launch()
    monotonic = clock.monotonic
    monkeypatch.setattr(clock, "monotonic", lambda: monotonic() + 3600)
    server.wait_ready()
    server.close()
