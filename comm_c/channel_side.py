"""What both sides of a channel have: requests, the C struct, the views of its segment, and the end of it all."""

from __future__ import annotations

import time
from enum import IntEnum
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from comm_c._comm import ffi, lib
from comm_c.layout import action_dtype, frame_dtype

#: Longest stay in C: between two of them Python looks after signals, so that Ctrl-C works in a long wait.
SLICE_S = 0.1
SLICE_NS = int(SLICE_S * 1e9)

#: Seconds that a call waits for the peer unless told otherwise.
TIMEOUT = 10.0


class Request(IntEnum):
    """What the client asks for in an exchange; `enum comm_request` of `channel.h`."""

    STEP = lib.COMM_REQUEST_STEP
    SNAPSHOT = lib.COMM_REQUEST_SNAPSHOT
    RESTORE = lib.COMM_REQUEST_RESTORE
    HASH = lib.COMM_REQUEST_HASH
    CLOSE = lib.COMM_REQUEST_CLOSE
    QUERY = lib.COMM_REQUEST_QUERY
    QUESTIONS = lib.COMM_REQUEST_QUESTIONS
    RESET = lib.COMM_REQUEST_RESET


class ChannelSide:
    """What both sides have: the C struct, the views, and the end of it all."""

    def __init__(self, cdata: Any, error: Any) -> None:
        """Takes over an open channel.

        Args:
            cdata: `comm_channel *`, created or attached.
            error: `comm_error *`, reused by every call.
        """
        self.cdata = cdata
        """The `comm_channel *`, for calls of `comm_c._comm.lib`."""
        self._error = error
        geometry = cdata.geometry
        self.arena_count: int = geometry.arena_count
        self.frame_kind: int = geometry.frame_kind
        """FACTORIO_FRAME_*."""
        self.frame_bytes: int = geometry.frame_bytes
        self.frame_dtype = frame_dtype(self.frame_kind)
        self.ticks_per_step: int = geometry.ticks_per_step
        segment = _segment(cdata)
        actions = self._part(segment, geometry.action_offset, action_dtype.itemsize)
        self.actions: NDArray[np.void] = actions.view(action_dtype)[:, 0]
        """[n] of `layout.action_dtype`, written by the client while no exchange is in flight."""
        buffers = [self._part(segment, offset, self.frame_bytes) for offset in geometry.frame_offset]
        self._buffers = (buffers[0], buffers[1])
        self.blob: NDArray[np.uint8] = segment[geometry.blob_offset :]
        """uint8 [blob_bytes], what SNAPSHOT, RESTORE and HASH carry."""

    def _part(self, segment: NDArray[np.uint8], offset: int, row_bytes: int) -> NDArray[np.uint8]:
        return segment[offset : offset + self.arena_count * row_bytes].reshape(self.arena_count, row_bytes)

    @property
    def fd(self) -> int:
        """The segment's descriptor, close-on-exec; -1 once closed."""
        return int(self.cdata.fd)

    @property
    def seq(self) -> int:
        """Number of the exchange in flight, or else of the last one; uint32, wraps."""
        return int(self.cdata.seq)

    @property
    def in_flight(self) -> bool:
        """Whether an exchange has been started here and not finished."""
        return bool(self.cdata.in_flight)

    @property
    def wake_policy(self) -> tuple[int, int, int]:
        """(spin_ns, yield_ns, slice_ns): how this side waits, see `comm_wake_policy` in `wake.h`."""
        wake = self.cdata.wake
        return wake.spin_ns, wake.yield_ns, wake.slice_ns

    @wake_policy.setter
    def wake_policy(self, policy: tuple[int, int, int]) -> None:
        self.cdata.wake.spin_ns, self.cdata.wake.yield_ns, self.cdata.wake.slice_ns = policy

    def raw_frames(self, seq: int) -> NDArray[np.uint8]:
        """The frames of exchange `seq`, uint8 [n, frame_bytes]; they stay until exchange `seq + 2` begins."""
        return self._buffers[seq & 1]

    def frames(self, seq: int) -> NDArray[np.void]:
        """The same by name: [n] of `layout.frame_dtype(frame_kind)`."""
        return self._buffers[seq & 1].view(self.frame_dtype)[:, 0]

    def close(self) -> None:
        """Says farewell to the peer and closes the descriptors; harmless when done before."""
        lib.comm_channel_leave(self.cdata)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _segment(cdata: Any) -> NDArray[np.uint8]:
    """All bytes of the segment; unmapped when the last array that shows any of them is gone."""
    mapping = ffi.gc(ffi.cast("uint8_t *", cdata.header), lambda _: lib.comm_channel_close(cdata))
    return np.frombuffer(ffi.buffer(mapping, cdata.mapped_bytes), dtype=np.uint8)


def slice_ns(deadline: float) -> int:
    """Nanoseconds of the next stay in C, before a deadline on the monotonic clock, s."""
    left = deadline - time.monotonic()
    return SLICE_NS if left >= SLICE_S else max(int(left * 1e9), 0)
