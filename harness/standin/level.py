"""The scenario that a server hosts: where its script is, and what a save of the stand-in holds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError
from harness.standin.mod_files import FolderFiles, ModFiles
from harness.standin.mod_loader import Mod
from harness.standin.modules import HERE, SubFiles

#: The one file of a save that `--create` writes: the settings of the map. A save of the game has none.
SAVE_MEMBER = "standin-save.json"


@dataclass(frozen=True, slots=True)
class Level:
    """A scenario with its files.

    Attributes:
        name: As ``script.level.level_name`` gives it.
        mod: The mod that it comes from.
        files: Holds control.lua, if it has one.
    """

    name: str
    mod: str
    files: ModFiles

    def description(self) -> dict[str, Any]:
        """``script.level``."""
        return {"is_simulation": False, "is_tutorial": False, "level_name": self.name, "mod_name": self.mod}


def freeplay() -> Level:
    """The scenario of a map that was made by ``--create``."""
    return Level("freeplay", "base", FolderFiles(HERE / "scenarios" / "freeplay"))


def find_level(name: str, mods: Sequence[Mod], write_data: Path) -> Level:
    """The scenario ``MOD/NAME``, or ``NAME`` of the write-data directory's ``scenarios``.

    Raises:
        StartError: There is no such scenario.
    """
    mod_name, slash, scenario = name.partition("/")
    if name in ("base/freeplay", "freeplay"):
        return freeplay()
    if not slash:
        folder = write_data / "scenarios" / name
        if folder.is_dir() and folder.resolve().is_relative_to((write_data / "scenarios").resolve()):
            return Level(name, "", FolderFiles(folder))
    for mod in mods:
        files = SubFiles(mod.files, f"scenarios/{scenario}")
        if slash and mod.name == mod_name and files.read("control.lua") is not None:
            return Level(scenario, mod.name, files)
    known = ", ".join(mod.name for mod in mods) or "none"
    raise StartError(
        f"Scenario {name} not found: a scenario is MOD/NAME with scenarios/NAME/control.lua in the mod, or a folder "
        f"in {write_data / 'scenarios'}; mods loaded: {known}"
    )


def write_save(path: Path, settings: Mapping[str, Any]) -> None:
    """Writes what ``--create`` makes: the settings of a map whose first tick has yet to run.

    Raises:
        StartError: The file cannot be written.
    """
    path = path if path.suffix == ".zip" else path.with_name(path.name + ".zip")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as save:
            save.writestr(f"{path.stem}/{SAVE_MEMBER}", json.dumps(settings))
    except OSError as error:
        raise StartError(f"--create {path}: {error.strerror or error}") from error


def read_save(path: Path) -> dict[str, Any]:
    """The settings in a save that ``--create`` wrote.

    Raises:
        StartError: The file is missing, or is not such a save.
    """
    path = path if path.exists() or path.suffix == ".zip" else path.with_name(path.name + ".zip")
    try:
        with zipfile.ZipFile(path) as save:
            member = next((name for name in save.namelist() if name.endswith(f"/{SAVE_MEMBER}")), None)
            settings = None if member is None else json.loads(save.read(member))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise StartError(f"--start-server {path}: {error}") from error
    if not isinstance(settings, dict):
        raise StartError(
            f"--start-server {path} is not a save of the stand-in: make one with --create; it cannot read the game's"
        )
    return settings
