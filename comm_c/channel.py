"""A channel for Python: the client's side (the server's is `ChannelServer`, for tests and relays).

Arrays are views of the shared segment: nothing is copied on the way. A view keeps the segment mapped for as
long as it lives, also after `close`; it then shows what was there last, and writing to it reaches no one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from comm_c._comm import ffi, lib
from comm_c.channel_side import SLICE_NS, SLICE_S, TIMEOUT, ChannelSide, Request, slice_ns
from comm_c.errors import exception
from comm_c.layout import answer_dtype, query_dtype, question_dtype
from comm_c.patience import Patience

# Looked up once: an attribute of `lib` costs as much as the check of a passed exchange.
_STEP: int = lib.COMM_REQUEST_STEP
_exchange = lib.comm_channel_exchange


@dataclass(frozen=True)
class ResetRule:
    """How a RESET draws what varies beyond the pool of scenes; `FactorioResetRule` of `frames.h`."""

    start_area: tuple[int, int, int, int] = (0, 0, 0, 0)
    """left, top, right, bottom of the character's start, 1/256 tile, both ends included."""
    goal_area: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The same of the goal; all zero: the scenario has none."""
    goal_min_distance: int = 0
    """Between start and goal, 1/256 tile."""
    goal_max_distance: int = 0
    """The same; 0: no limit."""
    pool_scenes: int = 1
    """Number of scenes that the server keeps; a seed takes scene seed mod pool_scenes."""
    main_ground: int = 0
    """1: start and goal are drawn on the largest set of walkable tiles that are joined by their edges."""


class Channel(ChannelSide):
    """The client's side: writes actions, starts an exchange, reads frames in place. One thread at a time.

    Example:
        >>> with Channel.create(64, constants.FACTORIO_FRAME_MOVEMENT, ticks_per_step=4) as channel:
        ...     start_a_server_that_inherits(channel.fd)
        ...     channel.actions["action_type"] = constants.FACTORIO_ACTION_MOVE
        ...     raw_frames = channel.exchange()
    """

    def __init__(self, cdata: Any, error: Any) -> None:
        """Use `create`."""
        super().__init__(cdata, error)
        self._watched = -1
        for buffer in self._buffers:
            buffer.flags.writeable = False

    @classmethod
    def create(
        cls,
        arena_count: int,
        frame_kind: int,
        ticks_per_step: int,
        reset_rule: ResetRule | Mapping[str, Any] | None = None,
        blob_bytes: int = 0,
        processes: int = 0,
    ) -> Self:
        """Makes a sealed segment.

        Args:
            arena_count: 1 to 65,536.
            frame_kind: FACTORIO_FRAME_*.
            ticks_per_step: ticks that a STEP runs, 1 to 36,000.
            reset_rule: how the server draws start and goal; None: no draw, one scene.
            blob_bytes: room for SNAPSHOT, RESTORE and HASH; 0: 1 MiB.
            processes: that work at the same time, this one and all its servers; 0: not known. Where they are more than
                the cores, whoever waits yields its core at once and does not spin.

        Returns:
            A channel whose `fd` is to be inherited by one server.

        Raises:
            ChannelInvalid: if an argument is out of range.
            ChannelSystemError: if the machine refuses the memory.
        """
        rule = reset_rule if reset_rule is not None else ResetRule()
        config = ffi.new("comm_config *")
        try:
            config.arena_count, config.frame_kind = arena_count, frame_kind
            config.ticks_per_step, config.blob_bytes = ticks_per_step, blob_bytes
            config.processes = processes
            config.reset_rule = dict(rule) if isinstance(rule, Mapping) else asdict(rule)
        except OverflowError as overflow:
            raise _invalid(f"an argument does not fit its word of the header: {overflow}") from None
        cdata, error = ffi.new("comm_channel *"), ffi.new("comm_error *")
        if lib.comm_channel_create(cdata, config, error):
            raise exception(error)
        return cls(cdata, error)

    def watch(self, pid: int) -> None:
        """Tells the channel its server, so that a wait notices its death at once.

        Args:
            pid: the server's process; -1: know it by heartbeat only.

        Raises:
            PeerGone: if there is no such process.
        """
        if lib.comm_channel_watch(self.cdata, pid, self._error):
            raise exception(self._error)
        self._watched = pid

    def send(self, request: int = Request.STEP, first: int = 0, count: int = 0) -> None:
        """Starts an exchange.

        Args:
            request: what to do.
            first: first arena of a SNAPSHOT, RESTORE or HASH, otherwise 0.
            count: number of its arenas, otherwise 0.

        Raises:
            ChannelInvalid: if one is in flight, or the channel has no such arenas.
            ChannelClosed: if this side has been closed.
        """
        if lib.comm_channel_send(self.cdata, request, first, count, ffi.NULL, self._error):
            raise exception(self._error)

    @property
    def shares_core(self) -> bool:
        """Whether the server ran on this process's core when it last answered: it waits until the core is free."""
        return bool(lib.comm_channel_shares_core(self.cdata))

    def ready(self) -> bool:
        """Whether the exchange in flight is answered, so that `receive` would not wait."""
        return bool(lib.comm_channel_ready(self.cdata))

    def receive(self, timeout: float = TIMEOUT) -> NDArray[np.uint8]:
        """Waits for the answer to the exchange in flight.

        Args:
            timeout: seconds. A server that is watched, has work and does not get a processor for it is waited for
                until it has had so much of one (`comm_c.patience`): a busy machine is no hanging server.

        Returns:
            The raw frames in place, uint8 [n, frame_bytes], read-only, until the next but one begins.

        Raises:
            ChannelTimeout: if none came; the exchange is still in flight.
            PeerGone: if the server has died.
            ChannelClosed: if the server or this side has closed the channel.
            ChannelCorrupt: if the answer cannot be right.
            ChannelError: what the server refused the request with.
        """
        deadline = time.monotonic() + timeout
        patience: Patience | None = None
        while lib.comm_channel_receive(self.cdata, slice_ns(deadline), self._error):
            if self._error.code != lib.COMM_TIMEOUT or not self.in_flight:
                raise exception(self._error)
            patience = patience or Patience(self._watched, timeout)
            if time.monotonic() < deadline:
                continue
            if patience.is_held_up():
                deadline = time.monotonic() + SLICE_S
            elif not self.ready():  # it may have answered, and gone to sleep, while we looked
                raise exception(self._error)
        return self._buffers[self.cdata.seq & 1]

    def exchange(self, timeout: float = TIMEOUT) -> NDArray[np.uint8]:
        """Steps every arena once: `send` and `receive` in one call of C.

        Args:
            timeout: seconds.

        Returns:
            The raw frames as `receive` gives them.

        Raises:
            ChannelError: as `send` and `receive` do.
        """
        return self._exchange(_STEP, 0, 0, timeout)

    def _exchange(self, request: int, first: int, count: int, timeout: float) -> NDArray[np.uint8]:
        cdata = self.cdata
        slice_ns = SLICE_NS if timeout >= SLICE_S else int(timeout * 1e9)
        if _exchange(cdata, request, first, count, slice_ns, self._error):
            if self._error.code != lib.COMM_TIMEOUT or not self.in_flight:
                raise exception(self._error)
            return self.receive(max(0.0, timeout - SLICE_S))
        return self._buffers[cdata.seq & 1]

    def snapshot(
        self, first: int = 0, count: int | None = None, timeout: float = TIMEOUT
    ) -> tuple[int, NDArray[np.uint8]]:
        """Asks for the states of arenas.

        Args:
            first: the first arena.
            count: how many; None: all from there on.
            timeout: seconds.

        Returns:
            How many arenas fitted into the blob (ask again for the rest), and a copy of their bytes.

        Raises:
            ChannelError: as `exchange` does.
        """
        self._exchange(Request.SNAPSHOT, first, self._rest(first, count), timeout)
        return self.reply_count, self._reply()

    def restore(
        self, data: NDArray[np.uint8], first: int = 0, count: int | None = None, timeout: float = TIMEOUT
    ) -> NDArray[np.uint8]:
        """Puts arenas back into a state that `snapshot` gave.

        Args:
            data: uint8 [bytes], one answer of `snapshot`, whole.
            first: the first arena to put it into.
            count: how many arenas it holds; None: all from there on.
            timeout: seconds.

        Returns:
            The raw frames of all arenas, as `receive` gives them.

        Raises:
            ChannelInvalid: if the data are larger than the blob, or empty.
            ChannelCorrupt: if the server finds the snapshot damaged.
            ChannelError: as `exchange` does.
        """
        data = np.asarray(data, dtype=np.uint8).reshape(-1)
        if self.in_flight:
            raise _invalid(f"exchange {self.seq} is in flight, its blob may be in use; receive it first")
        if not 0 < data.size <= self.blob.size:
            raise _invalid(f"snapshot has {data.size} bytes, the channel's blob takes 1 to {self.blob.size}")
        self.blob[: data.size] = data
        self.cdata.request_bytes = data.size
        return self._exchange(Request.RESTORE, first, self._rest(first, count), timeout)

    def hash(self, first: int = 0, count: int | None = None, timeout: float = TIMEOUT) -> NDArray[np.uint64]:
        """Asks for a hash of the state of each arena.

        Args:
            first: the first arena.
            count: how many; None: all from there on.
            timeout: seconds.

        Returns:
            uint64 [number of hashes that fitted into the blob].

        Raises:
            ChannelError: as `exchange` does.
        """
        self._exchange(Request.HASH, first, self._rest(first, count), timeout)
        return self._reply()[: self.reply_count * 8].view(np.uint64)

    def query(self, arena: int, query: NDArray[np.void], timeout: float = TIMEOUT) -> tuple[int, NDArray[np.uint8]]:
        """Asks for something of one arena that frames do not carry.

        Args:
            arena: its number.
            query: one record of `layout.query_dtype`.
            timeout: seconds.

        Returns:
            The number of rows, and a copy of their bytes.

        Raises:
            ChannelInvalid: if the server does not know the query, or there is no such arena.
            ChannelError: as `exchange` does.
        """
        if self.in_flight:
            raise _invalid(f"exchange {self.seq} is in flight, its blob may be in use; receive it first")
        data = np.frombuffer(np.asarray(query, dtype=query_dtype).tobytes(), dtype=np.uint8)
        self.blob[: data.size] = data
        self.cdata.request_bytes = data.size
        self._exchange(Request.QUERY, arena, 1, timeout)
        return self.reply_count, self._reply()

    def ask(self, questions: NDArray[np.void], timeout: float = TIMEOUT) -> list[tuple[int, NDArray[np.uint8]]]:
        """Asks several questions in one exchange.

        Args:
            questions: records [n] of `layout.question_dtype`, one or more.
            timeout: seconds.

        Returns:
            Rows and a copy of their bytes for each of the first m questions, 1 <= m <= n: as many as the blob takes.

        Raises:
            ChannelInvalid: if the server does not know a query, there is no such arena, or the first answer is too
                long for the blob; then ask it alone with `query`, in parts.
            ChannelError: as `exchange` does.
        """
        if self.in_flight:
            raise _invalid(f"exchange {self.seq} is in flight, its blob may be in use; receive it first")
        data = np.frombuffer(np.asarray(questions, dtype=question_dtype).tobytes(), dtype=np.uint8)
        self.blob[: min(data.size, self.blob.size)] = data[: self.blob.size]
        self.cdata.request_bytes = data.size
        self._exchange(Request.QUESTIONS, 0, 1, timeout)
        reply, at, answers = self._reply(), 0, list[tuple[int, NDArray[np.uint8]]]()
        for _ in range(self.reply_count):
            rows, size = reply[at : at + answer_dtype.itemsize].view(np.uint32).tolist()
            at += answer_dtype.itemsize
            answers.append((rows, reply[at : at + size]))
            at += -(-size // 8) * 8
        return answers

    def _rest(self, first: int, count: int | None) -> int:
        return max(self.arena_count - first, 0) if count is None else count

    @property
    def reply_count(self) -> int:
        """Number of arenas in the blob that the last answer brought."""
        return int(self.cdata.reply_count)

    def _reply(self) -> NDArray[np.uint8]:
        return self.blob[: self.cdata.reply_bytes].copy()

    @property
    def server_pid(self) -> int:
        """The process that has attached; 0 before."""
        return int(self.cdata.header.server_pid)

    @property
    def server_busy_ns(self) -> int:
        """Time the server took from request to answer, ns, in the last exchange that it timed."""
        return int(self.cdata.header.server_busy_ns)

    @property
    def ticks_total(self) -> int:
        """Arena ticks that the server has run since it attached."""
        return int(self.cdata.header.ticks_total)

    @property
    def resets_total(self) -> int:
        """Arenas that the server has reset since it attached."""
        return int(self.cdata.header.resets_total)

    @property
    def refused_total(self) -> int:
        """Things that the ticks could not make since the server attached, because an arena's memory was full."""
        return int(self.cdata.header.refused_total)

    @property
    def server_memory_bytes(self) -> int:
        """Bytes of arena blocks and snapshots on the server."""
        return int(self.cdata.header.server_memory_bytes)


def _invalid(text: str) -> Exception:
    error = ffi.new("comm_error *")
    lib.comm_error_set(error, lib.COMM_INVALID, b"%s", ffi.new("char[]", text.encode()))
    return exception(error)
