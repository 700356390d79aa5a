"""Saves: one zip with the world, the scripts' storage, the scenario's files, and the mods that were there.

A save is written beside its name and moved there when it is whole, so a crash leaves the old one. What comes from
outside is limited in size before it is unpacked, and checked by the engine before it is used.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError

#: The index of a save; a save of the game has none.
SAVE_MEMBER = "standin-save.json"
FORMAT = 2

#: Most bytes that one save unpacks to: a bomb is refused, the largest maps of the engine are not.
LARGEST_SAVE = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Save:
    """What a save holds.

    Attributes:
        level: Name and mod of the scenario.
        level_files: Its files by path.
        mods: Version by name, in load order.
        prototypes: Digest of the prototypes' names; another one cannot go on with the world.
        startup_settings: Startup settings of mods, as JSON.
        tick: ``game.tick``.
        world: The engine's state.
        registry: What the VM keeps about the world.
        migrations: Names of the migrations of each mod that the game has had.
        storage: ``storage`` of each mod and of ``level``, as bytes.
    """

    level: Mapping[str, str]
    level_files: Mapping[str, str]
    mods: Mapping[str, str]
    prototypes: str
    startup_settings: Mapping[str, Any]
    tick: int
    world: bytes = field(repr=False)
    registry: bytes = field(repr=False)
    storage: Mapping[str, bytes] = field(repr=False)
    migrations: Mapping[str, Sequence[str]] = field(default_factory=dict)


def save_path(path: Path) -> Path:
    """The path with the ``.zip`` that the game lets users leave out."""
    return path if path.suffix == ".zip" else path.with_name(path.name + ".zip")


def write_save(path: Path, save: Save) -> None:
    """Writes a save, all of it or nothing.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with part.open("wb") as file:
            _write_zip(file, path.stem, save)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_zip(file: Any, top: str, save: Save) -> None:
    index = {
        "format": FORMAT,
        "tick": save.tick,
        "level": dict(save.level),
        "mods": dict(save.mods),
        "prototypes": save.prototypes,
        "startup_settings": dict(save.startup_settings),
        "storage": list(save.storage),
        "migrations": {mod: list(names) for mod, names in save.migrations.items()},
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(f"{top}/{SAVE_MEMBER}", json.dumps(index, indent=1))
        packed.writestr(f"{top}/world.dat", save.world)
        packed.writestr(f"{top}/registry.dat", save.registry)
        for number, data in enumerate(save.storage.values()):
            packed.writestr(f"{top}/storage/{number}.dat", data)
        for name, text in save.level_files.items():
            packed.writestr(f"{top}/{name}", text.encode("latin-1"))


def read_save(path: Path, flag: str = "--start-server") -> Save:
    """Reads a save.

    Raises:
        StartError: The file is missing, is damaged, is too large, or is not a save of the stand-in.
    """
    path = path if path.exists() else save_path(path)
    if not path.exists():
        raise StartError(f"Specified file doesn't exist: {path} ({flag})")
    try:
        with zipfile.ZipFile(path) as packed:
            return _read_zip(packed, path, flag)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError) as error:
        raise _damaged(path, flag, str(error)) from error


def _damaged(path: Path, flag: str, reason: str) -> StartError:
    return StartError(f"Cannot load save {path} ({flag}): the file is damaged: {reason}")


def _read_zip(packed: zipfile.ZipFile, path: Path, flag: str) -> Save:
    size = sum(info.file_size for info in packed.infolist())
    if size > LARGEST_SAVE:
        raise StartError(
            f"Cannot load save {path} ({flag}): it unpacks to {size} bytes, at most {LARGEST_SAVE} are read"
        )
    found = next((name for name in packed.namelist() if name.endswith(f"/{SAVE_MEMBER}")), None)
    if found is None:
        raise StartError(
            f"{flag} {path} is not a save of the stand-in: make one with --create; it cannot read the game's"
        )
    top = found.removesuffix(SAVE_MEMBER)
    index = json.loads(packed.read(found))
    if index["format"] != FORMAT:
        raise StartError(f"{flag} {path} has format {index['format']!r}, this version reads {FORMAT}: make it anew")
    own = {f"{top}{name}" for name in (SAVE_MEMBER, "world.dat", "registry.dat")}
    files = {
        name.removeprefix(top): packed.read(name).decode("latin-1")
        for name in packed.namelist()
        if name.startswith(top) and name not in own and not name.startswith(f"{top}storage/")
    }
    return Save(
        level={str(key): str(value) for key, value in index["level"].items()},
        level_files=files,
        mods={str(name): str(version) for name, version in index["mods"].items()},
        prototypes=str(index["prototypes"]),
        startup_settings=dict(index["startup_settings"]),
        tick=int(index["tick"]),
        world=packed.read(f"{top}world.dat"),
        registry=packed.read(f"{top}registry.dat"),
        migrations={str(mod): [str(name) for name in names] for mod, names in index.get("migrations", {}).items()},
        storage={str(mod): packed.read(f"{top}storage/{n}.dat") for n, mod in enumerate(index["storage"])},
    )


def latest_save(write_data: Path) -> Path:
    """The newest save of the ``saves`` folder.

    Raises:
        StartError: There is none.
    """
    found = sorted((write_data / "saves").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise StartError(f"--start-server-load-latest: no save in {write_data / 'saves'}")
    return found[-1]
