"""A server in another process dies, stops, or ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest

from comm_c import Channel, ChannelTimeout, PeerGone, action_dtype, channel_pingpong_ns, pingpong_ns

from .pairs import make_channel

SERVER = Path(__file__).with_name("server_process.py")
ROOT = SERVER.parents[2]


@contextmanager
def server_process(channel: Channel, point: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that stops at a point of its life; it is watched, and gone at the end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(SERVER), str(channel.fd), point]
    with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[channel.fd], env=environment) as process:
        channel.watch(process.pid)
        try:
            yield process
        finally:
            process.kill()


def wait_until_there(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"


def test_a_server_killed_before_it_attaches_is_gone() -> None:
    with make_channel() as channel, server_process(channel, "before attach") as process:
        wait_until_there(process)
        channel.send()
        process.kill()
        with pytest.raises(PeerGone, match=f"server process {process.pid} has exited"):
            channel.receive(timeout=60)


@pytest.mark.parametrize("point", ["in accept", "after accept", "in the middle of a frame"])
def test_a_server_killed_after_its_first_answer_is_gone_and_that_answer_stays(point: str) -> None:
    with make_channel() as channel, server_process(channel, point) as process:
        channel.actions["command_id"] = [1, 2, 3]
        channel.exchange(timeout=60)
        first = channel.frames(channel.seq)
        if point == "in accept":
            wait_until_there(process)
            process.kill()
        channel.send()
        if point != "in accept":
            wait_until_there(process)
            process.kill()
        with pytest.raises(PeerGone, match=rf"exchange 2 \(STEP\) was not answered: .* {process.pid} has exited"):
            channel.receive(timeout=60)
        assert first["command_id"].tolist() == [1, 2, 3]


def test_a_stopped_server_is_late_and_goes_on_when_it_is_let() -> None:
    with make_channel() as channel, server_process(channel, "in the middle of a frame") as process:
        channel.exchange(timeout=60)
        process.send_signal(signal.SIGSTOP)
        psutil_process = psutil.Process(process.pid)
        while psutil_process.status() != psutil.STATUS_STOPPED:
            pass
        channel.send()
        with pytest.raises(ChannelTimeout, match=f"server process {process.pid} is alive but has not answered"):
            channel.receive(timeout=0.05)
        process.send_signal(signal.SIGCONT)
        wait_until_there(process)
        assert channel.in_flight


def test_a_process_that_does_not_exist_cannot_be_watched() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with make_channel() as channel, pytest.raises(PeerGone, match=f"server process {gone.pid} has exited already"):
        channel.watch(gone.pid)


def test_the_ping_pong_gives_one_time_a_round_and_leaves_no_process() -> None:
    children = set(psutil.Process().children())
    samples = pingpong_ns(500)
    assert samples.shape == (500,)
    assert np.all(samples > 0)
    assert set(psutil.Process().children()) == children


ECHO = """
import sys
from comm_c import ChannelServer
from comm_c._comm import ffi, lib
server = ChannelServer.attach(int(sys.argv[1]))
sys.exit(lib.comm_pingpong_echo(server.cdata, ffi.new("comm_error *")))
"""


def test_a_channels_round_trips_are_measured_like_the_ping_pong() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with make_channel() as channel:
        command = [sys.executable, "-c", ECHO, str(channel.fd)]
        with subprocess.Popen(command, pass_fds=[channel.fd], env=environment) as process:
            channel.watch(process.pid)
            samples = channel_pingpong_ns(channel, 500, timeout=60)
            assert samples.shape == (500,)
            assert np.all(samples > 0)
            assert channel.frames(channel.seq)["command_id"].tolist() == [500] * 3
            table = np.zeros(3, dtype=action_dtype)
            table["action_type"] = [1, 2, 3]
            for rounds in (4, 5, 6):
                channel_pingpong_ns(channel, rounds, timeout=60, actions=table)
                assert channel.actions["action_type"].tolist() == [table["action_type"][rounds % 3]] * 3, "in turn"
                assert channel.frames(channel.seq)["command_id"].tolist() == [rounds] * 3
            channel.close()
            assert process.wait(60) != 0  # it ended because the client has closed
