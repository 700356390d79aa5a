"""The Python face: views, exchanges, requests, waits, and what remains after the end."""

from __future__ import annotations

import dataclasses
import gc
import os
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from comm_c._comm import ffi

from comm_c import (
    Accepted,
    Channel,
    ChannelClosed,
    ChannelCorrupt,
    ChannelInvalid,
    ChannelServer,
    ChannelSystemError,
    ChannelTimeout,
    LayoutMismatch,
    Request,
    ResetRule,
    constants,
)

from .pairs import Pair, attach_server, echo, make_channel

Serve = Callable[[Callable[[ChannelServer, Accepted], None]], None]


def test_both_sides_see_the_same_geometry(pair: Pair) -> None:
    for side in (pair.client, pair.server):
        assert (side.arena_count, side.frame_bytes, side.ticks_per_step) == (3, 64, 4)
        assert side.actions.shape == (3,)
        assert side.raw_frames(1).shape == (3, 64)
        assert side.blob.shape == (4096,)
    assert pair.client.server_pid == os.getpid()


def test_an_exchange_carries_actions_there_and_frames_back(pair: Pair, serve: Serve) -> None:
    serve(echo)
    pair.client.actions["command_id"] = [7, 8, 9]
    raw = pair.client.exchange()
    assert raw.shape == (3, 64)
    np.testing.assert_array_equal(pair.client.frames(pair.client.seq)["command_id"], [7, 8, 9])


def test_frames_are_views_that_stay_until_the_next_exchange_but_one(pair: Pair) -> None:
    pair.step(1)
    first = pair.client.frames(pair.client.seq)
    pair.step(2)
    assert first["command_id"].tolist() == [1, 1, 1]
    pair.step(3)
    assert first["command_id"].tolist() == [3, 3, 3]


def test_a_client_cannot_write_into_frames(pair: Pair) -> None:
    pair.step(1)
    with pytest.raises(ValueError, match="read-only"):
        pair.client.raw_frames(1)[0, 0] = 1


def test_sequence_numbers_wrap(pair: Pair) -> None:
    start = 2**32 - 2
    for side in (pair.client, pair.server):
        side.cdata.seq = start
        side.cdata.header.action_seq = side.cdata.header.state_seq = start
    for command_id in range(4):
        pair.step(command_id)
        assert pair.client.seq == (start + 1 + command_id) % 2**32
        assert pair.client.frames(pair.client.seq)["command_id"].tolist() == [command_id] * 3


def test_send_and_receive_are_the_halves_of_an_exchange(pair: Pair) -> None:
    pair.client.actions["command_id"] = 5
    pair.client.send()
    assert pair.client.in_flight and not pair.client.ready()
    echo(pair.server, pair.server.accept())
    assert pair.client.ready()
    assert pair.client.receive() is pair.client.raw_frames(1)
    assert not pair.client.in_flight


def test_a_snapshot_comes_as_a_copy_of_what_fitted(pair: Pair, serve: Serve) -> None:
    def answer(server: ChannelServer, request: Accepted) -> None:
        assert (request.request, request.first, request.count) == (Request.SNAPSHOT, 1, 2)
        server.blob[:5] = b"state"[0]
        server.answer(request.seq, reply_count=1, reply_bytes=5)

    serve(answer)
    count, data = pair.client.snapshot(first=1)
    pair.client.blob[:] = 0
    assert count == 1
    assert data.tolist() == [b"state"[0]] * 5


def test_a_restore_carries_its_bytes_and_says_how_many(pair: Pair, serve: Serve) -> None:
    seen = []

    def answer(server: ChannelServer, request: Accepted) -> None:
        seen.append((request.first, request.count, bytes(server.blob[: request.request_bytes])))
        server.answer(request.seq)

    serve(answer)
    pair.client.restore(np.arange(4, dtype=np.uint8), first=2)
    assert seen == [(2, 1, b"\0\1\2\3")]


def test_hashes_come_as_one_number_an_arena(pair: Pair, serve: Serve) -> None:
    def answer(server: ChannelServer, request: Accepted) -> None:
        server.blob[:24].view(np.uint64)[:] = [1, 2, 2**64 - 1]
        server.answer(request.seq, reply_count=request.count, reply_bytes=8 * request.count)

    serve(answer)
    assert pair.client.hash().tolist() == [1, 2, 2**64 - 1]


def test_a_snapshot_that_does_not_fit_is_refused_before_anything_is_sent(pair: Pair) -> None:
    with pytest.raises(ChannelInvalid, match="snapshot has 4097 bytes, the channel's blob takes 1 to 4096"):
        pair.client.restore(np.zeros(4097, dtype=np.uint8))
    with pytest.raises(ChannelInvalid, match="snapshot has 0 bytes"):
        pair.client.restore(np.zeros(0, dtype=np.uint8))
    pair.client.send()
    with pytest.raises(ChannelInvalid, match="exchange 1 is in flight, its blob may be in use"):
        pair.client.restore(np.zeros(1, dtype=np.uint8))


def test_a_request_for_arenas_that_do_not_exist_is_refused(pair: Pair) -> None:
    with pytest.raises(ChannelInvalid, match="HASH of 2 arenas from 2 on: the channel has arenas 0 to 2"):
        pair.client.hash(first=2, count=2)
    with pytest.raises(ChannelInvalid, match="count must be 1 or more"):
        pair.client.hash(first=3)


def test_what_the_server_refuses_is_an_exception_with_its_words(pair: Pair, serve: Serve) -> None:
    serve(lambda server, request: server.answer(request.seq, constants.COMM_CORRUPT, "snapshot is damaged"))
    with pytest.raises(ChannelCorrupt, match=r"refused exchange 1 \(RESTORE\): snapshot is damaged"):
        pair.client.restore(np.zeros(3, dtype=np.uint8))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arena_count": 0}, "arena_count is 0, allowed is 1 to 65536"),
        ({"frame_kind": 7}, "frame_kind is 7, allowed is 0 to 3"),
        ({"ticks_per_step": 0}, "ticks_per_step is 0, allowed is 1 to 36000"),
        ({"arena_count": -1}, "does not fit its word"),
        ({"reset_rule": ResetRule(pool_scenes=0)}, "pool_scenes is 0, allowed is 1 to 65536"),
        ({"reset_rule": {"pool_scenes": 1, "start_area": [1, 0, 0, 0]}}, "start_area is 1, 0, 0, 0"),
    ],
)
def test_a_channel_out_of_range_is_refused_with_what_is_allowed(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ChannelInvalid, match=words):
        make_channel(**changes)


def test_the_reset_rule_reaches_the_server() -> None:
    rule = ResetRule((-1, -2, 3, 4), (5, 6, 7, 8), 9, 10, 11)
    with make_channel(reset_rule=rule) as client, attach_server(client) as server:
        got = server.cdata.geometry.reset_rule
        assert ResetRule(
            tuple(got.start_area), tuple(got.goal_area), got.goal_min_distance, got.goal_max_distance, got.pool_scenes
        ) == rule  # fmt: skip


def test_the_reset_rule_has_the_fields_of_the_header() -> None:
    declared = [name for name, _ in ffi.typeof("FactorioResetRule").fields if name != "reserved"]
    assert [field.name for field in dataclasses.fields(ResetRule)] == declared


def test_a_wait_ends_with_its_timeout_and_can_be_taken_up_again(pair: Pair) -> None:
    pair.client.send()
    with pytest.raises(ChannelTimeout, match=r"has not answered exchange 1 \(STEP\) in 0\."):
        pair.client.receive(timeout=0.01)
    echo(pair.server, pair.server.accept())
    assert pair.client.receive().shape == (3, 64)


def test_a_wait_longer_than_a_slice_says_how_long_it_was(pair: Pair) -> None:
    with pytest.raises(ChannelTimeout) as caught:
        pair.client.exchange(timeout=0.25)
    said = re.search(r"has not answered exchange 1 \(STEP\) in (\d\.\d+) s", str(caught.value))
    assert said is not None
    assert float(said[1]) >= 0.249  # the whole of it, not the last slice


@pytest.mark.parametrize("held_up", [True, False])
def test_an_answer_that_comes_when_the_time_is_over_is_taken(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, held_up: bool
) -> None:
    class Patience:
        def __init__(self, pid: int, seconds: float) -> None:
            assert (pid, seconds) == (os.getpid(), 0.01)

        def is_held_up(self) -> bool:
            echo(pair.server, pair.server.accept())
            return held_up

    monkeypatch.setattr("comm_c.channel.Patience", Patience)
    pair.client.watch(os.getpid())
    pair.client.actions["command_id"] = 7
    pair.client.send()
    pair.client.receive(timeout=0.01)
    assert pair.client.frames(pair.client.seq)["command_id"].tolist() == [7] * 3


def test_a_server_waits_in_vain_for_no_longer_than_told(pair: Pair) -> None:
    with pytest.raises(ChannelTimeout, match="has asked for nothing"):
        pair.server.accept(timeout=0.01)


class _Interrupted(Exception):
    pass


def test_a_signal_ends_a_long_wait(pair: Pair) -> None:
    def interrupt(number: int, frame: object) -> None:
        if pair.client.in_flight:  # the wait may not have begun yet: then the next signal ends it
            raise _Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(_Interrupted):
            signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
            pair.client.exchange(timeout=250)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    assert pair.client.in_flight


def test_other_threads_run_while_one_waits(pair: Pair) -> None:
    pair.client.send()
    answers = threading.Thread(target=lambda: echo(pair.server, pair.server.accept()))
    answers.start()
    pair.client.receive(timeout=60)
    answers.join()


def test_a_farewell_ends_the_other_sides_wait(pair: Pair) -> None:
    pair.server.close()
    with pytest.raises(ChannelClosed, match="has closed the channel"):
        pair.client.exchange()
    pair.client.close()
    with pytest.raises(ChannelClosed, match="closed on this side"):
        pair.server.accept()


def test_a_closed_channel_refuses_every_call(pair: Pair) -> None:
    pair.client.close()
    pair.client.close()
    assert pair.client.fd == -1
    for call in (pair.client.exchange, pair.client.send, pair.client.receive, pair.client.hash):
        with pytest.raises(ChannelClosed, match="the channel is closed on this side; create another"):
            call()
    assert not pair.client.ready()


def test_views_outlive_their_channel() -> None:
    client = make_channel()
    server = attach_server(client)
    pair = Pair(client, server)
    pair.step(77)
    frames, actions = client.frames(client.seq), client.actions
    client.close()
    server.close()
    del client, server, pair
    gc.collect()
    assert frames["command_id"].tolist() == [77] * 3
    actions["command_id"] = 1
    assert actions["command_id"].tolist() == [1] * 3


def mappings() -> int:
    return Path("/proc/self/maps").read_text().count("factorio-channel")


def test_the_segment_is_unmapped_with_its_last_view() -> None:
    gc.collect()
    before = mappings()
    client = make_channel()
    row = client.raw_frames(0)[1]
    client.close()
    del client
    gc.collect()
    assert mappings() == before + 1
    del row
    gc.collect()
    assert mappings() == before


def test_a_channel_that_is_forgotten_says_farewell() -> None:
    client = make_channel()
    server = attach_server(client)
    del client
    gc.collect()
    with pytest.raises(ChannelClosed):
        server.accept()
    server.close()


def test_ten_thousand_channels_leave_nothing_behind() -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.collect()
    before = descriptors(), mappings()
    for i in range(10_000):
        with make_channel() as client, attach_server(client) as server:
            client.watch(os.getpid())
            if i % 100 == 0:
                Pair(client, server).step(i)
    del client, server
    gc.collect()
    assert (descriptors(), mappings()) == before


def test_a_descriptor_that_is_no_segment_is_refused_and_stays_open() -> None:
    read_end, write_end = os.pipe()
    with pytest.raises(ChannelSystemError, match=f"descriptor {read_end} is not the memory of a channel"):
        ChannelServer.attach(read_end)
    os.close(read_end)
    os.close(write_end)


def test_a_segment_of_another_build_is_refused() -> None:
    with make_channel() as client:
        client.cdata.header.layout_hash ^= 1
        with pytest.raises(LayoutMismatch, match="client and server must be built from the same comm_c"):
            attach_server(client)


def test_a_channel_takes_one_server_only(pair: Pair) -> None:
    with pytest.raises(ChannelInvalid, match="channel has had a server already, process"):
        attach_server(pair.client)


def test_the_servers_counters_reach_the_client(pair: Pair) -> None:
    pair.server.cdata.ticks_total, pair.server.cdata.resets_total, pair.server.cdata.refused_total = 12, 3, 2
    pair.server.cdata.header.server_memory_bytes = 4096
    pair.step(1)
    assert (pair.client.ticks_total, pair.client.resets_total, pair.client.server_memory_bytes) == (12, 3, 4096)
    assert pair.client.refused_total == 2
    assert pair.client.server_busy_ns > 0


def test_the_wait_policy_can_be_set(pair: Pair) -> None:
    pair.client.wake_policy = (0, 1000, 2_000_000)
    assert pair.client.wake_policy == (0, 1000, 2_000_000)
    with pytest.raises(ChannelTimeout):
        pair.client.exchange(timeout=0.01)


def test_a_server_in_a_long_step_can_beat(pair: Pair) -> None:
    pair.client.cdata.header.server_heartbeat_ns = 1
    pair.server.beat()
    assert pair.client.cdata.header.server_heartbeat_ns > 1


def test_channels_of_one_process_do_not_mix() -> None:
    with make_channel() as one, make_channel() as two, attach_server(one) as first, attach_server(two) as second:
        Pair(one, first).step(1)
        Pair(two, second).step(2)
        assert one.frames(1)["command_id"].tolist() == [1] * 3
        assert two.frames(1)["command_id"].tolist() == [2] * 3


def test_create_gives_the_class_it_is_called_on() -> None:
    class Named(Channel):
        pass

    with Named.create(1, constants.FACTORIO_FRAME_MINING, 10) as channel:
        assert isinstance(channel, Named)
        assert channel.frame_bytes == 256
