"""``python -m harness.standin``: the Factorio binary's command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from harness.standin.errors import StartError
from harness.standin.flags import help_text, parse_flags
from harness.standin.game_log import GameLog
from harness.standin.options import Options, read_options
from harness.standin.version import version_text


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the stand-in.

    Args:
        argv: Flags, without the program's name; ``sys.argv`` by default.

    Returns:
        The exit code: 0 after a good end, 1 when the server could not start or a script has failed.
    """
    log = GameLog()
    try:
        given = parse_flags(sys.argv[1:] if argv is None else argv)
        if "--help" in given:
            print(help_text())
            return 0
        if "--version" in given:
            print(version_text())
            return 0
        options = read_options(given)
        return _create(options, log) if options.create is not None else _serve(options, log)
    except StartError as error:
        log(f"Error Util.cpp:81: {error}")
        return 1


def _create(options: Options, log: GameLog) -> int:
    from harness.standin.level import write_save
    from harness.standin.settings import read_map_gen_settings, read_map_settings

    generation = read_map_gen_settings(options.map_gen_settings, options.map_gen_seed)
    map_settings = read_map_settings(options.map_settings)
    assert options.create is not None  # noqa: S101
    write_save(
        options.create,
        {"map_gen_settings": {**generation.raw, "seed": generation.seed}, "map_settings": map_settings},
    )
    log(f"Creating new map {options.create}")
    log("Goodbye")
    return 0


def _serve(options: Options, log: GameLog) -> int:
    from harness.standin.lua_host import ScriptError
    from harness.standin.server import Server

    try:
        return Server(options, log).run()
    except ScriptError as error:
        log(f"Error Util.cpp:81: {error}")
        return 1
