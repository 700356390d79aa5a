"""Whatever is written into a segment by someone else, it is refused with a reason or does no harm."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from comm_c._comm import ffi
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comm_c import Channel, ChannelError, ChannelServer

from .pairs import attach_server, make_channel

HEADER_BYTES = ffi.sizeof("comm_header")
WORDS = [(name, field.offset, ffi.sizeof(field.type)) for name, field in ffi.typeof("comm_header").fields]

#: Words that attach compares with the only value they may have.
FIXED = {
    "magic", "abi_version", "header_bytes", "layout_hash", "segment_bytes", "arena_count", "action_bytes",
    "frame_kind", "frame_bytes", "action_offset", "frame_offset", "blob_offset", "blob_bytes",
    "reserved0", "reserved1", "reserved6", "server_pid",
}  # fmt: skip

#: Start of a mutation and the bytes that are written there.
mutations = st.tuples(st.integers(0, HEADER_BYTES - 1), st.binary(min_size=1, max_size=24))


def header_bytes(side: Channel | ChannelServer) -> memoryview:
    return memoryview(ffi.buffer(side.cdata.header, HEADER_BYTES)).cast("B")


def write(side: Channel | ChannelServer, mutation: tuple[int, bytes]) -> None:
    start, data = mutation
    data = data[: HEADER_BYTES - start]
    header_bytes(side)[start : start + len(data)] = data


def geometry(side: Channel | ChannelServer) -> bytes:
    return bytes(ffi.buffer(ffi.addressof(side.cdata, "geometry")))


def play(client: Channel, server: ChannelServer) -> None:
    """One exchange with no patience; every failure must be a reasoned one."""
    with suppress(ChannelError):
        client.actions["command_id"] = 1
        client.send()
    with suppress(ChannelError):
        request = server.accept(timeout=0.0)
        server.raw_frames(request.seq)[:] = 0xAB
        server.blob[:] = 0xCD
        server.answer(request.seq, reply_count=request.count)
    with suppress(ChannelError):
        assert client.receive(timeout=0.0).shape == (3, 64)


@pytest.mark.parametrize(("name", "offset", "size"), [word for word in WORDS if word[0] in FIXED])
@given(data=st.data())
def test_a_fixed_word_with_any_other_value_is_refused_with_a_reason(
    name: str, offset: int, size: int, data: st.DataObject
) -> None:
    with make_channel() as client:
        right = bytes(header_bytes(client)[offset : offset + size])
        wrong = data.draw(st.binary(min_size=size, max_size=size).filter(lambda value: value != right))
        write(client, (offset, wrong))
        with pytest.raises(ChannelError) as caught:
            attach_server(client)
        assert len(str(caught.value)) > 20
        if name != "server_pid":
            assert client.server_pid == 0


@settings(max_examples=300)
@given(mutation=mutations)
@example(mutation=(0, b"\xff" * HEADER_BYTES))
@example(mutation=(0, b"\0" * HEADER_BYTES))
def test_a_header_with_any_bytes_is_refused_or_does_no_harm(mutation: tuple[int, bytes]) -> None:
    with make_channel() as client:
        before = geometry(client)
        write(client, mutation)
        try:
            server = attach_server(client)
        except ChannelError as error:
            assert len(str(error)) > 20  # a reason, in words
            return
        with server:
            sizes = ffi.offsetof("comm_geometry", "ticks_per_step")
            assert geometry(server)[:sizes] == before[:sizes]
            play(client, server)


@settings(max_examples=300)
@given(rounds=st.lists(st.tuples(mutations, mutations), min_size=1, max_size=5))
def test_a_header_that_is_spoilt_while_both_sides_play_does_no_harm(
    rounds: list[tuple[tuple[int, bytes], tuple[int, bytes]]],
) -> None:
    with make_channel() as client, attach_server(client) as server:
        before = geometry(client), geometry(server)
        for between, within in rounds:
            write(client, between)
            with suppress(ChannelError):
                client.send()
            write(server, within)
            play(client, server)
        assert (geometry(client), geometry(server)) == before


@settings(max_examples=100)
@given(content=st.binary(min_size=1, max_size=600), place=st.integers(0, 2**32))
def test_contents_of_any_bytes_arrive_as_they_are(content: bytes, place: int) -> None:
    with make_channel() as client, attach_server(client) as server:
        segment = memoryview(ffi.buffer(client.cdata.header, client.cdata.mapped_bytes)).cast("B")
        start = HEADER_BYTES + place % (len(segment) - HEADER_BYTES - len(content))
        segment[start : start + len(content)] = content
        client.send()
        request = server.accept()
        server.raw_frames(request.seq)[:] = client.raw_frames(request.seq + 1)
        server.answer(request.seq)
        assert client.receive().tobytes() == client.raw_frames(request.seq + 1).tobytes()
        assert client.frames(request.seq)["player_pos"].shape == (3, 2)


@given(size=st.integers(0, 8192))
def test_a_file_of_any_size_that_is_not_sealed_is_refused(size: int) -> None:
    descriptor = os.memfd_create("foreign", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(descriptor, size)
        with pytest.raises(ChannelError, match="not sealed against resizing"):
            ChannelServer.attach(descriptor)
    finally:
        os.close(descriptor)
