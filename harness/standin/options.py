"""The command line's values, checked and typed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.standin.errors import StartError

LOOPBACK = "127.0.0.1"
DEFAULT_GAME_PORT = 34197

#: What a process can be asked to do; one of them is needed.
STARTS = (
    "--start-server-load-scenario", "--start-server", "--start-server-load-latest", "--create", "--load-game",
    "--benchmark", "--dump-data",
)  # fmt: skip

#: Columns of --benchmark-verbose that are measured here.
BENCHMARK_COLUMNS = ("timestamp", "wholeUpdate")


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port of a socket."""

    host: str
    port: int

    def __str__(self) -> str:
        """As the game writes an address into its log."""
        return f"{{{self.host}:{self.port}}}"


@dataclass(frozen=True, slots=True)
class Options:
    """What a server was asked for. ``None`` stands for a flag that was not given."""

    scenario: str | None
    save: Path | None
    load_game: bool
    load_latest: bool
    create: Path | None
    benchmark: Path | None
    benchmark_ticks: int
    benchmark_runs: int
    benchmark_columns: tuple[str, ...]
    until_tick: int | None
    dump_data: bool
    config: Path | None
    mod_directory: Path | None
    map_gen_settings: Path | None
    map_settings: Path | None
    map_gen_seed: int | None
    server_settings: Path | None
    game_address: Address | None
    rcon_address: Address | None
    rcon_password: str
    console_log: Path | None
    rotate_log: bool
    lua_udp_port: int | None
    verbose: bool


def read_options(given: Mapping[str, str]) -> Options:
    """Types and checks the flags of :func:`harness.standin.flags.parse_flags`.

    Raises:
        StartError: A value out of range, flags that exclude or need each other, an address beyond loopback.
    """
    _check_start(given)
    rcon = _rcon_address(given)
    if rcon is not None and not given.get("--rcon-password"):
        raise StartError("RCON needs a password: add --rcon-password PASSWORD")
    return Options(
        scenario=given.get("--start-server-load-scenario"),
        save=_path(given, "--start-server") or _path(given, "--load-game"),
        load_game="--load-game" in given,
        load_latest="--start-server-load-latest" in given,
        create=_path(given, "--create"),
        benchmark=_path(given, "--benchmark"),
        benchmark_ticks=_number(given, "--benchmark-ticks", 1, 2**31) or 1000,
        benchmark_runs=_number(given, "--benchmark-runs", 1, 2**31) or 1,
        benchmark_columns=_columns(given.get("--benchmark-verbose", "")),
        until_tick=_number(given, "--until-tick", 0, 2**53),
        dump_data="--dump-data" in given,
        config=_path(given, "--config"),
        mod_directory=_path(given, "--mod-directory"),
        map_gen_settings=_path(given, "--map-gen-settings"),
        map_settings=_path(given, "--map-settings"),
        map_gen_seed=_number(given, "--map-gen-seed", 0, 2**32 - 1),
        server_settings=_path(given, "--server-settings"),
        game_address=_game_address(given),
        rcon_address=rcon,
        rcon_password=given.get("--rcon-password", ""),
        console_log=_path(given, "--console-log"),
        rotate_log="--no-log-rotation" not in given,
        lua_udp_port=_number(given, "--enable-lua-udp", 1, 65535),
        verbose="--verbose" in given,
    )


def _check_start(given: Mapping[str, str]) -> None:
    """One thing at a time is done, and what needs another flag has it."""
    starts = [flag for flag in STARTS if flag in given]
    if len(starts) != 1:
        raise StartError(
            f"one of {', '.join(STARTS)} is needed, "
            + (f"got {' and '.join(starts)}" if starts else "got none of them")
        )
    if "--load-game" in given and "--until-tick" not in given:
        raise StartError("--load-game needs --until-tick TICK: without a screen there is nothing to play")


def _columns(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, text.split(",")))
    names = BENCHMARK_COLUMNS if names == ("all",) else names
    for name in names:
        if name not in BENCHMARK_COLUMNS:
            raise StartError(
                f"--benchmark-verbose: the stand-in measures {', '.join(BENCHMARK_COLUMNS)} (or all), got {name!r}"
            )
    return names


def _path(given: Mapping[str, str], flag: str) -> Path | None:
    return Path(given[flag]).expanduser() if given.get(flag) else None


def _number(given: Mapping[str, str], flag: str, low: int, high: int) -> int | None:
    text = given.get(flag)
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise StartError(f"{flag} takes a whole number from {low} to {high}, got {text!r}")
    return int(text)


def _rcon_address(given: Mapping[str, str]) -> Address | None:
    """--rcon-bind wins over --rcon-port, as in the game."""
    if given.get("--rcon-bind"):
        address = _address("--rcon-bind", given["--rcon-bind"], default_port=None)
        _require_loopback("--rcon-bind", address)
        return address
    port = _number(given, "--rcon-port", 0, 65535)
    return None if port is None else Address(LOOPBACK, port)


def _game_address(given: Mapping[str, str]) -> Address | None:
    """The game port is reserved only when it was asked for: the stand-in hosts no players."""
    port = _number(given, "--port", 0, 65535)
    if not given.get("--bind"):
        return None if port is None else Address(LOOPBACK, port)
    address = _address("--bind", given["--bind"], default_port=DEFAULT_GAME_PORT if port is None else port)
    return address if address.host != "0.0.0.0" else Address(LOOPBACK, address.port)  # noqa: S104


def _address(flag: str, text: str, default_port: int | None) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon and default_port is not None:
        host, port = text, str(default_port)
    try:
        return Address(str(ipaddress.IPv4Address(host)), _port(port))
    except ValueError as error:
        shape = "ADDRESS:PORT" if default_port is None else "ADDRESS[:PORT]"
        raise StartError(f"{flag} takes {shape} with an IPv4 address and a port to 65535, got {text!r}") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ValueError(text)
    return int(text)


def _require_loopback(flag: str, address: Address) -> None:
    if not ipaddress.IPv4Address(address.host).is_loopback:
        raise StartError(
            f"{flag} {address.host}:{address.port} is not a loopback address: the stand-in serves 127.0.0.1 only"
        )
