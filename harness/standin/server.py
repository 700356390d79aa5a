"""The server: puts the parts together, and runs the game at 60 updates a second times ``game.speed``."""

from __future__ import annotations

import contextlib
import datetime
import math
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from harness.standin.console import Console
from harness.standin.door import NativeDoor, channel_descriptor
from harness.standin.errors import StartError
from harness.standin.game import Game, GameParts
from harness.standin.game_log import GameLog
from harness.standin.game_parts import game_parts, own_save
from harness.standin.lua_host import GameState, ScriptError, ServerFunctions
from harness.standin.options import Address, Options
from harness.standin.rcon_server import RconServer
from harness.standin.saver import Saver
from harness.standin.settings import read_server_settings, write_data_directory
from harness.standin.version import BUILD, GAME_VERSION, STANDIN_NOTE
from harness.standin.write_data import DEFAULT_WRITE_DATA, WriteData

UPDATES_PER_SECOND = 60

#: A server that has fallen behind makes up for this much at most, in seconds.
LARGEST_BACKLOG = 0.1

#: Updates that are run at once, where a server is behind by as many.
MOST_UPDATES = 1000


class Server:
    """One run of the server.

    Args:
        options: Of the command line.
        log: The engine log, already speaking on stdout.
    """

    def __init__(self, options: Options, log: GameLog) -> None:
        self._options = options
        self._log = log
        self._stopping = False
        self._ending_signal = 0
        self._reopen_log = False
        self._exit_code = 0
        self._selector = selectors.DefaultSelector()
        self._bell_in, self._bell_out = socket.socketpair()
        self._closing = contextlib.ExitStack()
        self._updates_due = 0.0

    def run(self) -> int:
        """Starts, serves until something ends it, and returns the process's exit code.

        Raises:
            StartError: It could not start.
        """
        with self._closing:
            self._closing.callback(self._close_loop)
            with self._signals():
                self._start()
                self._loop()
                if self._exit_code == 0:
                    self._save_at_end()
            if self._ending_signal:
                self._log(f"Received {signal.Signals(self._ending_signal).name}, shutting down")
            self._log("Goodbye")
        return self._exit_code

    def ring(self) -> None:
        """Wakes the loop; safe from any thread and from a signal handler."""
        with contextlib.suppress(BlockingIOError):
            self._bell_in.send(b"\0")

    def stop(self) -> None:
        """Asks the loop to end."""
        self._stopping = True
        self.ring()

    def _start(self) -> None:
        options = self._options
        root = write_data_directory(options.config, DEFAULT_WRITE_DATA.expanduser())
        self._files = self._closing.enter_context(WriteData(root))
        self._log.open(root, options.rotate_log)
        self._closing.callback(self._log.close)
        self._announce(root)
        self._settings = read_server_settings(options.server_settings)
        own = own_save(options, root)
        self._load_game(game_parts(options, root, own, self._log), own)
        self._listen()

    def _announce(self, root: Path) -> None:
        now = datetime.datetime.now().strftime("%Y-%m-%d %H:%M:%S")
        self._log(f"{now}; Factorio {GAME_VERSION} ({BUILD})")
        self._log(f"Note: {STANDIN_NOTE}")
        self._log(f"Write data path: {root}")
        self._log("Running in headless mode")

    def _load_game(self, parts: GameParts, own_save: Path | None) -> None:
        self._console_log: IO[str] | None = None
        if self._options.console_log is not None:
            self._console_log = self._closing.enter_context(self._options.console_log.open("a", encoding="utf-8"))
        self._udp = self._open_udp()
        settings = self._settings
        self._saver = Saver(
            self._files.root / "saves", own_save, settings.autosave_interval, settings.autosave_slots, self._log
        )
        self._game = Game(parts, self._server_functions(), self._log)
        self._host = self._game.host
        self._console = Console(
            self._host, self._game.scripts, lambda: self._host.state().tick, self._write_console, self.stop,
            lambda name: self._saver.request(name, is_auto=False),
        )  # fmt: skip

    def _server_functions(self) -> ServerFunctions:
        return ServerFunctions(
            write=self._write_script,
            write_file=lambda name, data, append: self._files.write_script_output(name, data.encode("latin-1"), append),
            remove_path=self._files.remove_script_output,
            send_udp=self._send_udp,
            save=lambda name, is_auto: self._log_refusal(self._saver.request(name, is_auto)),
        )

    def _log_refusal(self, reason: str) -> None:
        if reason:
            self._log(f"Error AppManager.cpp:349: {reason}")

    def _write_script(self, kind: str, text: str) -> None:
        readable = text.encode("latin-1").decode("utf-8", errors="replace")
        if kind == "stdout":
            self._log.plain(readable)
        elif kind == "chat":
            self._write_line(readable)
        else:
            self._log(readable)

    def _write_console(self, kind: str, text: str) -> None:
        readable = text.encode("latin-1").decode("utf-8", errors="replace")
        self._write_line(f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S} [{kind}] {readable}")

    def _write_line(self, text: str) -> None:
        self._log.plain(text)
        if self._console_log is not None:
            self._console_log.write(text + "\n")
            self._console_log.flush()

    def _open_udp(self) -> socket.socket | None:
        if self._options.lua_udp_port is None:
            return None
        return self._bind_udp(Address("127.0.0.1", self._options.lua_udp_port))

    def _send_udp(self, port: int, data: str) -> None:
        """Without --enable-lua-udp nothing is sent; a datagram that is too large is lost, both as in the game."""
        if self._udp is not None:
            with contextlib.suppress(OSError):
                self._udp.sendto(data.encode("latin-1"), ("127.0.0.1", port))

    def _bind_udp(self, address: Address) -> socket.socket:
        udp = self._closing.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        try:
            udp.bind((address.host, address.port))
        except OSError as error:
            raise StartError(
                f'MultiplayerManager failed: "Binding IPv4 socket failed: {error.strerror}" (UDP {address.host}:'
                f"{address.port}); give another --port"
            ) from error
        return udp

    def _listen(self) -> None:
        """Opens what clients talk to, with the lines that launchers wait for; RCON comes last."""
        game = self._options.game_address
        if game is not None:
            self._bind_udp(game)
        shown = game or Address("127.0.0.1", 0)
        self._log(f"Hosting game at IP ADDR:({shown})")
        tick = self._host.state().tick
        source = "Info ServerMultiplayerManager.cpp:808"
        self._log(f"{source}: updateTick({tick}) changing state from(CreatingGame) to(InGame)")
        descriptor = channel_descriptor()
        self._door: NativeDoor | None = None
        if descriptor is not None:
            self._door = NativeDoor(descriptor, self._host.world_address, self.stop)
            self._closing.callback(self._door.close)
        self._rcon: RconServer | None = None
        if self._options.rcon_address is not None:
            self._rcon = RconServer(self._options.rcon_address, self._options.rcon_password, self._selector, self._log)
            self._closing.callback(self._rcon.close)
            self._log(f"Info RemoteCommandProcessor.cpp:126: Starting RCON interface at IP ADDR:({self._rcon.address})")

    def _close_loop(self) -> None:
        self._selector.close()
        self._bell_in.close()
        self._bell_out.close()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end the loop, SIGUSR1 opens the log anew."""
        for end in (self._bell_in, self._bell_out):
            end.setblocking(False)
        self._selector.register(self._bell_out, selectors.EVENT_READ, lambda mask: self._hear_bell())
        old_bell = signal.set_wakeup_fd(self._bell_in.fileno(), warn_on_full_buffer=False)
        old = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)}
        for number in old:
            signal.signal(number, self._note_signal)
        try:
            yield
        finally:
            signal.set_wakeup_fd(old_bell)
            for number, handler in old.items():
                signal.signal(number, handler)

    def _note_signal(self, number: int, frame: object) -> None:
        """Notes a signal for the loop: it may come in the middle of a line of the log, where none can be written."""
        if number == signal.SIGUSR1:
            self._reopen_log = True
        else:
            self._ending_signal = number
            self._stopping = True

    def _hear_bell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell_out.recv(4096)
        if self._reopen_log:
            self._reopen_log = False
            self._log.reopen()

    def _loop(self) -> None:
        """Reads sockets until the next update is due, runs it, and so on.

        A paused game changes only by commands, so without any the loop sleeps; the commands that wake it still come
        no more often than updates do.
        """
        try:
            while not self._stopping:
                state = self._host.state()
                if self._options.until_tick is not None and state.tick >= self._options.until_tick:
                    break
                idle = self._is_idle(state) and not self._has_commands()
                wait = None if idle else max(0.0, self._updates_due - time.monotonic())
                for key, mask in self._selector.select(wait):
                    key.data(mask)
                now = time.monotonic()
                if now < self._updates_due or (self._is_idle(state) and not self._has_commands()):
                    continue
                period = 1.0 / (UPDATES_PER_SECOND * state.speed)
                backlog = 0.0 if self._is_idle(state) else LARGEST_BACKLOG
                due = max(self._updates_due, now - backlog)
                self._updates_due = due + period * self._update(self._most_updates(state, (now - due) / period))
        except ScriptError as error:
            self._fail(error)
        if self._door is not None and self._door.failure:
            self._log(f"Native door closed: {self._door.failure}")

    def _is_idle(self, state: GameState) -> bool:
        return (state.paused or self._settings.auto_pause) and state.ticks_to_run == 0

    def _has_commands(self) -> bool:
        return self._rcon is not None and self._rcon.has_commands

    def _most_updates(self, state: GameState, behind: float) -> int:
        """Updates that may be run at once: those that are due, as far as ``--until-tick`` allows."""
        if self._has_commands():
            return 1
        left = math.inf if self._options.until_tick is None else self._options.until_tick - state.tick
        return max(1, int(min(behind + 1, left, MOST_UPDATES)))

    def _update(self, most: int) -> int:
        """The commands that have come, then a tick unless the game is paused; returns the number of updates run."""
        if self._rcon is not None and self._rcon.has_commands:
            for command in self._rcon.take_commands():
                self._rcon.reply(command, self._console.run(command.text.decode("latin-1")).encode("latin-1"))
        done = self._host.update(self._settings.auto_pause, most)
        if self._door is not None and self._door.open_when_built():
            self._log("Native door opened: the client's channel is served")
        self._saver.after_update(self._game, is_running=lambda: not self._is_idle(self._host.state()))
        return done

    def _save_at_end(self) -> None:
        try:
            self._saver.at_end(self._game)
        except ScriptError as error:
            self._fail(error)

    def _fail(self, error: ScriptError) -> None:
        """A script that failed in an event ends the game, as it does in Factorio."""
        tick = self._host.state().tick
        self._log(f"Error MainLoop.cpp:1510: Exception at tick {tick}: {error}")
        self._log(f'Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "{error}"')
        self._exit_code = 1
