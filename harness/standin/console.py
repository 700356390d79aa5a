"""The server's console: one line of chat or command in, the reply for RCON out.

Texts are Latin-1 decoded bytes, as everywhere on the way to the VM.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from harness.standin.version import GAME_VERSION

#: The reply to a game's first Lua command, which is not run.
CHEAT_WARNING = "Using Lua console commands will disable achievements. Please repeat the command to proceed."

LUA_COMMANDS = ("c", "command", "sc", "silent-command")

#: The console's own commands and their help texts.
GAME_COMMANDS: Mapping[str, str] = {
    "c": "<command> - Executes a Lua command (if allowed).",
    "command": "<command> - Executes a Lua command (if allowed).",
    "help": "<command> - Prints a list of available commands, the optional argument can specify the command.",
    "players": "Prints a list of players in the game.",
    "quit": "Exits the server.",
    "server-save": "<name> - Saves the game on the server, the optional argument is the name of the save.",
    "sc": "<command> - Executes a Lua command (if allowed) without printing it to the console.",
    "silent-command": "<command> - Executes a Lua command (if allowed) without printing it to the console.",
    "time": "Prints info about how old the map is.",
    "version": "Prints the current game version.",
}

_MOD_PREFIX = re.compile(r"^__(?P<mod>[\w -]+)__\s+(?P<code>.*)$", re.DOTALL)

TICKS_PER_SECOND = 60


class Chunks(Protocol):
    """One mod that can run a console command's code."""

    def execute(self, code: str) -> str | None:
        """The error's text, or ``None``."""


class Game(Protocol):
    """What the console needs of the VM."""

    def command(self, name: str, parameter: str | None) -> bool:
        """Runs a mod's command; ``False`` when there is none."""

    def begin_reply(self) -> None:
        """Starts to collect ``rcon.print``."""

    def end_reply(self) -> str:
        """What was collected."""


class Console:
    """Runs console lines.

    Args:
        game: The VM.
        mods: By name; Lua commands run in ``level`` unless they begin with ``__mod__``.
        tick: The game's present tick.
        write: Takes ``CHAT`` or ``COMMAND`` and a line for the console log.
        quit_server: Asks the server to end.
        save: Asks for a save of that name, empty for the game's own; returns an error text or an empty one.
    """

    def __init__(
        self,
        game: Game,
        mods: Mapping[str, Chunks],
        tick: Callable[[], int],
        write: Callable[[str, str], None],
        quit_server: Callable[[], None],
        save: Callable[[str], str] = lambda name: "",
    ) -> None:
        self._game = game
        self._mods = mods
        self._tick = tick
        self._write = write
        self._quit = quit_server
        self._save = save
        self._warned = False

    def run(self, line: str) -> str:
        """Runs one line and returns the reply, each printed line with its newline.

        Raises:
            ScriptError: A mod's command handler has failed, which ends the game.
        """
        if not line.startswith("/"):
            if line:
                self._write("CHAT", f"<server>: {line}")
            return ""
        name, parameter = _split(line[1:])
        if name in LUA_COMMANDS:
            return self._run_lua(name, parameter or "")
        own = self._run_own(name, parameter)
        if own is not None:
            return own
        self._game.begin_reply()
        known = self._game.command(name, parameter)
        reply = self._game.end_reply()
        return reply if known else f'Unknown command "{name}". Use /help to see what there is.\n'

    def _run_lua(self, name: str, code: str) -> str:
        if name in ("c", "command"):
            self._write("COMMAND", f"<server> (command): {code}")
        if not self._warned:
            self._warned = True
            return CHEAT_WARNING + "\n"
        found = _MOD_PREFIX.match(code)
        mod = self._mods.get(found["mod"] if found else "level")
        if mod is None:
            return f"Cannot execute command. Error: there is no mod {code.partition('__ ')[0]}__\n"
        self._game.begin_reply()
        message = mod.execute(found["code"] if found else code)
        reply = self._game.end_reply()
        return reply if message is None else f"{reply}Cannot execute command. Error: {message}\n"

    def _run_own(self, name: str, parameter: str | None) -> str | None:
        if name == "quit":
            self._quit()
            return ""
        if name == "server-save":
            error = self._save((parameter or "").strip())
            return f"{error}\n" if error else ""
        if name == "version":
            return f"{GAME_VERSION}\n"
        if name == "players":
            return "Players (0):\n"
        if name == "time":
            return _age(self._tick()) + "\n"
        if name in ("help", "h"):
            return _help(parameter)
        return None


def _split(text: str) -> tuple[str, str | None]:
    """Name and parameter; the parameter keeps its inner line ends, and is ``None`` when empty."""
    match = re.match(r"(\S*)\s*(.*)$", text, re.DOTALL)
    name, parameter = (match[1], match[2]) if match else (text, "")
    return name, parameter or None


def _age(tick: int) -> str:
    seconds = tick // TICKS_PER_SECOND
    parts = ((seconds // 3600, "hours"), (seconds // 60 % 60, "minutes"), (seconds % 60, "seconds"))
    shown = [f"{number} {unit}" for number, unit in parts if number] or ["0 seconds"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _help(parameter: str | None) -> str:
    if parameter is not None and parameter in GAME_COMMANDS:
        return f"/{parameter} {GAME_COMMANDS[parameter]}\n"
    return "".join(f"/{name} {text}\n" for name, text in GAME_COMMANDS.items())
