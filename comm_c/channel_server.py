"""The server's side of a channel in Python, for tests and relays; the stand-in has its own in C."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self

from comm_c._comm import ffi, lib
from comm_c.channel_side import TIMEOUT, ChannelSide, Request, slice_ns
from comm_c.errors import exception


@dataclass(frozen=True)
class Accepted:
    """A request as the server sees it, checked."""

    seq: int
    request: Request
    first: int
    count: int
    request_bytes: int


class ChannelServer(ChannelSide):
    """The server's side in Python. One thread at a time."""

    @classmethod
    def attach(cls, fd: int) -> Self:
        """Checks and maps the segment behind an inherited descriptor.

        Args:
            fd: the channel's from now on; on failure it stays the caller's.

        Raises:
            LayoutMismatch: if the segment was made by another build or program, or is cut short.
            ChannelCorrupt: if a word of its header cannot be right, or it is not sealed.
            PeerGone: if the client has exited.
            ChannelClosed: if the client has closed the channel.
            ChannelInvalid: if the channel has had a server.
            ChannelSystemError: if the descriptor is not a memfd.
        """
        cdata, error = ffi.new("comm_channel *"), ffi.new("comm_error *")
        if lib.comm_channel_attach(cdata, fd, error):
            raise exception(error)
        return cls(cdata, error)

    def accept(self, timeout: float = TIMEOUT) -> Accepted:
        """Waits for the client's next request.

        Args:
            timeout: seconds.

        Raises:
            ChannelTimeout: if none came.
            PeerGone: if the client has died.
            ChannelClosed: if it has closed the channel.
            ChannelCorrupt: if the numbers of its exchanges jump.
            ChannelInvalid: if the last request has not been answered.
        """
        deadline = time.monotonic() + timeout
        seq = ffi.new("uint32_t *")
        while lib.comm_channel_accept(self.cdata, slice_ns(deadline), seq, self._error):
            if self._error.code != lib.COMM_TIMEOUT or time.monotonic() >= deadline:
                raise exception(self._error)
        channel = self.cdata
        request = Request(channel.request)
        first, count = channel.request_first, channel.request_count
        return Accepted(channel.seq, request, first, count, channel.request_bytes)

    def answer(
        self, seq: int, code: int = lib.COMM_OK, message: str = "", reply_count: int = 0, reply_bytes: int = 0
    ) -> None:
        """Answers request `seq`.

        Args:
            seq: as `accept` gave it.
            code: COMM_*; other than COMM_OK it refuses the request.
            message: why, up to 63 bytes.
            reply_count: number of arenas written to the blob.
            reply_bytes: number of bytes written to the blob.
        """
        self.cdata.reply_count = reply_count
        self.cdata.reply_bytes = reply_bytes
        lib.comm_channel_answer(self.cdata, seq, code, message.encode())

    def beat(self) -> None:
        """Shows in the middle of a long step that the server is alive."""
        lib.comm_channel_beat(self.cdata)
