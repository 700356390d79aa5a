"""The relay for Python: one loop in C that serves any number of channels from the consoles of their servers."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from comm_c._comm import ffi, lib
from comm_c.errors import exception


@dataclass(frozen=True)
class RelayCounters:
    """What a link has seen; `comm_relay_counters` of `relay.h`."""

    exchanges: int
    """Answered to the client."""
    commands: int
    """Sent."""
    early: int
    """Times that the ticks had not all run when the frames were asked for."""
    repeated: int
    """Commands sent again because no reply came."""
    stale: int
    """Replies that no longer fitted: late, or a second copy."""
    damaged: int
    """Replies that could not be read."""
    connections: int
    """Made, the first among them."""
    reply_bytes: int
    """Of text, received."""


class Relay:
    """A thread in C that stands between channels and the RCON consoles of headless servers on loopback.

    Example:
        >>> with Relay() as relay:
        ...     link = relay.add(channel.fd, port=27015, password="secret")
        ...     raw_frames = channel.exchange()  # the mod's answer to the actions
    """

    def __init__(self) -> None:
        """Starts the loop, with no links.

        Raises:
            ChannelSystemError: if the machine refuses the thread.
        """
        error = ffi.new("comm_error *")
        self._relay = lib.comm_relay_start(error)
        if self._relay == ffi.NULL:
            raise exception(error)
        self._owner = os.getpid()

    def add(
        self, fd: int, port: int, password: str, *, reply_timeout: float = 0.0, down_limit: float = 0.0
    ) -> int:
        """Serves a channel from now on; does not wait for the connection.

        Args:
            fd: the channel's descriptor, which stays the caller's.
            port: where the server's RCON listens on loopback.
            password: of RCON.
            reply_timeout: seconds after which a command without a reply is sent again; 0: 2 s.
            down_limit: seconds after which a server that cannot be reached is given up; 0: 5 s.

        Returns:
            The link's number.

        Raises:
            ChannelError: if the channel cannot be served, or the port or password cannot be right.
        """
        timing = ffi.new("comm_relay_timing *", (round(reply_timeout * 1e9), round(down_limit * 1e9)))
        link, error = ffi.new("uint32_t *"), ffi.new("comm_error *")
        own = os.dup(fd)
        if lib.comm_relay_add(self._handle(), own, port, password.encode(), timing, link, error):
            os.close(own)
            raise exception(error)
        return int(link[0])

    def remove(self, link: int) -> None:
        """Ends a link: its client finds the channel closed. Harmless when it is gone."""
        if self._relay != ffi.NULL and os.getpid() == self._owner:
            lib.comm_relay_remove(self._relay, link)

    def counters(self, link: int) -> RelayCounters | None:
        """What a link has seen; None when its client has left."""
        counters = ffi.new("comm_relay_counters *")
        if not lib.comm_relay_count(self._handle(), link, counters):
            return None
        return RelayCounters(*(int(getattr(counters, name)) for name in RelayCounters.__dataclass_fields__))

    def close(self) -> None:
        """Ends all links and the loop. Harmless when done before, and in a forked child, which has no loop."""
        relay, self._relay = self._relay, ffi.NULL
        if os.getpid() == self._owner:
            lib.comm_relay_stop(relay)

    def _handle(self) -> object:
        if self._relay == ffi.NULL:
            raise ValueError("the relay is closed; make another one")
        return self._relay

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_shared_lock = threading.Lock()
_shared: dict[int, Relay] = {}


def shared_relay() -> Relay:
    """The relay of this process; made when first asked for, and anew in a forked child."""
    with _shared_lock:
        pid = os.getpid()
        if pid not in _shared:
            _shared.clear()
            _shared[pid] = Relay()
        return _shared[pid]
