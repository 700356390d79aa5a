"""A client and a server of one channel, for the tests of the transport."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from comm_c import Accepted, Channel, ChannelServer, constants


def make_channel(**changes: Any) -> Channel:
    """A small channel, but for what the caller changes."""
    settings = {
        "arena_count": 3,
        "frame_kind": constants.FACTORIO_FRAME_MOVEMENT,
        "ticks_per_step": 4,
        "blob_bytes": 4096,
    } | changes
    return Channel.create(**settings)


def attach_server(channel: Channel) -> ChannelServer:
    """A server on a duplicate of the channel's descriptor, as a process has that inherits it."""
    descriptor = os.dup(channel.fd)
    try:
        return ChannelServer.attach(descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def echo(server: ChannelServer, request: Accepted) -> None:
    """Answers with frames that carry each action's command_id."""
    frames = server.frames(request.seq)
    frames["command_id"] = server.actions["command_id"]
    frames["arena"] = range(server.arena_count)
    server.answer(request.seq)


@dataclass
class Pair:
    """Both sides, in one process."""

    client: Channel
    server: ChannelServer

    def step(self, command_id: int) -> None:
        """One exchange in which every action carries this command_id."""
        self.client.actions["command_id"] = command_id
        self.client.send()
        echo(self.server, self.server.accept())
        self.client.receive()
