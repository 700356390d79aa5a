"""Fixtures of the transport's tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from comm_c import Accepted, ChannelClosed, ChannelServer, Request

from .pairs import Pair, attach_server, make_channel


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A client and a server that the test drives in turn."""
    with make_channel() as client, attach_server(client) as server:
        yield Pair(client, server)


@pytest.fixture
def serve(pair: Pair) -> Iterator[Callable[[Callable[[ChannelServer, Accepted], None]], None]]:
    """Starts a thread that answers every request with the given function until the client closes."""
    threads = []

    def run(answer: Callable[[ChannelServer, Accepted], None]) -> None:
        try:
            while True:
                request = pair.server.accept(timeout=60)
                answer(pair.server, request)
                if request.request == Request.CLOSE:
                    return
        except ChannelClosed:
            return

    def start(answer: Callable[[ChannelServer, Accepted], None]) -> None:
        threads.append(threading.Thread(target=run, args=(answer,)))
        threads[-1].start()

    yield start
    pair.client.close()
    for thread in threads:
        thread.join()
