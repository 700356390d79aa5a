"""A game: the VM with its mods and its level, new or out of a save, and back into one."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.standin import library
from harness.standin.errors import StartError
from harness.standin.level import Level
from harness.standin.lua_host import GameStart, LuaHost, LuaMod, ScriptError, ServerFunctions
from harness.standin.mod_loader import Mod
from harness.standin.modules import CoreFiles, ModuleFinder
from harness.standin.saves import Save, write_save

LEVEL_VERSION = "0.0.0"

#: Tables of prototypes whose numbers stand in a world, and the fields that count them.
_NAMED_TABLES = {
    "tiles": "tile_count",
    "items": "item_count",
    "fluids": "fluid_count",
    "entities": "entity_count",
    "recipes": "recipe_count",
    "technologies": "technology_count",
}


@dataclass(frozen=True, slots=True)
class GameParts:
    """What a game is made of.

    Attributes:
        mods: In load order.
        level: The scenario.
        start: What a new game begins with.
        saved: What it goes on with; ``None`` for a new one.
    """

    mods: Sequence[Mod]
    level: Level
    start: GameStart
    saved: Save | None = None


class Game:
    """One game, started.

    Args:
        parts: What it is made of.
        functions: What scripts reach outside.
        log: Takes lines of the engine log.

    Raises:
        StartError: A control.lua has failed, or the save cannot be gone on with.
        ScriptError: An event handler of the start has failed.
    """

    def __init__(self, parts: GameParts, functions: ServerFunctions, log: Callable[[str], None]) -> None:
        self._parts = parts
        self._log = log
        self._roots = {mod.name: mod.files for mod in parts.mods} | {"level": parts.level.files, "core": CoreFiles()}
        self.host = LuaHost(functions, parts.start, ModuleFinder(self._roots).find)
        self.scripts: dict[str, LuaMod] = {}
        for name, version in [("level", LEVEL_VERSION), *((mod.name, mod.version) for mod in parts.mods)]:
            self._load_script(name, version, log)
        if parts.saved is None:
            self.host.start_game()
        else:
            self._go_on(parts.saved)

    @property
    def versions(self) -> dict[str, str]:
        """The mods' versions by name, in load order."""
        return {mod.name: mod.version for mod in self._parts.mods}

    def save(self, path: Path) -> None:
        """Saves the game.

        Raises:
            ScriptError: A mod's ``storage`` holds what cannot be saved.
            OSError: The file cannot be written.
        """
        parts = self._parts
        write_save(
            path,
            Save(
                level={"name": parts.level.name, "mod": parts.level.mod},
                level_files=_level_files(parts),
                mods=self.versions,
                prototypes=prototypes_digest(self.host),
                startup_settings=parts.start.startup_settings,
                tick=self.host.state().tick,
                world=self.host.save_world(),
                registry=self.host.save_registry(),
                storage={name: script.save_storage() for name, script in self.scripts.items()},
                migrations=self._migrations(),
            ),
        )

    def checksum(self) -> int:
        """A checksum of the engine's state: equal for games that have gone the same way."""
        return zlib.crc32(self.host.save_world())

    def _load_script(self, name: str, version: str, log: Callable[[str], None]) -> None:
        self.scripts[name] = script = self.host.new_mod(name, version)
        text = self._roots[name].read("control.lua")
        if text is None:
            return
        log(f"Checksum for script __{name}__/control.lua: {zlib.crc32(text.encode('latin-1'))}")
        try:
            script.run(text, f"__{name}__/control.lua")
        except ScriptError as error:
            raise StartError(f"Failed to load mods: {name}: {error}") from error

    def _go_on(self, saved: Save) -> None:
        if saved.prototypes != prototypes_digest(self.host):
            raise StartError(
                "Cannot load save: it was made with other prototypes; start with the mods of the save: "
                + (", ".join(f"{name} {version}" for name, version in saved.mods.items()) or "none")
            )
        self.host.load_world(saved.world, saved.registry)
        for name, script in self.scripts.items():
            if name in saved.storage:
                script.load_storage(saved.storage[name])
        known = [name for name in self.scripts if name in saved.storage]
        fresh = [name for name in self.scripts if name not in saved.storage]
        pending = {
            mod: [name for name in names if name not in saved.migrations.get(mod, ())]
            for mod, names in self._migrations().items()
        }
        changes = _changes(saved, self.versions, self._parts.start.startup_settings, any(pending.values()))
        self.host.go_on(known, fresh, changes, lambda: self._migrate(pending))

    def _migrations(self) -> dict[str, list[str]]:
        """Names of the migrations of every mod, in the order in which they run."""
        return {
            mod.name: sorted(
                path.removeprefix("migrations/")
                for path in mod.files.paths()
                if path.startswith("migrations/") and path.endswith((".lua", ".json"))
            )
            for mod in self._parts.mods
        }

    def _migrate(self, pending: Mapping[str, Sequence[str]]) -> None:
        """Runs the scripts of those migrations that the game has not had yet.

        Those in JSON rename prototypes; a save whose prototypes have other names was refused before.
        """
        for mod, names in pending.items():
            for name in names:
                path = f"migrations/{name}"
                text = self._roots[mod].read(path) if name.endswith(".lua") else None
                if text is not None:
                    self._log(f"Applying migration: {mod}: {name}")
                    self.scripts[mod].run(text, f"__{mod}__/{path}")


def _level_files(parts: GameParts) -> Mapping[str, str]:
    texts = {path: parts.level.files.read(path) for path in parts.level.files.paths()}
    return {path: text for path, text in texts.items() if text is not None}


def _changes(
    saved: Save, versions: Mapping[str, str], settings: Mapping[str, Any], migrated: bool
) -> dict[str, Any] | None:
    """``ConfigurationChangedData``; ``None`` when all is as it was."""
    changed: dict[str, dict[str, str]] = {}
    for name in {**saved.mods, **versions}:
        pair = {"old_version": saved.mods.get(name), "new_version": versions.get(name)}
        if pair["old_version"] != pair["new_version"]:
            changed[name] = {key: value for key, value in pair.items() if value is not None}
    settings_changed = dict(saved.startup_settings) != dict(settings)
    if not changed and not settings_changed and not migrated:
        return None
    return {
        "mod_changes": changed,
        "mod_startup_settings_changed": settings_changed,
        "migration_applied": migrated,
        "migrations": {},
    }


def prototypes_digest(host: LuaHost) -> str:
    """A digest of the names that the world's numbers stand for."""
    ffi, lib = library.load()
    prototypes = lib.luaapi_world_prototypes(ffi.cast("luaapi_world *", host.world_address))
    digest = hashlib.sha256()
    for table, counter in _NAMED_TABLES.items():
        rows, count = getattr(prototypes, table), getattr(prototypes, counter)
        digest.update("\n".join([table, *(ffi.string(rows[i].name).decode() for i in range(1, count))]).encode())
    return digest.hexdigest()
