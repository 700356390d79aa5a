"""A game inside the test's process: the VM with its mods, without sockets and files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.standin.lua_host import GameStart, LuaHost, LuaMod, ServerFunctions
from harness.standin.map_settings import new_map_settings
from harness.standin.mod_files import FolderFiles, ModFiles
from harness.standin.modules import CoreFiles, ModuleFinder
from harness.standin.version import GAME_VERSION

sys.path.insert(0, str(Path(__file__).parent))
ROOT = Path(__file__).resolve().parents[2]
MODS = ROOT / "factorio_mod"


class Game:
    """One game.

    Attributes:
        said: What scripts have written: (kind, text).
        files: What ``helpers.write_file`` has written, by name.
    """

    def __init__(self, mods: list[str], level_script: str) -> None:
        self.said: list[tuple[str, str]] = []
        self.files: dict[str, str] = {}
        self.sent: list[tuple[int, str]] = []
        roots: dict[str, ModFiles] = {name: FolderFiles(MODS / name) for name in mods} | {"core": CoreFiles()}
        self.host = LuaHost(
            ServerFunctions(
                write=lambda kind, text: self.said.append((kind, text)),
                write_file=self._write_file,
                remove_path=lambda name: self.remove_path(name),
                send_udp=lambda port, data: self.sent.append((port, data)),
            ),
            GameStart(
                level={"level_name": "test", "mod_name": "", "is_simulation": False, "is_tutorial": False},
                active_mods={"base": GAME_VERSION},
                map_settings=new_map_settings({}),
                map_gen_settings={
                    "width": 64,
                    "height": 64,
                    "seed": 7,
                    "autoplace_settings": {"tile": {"treat_missing_as_default": False, "settings": {"grass-1": {}}}},
                },
                game_commands={},
            ),
            ModuleFinder(roots).find,
        )
        self.mods: dict[str, LuaMod] = {}
        for name in mods:
            self.mods[name] = self.host.new_mod(name, "0.1.0")
            self.mods[name].run(roots[name].read("control.lua") or "", f"__{name}__/control.lua")
        self.level = self.mods["level"] = self.host.new_mod("level", "0.0.0")
        self.level.run(level_script, "__level__/control.lua")
        self.host.start_game()

    def remove_path(self, name: str) -> str:
        """What ``helpers.remove_path`` calls; a test may put another in its place."""
        self.files.pop(name, None)
        return ""

    def _write_file(self, name: str, data: str, append: bool) -> str:
        self.files[name] = (self.files.get(name, "") if append else "") + data
        return ""

    def run(self, code: str) -> str:
        """What the code prints to RCON; an error of the script fails the test."""
        self.host.begin_reply()
        message = self.level.execute(code)
        reply = self.host.end_reply()
        assert message is None, message
        return reply.removesuffix("\n")

    def error(self, code: str) -> str:
        """The text of the error that the code must end in."""
        message = self.level.execute(code)
        assert message is not None, f"no error: {code}"
        return message

    def value(self, expression: str) -> Any:
        """The value of an expression that JSON can carry."""
        return json.loads(self.run(f"rcon.print(helpers.table_to_json({{value = {expression}}}))"))["value"]

    def command(self, name: str, parameter: str | None) -> str:
        """What a mod's command prints."""
        self.host.begin_reply()
        assert self.host.command(name, parameter), f"no mod has /{name}"
        return self.host.end_reply().removesuffix("\n")

    def ticks(self, count: int) -> None:
        """Runs updates of the game."""
        for _ in range(count):
            self.host.update(False)


@pytest.fixture
def new_game() -> Callable[..., Game]:
    """Makes games: ``new_game(mods=[...], level="script")``."""
    return lambda mods=(), level="": Game(list(mods), level)


@pytest.fixture
def game() -> Iterator[Game]:
    """A game without mods."""
    yield Game([], 'util = require("util") math2d = require("math2d")')


@pytest.fixture
def yard(game: Game) -> Callable[..., Game]:
    """A game in which what the script builds has run for ten seconds, or so many ticks."""

    from published_yard import PLACE

    def build(script: str, ticks: int = 600) -> Game:
        game.run(PLACE + script)
        game.ticks(ticks)
        return game

    return build
