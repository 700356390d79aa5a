"""What calls of the Lua API cost, and a server's start: python suites/bench/python/lua_api.py [--json FILE].

A call's time is the process's own in a loop of calls less that in the same loop without them, the least of several
rounds. The start is a whole process to the line that RCON listens, the least of several starts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.standin.lua_host import GameStart, LuaHost, LuaMod, ServerFunctions
from harness.standin.map_settings import new_map_settings
from harness.standin.modules import CoreFiles, ModuleFinder

ROUNDS = 7
STARTS = 4

SCENE = """
surface = game.surfaces.nauvis
for x = 0, 9 do for y = 0, 9 do
    surface.create_entity{name = "wooden-chest", position = {x * 3, y * 3}, force = "player"}
end end
chest = surface.find_entity("wooden-chest", {0.5, 0.5})
inventory = chest.get_inventory(defines.inventory.chest)
force = game.forces.player
near = {area = {{-1, -1}, {4, 4}}, name = "wooden-chest"}
"""

#: What is called -> the statement.
CALLS = {
    "field entity.name": "local x = chest.name",
    "field entity.health": "local x = chest.health",
    "field entity.valid": "local x = chest.valid",
    "field game.tick": "local x = game.tick",
    "field entity.position": "local x = chest.position",
    "method inventory.get_item_count": "local x = inventory.get_item_count('coal')",
    "find_entities_filtered of 4": "local x = surface.find_entities_filtered(near)",
    "count_entities_filtered of 4": "local x = surface.count_entities_filtered(near)",
}


def new_level() -> LuaMod:
    """The level of a bare game in this process."""
    functions = ServerFunctions(
        write=lambda kind, text: None,
        write_file=lambda name, data, append: "",
        remove_path=lambda name: "",
        send_udp=lambda port, data: None,
    )
    bare = {"tile": {"treat_missing_as_default": False, "settings": {"grass-1": {}}}}
    start = GameStart(
        level={},
        active_mods={},
        map_settings=new_map_settings({}),
        map_gen_settings={"width": 256, "height": 256, "autoplace_settings": bare},
        game_commands={},
    )
    host = LuaHost(functions, start, ModuleFinder({"core": CoreFiles()}).find)
    level = host.new_mod("level", "0.0.0")
    host.start_game()
    return level


def seconds(level: LuaMod, body: str, count: int) -> float:
    """The least time of a loop with that body."""
    names = "chest, inventory, surface, near, game"
    code = f"local {names} = {names} for i = 1, {count} do {body} end"
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        message = level.execute(code)
        best = min(best, time.process_time() - begun)
        if message is not None:
            raise SystemExit(message)
    return best


def call_times(count: int = 100_000) -> dict[str, float]:
    """Nanoseconds a call."""
    level = new_level()
    message = level.execute(SCENE)
    if message is not None:
        raise SystemExit(message)
    empty = seconds(level, "", count)
    return {name: (seconds(level, body, count) - empty) / count * 1e9 for name, body in CALLS.items()}


def start_seconds() -> float:
    """From the start of a process to its line that RCON listens."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.ini"
        config.write_text(f"[path]\nwrite-data={folder}/write-data\n")
        words = ["--start-server-load-scenario", "base/freeplay", "--config", str(config)]
        words += ["--rcon-bind", "127.0.0.1:0", "--rcon-password", "bench"]
        best = float("inf")
        for _ in range(STARTS):
            begun = time.perf_counter()
            command = [sys.executable, "-m", "harness.standin", *words]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                for line in process.stdout or ():
                    if "Starting RCON interface" in line:
                        best = min(best, time.perf_counter() - begun)
                        break
                process.terminate()
        return best


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    out = parser.parse_args().json
    times = call_times()
    for name, nanoseconds in times.items():
        print(f"{name:40} {nanoseconds:9.1f} ns")
    start = start_seconds()
    print(f"{'start to RCON':40} {start:9.3f} s")
    if out is not None:
        out.write_text(json.dumps({"nanoseconds": times, "start_seconds": start}, indent=1))


if __name__ == "__main__":
    main()
