"""The RCON server against whatever bytes a client may send."""

from __future__ import annotations

import fcntl
import random
import select
import selectors
import socket
import struct
import sys
import termios
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.standin.options import Address
from harness.standin.rcon_server import MAX_CLIENTS, RconServer

#: Seconds after which something is broken for good.
PATIENCE = 1000.0


class Loop:
    """A server with its selector, run step by step in the test's own thread."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.log: list[str] = []
        self.server = RconServer(Address("127.0.0.1", 0), "secret", self.selector, self.log.append)

    def connect(self) -> socket.socket:
        """A connection that the server has taken, or refused."""
        clients, lines = set(self.server._clients), len(self.log)
        client = socket.create_connection(("127.0.0.1", self.server.address.port), timeout=PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not self.server._clients - clients and len(self.log) == lines:
            self.step(PATIENCE)
        return client

    def step(self, patience: float) -> bool:
        """Handles what is there, or what comes first within `patience` seconds. True when there was something."""
        ready = self.selector.select(patience)
        for key, mask in ready:
            key.data(mask)
        return bool(ready)

    def spin(self, *senders: socket.socket) -> None:
        """Handles all that these have sent: what is acknowledged has arrived, so no clock decides what is seen."""
        while any(_unacknowledged(sender) for sender in senders):
            self.step(0.0)
        while self.step(0.0):
            pass

    def close(self) -> None:
        self.server.close()
        self.selector.close()


def _unacknowledged(sender: socket.socket) -> int:
    """Bytes that the kernel has not yet handed to the other side."""
    return int.from_bytes(fcntl.ioctl(sender, termios.TIOCOUTQ, bytes(4)), sys.byteorder)


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


def packet(request_id: int, kind: int, body: bytes) -> bytes:
    return struct.pack("<iii", len(body) + 10, request_id, kind) + body + b"\0\0"


def test_commands_are_handed_out_in_order_and_once(loop: Loop) -> None:
    with loop.connect() as client:
        client.sendall(packet(1, 3, b"secret") + packet(2, 2, b"a") + packet(3, 2, b"b"))
        loop.spin(client)
        assert loop.server.has_commands
        commands = loop.server.take_commands()
        assert [(c.request_id, c.text) for c in commands] == [(2, b"a"), (3, b"b")]
        assert loop.server.take_commands() == []
        loop.server.reply(commands[1], b"yes\n")
        assert client.recv(100) == packet(1, 2, b"") + packet(3, 0, b"yes\n")


def test_a_packet_in_pieces_is_put_together(loop: Loop) -> None:
    with loop.connect() as client:
        for byte in packet(1, 3, b"secret") + packet(2, 2, b"/time"):
            client.sendall(bytes([byte]))
            loop.spin(client)
        assert [c.text for c in loop.server.take_commands()] == [b"/time"]


def test_a_client_that_does_not_read_holds_nobody_up(loop: Loop) -> None:
    with loop.connect() as slow, loop.connect() as quick:
        for client in (slow, quick):
            client.sendall(packet(1, 3, b"secret") + packet(2, 2, b"x"))
            loop.spin(client)
        first, second = loop.server.take_commands()
        loop.server.reply(first, b"z" * 30_000_000)
        loop.server.reply(second, b"ok")
        assert quick.recv(100).endswith(packet(2, 0, b"ok"))
        received = 0
        while received < 30_000_000:
            while not select.select([slow], [], [], 0)[0]:
                loop.step(PATIENCE if first.client.unsent else 0.0)
            loop.step(0.0)
            received += len(slow.recv(1 << 22))


def test_a_reply_to_a_client_that_is_gone_is_dropped(loop: Loop) -> None:
    with loop.connect() as client:
        client.sendall(packet(1, 3, b"secret") + packet(2, 2, b"x"))
        loop.spin(client)
        (command,) = loop.server.take_commands()
    while loop.server._clients:
        loop.step(PATIENCE)
    loop.server.reply(command, b"too late")


@pytest.mark.parametrize(
    "data",
    [struct.pack("<i", length) + b"xxxx" for length in (-1, 0, 9, 4097, 2**31 - 1, -(2**31))]
    + [struct.pack("<iii", 11, 1, 3) + b"abc"],
)
def test_a_malformed_packet_closes_its_connection_and_no_other(loop: Loop, data: bytes) -> None:
    with loop.connect() as bad, loop.connect() as good:
        bad.sendall(data)
        loop.spin(bad)
        assert bad.recv(10) == b""
        good.sendall(packet(1, 3, b"secret"))
        loop.spin(good)
        assert good.recv(100) == packet(1, 2, b"")
    assert "malformed packet" in loop.log[-1]


def test_the_129th_connection_is_refused(loop: Loop) -> None:
    clients = [loop.connect() for _ in range(MAX_CLIENTS)]
    with loop.connect() as late:
        assert late.recv(10) == b""
    for client in clients:
        client.close()
    while loop.server._clients:
        loop.step(PATIENCE)
    with loop.connect() as client:
        client.sendall(packet(9, 3, b"secret"))
        loop.spin(client)
        assert client.recv(100) == packet(9, 2, b"")


@settings(
    max_examples=100, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    pieces=st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.builds(packet, st.integers(-(2**31), 2**31 - 1), st.integers(0, 5), st.binary(max_size=40)),
        ),
        max_size=6,
    ),
    logged_in=st.booleans(),
)
def test_no_bytes_break_the_server_and_none_run_a_command_without_the_password(
    loop: Loop, pieces: list[bytes], logged_in: bool
) -> None:
    with loop.connect() as client:
        if logged_in:
            client.sendall(packet(1, 3, b"secret"))
        for piece in pieces:
            try:
                client.sendall(piece)
            except OSError:
                break
        loop.spin(client)
        commands = loop.server.take_commands()
        assert logged_in or not commands or any(b"secret" in piece for piece in pieces)
        for command in commands:
            loop.server.reply(command, b"x")
    while loop.server._clients:
        loop.step(PATIENCE)


def _malformed(rng: random.Random) -> bytes:
    """A packet with one thing wrong, or a good one: lengths, kinds, ends, bytes flipped."""
    data = bytearray(packet(rng.randrange(-(2**31), 2**31), rng.randrange(5), rng.randbytes(rng.randrange(40))))
    for _ in range(rng.randrange(3)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)) :]
    return bytes(data)


@pytest.mark.exhaustive
def test_a_million_malformed_packets_leave_the_server_as_it_was(loop: Loop) -> None:
    rng = random.Random(4)
    sent = 0
    while sent < 1_000_000:
        with loop.connect() as client:
            while sent < 1_000_000 and loop.server._clients:
                batch = [_malformed(rng) for _ in range(rng.randrange(1, 50))]
                sent += len(batch)
                try:
                    client.sendall(b"".join(batch))
                    loop.spin(client)
                except OSError:
                    break
                assert loop.server.take_commands() == []
        while loop.server._clients:
            loop.step(PATIENCE)
    with loop.connect() as client:
        client.sendall(packet(1, 3, b"secret"))
        loop.spin(client)
        assert client.recv(100) == packet(1, 2, b"")
