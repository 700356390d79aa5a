"""Which mods a server loads, and in which order: mod-list.json, info.json, dependencies.

What their settings.lua and data.lua do is in data_stage.py.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError
from harness.standin.mod_files import FolderFiles, ModFiles, ZipFiles
from harness.standin.version import GAME_VERSION, version_tuple

#: Mods that belong to the game's expansion; an entry for one of them in mod-list.json is passed over.
EXPANSION_MODS = frozenset({"elevated-rails", "quality", "recycler", "space-age"})

_DEPENDENCY = re.compile(
    r"^\s*(?P<kind>\(\?\)|[!?~+])?\s*(?P<name>[\w -]+?)\s*(?:(?P<operator><=|>=|=|<|>)\s*(?P<version>[\d.]+))?\s*$"
)


@dataclass(frozen=True, slots=True)
class Dependency:
    """One line of info.json's ``dependencies``.

    Attributes:
        kind: ``""`` needed, ``"?"`` and ``"(?)"`` optional, ``"!"`` excluded, ``"~"`` needed without order.
        name: The other mod.
        operator: One of ``< <= = >= >``, or empty.
        version: The version that the operator compares with.
    """

    kind: str
    name: str
    operator: str = ""
    version: tuple[int, int, int] = (0, 0, 0)

    @property
    def optional(self) -> bool:
        """Whether the other mod may be missing."""
        return self.kind in ("?", "(?)", "+")

    def admits(self, version: tuple[int, int, int]) -> bool:
        """Whether a version of the other mod satisfies this line."""
        return {
            "": True,
            "<": version < self.version,
            "<=": version <= self.version,
            "=": version == self.version,
            ">=": version >= self.version,
            ">": version > self.version,
        }[self.operator]


@dataclass(frozen=True, slots=True)
class Mod:
    """One mod with its files."""

    name: str
    version: str
    dependencies: tuple[Dependency, ...]
    files: ModFiles


def parse_dependency(text: str) -> Dependency:
    """Reads ``"? some-mod >= 1.2.3"``.

    Raises:
        ValueError: Not a dependency.
    """
    match = _DEPENDENCY.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a dependency; examples: base >= 2.0, ? optional-mod, ! excluded-mod")
    version = version_tuple(match["version"]) if match["version"] else (0, 0, 0)
    return Dependency(match["kind"] or "", match["name"], match["operator"] or "", version)


def load_mods(directory: Path | None) -> list[Mod]:
    """The enabled mods of a mod directory, in load order; without ``base`` and ``core``.

    Raises:
        StartError: Directory missing, a broken info.json, or dependencies that cannot be satisfied.
    """
    if directory is None:
        return []
    if not directory.is_dir():
        raise StartError(f"--mod-directory {directory}: there is no such directory")
    enabled = _enabled_names(directory)
    found = [mod for mod in _discover(directory) if enabled.get(mod.name, True)]
    mods = {mod.name: mod for mod in sorted(found, key=lambda mod: version_tuple(mod.version))}
    for name, wanted in enabled.items():
        if wanted and name not in mods and name not in EXPANSION_MODS and name not in ("base", "core"):
            raise StartError(f"mod-list.json enables {name!r}, but {directory} has no such mod")
    _check_dependencies(mods)
    return _load_order(mods)


def _enabled_names(directory: Path) -> dict[str, bool]:
    path = directory / "mod-list.json"
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["mods"]
        return {str(entry["name"]): bool(entry.get("enabled", True)) for entry in entries}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StartError(f'{path}: expected {{"mods": [{{"name": ..., "enabled": ...}}]}}, got {error!r}') from error


def _discover(directory: Path) -> Iterable[Mod]:
    for entry in sorted(directory.iterdir()):
        if entry.is_dir() and (entry / "info.json").exists():
            yield _read_mod(entry.name, FolderFiles(entry), str(entry))
        elif entry.suffix == ".zip":
            try:
                files = ZipFiles(entry)
            except (zipfile.BadZipFile, ValueError) as error:
                raise StartError(f"mod {entry}: {error}") from error
            yield _read_mod(entry.stem, files, str(entry))


def _read_mod(stem: str, files: ModFiles, place: str) -> Mod:
    text = files.read("info.json")
    try:
        info: Any = json.loads((text or "").encode("latin-1"))
        name, version = str(info["name"]), str(info["version"])
        version_tuple(version)
        dependencies = tuple(parse_dependency(line) for line in info.get("dependencies", ["base"]))
        game = version_tuple(str(info.get("factorio_version", "0.12")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StartError(f"mod {place}: info.json is broken: {error}") from error
    if stem not in (name, f"{name}_{version}"):
        raise StartError(f"mod {place} must be called {name} or {name}_{version}, after its info.json")
    if game[:2] != version_tuple(GAME_VERSION)[:2]:
        raise StartError(f"mod {name} is for factorio_version {info['factorio_version']}, this is {GAME_VERSION}")
    return Mod(name, version, dependencies, files)


def _check_dependencies(mods: dict[str, Mod]) -> None:
    for mod in mods.values():
        for dependency in mod.dependencies:
            version = GAME_VERSION if dependency.name in ("base", "core") else None
            if dependency.name in mods:
                version = mods[dependency.name].version
            _check_dependency(mod, dependency, version)


def _check_dependency(mod: Mod, dependency: Dependency, version: str | None) -> None:
    if dependency.kind == "!":
        if version is not None and dependency.admits(version_tuple(version)):
            raise StartError(f"mod {mod.name} excludes {dependency.name}; disable one of them in mod-list.json")
    elif version is None:
        if not dependency.optional:
            raise StartError(f"mod {mod.name} needs {dependency.name}, which is missing or disabled")
    elif not dependency.admits(version_tuple(version)):
        wanted = ".".join(map(str, dependency.version))
        raise StartError(f"mod {mod.name} needs {dependency.name} {dependency.operator} {wanted}, found {version}")


def _load_order(mods: dict[str, Mod]) -> list[Mod]:
    """Shallow dependency chains first, then by name: a mod comes after all that it depends on."""
    depth: dict[str, int] = {}

    def measure(name: str, above: tuple[str, ...]) -> int:
        if name in above:
            raise StartError(f"mods depend on each other in a circle: {' -> '.join((*above, name))}")
        if name not in depth:
            needed = [d.name for d in mods[name].dependencies if d.kind not in ("!", "~") and d.name in mods]
            depth[name] = 1 + max((measure(other, (*above, name)) for other in needed), default=0)
        return depth[name]

    return sorted(mods.values(), key=lambda mod: (measure(mod.name, ()), mod.name))
