"""The RCON client against servers of a few lines that answer byte by byte, out of order, or not at all."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import RconError
from harness.servers.rcon import AUTHENTICATE, COMMAND, REPLY, RconClient, encode_packet

Handler = Callable[[socket.socket], None]


def read(connection: socket.socket) -> tuple[int, int, str]:
    length = struct.unpack("<i", connection.recv(4, socket.MSG_WAITALL))[0]
    body = connection.recv(length, socket.MSG_WAITALL)
    identifier, kind = struct.unpack_from("<ii", body)
    return identifier, kind, body[8:-2].decode()


def accept_login(connection: socket.socket) -> None:
    identifier, kind, _ = read(connection)
    assert kind == AUTHENTICATE
    connection.sendall(encode_packet(identifier, COMMAND, ""))


@pytest.fixture
def serve() -> Iterator[Callable[[Handler], int]]:
    """Starts a server that gives its first connection to a handler; returns its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def start(handler: Handler) -> int:
        def run() -> None:
            connection, _ = listener.accept()
            with connection:
                handler(connection)

        threads.append(threading.Thread(target=run, daemon=True))
        threads[-1].start()
        return int(listener.getsockname()[1])

    yield start
    listener.close()
    for thread in threads:
        thread.join(5)


@given(st.integers(0, 2**31 - 1), st.sampled_from([REPLY, COMMAND, AUTHENTICATE]), st.text(max_size=200))
def test_a_packet_says_its_own_length_and_ends_in_two_zeros(identifier: int, kind: int, body: str) -> None:
    packet = encode_packet(identifier, kind, body)
    assert struct.unpack_from("<iii", packet) == (len(packet) - 4, identifier, kind)
    assert packet[12:] == body.encode() + b"\0\0"


def test_a_command_gets_its_reply_without_the_newline(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        accept_login(connection)
        identifier, kind, text = read(connection)
        assert (kind, text) == (COMMAND, "/time")
        connection.sendall(encode_packet(identifier, REPLY, "1 h\n"))

    with RconClient("127.0.0.1", serve(handler), "word") as rcon:
        assert rcon.command("/time") == "1 h"


def test_a_reply_of_megabytes_that_arrives_in_crumbs_is_read_whole(serve: Callable[[Handler], int]) -> None:
    text = "x" * 3_000_000 + "end"

    def handler(connection: socket.socket) -> None:
        accept_login(connection)
        packet = encode_packet(read(connection)[0], REPLY, text)
        for start in range(0, 40, 3):
            connection.sendall(packet[start : start + 3])
        connection.sendall(packet[42:])

    with RconClient("127.0.0.1", serve(handler), "word") as rcon:
        assert rcon.command("/big") == text


def test_replies_out_of_order_find_their_commands(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        accept_login(connection)
        asked = [read(connection) for _ in range(3)]
        for identifier, _, text in reversed(asked):
            connection.sendall(encode_packet(identifier, REPLY, text.upper()))

    with RconClient("127.0.0.1", serve(handler), "word") as rcon:
        assert rcon.commands(["a", "b", "c"]) == ["A", "B", "C"]


def test_a_late_reply_to_an_abandoned_command_is_dropped(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        accept_login(connection)
        first, second = read(connection)[0], read(connection)[0]
        connection.sendall(encode_packet(first, REPLY, "late") + encode_packet(second, REPLY, "right"))

    with RconClient("127.0.0.1", serve(handler), "word") as rcon:
        with pytest.raises(RconError, match="no reply within 0.05 s"):
            rcon.command("/slow", timeout=0.05)
        assert rcon.command("/quick") == "right"


def test_a_wrong_password_is_said_to_be_one(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(encode_packet(-1, COMMAND, ""))

    with pytest.raises(RconError, match="refuses the password; it must equal --rcon-password"):
        RconClient("127.0.0.1", serve(handler), "wrong")


def test_an_empty_reply_before_the_verdict_is_passed_over(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        identifier, _, _ = read(connection)
        connection.sendall(encode_packet(identifier, REPLY, "") + encode_packet(identifier, COMMAND, ""))

    RconClient("127.0.0.1", serve(handler), "word").close()


@pytest.mark.parametrize("length", [-1, 0, 9, 2**31 - 1])
def test_a_length_that_cannot_be_is_refused(serve: Callable[[Handler], int], length: int) -> None:
    def handler(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(struct.pack("<i", length) + b"garbage")

    with pytest.raises(RconError, match=f"packet length {length} is not within .*does not speak RCON"):
        RconClient("127.0.0.1", serve(handler), "word")


def test_a_connection_that_breaks_in_the_middle_of_a_reply_is_reported(serve: Callable[[Handler], int]) -> None:
    def handler(connection: socket.socket) -> None:
        accept_login(connection)
        read(connection)
        connection.sendall(struct.pack("<i", 100) + b"short")

    with (
        RconClient("127.0.0.1", serve(handler), "word") as rcon,
        pytest.raises(RconError, match="the server closed the connection"),
    ):
        rcon.command("/x")


def test_a_port_that_nobody_listens_on_is_named() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(RconError, match=f"RCON at 127.0.0.1:{port} cannot be reached"):
        RconClient("127.0.0.1", port, "word")
