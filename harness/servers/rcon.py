"""A client of the Source RCON protocol as a Factorio server speaks it.

A packet is `int32 length | int32 id | int32 type | body | 0 0`, little endian; `length` counts everything
behind itself. Types: 3 authenticates, 2 is a command, 0 is a reply. A server answers each command with one
packet of any size, so a reader that trusts a fixed buffer truncates: this one reads exactly `length` bytes.
Replies are told apart by id and may come in another order than the commands.
"""

from __future__ import annotations

import itertools
import socket
import struct
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from harness.clock import Deadline
from harness.errors import RconError

REPLY = 0
COMMAND = 2
AUTHENTICATE = 3

#: id with which a server refuses the password.
REFUSED = -1
#: Bytes of id, type and the two zeros: the length of a packet with an empty body.
SMALLEST_LENGTH = 10
#: A longer packet is taken for garbage. Replies of 5 MB have been seen from a real server.
LARGEST_LENGTH = 64 * 2**20

_HEAD = struct.Struct("<iii")
_LENGTH = struct.Struct("<i")


def encode_packet(identifier: int, kind: int, body: str) -> bytes:
    """One packet as bytes."""
    text = body.encode()
    return _HEAD.pack(SMALLEST_LENGTH + len(text), identifier, kind) + text + b"\0\0"


class RconClient:
    """One authenticated connection. Not for several threads at once."""

    def __init__(self, host: str, port: int, password: str, timeout: float = 10.0) -> None:
        """Connects and authenticates.

        Args:
            host: address of the server.
            port: TCP port.
            password: the server's RCON password.
            timeout: seconds that the connection, and later each call, may take.

        Raises:
            RconError: if the server cannot be reached, refuses the password, or stays silent.
        """
        self._peer = f"{host}:{port}"
        self._timeout = timeout
        self._ids = itertools.count(1)
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout)
        except OSError as error:
            raise RconError(f"RCON at {self._peer} cannot be reached: {error}; is the server up?") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._authenticate(password)
        except BaseException:
            self.close()
            raise

    def command(self, text: str, timeout: float | None = None) -> str:
        """Runs one console command.

        Args:
            text: the command, with its leading slash.
            timeout: seconds to wait for the reply; the connection's timeout when None.

        Returns:
            What the command printed, without the newline at the end; empty when it printed nothing.

        Raises:
            RconError: if the connection breaks or the reply does not come in time.
        """
        return self.commands([text], timeout)[0]

    def commands(self, texts: Sequence[str], timeout: float | None = None) -> list[str]:
        """Sends several commands at once and collects their replies, in the order of the commands.

        A server runs all that have arrived in one update: n commands cost one wait, not n.
        """
        deadline = Deadline(self._timeout if timeout is None else timeout)
        ids = [self._next_id() for _ in texts]
        self._send(b"".join(encode_packet(i, COMMAND, text) for i, text in zip(ids, texts, strict=True)), deadline)
        waiting = set(ids)
        replies: dict[int, str] = {}
        while waiting:
            identifier, _, body = self._read_packet(deadline)
            if identifier in waiting:  # replies of earlier commands that timed out are dropped
                waiting.remove(identifier)
                replies[identifier] = body.removesuffix("\n")
        return [replies[i] for i in ids]

    def close(self) -> None:
        """Closes the connection; harmless when it is closed."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _next_id(self) -> int:
        return next(self._ids) & 0x7FFFFFFF

    def _authenticate(self, password: str) -> None:
        deadline = Deadline(self._timeout)
        identifier = self._next_id()
        self._send(encode_packet(identifier, AUTHENTICATE, password), deadline)
        while True:
            answered, kind, _ = self._read_packet(deadline)
            if kind == REPLY:  # Source servers send an empty reply before the verdict
                continue
            if answered == REFUSED:
                raise RconError(f"RCON at {self._peer} refuses the password; it must equal --rcon-password")
            if answered == identifier:
                return

    def _send(self, data: bytes, deadline: Deadline) -> None:
        self._socket.settimeout(max(deadline.left(), 1e-3))
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise RconError(f"RCON at {self._peer}: the command could not be sent: {error}") from error

    def _read_packet(self, deadline: Deadline) -> tuple[int, int, str]:
        (length,) = _LENGTH.unpack(self._read_exactly(_LENGTH.size, deadline))
        if not SMALLEST_LENGTH <= length <= LARGEST_LENGTH:
            raise RconError(
                f"RCON at {self._peer}: packet length {length} is not within {SMALLEST_LENGTH}..{LARGEST_LENGTH}; "
                "the peer does not speak RCON"
            )
        packet = self._read_exactly(length, deadline)
        identifier, kind = struct.unpack_from("<ii", packet)
        return identifier, kind, packet[8:-2].decode(errors="replace")

    def _read_exactly(self, count: int, deadline: Deadline) -> bytes:
        chunks, missing = list[bytes](), count
        while missing:
            self._socket.settimeout(max(deadline.left(), 1e-3))
            try:
                chunk = self._socket.recv(min(missing, 2**20))
            except TimeoutError as error:
                raise RconError(f"RCON at {self._peer}: no reply within {deadline.seconds:g} s") from error
            except OSError as error:
                raise RconError(f"RCON at {self._peer}: the connection broke: {error}") from error
            if not chunk:
                raise RconError(f"RCON at {self._peer}: the server closed the connection")
            chunks.append(chunk)
            missing -= len(chunk)
        return b"".join(chunks)
