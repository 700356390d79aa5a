"""A headless server's double: flags, RCON, set-up and channel like the stand-in's, over a world of a few
lines of numpy.

It exists to misbehave on request. FAKE_SERVER_FAULT is a word of `FAULTS`; FAKE_SERVER_FAULT_AT is the
exchange in which it happens; with FAKE_SERVER_FAULT_ONCE, the path of a file, it happens only while the file
exists, and removes it. FAKE_SERVER_CHUNK is the number of arenas that it answers a SNAPSHOT with.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c import ChannelClosed, ChannelServer, ChannelTimeout, PeerGone, Request, constants

FAULTS = (
    "exit_at_start", "port_taken", "silent_start", "refuse_setup", "babble_setup",
    "die", "hang", "stop", "jump_sequence", "refuse_restore", "lack_room",
)  # fmt: skip

TILES_STRAIGHT, TILES_DIAGONAL = np.float32(38 / 256), np.float32(27 / 256)
TICKS_TO_MINE = 120
REACH = 2.7
SPACING = 16


def fault(name: str) -> bool:
    """Whether the fault is asked for, and its once is not used up."""
    if os.environ.get("FAKE_SERVER_FAULT") != name:
        return False
    once = os.environ.get("FAKE_SERVER_FAULT_ONCE")
    if once is None:
        return True
    try:
        Path(once).unlink()
    except FileNotFoundError:
        return False
    return True


class World:
    """All arenas; `state` is everything that changes."""

    def __init__(self, server: ChannelServer) -> None:
        rule = server.cdata.header.reset_rule
        self.start_area, self.goal_area = list(rule.start_area), list(rule.goal_area)
        self.goal_distances = rule.goal_min_distance, rule.goal_max_distance
        self.ticks = server.ticks_per_step
        self.mines = server.frame_kind == constants.FACTORIO_FRAME_MINING
        self.state = np.zeros(server.arena_count, dtype=server.frame_dtype)
        self.state["arena"] = np.arange(server.arena_count)
        self.state["health"] = 250
        self.progress = np.zeros(server.arena_count, dtype=np.int64)

    def step(self, actions: NDArray[np.void]) -> None:
        """One step of every arena."""
        for row, action in enumerate(actions):
            if action["action_type"] == constants.FACTORIO_ACTION_RESET:
                self.reset(row, int(action["command_id"]))
            else:
                self.act(row, action)
            if self.mines:
                self.look(row)

    def reset_some(self, actions: NDArray[np.void]) -> None:
        """Resets the arenas whose actions say so; the others stand still."""
        for row in np.flatnonzero(actions["action_type"] == constants.FACTORIO_ACTION_RESET):
            self.reset(row, int(actions["command_id"][row]))
            if self.mines:
                self.look(row)

    def reset(self, row: int, seed: int) -> None:
        """Start and goal drawn from the seed alone."""
        random, state = np.random.default_rng(seed), self.state[row]
        arena = state["arena"]
        self.state[row] = np.zeros((), dtype=self.state.dtype)
        start = draw(random, self.start_area)
        goal = draw(random, self.goal_area)
        low, high = self.goal_distances
        while any(self.goal_area) and not low <= np.hypot(*(goal - start)) * 256 <= high:
            goal = draw(random, self.goal_area)
        state["arena"], state["command_id"], state["health"] = arena, seed, 250
        state["player_pos"], state["goal_pos"] = start, goal
        state["flags"] = constants.FACTORIO_FLAG_ALIVE | constants.FACTORIO_FLAG_RESET
        self.progress[row] = 0
        self.measure(row)

    def act(self, row: int, action: np.void) -> None:
        """Walks or mines for a step's ticks."""
        state, before = self.state[row], self.state["player_pos"][row].copy()
        state["flags"] = constants.FACTORIO_FLAG_ALIVE
        state["command_id"] = action["command_id"]
        mining = action["action_type"] == constants.FACTORIO_ACTION_MINE
        if mining:
            self.mine(row)
        else:
            self.progress[row] = 0
            way = action["parameters"][:2]
            pace = TILES_DIAGONAL if way.all() else TILES_STRAIGHT
            state["player_pos"] += way * pace * self.ticks
        state["displacement"] = state["player_pos"] - before
        state["walked"] += np.hypot(*state["displacement"])
        state["timestamp"] += np.uint64(self.ticks)
        self.measure(row)

    def mine(self, row: int) -> None:
        """Progress, and an item whenever it is full."""
        state = self.state[row]
        if not state["resources"]["reachable"][0]:
            state["action_result"] = constants.FACTORIO_RESULT_OUT_OF_REACH
            return
        self.progress[row] += self.ticks
        if self.progress[row] >= TICKS_TO_MINE:
            self.progress[row] -= TICKS_TO_MINE
            state["item_counts"][constants.FACTORIO_ITEM_IRON_ORE] += 1
            state["mined_total"] += 1

    def measure(self, row: int) -> None:
        """Distance to the goal."""
        state = self.state[row]
        if any(self.goal_area):
            state["goal_distance"] = np.hypot(*(state["goal_pos"] - state["player_pos"]))

    def look(self, row: int) -> None:
        """The nearest ore of a grid of one every SPACING tiles."""
        state = self.state[row]
        offset = np.round(state["player_pos"] / SPACING) * SPACING - state["player_pos"]
        nearest = state["resources"][0]
        nearest["offset"], nearest["amount"], nearest["resource"] = offset, 1000, 1
        nearest["reachable"] = np.hypot(*offset) <= REACH

    def rows(self, rows: slice) -> NDArray[np.uint8]:
        """The state of some arenas as bytes."""
        frames = self.state[rows].view(np.uint8).reshape(-1, self.state.itemsize)
        frames = np.concatenate([frames, self.progress[rows].view(np.uint8).reshape(-1, 8)], axis=1)
        frames[:, 52:56] = 0  # the arena's number is not part of its state
        return frames

    def load(self, rows: slice, data: NDArray[np.uint8]) -> None:
        """Puts back what `rows` gave."""
        table = data.reshape(rows.stop - rows.start, -1)
        numbers = self.state["arena"][rows].copy()
        self.state[rows] = np.ascontiguousarray(table[:, :-8]).view(self.state.dtype)[:, 0]
        self.state["arena"][rows] = numbers
        self.progress[rows] = np.ascontiguousarray(table[:, -8:]).view(np.int64)[:, 0]


def draw(random: np.random.Generator, area: list[int]) -> NDArray[np.float32]:
    """A position within an area in 1/256 tile."""
    left, top, right, bottom = area
    return np.array([random.integers(left, right + 1), random.integers(top, bottom + 1)], dtype=np.float32) / 256


class Service:
    """Answers exchanges until the client leaves."""

    def __init__(self, channel: ChannelServer) -> None:
        self.channel = channel
        self.world = World(channel)
        channel.cdata.header.server_memory_bytes = channel.arena_count * channel.frame_bytes
        self.fault_at = int(os.environ.get("FAKE_SERVER_FAULT_AT", "0"))

    def run(self) -> None:
        """The serve loop."""
        while True:
            try:
                asked = self.channel.accept(timeout=1.0)
            except ChannelTimeout:
                continue
            except (ChannelClosed, PeerGone):
                return
            if asked.request == Request.CLOSE:
                self.channel.answer(asked.seq)
                return
            if asked.seq == self.fault_at:
                self.misbehave()
            self.serve(asked.seq, asked.request, slice(asked.first, asked.first + asked.count), asked.request_bytes)

    def serve(self, seq: int, request: Request, rows: slice, size: int) -> None:
        """One exchange."""
        blob, code, message, count, used = self.channel.blob, constants.COMM_OK, "", 0, 0
        if request == Request.STEP:
            self.world.step(self.channel.actions)
        elif request == Request.RESET:
            self.world.reset_some(self.channel.actions)
        elif request == Request.SNAPSHOT:
            data = self.world.rows(rows)[: int(os.environ.get("FAKE_SERVER_CHUNK", "1000"))]
            count, used = len(data), data.size
            blob[:used] = data.ravel()
        elif request == Request.RESTORE and (fault("refuse_restore") or size % (rows.stop - rows.start)):
            code, message = constants.COMM_CORRUPT, "snapshot is cut short, damaged or of another scenario"
        elif request == Request.RESTORE:
            self.world.load(rows, blob[:size])
        elif request == Request.HASH:
            hashes = np.array([hash_bytes(row) for row in self.world.rows(rows)], dtype=np.uint64)
            count, used = len(hashes), hashes.nbytes
            blob[:used] = hashes.view(np.uint8)
        self.channel.frames(seq)[:] = self.world.state
        self.channel.answer(seq, code, message, count, used)

    def misbehave(self) -> None:
        """What FAKE_SERVER_FAULT says, in the middle of an exchange."""
        if fault("die"):
            print("   1.000 Error Fake.cpp:1: struck by the test", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        if fault("stop"):
            os.kill(os.getpid(), signal.SIGSTOP)
        if fault("hang"):
            while True:
                self.channel.beat()
                time.sleep(0.01)
        if fault("jump_sequence"):
            self.channel.cdata.header.state_seq += 7
            time.sleep(60)
        if fault("lack_room"):
            self.channel.cdata.refused_total += 3


def hash_bytes(data: NDArray[np.uint8]) -> int:
    """FNV-1a."""
    value = 0xCBF29CE484222325
    for byte in data.tobytes():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def serve_rcon(listener: socket.socket, password: str, answer: Any) -> None:
    """One connection after the other; `answer` maps a command to its reply."""
    while True:
        connection, _ = listener.accept()
        with connection:
            while (packet := read_packet(connection)) is not None:
                identifier, kind, text = packet
                if kind == 3:
                    connection.sendall(pack(identifier if text == password else -1, 2, ""))
                else:
                    connection.sendall(pack(identifier, 0, answer(text)))


def read_packet(connection: socket.socket) -> tuple[int, int, str] | None:
    head = connection.recv(4, socket.MSG_WAITALL)
    if len(head) < 4:
        return None
    body = connection.recv(struct.unpack("<i", head)[0], socket.MSG_WAITALL)
    identifier, kind = struct.unpack_from("<ii", body)
    return identifier, kind, body[8:-2].decode()


def pack(identifier: int, kind: int, text: str) -> bytes:
    body = struct.pack("<ii", identifier, kind) + text.encode() + b"\0\0"
    return struct.pack("<i", len(body)) + body


def main(words: list[str]) -> int:
    """Starts as a server does."""
    flags = dict(zip(words[::2], words[1::2], strict=True))
    if fault("exit_at_start"):
        print("   0.001 Error Util.cpp:76: Couldn't acquire exclusive lock for /x/.lock: it is taken", flush=True)
        return 1
    if fault("port_taken"):
        print("   0.001 Error Rcon.cpp:1: Can't bind socket: Address already in use", flush=True)
        return 1
    ready = threading.Event()

    def answer(text: str) -> str:
        command, _, argument = text.partition(" ")
        if command != "/agent-setup":
            return f"Unknown command {command}"
        if fault("babble_setup"):
            return "Cannot execute command."
        if fault("refuse_setup"):
            return json.dumps({"ok": False, "error": "there is no scenario of that name"})
        ready.set()
        surfaces = [f"arena-{number + 1}" for number in range(json.loads(argument)["scenes"])]
        return json.dumps({"ok": True, "surfaces": surfaces, "tick": 1})

    host, port = flags["--rcon-bind"].rsplit(":", 1)
    listener = socket.create_server((host, int(port)))
    threading.Thread(target=serve_rcon, args=(listener, flags["--rcon-password"], answer), daemon=True).start()
    channel = ChannelServer.attach(int(os.environ["FACTORIO_CHANNEL_FD"]))
    if fault("silent_start"):
        time.sleep(600)
    print(
        f"   0.002 Info RemoteCommandProcessor.cpp:126: Starting RCON interface at IP ADDR:({{{host}:{port}}})",
        flush=True,
    )
    ready.wait()
    Service(channel).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
