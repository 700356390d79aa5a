"""What the mod does for a step through the stock door, for callgrind to count: python lua_codec.py STEPS [MARKS.so].

The stand-in's Lua VM with the mod runs in this process, without sockets: actions come as the bridge sends them, the
game runs its ticks, and the mod's answer holds the frames. Counted are decoding, acting, ticks, observing, encoding.
"""

from __future__ import annotations

import base64
import ctypes
import gc
import json
import os
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np

import harness
from comm_c import action_dtype
from harness.scenarios import load_scenario
from harness.servers import ServerSpec
from harness.servers.setup import setup_command
from harness.standin.lua_host import GameStart, LuaHost, ServerFunctions
from harness.standin.map_settings import new_map_settings
from harness.standin.mod_files import FolderFiles, ModFiles
from harness.standin.modules import CoreFiles, ModuleFinder
from harness.standin.version import GAME_VERSION

ARENAS, WARMUP, SCENARIO = 8, 4, "mining_micro"
MODS = Path(harness.__file__).resolve().parents[1] / "factorio_mod"


class Bridge:
    """A game with the mod, and the commands of the stock door."""

    def __init__(self) -> None:
        """Starts the game and sets its arenas up."""
        names = ["factorio-agent-mod", "training-scenarios"]
        roots: dict[str, ModFiles] = {name: FolderFiles(MODS / name) for name in names} | {"core": CoreFiles()}
        functions = ServerFunctions(
            write=lambda *_: None, write_file=lambda *_: "", remove_path=lambda _: "", send_udp=lambda *_: None
        )
        start = GameStart(
            level={"level_name": "count", "mod_name": "", "is_simulation": False, "is_tutorial": False},
            active_mods={"base": GAME_VERSION}, map_settings=new_map_settings({}),
            map_gen_settings={"width": 64, "height": 64, "seed": 7}, game_commands={},
        )  # fmt: skip
        self._host = LuaHost(functions, start, ModuleFinder(roots).find)
        for name in names:
            mod = self._host.new_mod(name, "0.1.0")
            mod.run(roots[name].read("control.lua") or "", f"__{name}__/control.lua")
        self._host.new_mod("level", "0.0.0").run("", "__level__/control.lua")
        self._host.start_game()
        self._spec = ServerSpec(scenario=load_scenario(SCENARIO), arenas=ARENAS, door="stock")
        name, _, parameter = setup_command(self._spec).removeprefix("/").partition(" ")
        reply = json.loads(self._command(name, parameter))
        if not reply["ok"]:
            raise SystemExit(f"the mod could not be set up: {reply['error']}")
        self._seq = 0

    def step(self, text: str) -> str:
        """An exchange: acts, runs the ticks, sees."""
        self._seq += 1
        acted = self._command("agent-act", f"{self._seq} {self._spec.scenario.ticks_per_step} {text}")
        for _ in range(self._spec.scenario.ticks_per_step):
            self._host.update(False)
        seen = self._command("agent-see", str(self._seq))
        if not (acted.startswith("A ") and seen.startswith("O ")):
            raise SystemExit(f"the stock door answered {acted[:200]!r} and {seen[:200]!r}")
        return seen

    def _command(self, name: str, parameter: str) -> str:
        self._host.begin_reply()
        self._host.command(name, parameter)
        return str(self._host.end_reply()).removesuffix("\n")


def actions_of(rng: np.random.Generator) -> str:
    """A round of random walks, as the bridge writes it: deflated, in base 64."""
    actions: Any = np.zeros(ARENAS, dtype=action_dtype)
    actions["parameters"][:, :2] = rng.integers(-1, 2, size=(ARENAS, 2))
    return base64.b64encode(zlib.compress(actions.tobytes())).decode()


def main(steps: int, marks: ctypes.CDLL | None) -> None:
    """Warms up, then plays `steps` steps between the marks."""
    if not harness.__file__.startswith(os.environ.get("PYTHONPATH", "")):
        raise SystemExit(f"the harness at {harness.__file__} is not the one that PYTHONPATH names: nothing to compare")
    rng, bridge = np.random.default_rng(1), Bridge()
    texts = [actions_of(rng) for _ in range(WARMUP + steps)]
    for text in texts[:WARMUP]:
        bridge.step(text)
    gc.collect()
    gc.disable()
    if marks:
        marks.marks_begin()
    for text in texts[WARMUP:]:
        bridge.step(text)
    if marks:
        marks.marks_end()


if __name__ == "__main__":
    main(int(sys.argv[1]), ctypes.CDLL(sys.argv[2]) if len(sys.argv) > 2 else None)
