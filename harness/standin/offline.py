"""What the process does without hosting: --create, --load-game with --until-tick, --benchmark, --dump-data."""

from __future__ import annotations

import json
import time

from harness.standin.data_stage import run_stages
from harness.standin.game import Game
from harness.standin.game_log import GameLog
from harness.standin.game_parts import game_parts, own_save
from harness.standin.lua_host import ServerFunctions
from harness.standin.mod_loader import load_mods
from harness.standin.mod_settings import read_file
from harness.standin.options import Options
from harness.standin.raw_prototypes import base_raw
from harness.standin.saves import save_path
from harness.standin.write_data import WriteData


def create(options: Options, files: WriteData, log: GameLog) -> int:
    """``--create``: makes a new map, with ``on_init`` of its mods, and saves it. Returns the exit code."""
    assert options.create is not None  # noqa: S101
    path = save_path(options.create)
    log(f"Info AppManager.cpp:349: Creating new map {path}")
    game = Game(game_parts(options, files.root, None, log), _functions(files, log), log)
    game.save(path)
    log("Info AppManagerStates.cpp:1802: Saving finished")
    return 0


def until_tick(options: Options, files: WriteData, log: GameLog) -> int:
    """``--load-game SAVE --until-tick TICK``: runs there as fast as possible. Returns the exit code."""
    assert options.until_tick is not None  # noqa: S101
    game = Game(game_parts(options, files.root, own_save(options, files.root), log), _functions(files, log), log)
    while game.host.state().tick < options.until_tick:
        game.host.update(False)
    log(f"Info AppManager.cpp:349: Reached tick {game.host.state().tick}")
    return 0


def benchmark(options: Options, files: WriteData, log: GameLog) -> int:
    """``--benchmark SAVE``: runs from the save, timings and a checksum each. Returns the exit code."""
    assert options.benchmark is not None  # noqa: S101
    for run in range(1, options.benchmark_runs + 1):
        log(f"Running benchmark {run}/{options.benchmark_runs}: loading {options.benchmark}")
        started = time.perf_counter()
        game = Game(game_parts(options, files.root, options.benchmark, log), _functions(files, log), log)
        log.plain(f"  Map loaded in {time.perf_counter() - started:.3f} seconds")
        if options.benchmark_columns:
            log.plain(",".join(("run", "tick", *options.benchmark_columns)))
        _measure(game, options, run, log)
        log.plain(f"  checksum: {game.checksum()}")
    return 0


def dump_data(options: Options, files: WriteData, log: GameLog) -> int:
    """``--dump-data``: writes ``data.raw`` of the mods, as far as it is kept. Returns the exit code."""
    mods = load_mods(options.mod_directory)
    stages = run_stages(mods, read_file(options.mod_directory), log)
    raw = base_raw() if stages.raw is None else stages.raw
    files.script_output.mkdir(parents=True, exist_ok=True)
    path = files.script_output / "data-raw-dump.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    log(f"Dumped prototype data to {path}")
    return 0


def _measure(game: Game, options: Options, run: int, log: GameLog) -> None:
    """Runs the ticks of one run and prints what they took, in the game's words."""
    shortest, longest, total = 2**63, 0, 0
    begun = time.perf_counter_ns()
    for tick in range(options.benchmark_ticks):
        before = time.perf_counter_ns()
        game.host.update(False)
        taken = time.perf_counter_ns() - before
        shortest, longest, total = min(shortest, taken), max(longest, taken), total + taken
        if options.benchmark_columns:
            values = {"timestamp": before - begun, "wholeUpdate": taken}
            log.plain(",".join(map(str, (run, f"t{tick}", *(values[name] for name in options.benchmark_columns)))))
    ticks = options.benchmark_ticks
    log.plain(f"  Performed {ticks} updates in {total / 1e6:.3f} ms")
    log.plain(f"  avg: {total / 1e6 / ticks:.3f} ms, min: {shortest / 1e6:.3f} ms, max: {longest / 1e6:.3f} ms")


def _functions(files: WriteData, log: GameLog) -> ServerFunctions:
    """Nobody listens: logs go to the log, files are written, nothing is sent or saved."""
    return ServerFunctions(
        write=lambda kind, text: _write(log, kind, text),
        write_file=lambda name, data, append: files.write_script_output(name, data.encode("latin-1"), append),
        remove_path=files.remove_script_output,
        send_udp=lambda port, data: None,
    )


def _write(log: GameLog, kind: str, text: str) -> None:
    readable = text.encode("latin-1").decode("utf-8", errors="replace")
    if kind == "log":
        log(readable)
    else:
        log.plain(readable)
