"""The transport: one sealed shared-memory segment between a client and a server, in C, with numpy views.

`README.md` beside this file is the byte table; `frames.h` and `channel.h` are the contract.
"""

from comm_c.channel import Channel, ResetRule
from comm_c.channel_server import Accepted, ChannelServer
from comm_c.channel_side import Request
from comm_c.errors import (
    ChannelClosed,
    ChannelCorrupt,
    ChannelError,
    ChannelInvalid,
    ChannelSystemError,
    ChannelTimeout,
    LayoutMismatch,
    PeerGone,
)
from comm_c.layout import action_dtype, constants, frame_dtype, state_dtype, struct_dtype
from comm_c.pingpong import channel_pingpong_ns, pingpong_ns

__all__ = [
    "Accepted",
    "Channel",
    "ChannelClosed",
    "ChannelCorrupt",
    "ChannelError",
    "ChannelInvalid",
    "ChannelServer",
    "ChannelSystemError",
    "ChannelTimeout",
    "LayoutMismatch",
    "PeerGone",
    "Request",
    "ResetRule",
    "action_dtype",
    "channel_pingpong_ns",
    "constants",
    "frame_dtype",
    "pingpong_ns",
    "state_dtype",
    "struct_dtype",
]
