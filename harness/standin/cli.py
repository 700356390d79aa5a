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
        return _run(read_options(given), log)
    except StartError as error:
        log(f"Error Util.cpp:81: {error}")
        return 1


def _run(options: Options, log: GameLog) -> int:
    hosts = options.create is None and options.benchmark is None and not options.dump_data and not options.load_game
    return _serve(options, log) if hosts else _work_offline(options, log)


def _work_offline(options: Options, log: GameLog) -> int:
    """Does without hosting what the command line asks for, with the same log and lock as a server."""
    from harness.standin import offline
    from harness.standin.lua_host import ScriptError
    from harness.standin.settings import write_data_directory
    from harness.standin.write_data import DEFAULT_WRITE_DATA, WriteData

    work = offline.create if options.create is not None else offline.until_tick
    work = offline.benchmark if options.benchmark is not None else work
    work = offline.dump_data if options.dump_data else work
    root = write_data_directory(options.config, DEFAULT_WRITE_DATA.expanduser())
    with WriteData(root) as files:
        log.open(root, options.rotate_log)
        try:
            code = work(options, files, log)
            log("Goodbye")
        except (ScriptError, OSError) as error:
            log(f"Error Util.cpp:81: {error}")
            code = 1
        finally:
            log.close()
    return code


def _serve(options: Options, log: GameLog) -> int:
    from harness.standin.lua_host import ScriptError
    from harness.standin.server import Server

    try:
        return Server(options, log).run()
    except ScriptError as error:
        log(f"Error Util.cpp:81: {error}")
        return 1
