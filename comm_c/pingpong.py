"""The yardstick for latency: a bare two-process ping-pong, and the same loop over a channel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comm_c._comm import ffi, lib
from comm_c.channel import Channel
from comm_c.errors import exception
from comm_c.layout import action_dtype


def pingpong_ns(rounds: int) -> NDArray[np.uint64]:
    """Bounces a cache line between this process and a forked child that spins on it.

    Args:
        rounds: number of round trips, 1 and more.

    Returns:
        uint64 [rounds], ns of each round trip, one reading of the clock included.

    Raises:
        ChannelError: if the child cannot be started or stops answering.
    """
    samples = np.zeros(rounds, dtype=np.uint64)
    error = ffi.new("comm_error *")
    if lib.comm_pingpong_ns(rounds, _pointer(samples), error):
        raise exception(error)
    return samples


def channel_pingpong_ns(
    channel: Channel, rounds: int, timeout: float = 10.0, actions: NDArray[np.void] | None = None
) -> NDArray[np.uint64]:
    """Steps a server in a loop in C that writes every arena's action and reads every arena's frame.

    Each step has a `command_id` of its own; frames must echo it.

    Args:
        channel: with a server and no exchange in flight.
        rounds: number of exchanges, 1 and more.
        timeout: seconds that one exchange may take.
        actions: [k] of `layout.action_dtype`, which all arenas play in turn; None: those that stand in the channel,
            which after a reset are RESETs.

    Returns:
        uint64 [rounds], ns of each exchange, one reading of the clock included: compares with `pingpong_ns`.

    Raises:
        ChannelError: as `Channel.exchange` does.
    """
    samples = np.zeros(rounds, dtype=np.uint64)
    error = ffi.new("comm_error *")
    table = np.ascontiguousarray(np.zeros(0, dtype=action_dtype) if actions is None else actions, dtype=action_dtype)
    played = ffi.from_buffer("FactorioAction[]", table) if table.size else ffi.NULL
    slowest = int(timeout * 1e9)
    if lib.comm_pingpong_channel_ns(channel.cdata, played, table.size, rounds, _pointer(samples), slowest, error):
        raise exception(error)
    return samples


def _pointer(samples: NDArray[np.uint64]) -> object:
    return ffi.from_buffer("uint64_t[]", samples)
