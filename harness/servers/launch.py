"""A server from start to end: process, RCON set-up, channel. Every failure becomes one exception that says all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from comm_c.channel import Channel
from comm_c.errors import ChannelError
from comm_c.relay import RelayCounters, shared_relay
from harness.clock import Deadline
from harness.errors import RconError, ServerError, ServerLost
from harness.servers import standin
from harness.servers.factorio import Installation, find_installation
from harness.servers.instance import Instance
from harness.servers.output import Event
from harness.servers.ports import LOOPBACK, free_tcp_port, free_udp_port
from harness.servers.process import ServerProcess
from harness.servers.rcon import RconClient
from harness.servers.setup import check_setup_reply, make_channel, scenes_of, setup_command
from harness.servers.spec import ServerSpec

#: Environment variable with the number of the inherited descriptor.
CHANNEL_VARIABLE = "FACTORIO_CHANNEL_FD"

#: Starts with new ports each, when another program is faster at taking one.
PORT_ATTEMPTS = 4

#: Seconds that a server which has failed is given to end by itself, so that its last words are heard.
FAILURE_GRACE = 10.0

#: Lines of the server's output that a message carries.
MESSAGE_LINES = 12

_ROOT = Path(__file__).resolve().parents[2]


class Server:
    """One headless server process with its instance directory and its channel.

    `launch` begins to start it, `wait_ready` sees the start through; between the two, others can start.

        with Server(spec) as server:
            server.channel.send(...)
    """

    def __init__(self, spec: ServerSpec) -> None:
        """Starts nothing.

        Raises:
            ServerError: if the spec asks for a server that cannot be had.
        """
        self._installation: Installation | None = None
        if spec.kind == "factorio":
            self._installation = find_installation(spec.binary)
            if spec.door != "stock":
                raise ServerError(f"{spec.name}: a real game has the stock door only; leave the door out")
        self.spec = spec
        self.prototype_names: dict[str, list[str]] = {}
        """Names of the server's prototypes by kind, in the order of their numbers, once it is ready."""
        self._instance: Instance | None = None
        self._process: ServerProcess | None = None
        self._channel: Channel | None = None
        self._ports: standin.Ports | None = None
        self._password = ""
        self._link: int | None = None
        self._deadline = Deadline(spec.start_timeout)

    @property
    def channel(self) -> Channel:
        """The channel of a launched server."""
        assert self._channel is not None, "launch() comes first"  # noqa: S101
        return self._channel

    @property
    def process(self) -> ServerProcess:
        """The process of a launched server."""
        assert self._process is not None, "launch() comes first"  # noqa: S101
        return self._process

    def launch(self) -> None:
        """Makes directory and channel and starts the process; returns at once.

        Raises:
            ServerError: if one of the three cannot be made.
        """
        self._instance = Instance(self.spec.name, self.spec.config, self._installation)
        self._start_process()

    def wait_ready(self) -> None:
        """Waits until RCON answers and has the arenas made.

        Raises:
            ServerError: if the server does not get there; it is gone then.
        """
        # The time runs from here: between launch and this call the caller may have done anything, for as long.
        self._deadline = Deadline(self.spec.start_timeout)
        try:
            self._wait_for_rcon()
            self._set_up()
            if self.spec.door == "stock":
                self._open_stock_door()
            self.channel.watch(self.process.pid)
        except BaseException:
            self.kill()
            raise

    def wait_console(self) -> RconClient:
        """Waits until RCON answers and sets nothing up: for questions about the server itself.

        Raises:
            ServerError: if the server does not get there; it is gone then.
        """
        self._deadline = Deadline(self.spec.start_timeout)
        try:
            self._wait_for_rcon()
            assert self._ports is not None  # noqa: S101
            return RconClient(LOOPBACK, self._ports.rcon, self._password)
        except RconError as error:
            self.kill()
            raise ServerError(f"{self.spec.name}: {error}") from error
        except BaseException:
            self.kill()
            raise

    def console(self) -> RconClient:
        """Another connection to the console of a server that is ready.

        Raises:
            RconError: if it is refused.
        """
        assert self._ports is not None, "launch() comes first"  # noqa: S101
        return RconClient(LOOPBACK, self._ports.rcon, self._password)

    @property
    def game_address(self) -> str:
        """Host and UDP port that the game's client joins a launched server at."""
        assert self._ports is not None, "launch() comes first"  # noqa: S101
        return f"{LOOPBACK}:{self._ports.game}"

    @property
    def script_output(self) -> Path:
        """Where scripts' files of a launched server lie; it goes with the server."""
        assert self._instance is not None, "launch() comes first"  # noqa: S101
        return self._instance.write_data / "script-output"

    @property
    def installation(self) -> Installation | None:
        """The game that it runs on; None for the stand-in."""
        return self._installation

    def close(self) -> None:
        """Ends the server in good order and removes its directory; harmless when it is gone."""
        self._close_stock_door()
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            self._process.stop()
        self._forget()

    def kill(self) -> None:
        """Ends the server at once and removes its directory; harmless when it is gone."""
        self._close_stock_door()
        if self._process is not None:
            self._process.kill()
        if self._channel is not None:
            self._channel.close()
        self._forget()

    @property
    def relay_counters(self) -> RelayCounters | None:
        """What the relay has seen of this server; None behind a native door."""
        return None if self._link is None else shared_relay().counters(self._link)

    def lost(self, error: Exception) -> ServerLost:
        """The exception for a server that failed in an exchange."""
        return ServerLost(self._message(f"was lost: {error}"))

    def __enter__(self) -> Self:
        self.launch()
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _forget(self) -> None:
        if self._instance is not None:
            self._instance.remove()
        self._instance = self._process = self._channel = None

    def _start_process(self) -> None:
        """Every process gets a channel of its own: a segment takes one server in its life."""
        assert self._instance is not None  # noqa: S101
        self._channel = self._make_channel()
        self._ports = standin.Ports(free_udp_port(), free_tcp_port())
        self._password = secrets.token_hex(16)
        words = list(self.spec.command or self._program())
        command = [*words, *standin.server_flags(self._instance, self._ports, self._password), *self.spec.flags]
        descriptors = (self._channel.fd,) if self.spec.door == "native" else ()
        try:
            self._process = ServerProcess(
                command, self._instance.root, _environment(descriptors), descriptors, self.spec.cores
            )
        except OSError as error:
            self.kill()
            raise ServerError(f"{self.spec.name}: '{words[0]}' cannot be started: {error}") from error

    def _program(self) -> tuple[str, ...]:
        return standin.COMMAND if self._installation is None else (str(self._installation.binary),)

    def _make_channel(self) -> Channel:
        try:
            return make_channel(self.spec)
        except ChannelError as error:
            self.kill()
            raise ServerError(f"{self.spec.name}: no shared memory for its channel: {error}") from error

    def _wait_for_rcon(self) -> None:
        for attempt in range(PORT_ATTEMPTS):
            if self.process.wait_for(Event.RCON_OPEN, self._deadline):
                return
            failure = self.process.event(Event.FAILURE)
            if failure is None or not failure.port_taken or attempt == PORT_ATTEMPTS - 1:
                self._raise_start_failure()
            self.process.kill()
            self.channel.close()
            self._start_process()

    def _raise_start_failure(self) -> NoReturn:
        failure = self.process.event(Event.FAILURE)
        if failure is not None:
            if not self.process.wait_end(FAILURE_GRACE):
                self.process.stop()
            raise ServerError(self._message(f"did not start: {failure.cause}; {failure.advice}"))
        if self._deadline.passed():
            raise ServerError(self._message(f"was not ready after {self.spec.start_timeout:g} s"))
        self.process.join()
        raise ServerError(self._message("ended before it was ready"))

    def _set_up(self) -> None:
        assert self._ports is not None  # noqa: S101
        wanted = setup_command(self.spec)
        try:
            with RconClient(LOOPBACK, self._ports.rcon, self._password, self.spec.start_timeout) as rcon:
                reply = rcon.command(wanted)
        except RconError as error:
            self.process.wait_end(FAILURE_GRACE)
            raise ServerError(self._message(f"could not be set up: {error}")) from error
        try:
            self.prototype_names = check_setup_reply(reply, scenes_of(self.spec))
        except ServerError as error:
            raise ServerError(self._message(f"could not be set up: {error}")) from error

    def _open_stock_door(self) -> None:
        assert self._ports is not None  # noqa: S101
        self._link = shared_relay().add(self.channel.fd, self._ports.rcon, self._password)

    def _close_stock_door(self) -> None:
        if self._link is not None:
            shared_relay().remove(self._link)
        self._link = None

    def _message(self, what: str) -> str:
        """One text with everything known: who, what, how it ended and what it said last."""
        if self._process is None:
            return f"{self.spec.name} {what}"
        lines = self._process.tail()[-MESSAGE_LINES:]
        said = "\n".join(f"  | {line}" for line in lines) or "  | (nothing)"
        return f"{self.spec.name} {what}; the process {self._process.describe_exit()}. It last said:\n{said}"


def _environment(descriptors: tuple[int, ...]) -> dict[str, str]:
    """Ours, with this copy of the harness in front of any installed one, and the descriptor of the channel, if any."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop(CHANNEL_VARIABLE, None)
    if descriptors:
        environment[CHANNEL_VARIABLE] = str(descriptors[0])
    return environment
