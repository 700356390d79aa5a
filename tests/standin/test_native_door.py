"""From Lua's surfaces to frames in shared memory, and the end of a server whose client is gone."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from comm_c.channel import Channel, ResetRule
from comm_c.layout import constants, frame_dtype

ROOT = Path(__file__).resolve().parents[2]
RULE = ResetRule(start_area=(-256, -256, 256, 256), pool_scenes=2)
SETUP = {
    "protocol": 1,
    "scenario": "mining_micro",
    "settings": {"width": 128, "height": 128, "resource": "iron-ore", "amount": 1000, "spacing": 16},
    "scenes": 2,
    "scene_seed": 1,
}


@pytest.fixture
def channel():
    with Channel.create(4, constants.FACTORIO_FRAME_MINING, ticks_per_step=5, reset_rule=RULE) as made:
        yield made


@pytest.fixture
def connected(start, channel):
    process = start(environment={"FACTORIO_CHANNEL_FD": str(channel.fd)}, fds=(channel.fd,))
    rcon = process.rcon(process.wait_ready())
    channel.watch(process.process.pid)
    return process, rcon


def reset(channel: Channel) -> np.ndarray:
    channel.actions["action_type"] = constants.FACTORIO_ACTION_RESET
    channel.actions["command_id"] = np.arange(len(channel.actions))
    return channel.exchange().view(frame_dtype(constants.FACTORIO_FRAME_MINING)).reshape(-1)


def test_the_arenas_that_lua_has_built_are_stepped_through_shared_memory(connected, channel) -> None:
    process, rcon = connected
    assert json.loads(rcon.command("/agent-setup " + json.dumps(SETUP)))["ok"]
    process.wait_for("Native door opened")
    frames = reset(channel)
    assert (frames["resources_in_range"] > 0).all()
    assert (frames["health"] == 250).all()
    channel.actions["action_type"] = constants.FACTORIO_ACTION_MOVE
    channel.actions["parameters"][:, 0] = 1
    before = frames["player_pos"].copy()
    frames = channel.exchange().view(frame_dtype(constants.FACTORIO_FRAME_MINING)).reshape(-1)
    assert (frames["player_pos"][:, 0] > before[:, 0]).all()
    assert (frames["timestamp"] == 5).all()


def test_rcon_goes_on_beside_the_native_door(connected, channel) -> None:
    _, rcon = connected
    rcon.command("/agent-setup " + json.dumps(SETUP))
    reset(channel)
    assert rcon.command("/version") == "2.0.77\n"
    assert json.loads(rcon.command("/agent-status"))["arenas"][1]["alive"] is True


def test_closing_the_channel_ends_the_server_in_good_order(connected, channel) -> None:
    process, rcon = connected
    rcon.command("/agent-setup " + json.dumps(SETUP))
    reset(channel)
    channel.close()
    assert process.end(None) == 0
    assert process.lines[-1].endswith("Goodbye")


def test_a_signal_ends_a_server_that_serves_a_channel(connected, channel) -> None:
    process, rcon = connected
    rcon.command("/agent-setup " + json.dumps(SETUP))
    reset(channel)
    assert process.end() == 0


def test_surfaces_without_a_character_are_no_scenes(connected, channel) -> None:
    process, rcon = connected
    rcon.lua("1")
    rcon.lua("for _, name in ipairs{'arena-1', 'arena-2'} do game.create_surface(name, {width = 8, height = 8}) end")
    assert process.end(None) == 1
    assert "surface arena-1: scene 0 has no character" in "\n".join(process.lines)


CLIENT = """
    import json, os, signal, sys
    from pathlib import Path
    sys.path[:0] = [{tests!r}]
    from conftest import Standin, flags
    from test_native_door import SETUP, RULE, Channel, constants
    channel = Channel.create(2, constants.FACTORIO_FRAME_MINING, ticks_per_step=5, reset_rule=RULE)
    server = Standin(flags(Path({instance!r})), {{"FACTORIO_CHANNEL_FD": str(channel.fd)}}, (channel.fd,))
    rcon = server.rcon(server.wait_ready())
    assert json.loads(rcon.command("/agent-setup " + json.dumps(SETUP)))["ok"]
    server.wait_for("Native door opened")
    print(server.process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_server_whose_client_was_killed_ends_by_itself(instance: Path) -> None:
    code = textwrap.dedent(CLIENT).format(tests=str(Path(__file__).parent), instance=str(instance))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=1100)
    assert done.stdout.strip(), done.stderr
    server = int(done.stdout)
    patience = time.monotonic() + 1000
    while psutil.pid_exists(server) and psutil.Process(server).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < patience, "the server has outlived its client"
        time.sleep(0.05)
