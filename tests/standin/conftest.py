"""Stand-in processes for tests, and a raw RCON connection to look at every byte."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a password"
PATIENCE = 1000.0


class Rcon:
    """A TCP connection that speaks in packets."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.last_id = 100

    def send(self, request_id: int, kind: int, body: bytes) -> None:
        self.socket.sendall(struct.pack("<iii", len(body) + 10, request_id, kind) + body + b"\0\0")

    def receive(self) -> tuple[int, int, bytes]:
        """Id, type and body of the next packet. ConnectionError when the server has closed."""
        length, request_id, kind = struct.unpack("<iii", self._exactly(12))
        body = self._exactly(length - 8)
        assert body.endswith(b"\0\0")
        return request_id, kind, body[:-2]

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("closed")
            data += piece
        return data

    def login(self, password: str = PASSWORD) -> bool:
        self.send(1, 3, password.encode())
        request_id, kind, body = self.receive()
        assert (kind, body) == (2, b"")
        return request_id == 1

    def command(self, text: str) -> str:
        self.last_id += 1
        self.send(self.last_id, 2, text.encode())
        request_id, kind, body = self.receive()
        assert (request_id, kind) == (self.last_id, 0)
        return body.decode()

    def lua(self, code: str) -> str:
        return self.command("/sc " + code).removesuffix("\n")

    def close(self) -> None:
        self.socket.close()


class Standin:
    """A running stand-in process."""

    def __init__(
        self, arguments: list[str], environment: dict[str, str] | None = None, fds: tuple[int, ...] = ()
    ) -> None:
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "harness.standin", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            env={**os.environ, **(environment or {})}, pass_fds=fds,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._connections: list[Rcon] = []

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def wait_for(self, text: str) -> str:
        """The next line with the text; fails the test when the output ends before."""
        while True:
            line = self._queue.get(timeout=PATIENCE)
            if line is None:
                pytest.fail(f"the server ended before {text!r}:\n" + "\n".join(self.lines))
            self.lines.append(line)
            if text in line:
                return line

    def wait_ready(self) -> int:
        """Waits until RCON listens, and gives its port."""
        line = self.wait_for("Starting RCON interface")
        return int(line.rpartition(":")[2].rstrip("})"))

    def rcon(self, port: int, login: bool = True) -> Rcon:
        connection = Rcon(port)
        self._connections.append(connection)
        if login:
            assert connection.login()
        return connection

    def end(self, number: int | None = signal.SIGTERM) -> int:
        """Sends a signal, waits for the end, keeps the rest of the output, and gives the exit code."""
        if number is not None and self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while (line := self._queue.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
        self._queue.put(None)
        return code

    def kill(self) -> None:
        for connection in self._connections:
            connection.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A directory with config.ini, settings and the repository's mods."""
    mods = tmp_path / "mods"
    mods.mkdir()
    for name in ("factorio-agent-mod", "training-scenarios"):
        (mods / name).symlink_to(ROOT / "factorio_mod" / name)
    (tmp_path / "config.ini").write_text(f"; a comment\n[path]\nwrite-data={tmp_path / 'write-data'}\n")
    (tmp_path / "server-settings.json").write_text(json.dumps({"name": "test", "auto_pause": False}))
    return tmp_path


def flags(instance: Path, *more: str, scenario: str = "training-scenarios/arena-host") -> list[str]:
    """The flags of a server out of an instance directory."""
    return [
        "--start-server-load-scenario", scenario,
        "--config", str(instance / "config.ini"),
        "--mod-directory", str(instance / "mods"),
        "--server-settings", str(instance / "server-settings.json"),
        "--rcon-bind", "127.0.0.1:0",
        "--rcon-password", PASSWORD,
        *more,
    ]  # fmt: skip


@pytest.fixture
def start(instance: Path) -> Iterator[Callable[..., Standin]]:
    """Starts servers: ``start("--flag", ...)`` with an instance's flags, ``start(arguments=[...])`` with others."""
    started: list[Standin] = []

    def run(*more: str, arguments: list[str] | None = None, **keywords) -> Standin:
        scenario = keywords.pop("scenario", "training-scenarios/arena-host")
        chosen = flags(instance, *more, scenario=scenario) if arguments is None else arguments
        started.append(Standin(chosen, **keywords))
        return started[-1]

    yield run
    for server in started:
        server.kill()


@pytest.fixture
def server(start) -> tuple[Standin, Rcon]:
    """A ready server and a connection that is logged in."""
    process = start()
    return process, process.rcon(process.wait_ready())
