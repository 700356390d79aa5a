"""Codes of the C transport as exceptions."""

from __future__ import annotations

from typing import Any

from comm_c._comm import ffi, lib


class ChannelError(Exception):
    """Base of everything that can go wrong with a channel; the text says what happened and what to do.

    Attributes:
        code: COMM_* of `comm_c/error.h`.
        system_errno: errno of the failed system call, or 0.
    """

    def __init__(self, text: str, code: int, system_errno: int = 0) -> None:
        super().__init__(text)
        self.code = code
        self.system_errno = system_errno


class ChannelTimeout(ChannelError, TimeoutError):
    """Raised when the peer is alive but has not answered in time; the exchange is still in flight."""


class PeerGone(ChannelError, ConnectionError):
    """Raised when the process at the other end has exited, or gives no sign of life."""


class LayoutMismatch(ChannelError):
    """Raised when a segment was made by another build or another program, or is cut short."""


class ChannelCorrupt(ChannelError):
    """Raised when an offset, count or number of the peer cannot be right, or a snapshot is damaged."""


class ChannelSystemError(ChannelError):
    """Raised when the machine refuses a channel: no memory, no descriptor, not a memfd."""


class ChannelInvalid(ChannelError, ValueError):
    """Raised when an argument is out of its range, or a call comes out of its turn."""


class ChannelClosed(ChannelError, ConnectionError):
    """Raised when either side has closed the channel in good order."""


EXCEPTIONS: dict[int, type[ChannelError]] = {
    lib.COMM_TIMEOUT: ChannelTimeout,
    lib.COMM_PEER_GONE: PeerGone,
    lib.COMM_LAYOUT_MISMATCH: LayoutMismatch,
    lib.COMM_CORRUPT: ChannelCorrupt,
    lib.COMM_SYSTEM: ChannelSystemError,
    lib.COMM_INVALID: ChannelInvalid,
    lib.COMM_CLOSED: ChannelClosed,
}


def exception(error: Any) -> ChannelError:
    """The exception that a filled-in `comm_error` stands for.

    Args:
        error: cdata `comm_error *`.
    """
    text = ffi.string(error.text).decode(errors="replace")
    return EXCEPTIONS.get(error.code, ChannelError)(text, error.code, error.system_errno)
