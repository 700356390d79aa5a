"""A server in a process of its own, for tests that kill it: `python server_process.py FD POINT`.

It answers one request, then goes on to POINT, says so on standard output and stands still.
"""

from __future__ import annotations

import sys
import time

from comm_c import ChannelServer


def main(descriptor: int, point: str) -> None:
    """Lives until the point."""
    if point == "before attach":
        stand_still()
    server = ChannelServer.attach(descriptor)
    request = server.accept(timeout=60)
    server.frames(request.seq)["command_id"] = server.actions["command_id"]
    server.answer(request.seq)
    if point == "in accept":
        print("here", flush=True)
        server.accept(timeout=600)
    if point == "after accept":
        server.accept(timeout=60)
    if point == "in the middle of a frame":
        request = server.accept(timeout=60)
        server.raw_frames(request.seq)[0, :13] = 0xFF
    stand_still()


def stand_still() -> None:
    """Says that the point is reached, and waits for the end."""
    print("here", flush=True)
    time.sleep(600)


main(int(sys.argv[1]), sys.argv[2])
