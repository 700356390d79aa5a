"""The Lua 5.2 VM with the game's sandbox: one environment a mod, the game's objects in C behind it.

Texts cross as ``str`` with one character a byte (Latin-1), so that any bytes come through unharmed.
"""

from __future__ import annotations

import base64
import binascii
import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.standin import library
from harness.standin.errors import StartError
from harness.standin.lua_vm import LuaError, hide_libraries, new_vm, runtime_text
from harness.standin.raw_prototypes import base_raw_text

if TYPE_CHECKING:
    from harness.standin.prototypes.load import LoadedPrototypes

#: Characters from which on a text is deflated fast and not as tightly; decode_string gives back the same.
LONG_TEXT = 2048

#: How deflated text begins whose maker took its time, as the game's does: "eN" in base64.
TIGHT_HEADER = b"\x78\xda"

#: Finds a module's file: (mod, module, directory of the requiring file) -> (path or reason, text or None).
FindModule = Callable[[str, str, str], tuple[str, str | None]]


#: Environment variable with the million instructions that a script may run at a time; 0 for no end.
WATCHDOG_VARIABLE = "FACTORIO_WATCHDOG_MILLIONS"

#: Half a minute or so: a script that never ends is stopped by name.
WATCHDOG_MILLIONS = 5000

#: Most bytes that ``helpers.decode_string`` unpacks: a bomb is no text.
LARGEST_TEXT = 64 * 1024 * 1024


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
        save: (name or empty, is it an autosave).
    """

    write: Callable[[str, str], None]
    write_file: Callable[[str, str, bool], str]
    remove_path: Callable[[str], str]
    send_udp: Callable[[int, str], None]
    save: Callable[[str, bool], None] = lambda name, is_auto: None


@dataclass(frozen=True, slots=True)
class GameStart:
    """What a new game begins with.

    Attributes:
        level: ``script.level``.
        active_mods: ``script.active_mods``, name -> version.
        map_settings: ``game.map_settings``.
        map_gen_settings: Of the first surface.
        game_commands: Help texts of the console's own commands.
        startup_settings: ``settings.startup`` by name, each ``{"value": ...}``.
        runtime_settings: ``settings.global`` by name.
        player_settings: ``settings.player_default`` by name.
        translations: Texts by the keys of LocalisedStrings.
        prototypes: Tables that mods have changed; ``None`` for the game's own.
        raw_prototypes: Gives ``data.raw`` as JSON; asked for when a script reads what no table has.
    """

    level: Mapping[str, Any]
    active_mods: Mapping[str, str]
    map_settings: Mapping[str, Any]
    map_gen_settings: Mapping[str, Any]
    game_commands: Mapping[str, str]
    startup_settings: Mapping[str, Any] = field(default_factory=dict)
    runtime_settings: Mapping[str, Any] = field(default_factory=dict)
    player_settings: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    prototypes: LoadedPrototypes | None = None
    raw_prototypes: Callable[[], str] = base_raw_text


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

    def save_storage(self) -> bytes:
        """``storage`` as bytes.

        Raises:
            ScriptError: It holds what cannot be saved, such as a function.
        """
        return str(self._host.guard(self._handle["save_storage"])).encode("latin-1")

    def load_storage(self, data: bytes) -> None:
        """Puts a saved ``storage`` in place.

        Raises:
            StartError: The bytes are damaged.
        """
        self._host.restore(self._handle["load_storage"], data.decode("latin-1"))


class LuaHost:
    """The VM, its world, and the mods in it.

    Args:
        server: What scripts reach outside.
        start: What the game begins with.
        find_module: Resolves ``require``.
    """

    def __init__(self, server: ServerFunctions, start: GameStart, find_module: FindModule) -> None:
        self._lua, self._host = new_vm()
        defines = runtime_text("defines.lua")
        self._prototypes = start.prototypes
        self._host["start"](self._start_table(server, start, defines))
        environment = self._lua.compile(runtime_text("environment.lua"))
        self._new_mod, self._open_game = environment(self._host, defines, runtime_text("serpent.lua"), find_module)
        hide_libraries(self._lua)

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
            "save": lambda name, is_auto: server.save(str(name), bool(is_auto)),
            "raw_prototypes": start.raw_prototypes,
            "encode_string": encode_string,
            "decode_string": decode_string,
        }
        return self._lua.table_from(
            {
                "server": self._lua.table_from(functions),
                "defines": tables,
                "events": events,
                "event_names": self._lua.table_from({int(number): name for name, number in events.items()}),
                "translations": self._lua.table_from(start.translations),
                "level": self.to_lua(start.level),
                "active_mods": self.to_lua(start.active_mods),
                "map_settings": self.to_lua(start.map_settings),
                "map_gen_settings": self.to_lua(start.map_gen_settings),
                "game_commands": self.to_lua(start.game_commands),
                "settings": self.to_lua(_settings(start)),
                "watchdog_millions": _watchdog_millions(),
                "prototypes": "" if start.prototypes is None else start.prototypes.address,
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
        self.guard(self._host["generate_start"])
        self.guard(self._host["raise_lifecycle"], "on_init")

    @property
    def autosave_enabled(self) -> bool:
        """``game.autosave_enabled``."""
        return bool(self._host["state"]()[4])

    def save_world(self) -> bytes:
        """The engine's state."""
        ffi, lib = library.load()
        world = ffi.cast("luaapi_world *", self.world_address)
        size = lib.luaapi_world_save_bytes(world)
        data = ffi.new("char[]", size)
        if not lib.luaapi_world_save(world, data, size):
            raise MemoryError(f"the world does not fit into the {size} bytes that it asked for")
        return bytes(ffi.buffer(data))

    def save_registry(self) -> bytes:
        """What the VM keeps about the world."""
        return str(self.guard(self._host["save_registry"])).encode("latin-1")

    def load_world(self, world: bytes, registry: bytes) -> None:
        """Puts a saved state in place of the new game's; before :meth:`go_on`.

        Raises:
            StartError: The bytes are damaged, or of another build.
        """
        ffi, lib = library.load()
        if not lib.luaapi_world_load(ffi.cast("luaapi_world *", self.world_address), world, len(world)):
            raise StartError("Cannot load save: the map is damaged, or was saved by another build of the stand-in")
        self.restore(self._host["load_registry"], registry.decode("latin-1"))

    def go_on(
        self,
        known: Sequence[str],
        fresh: Sequence[str],
        changes: Mapping[str, Any] | None,
        migrate: Callable[[], None] = lambda: None,
    ) -> None:
        """Starts a loaded game.

        Mods that were there get ``on_load``, the others ``on_init``; then migrations run, and all mods get
        ``on_configuration_changed`` when something is different.

        Raises:
            ScriptError: A handler has failed.
        """
        self.guard(self._host["raise_lifecycle"], "on_load", self.to_lua(dict.fromkeys(known, True)))
        self._open_game()
        self.guard(self._host["raise_lifecycle"], "on_init", self.to_lua(dict.fromkeys(fresh, True)))
        migrate()
        if changes is not None:
            self.guard(self._host["raise_lifecycle"], "on_configuration_changed", None, self.to_lua(changes))

    def restore(self, function: Any, *arguments: Any) -> None:
        """Calls what reads saved bytes; what is wrong with them ends the start."""
        try:
            function(*arguments)
        except LuaError as error:
            raise StartError(f"Cannot load save: {error}") from None

    def update(self, auto_paused: bool, most: int = 1) -> int:
        """Runs one update of the game, or several at once while ticks are left to run.

        Args:
            auto_paused: Nothing moves but by ``ticks_to_run``.
            most: Updates to run, for about a millisecond.

        Returns:
            How many it has run.

        Raises:
            ScriptError: An event handler has failed.
        """
        return int(self.guard(self._host["update"], auto_paused, most))

    def classes(self) -> dict[str, dict[str, str]]:
        """By class, by member: ``m`` for a method, else ``r``, ``w`` or ``rw``."""
        return {str(name): {str(member): str(kind) for member, kind in members.items()}
                for name, members in self._host["classes"]().items()}  # fmt: skip

    def state(self) -> GameState:
        """The game's time."""
        tick, speed, paused, ticks_to_run, _ = self._host["state"]()
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
        except LuaError as error:
            raise ScriptError(self._host["fatal"]() or str(error)) from None
        fatal = self._host["fatal"]()
        if fatal is not None:
            raise ScriptError(fatal)
        return result


def _watchdog_millions() -> float:
    text = os.environ.get(WATCHDOG_VARIABLE, str(WATCHDOG_MILLIONS))
    if not text.isascii() or not text.isdigit():
        raise StartError(f"{WATCHDOG_VARIABLE} is a whole number of million instructions, got {text!r}")
    return float(text)


def _settings(start: GameStart) -> Mapping[str, Any]:
    """What LuaSettings reads."""
    return {
        "startup": start.startup_settings,
        "global": start.runtime_settings,
        "player_default": start.player_settings,
    }


def encode_string(text: str) -> str:
    """``helpers.encode_string``: deflate, then base64."""
    deflated = zlib.compress(text.encode("latin-1"), 9 if len(text) < LONG_TEXT else 1)
    return base64.b64encode(TIGHT_HEADER + deflated[len(TIGHT_HEADER) :]).decode("ascii")


def decode_string(text: str) -> str | None:
    """``helpers.decode_string``: the reverse, ``None`` for anything else."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(base64.b64decode(text.encode("latin-1"), validate=True), LARGEST_TEXT)
    except (binascii.Error, zlib.error):
        return None
    return unpacked.decode("latin-1") if unpacker.eof else None
