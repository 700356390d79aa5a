"""The configuration files that a server reads: config.ini, server, map generation and map settings."""

from __future__ import annotations

import configparser
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError

#: Longest side that the engine's arenas have, in tiles.
MAX_SIDE = 8192

#: The groups of map-settings.json in 2.0; the game refuses a file that lacks one.
MAP_SETTINGS_KEYS = (
    "difficulty_settings", "pollution", "enemy_evolution", "enemy_expansion", "unit_group", "path_finder",
    "steering", "asteroids", "max_failed_behavior_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The keys of server-settings.json that mean something here."""

    name: str = "Factorio"
    auto_pause: bool = True
    allow_commands: str = "admins-only"
    autosave_interval: float = 10
    autosave_slots: int = 5


@dataclass(frozen=True, slots=True)
class MapGenSettings:
    """The keys of map-gen-settings.json that mean something here.

    Attributes:
        width: Tiles of the first surface, 1..8192; 0 for as much as there is.
        height: The same.
        seed: 0..2**32-1.
        raw: The whole file, for scripts that read ``surface.map_gen_settings``.
    """

    width: int = 0
    height: int = 0
    seed: int = 0
    raw: dict[str, Any] = field(default_factory=dict)


def read_json(path: Path, what: str) -> dict[str, Any]:
    """A JSON object from a file.

    Raises:
        StartError: The file is missing, is not JSON, or holds something else than an object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StartError(f"{what} {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise StartError(f"{what} {path} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise StartError(f"{what} {path}: expected a JSON object, got {type(value).__name__}")
    return value


def write_data_directory(config: Path | None, default: Path) -> Path:
    """The write-data directory that config.ini names, or the default without a file.

    ``__PATH__executable__`` and ``__PATH__system-write-data__`` in its value stand for the default directory.

    Raises:
        StartError: The file is missing or not an INI file.
    """
    if config is None:
        return default
    if not config.is_file():
        raise StartError(f"--config {config}: there is no such file")
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=(";", "#"))
    try:
        parser.read_string(config.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError) as error:
        raise StartError(f"--config {config}: {error}") from error
    text = parser.get("path", "write-data", fallback="__PATH__system-write-data__")
    for name in ("__PATH__executable__", "__PATH__system-write-data__"):
        text = text.replace(name, str(default))
    return Path(text)


def read_server_settings(path: Path | None) -> ServerSettings:
    """server-settings.json; the game's defaults without a file.

    Raises:
        StartError: Not readable, a value of the wrong type, or a public server without user verification.
    """
    if path is None:
        return ServerSettings()
    raw = read_json(path, "--server-settings")
    visibility = raw.get("visibility", {})
    if isinstance(visibility, dict) and visibility.get("public") and not raw.get("require_user_verification", True):
        raise StartError("require_user_verification must be enabled for public games.")
    auto_pause = raw.get("auto_pause", True)
    if not isinstance(auto_pause, bool):
        raise StartError(f"--server-settings {path}: auto_pause is true or false, got {auto_pause!r}")
    allow = raw.get("allow_commands", "admins-only")
    allow = {True: "true", False: "false"}.get(allow, allow) if isinstance(allow, bool) else str(allow)
    if allow not in ("true", "false", "admins-only"):
        raise StartError(f'--server-settings {path}: allow_commands is true, false or "admins-only", got {allow!r}')
    interval, slots = raw.get("autosave_interval", 10), raw.get("autosave_slots", 5)
    for key, value in (("autosave_interval", interval), ("autosave_slots", slots)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise StartError(f"--server-settings {path}: {key} is a number from 0 on, got {value!r}")
    return ServerSettings(str(raw.get("name", "Factorio")), auto_pause, allow, float(interval), int(slots))


def read_map_gen_settings(path: Path | None, seed: int | None) -> MapGenSettings:
    """map-gen-settings.json; ``seed`` wins over the file's.

    Raises:
        StartError: Not readable, a side or a seed out of range, or the water trap of the game.
    """
    raw = read_json(path, "--map-gen-settings") if path is not None else {}
    controls = raw.get("autoplace_controls")
    water = controls.get("water") if isinstance(controls, dict) else None
    if isinstance(water, dict) and water.get("frequency") == 0:
        raise StartError(
            f"--map-gen-settings {path}: autoplace_controls.water.frequency 0 breaks the game's map generation; "
            "use size 0 with frequency 1"
        )
    return map_gen_settings(raw, seed, f"--map-gen-settings {path}")


def map_gen_settings(raw: dict[str, Any], seed: int | None, what: str) -> MapGenSettings:
    """The typed part of a map generation table.

    Raises:
        StartError: A side or a seed out of range.
    """
    given_seed = seed if seed is not None else _whole(raw, "seed", 0, 2**32 - 1, what)
    width, height = (_whole(raw, key, 0, 2_000_000, what) for key in ("width", "height"))
    return MapGenSettings(_bounded(width), _bounded(height), given_seed, raw)


def _bounded(side: int) -> int:
    """The engine's maps end: sides beyond its own are cut. The game's endless 0 is left to the engine."""
    return min(side, MAX_SIDE)


def _whole(raw: dict[str, Any], key: str, low: int, high: int, what: str) -> int:
    value = raw.get(key)
    if value is None:
        return 0
    if not isinstance(value, int | float) or isinstance(value, bool) or value != int(value) or not low <= value <= high:
        raise StartError(f"{what}: {key} is a whole number from {low} to {high}, got {value!r}")
    return int(value)


def read_map_settings(path: Path | None) -> dict[str, Any]:
    """map-settings.json; empty without a file, which leaves the game's defaults.

    Raises:
        StartError: Not readable, or one of the groups is missing: the game refuses a partial file.
    """
    if path is None:
        return {}
    raw = read_json(path, "--map-settings")
    for key in MAP_SETTINGS_KEYS:
        if key not in raw:
            raise StartError(
                f"--map-settings {path}: Key {key} not found; start from the installed game's "
                "data/map-settings.example.json"
            )
    return raw
