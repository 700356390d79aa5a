"""The command line: the Factorio binary's own flags, as one table."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.standin.errors import StartError


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of the binary.

    Attributes:
        name: With its dashes.
        help: What it does here.
        value: Name of its value in the help text; empty when it takes none.
        alias: Another spelling.
        optional: The value may be left out.
        supported: False for a flag that the game has and the stand-in refuses.
    """

    name: str
    help: str
    value: str = ""
    alias: str = ""
    optional: bool = False
    supported: bool = True


FLAGS: tuple[Flag, ...] = (
    Flag("--help", "print this text and exit", alias="-h"),
    Flag("--version", "print the version and exit"),
    Flag("--verbose", "write more to the log", alias="-v"),
    Flag("--config", "config.ini with [path] write-data; each server needs a write-data of its own", "FILE", "-c"),
    Flag("--mod-directory", "directory with mod-list.json and the mods", "DIR"),
    Flag("--start-server-load-scenario", "host a scenario, by itself or of a mod", "[MOD/]NAME"),
    Flag("--create", "make a new map, save it and exit; mods' on_init is called", "FILE"),
    Flag("--start-server", "host a save, and save it again at the end", "FILE"),
    Flag("--start-server-load-latest", "the same with the newest save of the saves folder"),
    Flag("--load-game", "load a save without hosting it; needs --until-tick", "FILE"),
    Flag("--until-tick", "run to a tick of the map as fast as possible, then exit", "TICK"),
    Flag("--benchmark", "run a save flat out, print timings and a checksum, save nothing", "FILE"),
    Flag("--benchmark-ticks", "length of a run; 1000 unless given", "N"),
    Flag("--benchmark-runs", "runs, each from the save; 1 unless given", "N"),
    Flag("--benchmark-verbose", "also print a line a tick with these columns: timestamp, wholeUpdate or all", "LIST"),
    Flag("--dump-data", "write the prototypes as script-output/data-raw-dump.json and exit"),
    Flag("--map-gen-settings", "JSON: width, height, seed, autoplace_controls... of the first surface", "FILE"),
    Flag("--map-settings", "JSON: pollution, enemy_evolution, enemy_expansion...", "FILE"),
    Flag("--map-gen-seed", "seed of the map, instead of the one in --map-gen-settings", "N"),
    Flag("--preset", "name of a map preset; accepted without effect", "NAME"),
    Flag("--server-settings", "JSON: name, auto_pause, visibility...", "FILE"),
    Flag("--server-id", "accepted without effect", "FILE"),
    Flag("--server-adminlist", "accepted without effect: nobody can join", "FILE"),
    Flag("--server-banlist", "accepted without effect: nobody can join", "FILE"),
    Flag("--server-whitelist", "accepted without effect: nobody can join", "FILE"),
    Flag("--use-server-whitelist", "accepted without effect: nobody can join", "BOOL", optional=True),
    Flag("--port", "UDP port of the game; reserved on loopback when given, never served", "N"),
    Flag("--bind", "address of the game port, loopback only", "ADDRESS[:PORT]"),
    Flag("--rcon-port", "TCP port of RCON; binds 127.0.0.1, where the game binds every interface", "N"),
    Flag("--rcon-bind", "address of RCON, loopback only", "ADDRESS:PORT"),
    Flag("--rcon-password", "password of RCON; required with a port", "PASSWORD"),
    Flag("--console-log", "also write chat and commands to this file", "FILE"),
    Flag("--no-log-rotation", "append to factorio-current.log; SIGUSR1 opens it again"),
    Flag("--enable-lua-udp", "local UDP port of helpers.send_udp", "PORT", optional=True),
    Flag("--executable-path", "accepted without effect", "FILE"),
    Flag("--disable-audio", "accepted without effect"),
    Flag("--check-unused-prototype-data", "accepted without effect"),
    Flag("--load-scenario", "load a scenario outside a server", "[MOD/]NAME", supported=False),
    Flag("--run-replay", "run a replay", "FILE", supported=False),
    Flag("--dump-icon-sprites", "write the icons and exit", supported=False),
    Flag("--dump-prototype-locale", "write the names and exit", supported=False),
    Flag("--instrument-mod", "load a mod's instrument files", "MOD", supported=False),
    Flag("--sync-mods", "take the mods of a save", "FILE", supported=False),
    Flag("--scenario2map", "turn a scenario into a save", "NAME", "-s", supported=False),
    Flag("--map2scenario", "turn a save into a scenario", "NAME", "-m", supported=False),
    Flag("--apply-update", "update the binary", "FILE", supported=False),
    Flag("--generate-map-preview", "draw a map preview", "FILE", supported=False),
)

_BY_SPELLING = {spelling: flag for flag in FLAGS for spelling in (flag.name, flag.alias) if spelling}


def parse_flags(argv: Sequence[str]) -> dict[str, str]:
    """Reads a command line into ``{flag name: value}``; a flag without value gets ``""``.

    Raises:
        StartError: Unknown flag (the nearest is named), missing value, or a flag the stand-in refuses.
    """
    given: dict[str, str] = {}
    words = iter(argv)
    ahead: str | None = next(words, None)
    while ahead is not None:
        flag, value, ahead = _take(ahead, words)
        if not flag.supported:
            raise StartError(f"{flag.name} is a flag of the game that the stand-in does not support yet")
        given[flag.name] = value
    return given


def _take(word: str, words: Iterator[str]) -> tuple[Flag, str, str | None]:
    """One flag with its value, and the word after them."""
    spelling, equals, attached = word.partition("=")
    flag = _BY_SPELLING.get(spelling)
    if flag is None:
        raise StartError(_unknown(word))
    if not flag.value:
        if equals:
            raise StartError(f"{flag.name} takes no value, got {attached!r}")
        return flag, "", next(words, None)
    if equals:
        return flag, attached, next(words, None)
    value = next(words, None)
    if value is None or value in _BY_SPELLING:
        if flag.optional:
            return flag, "", value
        raise StartError(f"{flag.name} needs a value: {flag.name} {flag.value}")
    return flag, value, next(words, None)


def _unknown(word: str) -> str:
    if not word.startswith("-"):
        return f"unexpected argument {word!r}: every argument is a flag or the value of one; see --help"
    nearest = difflib.get_close_matches(word.partition("=")[0], _BY_SPELLING, n=1)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    known = " ".join(flag.name for flag in FLAGS if flag.supported)
    return f"unknown flag {word!r}.{hint} Known flags: {known}"


def help_text() -> str:
    """What ``--help`` prints: every supported flag, what it does, and an example."""
    lines = [
        "Usage: python -m harness.standin [flags]",
        "",
        "A headless server that takes the Factorio binary's flags and answers RCON on loopback.",
        "",
        "Example:",
        "  python -m harness.standin --start-server-load-scenario training-scenarios/arena-host \\",
        "      --config config.ini --mod-directory factorio_mod --rcon-bind 127.0.0.1:27015 --rcon-password secret",
        "",
        "Flags:",
    ]
    for flag in FLAGS:
        if flag.supported:
            spelling = ", ".join(filter(None, (flag.alias, flag.name))) + (f" {flag.value}" if flag.value else "")
            lines.append(f"  {spelling:<42} {flag.help}")
    refused = " ".join(flag.name for flag in FLAGS if not flag.supported)
    return "\n".join([*lines, "", f"Known to the game, not supported yet: {refused}"])
