"""The Lua 5.2 VM with the game's sandbox: one environment a mod, the game's objects in C behind it.

Texts cross as ``str`` with one character a byte (Latin-1), so that any bytes come through unharmed.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lupa

with lupa.allow_lua_module_loading():
    from lupa import lua52

from harness.standin.library import shared_object

RUNTIME = Path(__file__).parent / "runtime"

#: Finds a module's file: (mod, module, directory of the requiring file) -> (path or reason, text or None).
FindModule = Callable[[str, str, str], tuple[str, str | None]]


class ScriptError(Exception):
    """A mod's script has failed beyond recovery; the text is the game's announcement."""


@dataclass(frozen=True, slots=True)
class ServerFunctions:
    """What scripts reach outside the VM.

    Attributes:
        write: Takes ``"log"``, ``"stdout"`` or ``"chat"``, and a text.
        write_file: (name, data, append) -> error text, empty when it worked.
        remove_path: (name) -> error text.
        send_udp: (port, data).
    """

    write: Callable[[str, str], None]
    write_file: Callable[[str, str, bool], str]
    remove_path: Callable[[str], str]
    send_udp: Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class GameStart:
    """What a new game begins with.

    Attributes:
        level: ``script.level``.
        active_mods: ``script.active_mods``, name -> version.
        map_settings: ``game.map_settings``.
        map_gen_settings: Of the first surface.
        game_commands: Help texts of the console's own commands.
    """

    level: Mapping[str, Any]
    active_mods: Mapping[str, str]
    map_settings: Mapping[str, Any]
    map_gen_settings: Mapping[str, Any]
    game_commands: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GameState:
    """What the server's loop needs to know."""

    tick: int
    speed: float
    paused: bool
    ticks_to_run: int


class LuaMod:
    """One mod inside the VM."""

    def __init__(self, host: LuaHost, handle: Any) -> None:
        self._host = host
        self._handle = handle

    def run(self, text: str, path: str) -> None:
        """Runs a file, such as control.lua.

        Raises:
            ScriptError: It does not compile, or it has failed.
        """
        self._host.guard(self._handle["run"], text, path)

    def execute(self, code: str) -> str | None:
        """Runs a console command's code; the error's text when it failed.

        Raises:
            ScriptError: An event handler that it set off has failed.
        """
        message = self._host.guard(self._handle["execute"], code)
        return None if message is None else str(message)


class LuaHost:
    """The VM, its world, and the mods in it.

    Args:
        server: What scripts reach outside.
        start: What the game begins with.
        find_module: Resolves ``require``.
    """

    def __init__(self, server: ServerFunctions, start: GameStart, find_module: FindModule) -> None:
        self._lua = lua52.LuaRuntime(
            encoding="latin-1",
            unpack_returned_tuples=True,
            register_eval=False,
            register_builtins=False,
            attribute_filter=_no_attributes,
        )
        lua_globals = self._lua.globals()
        self._host = lua_globals["package"]["loadlib"](str(shared_object()), "luaopen_factorio")()
        defines = (RUNTIME / "defines.lua").read_text(encoding="latin-1")
        self._host["start"](self._start_table(server, start, defines))
        environment = self._lua.compile((RUNTIME / "environment.lua").read_text(encoding="latin-1"))
        serpent = (RUNTIME / "serpent.lua").read_text(encoding="latin-1")
        self._new_mod, self._open_game = environment(self._host, defines, serpent, find_module)
        for name in ("python", "io", "os", "package", "coroutine", "dofile", "loadfile", "require"):
            lua_globals[name] = None

    @property
    def world_address(self) -> int:
        """Address of the ``luaapi_world``, for the native door."""
        return int(self._host["world"], 16)

    def _start_table(self, server: ServerFunctions, start: GameStart, defines: str) -> Any:
        tables = self._lua.execute(defines)
        events = tables["events"]
        functions = {
            "write": server.write,
            "write_file": server.write_file,
            "remove_path": server.remove_path,
            "send_udp": lambda port, data: server.send_udp(int(port), data),
            "encode_string": encode_string,
            "decode_string": decode_string,
        }
        return self._lua.table_from(
            {
                "server": self._lua.table_from(functions),
                "defines": tables,
                "events": events,
                "event_names": self._lua.table_from({int(number): name for name, number in events.items()}),
                "level": self.to_lua(start.level),
                "active_mods": self.to_lua(start.active_mods),
                "map_settings": self.to_lua(start.map_settings),
                "map_gen_settings": self.to_lua(start.map_gen_settings),
                "game_commands": self.to_lua(start.game_commands),
            }
        )

    def to_lua(self, value: Any) -> Any:
        """A Lua value from JSON's: mappings and lists become tables, with their order kept."""
        if isinstance(value, Mapping):
            table = self._lua.table()
            for key, member in value.items():
                self._host["rawset"](table, key, self.to_lua(member))
            return table
        if isinstance(value, list | tuple):
            return self._lua.table(*(self.to_lua(member) for member in value))
        return value

    def new_mod(self, name: str, version: str) -> LuaMod:
        """Makes a mod's environment; its event handlers run after those of the mods before it."""
        return LuaMod(self, self._new_mod(name, version))

    def start_game(self) -> None:
        """Gives every environment its ``game`` and calls ``on_init`` of every mod.

        Raises:
            ScriptError: A handler has failed.
        """
        self._open_game()
        self.guard(self._host["raise_init"])

    def update(self, auto_paused: bool) -> None:
        """Runs one update of the game.

        Raises:
            ScriptError: An event handler has failed.
        """
        self.guard(self._host["update"], auto_paused)

    def classes(self) -> dict[str, dict[str, str]]:
        """By class, by member: ``m`` for a method, else ``r``, ``w`` or ``rw``."""
        return {str(name): {str(member): str(kind) for member, kind in members.items()}
                for name, members in self._host["classes"]().items()}  # fmt: skip

    def state(self) -> GameState:
        """The game's time."""
        tick, speed, paused, ticks_to_run = self._host["state"]()
        return GameState(int(tick), float(speed), bool(paused), int(ticks_to_run))

    def command(self, name: str, parameter: str | None) -> bool:
        """Runs a command that a mod has added; ``False`` when there is none of that name.

        Raises:
            ScriptError: Its handler has failed.
        """
        return bool(self.guard(self._host["command"], name, parameter))

    def begin_reply(self) -> None:
        """Starts to collect what ``rcon.print`` says."""
        self._host["rcon_begin"]()

    def end_reply(self) -> str:
        """What it said, one line a call."""
        return str(self._host["rcon_end"]())

    def guard(self, function: Any, *arguments: Any) -> Any:
        """Calls into the VM; a script's fatal failure becomes a ScriptError."""
        try:
            result = function(*arguments)
        except lua52.LuaError as error:
            raise ScriptError(self._host["fatal"]() or str(error)) from None
        fatal = self._host["fatal"]()
        if fatal is not None:
            raise ScriptError(fatal)
        return result


def _no_attributes(target: object, name: object, is_setting: bool) -> str:
    """Scripts may hold an exception of ours as an error value; they get nothing out of it."""
    raise AttributeError("access denied")


def encode_string(text: str) -> str:
    """``helpers.encode_string``: deflate, then base64."""
    return base64.b64encode(zlib.compress(text.encode("latin-1"), 9)).decode("ascii")


def decode_string(text: str) -> str | None:
    """``helpers.decode_string``: the reverse, ``None`` for anything else."""
    try:
        return zlib.decompress(base64.b64decode(text.encode("latin-1"), validate=True)).decode("latin-1")
    except (binascii.Error, zlib.error):
        return None
