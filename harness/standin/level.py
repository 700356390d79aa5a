"""The scenario that a server hosts: where its script is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError
from harness.standin.mod_files import FolderFiles, ModFiles, TextFiles
from harness.standin.mod_loader import Mod
from harness.standin.modules import HERE, SubFiles
from harness.standin.saves import Save


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


def saved_level(save: Save) -> Level:
    """The scenario that a save carries."""
    return Level(save.level["name"], save.level["mod"], TextFiles(save.level_files))


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
