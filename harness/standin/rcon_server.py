"""Source RCON as the game speaks it: one packet in, one packet out, on loopback.

A packet is ``int32 length | int32 id | int32 type | body | 0 0``, little endian; length counts all after itself. The
server never splits a reply, whatever its size. Commands are collected as they come and handed out once per update.
"""

from __future__ import annotations

import hmac
import selectors
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from harness.standin.errors import StartError
from harness.standin.options import Address

PACKET_AUTH = 3
PACKET_COMMAND = 2
PACKET_AUTH_REPLY = 2
PACKET_REPLY = 0

#: Length of a packet with an empty body: id, type and two zero bytes.
SMALLEST_LENGTH = 10
#: A client that announces more is cut off; the game has been seen to take 5 MB.
LARGEST_LENGTH = 64 * 1024 * 1024
#: Before it has shown the password a client gets no more than this.
LARGEST_LENGTH_BEFORE_AUTH = 4096
#: As many connections as the game serves.
MAX_CLIENTS = 128

#: Bytes; a buffer of more would be memory that the kernel has to give, and clear, for every command.
RECEIVED_AT_ONCE = 1 << 16

AUTH_FAILED_ID = -1


@dataclass(eq=False, slots=True)
class RconClient:
    """One connection."""

    connection: socket.socket
    received: bytearray
    unsent: bytearray
    authenticated: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class RconCommand:
    """A command that waits for the next update."""

    client: RconClient
    request_id: int
    text: bytes


class RconServer:
    """Listens on loopback; its sockets live in the caller's selector with a callback as their data.

    Args:
        address: Port 0 takes a free one; :attr:`address` then holds it.
        password: What clients must send.
        selector: Calls back ``key.data(mask)`` when a socket is ready.
        log: Receives one line per event worth knowing.

    Raises:
        StartError: The address cannot be bound.
    """

    def __init__(
        self, address: Address, password: str, selector: selectors.BaseSelector, log: Callable[[str], None]
    ) -> None:
        self._password = password.encode()
        self._selector = selector
        self._log = log
        self._clients: set[RconClient] = set()
        self._commands: list[RconCommand] = []
        self._listener = _listen(address)
        host, port = self._listener.getsockname()[:2]
        self.address = Address(host, port)
        selector.register(self._listener, selectors.EVENT_READ, lambda mask: self._accept())

    @property
    def has_commands(self) -> bool:
        """Whether a command waits."""
        return bool(self._commands)

    def take_commands(self) -> list[RconCommand]:
        """All commands that have come since the last call, in the order of their arrival."""
        commands, self._commands = self._commands, []
        return commands

    def reply(self, command: RconCommand, text: bytes) -> None:
        """Answers a command in one packet. A client that is gone is ignored."""
        self._send(command.client, command.request_id, PACKET_REPLY, text)

    def close(self) -> None:
        """Closes all sockets. Safe to call twice."""
        for client in list(self._clients):
            self._drop(client)
        if self._listener.fileno() >= 0:
            self._selector.unregister(self._listener)
            self._listener.close()

    def _accept(self) -> None:
        try:
            connection, peer = self._listener.accept()
        except OSError:
            return
        if len(self._clients) >= MAX_CLIENTS:
            self._log(f"Refused RCON connection from {peer[0]}:{peer[1]}: {MAX_CLIENTS} are open already")
            connection.close()
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = RconClient(connection, bytearray(), bytearray())
        self._clients.add(client)
        self._selector.register(connection, selectors.EVENT_READ, lambda mask: self._serve(client, mask))

    def _serve(self, client: RconClient, mask: int) -> None:
        if mask & selectors.EVENT_WRITE:
            self._flush(client)
        if mask & selectors.EVENT_READ and not client.closed:
            self._receive(client)

    def _receive(self, client: RconClient) -> None:
        try:
            data = client.connection.recv(RECEIVED_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(client)
            return
        client.received += data
        while not client.closed and self._take_packet(client):
            pass

    def _take_packet(self, client: RconClient) -> bool:
        """Handles the first packet in the buffer; False when it is not complete."""
        received = client.received
        if len(received) < 4:
            return False
        (length,) = struct.unpack_from("<i", received)
        largest = LARGEST_LENGTH if client.authenticated else LARGEST_LENGTH_BEFORE_AUTH
        if not SMALLEST_LENGTH <= length <= largest:
            self._refuse(client, f"length {length}, allowed {SMALLEST_LENGTH} to {largest}")
            return False
        if len(received) < 4 + length:
            return False
        request_id, kind = struct.unpack_from("<ii", received, 4)
        body = bytes(received[12 : 4 + length])
        del received[: 4 + length]
        if not body.endswith(b"\0\0"):
            self._refuse(client, "the body does not end in two zero bytes")
            return False
        self._handle(client, request_id, kind, body[:-2])
        return True

    def _handle(self, client: RconClient, request_id: int, kind: int, body: bytes) -> None:
        if kind == PACKET_AUTH:
            client.authenticated = hmac.compare_digest(body, self._password)
            self._send(client, request_id if client.authenticated else AUTH_FAILED_ID, PACKET_AUTH_REPLY, b"")
        elif not client.authenticated:
            self._send(client, AUTH_FAILED_ID, PACKET_AUTH_REPLY, b"")
        elif kind == PACKET_COMMAND:
            self._commands.append(RconCommand(client, request_id, body))
        else:
            self._send(client, request_id, PACKET_REPLY, b"")

    def _send(self, client: RconClient, request_id: int, kind: int, body: bytes) -> None:
        if client.closed:
            return
        client.unsent += struct.pack("<iii", len(body) + SMALLEST_LENGTH, request_id, kind) + body + b"\0\0"
        self._flush(client)

    def _flush(self, client: RconClient) -> None:
        try:
            while client.unsent:
                del client.unsent[: client.connection.send(client.unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self._drop(client)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.unsent else 0)
        key = self._selector.get_key(client.connection)
        if key.events != wanted:
            self._selector.modify(client.connection, wanted, key.data)

    def _refuse(self, client: RconClient, reason: str) -> None:
        self._log(f"Closed an RCON connection: malformed packet, {reason}")
        self._drop(client)

    def _drop(self, client: RconClient) -> None:
        if client.closed:
            return
        client.closed = True
        self._clients.discard(client)
        self._selector.unregister(client.connection)
        client.connection.close()


def _listen(address: Address) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(MAX_CLIENTS)
    except OSError as error:
        listener.close()
        raise StartError(
            f"Can't bind socket: {error.strerror} (RCON on {address.host}:{address.port}); choose another --rcon-bind"
        ) from error
    listener.setblocking(False)
    return listener
