"""The settings and data stages of mods: from the game's prototypes to those that a game begins with.

The base game's `data.raw` is the part of it that rules are made of (prototypes/prune_raw.py). What mods add and change
there becomes the engine's tables; types that the engine does not know stand there as obstacles or are left out, and the
log names them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.standin import library
from harness.standin.errors import StartError
from harness.standin.lua_vm import LuaError, hide_libraries, new_vm, runtime_text
from harness.standin.mod_loader import Mod
from harness.standin.mod_settings import ModSettings, settle
from harness.standin.modules import CoreFiles, ModuleFinder
from harness.standin.raw_prototypes import base_raw
from harness.standin.version import GAME_VERSION

# What builds tables is imported when a mod has a data stage: a server without one starts in a fifth less time.
if TYPE_CHECKING:
    from harness.standin.prototypes.load import LoadedPrototypes

SETTINGS_FILES = ("settings.lua", "settings-updates.lua", "settings-final-fixes.lua")
DATA_FILES = ("data.lua", "data-updates.lua", "data-final-fixes.lua")

#: Types of prototype, besides entities and items, that something here is made of.
_READ_TYPES = frozenset(
    {
        "recipe", "technology", "fluid", "tile", "recipe-category", "fuel-category", "resource-category",
        "module-category", "ammo-category", "damage-type", "item-group", "item-subgroup", "map-settings",
        "utility-constants", "collision-layer", "autoplace-control", "equipment-category", "custom-event",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages have made.

    Attributes:
        settings: Of the mods.
        prototypes: ``None`` when no mod has a data stage: the built-in tables hold.
        raw: ``data.raw`` at the end; ``None`` as before.
    """

    settings: ModSettings = field(default_factory=ModSettings)
    prototypes: LoadedPrototypes | None = None
    raw: dict[str, Any] | None = None


def run_stages(mods: Sequence[Mod], given_settings: Mapping[str, Any], log: Callable[[str], None]) -> Stages:
    """Runs the stages of the mods in load order.

    Args:
        mods: In load order.
        given_settings: Of mod-settings.dat.
        log: Takes lines of the engine log.

    Raises:
        StartError: A script has failed, or has made a prototype that cannot be.
    """
    settings = ModSettings()
    if _has_any(mods, SETTINGS_FILES):
        settings = settle(_run(mods, SETTINGS_FILES, {}, {}, log), given_settings)
    if not _has_any(mods, DATA_FILES):
        return Stages(settings)
    raw = _run(mods, DATA_FILES, base_raw(), settings.startup, log)
    _name_what_is_left_out(raw, log)
    return Stages(settings, _load(raw), raw)


def _load(raw: Mapping[str, Any]) -> LoadedPrototypes:
    """The engine's tables of a ``data.raw``."""
    from harness.standin.prototypes import from_raw, load, schema, tables

    try:
        built = tables.build(from_raw.from_raw(raw, GAME_VERSION, {"source": "the data stage of mods"}))
    except schema.PrototypeError as error:
        raise StartError(f"Failed to load mods: {error}") from error
    return load.LoadedPrototypes(library.load()[0], built)


def _has_any(mods: Sequence[Mod], names: Sequence[str]) -> bool:
    return any(mod.files.read(name) is not None for mod in mods for name in names)


def _run(
    mods: Sequence[Mod],
    names: Sequence[str],
    raw: Mapping[str, Any],
    startup: Mapping[str, Any],
    log: Callable[[str], None],
) -> dict[str, Any]:
    """``data.raw`` after one stage: all mods' first files, then all second ones, then all third ones."""
    lua, host = new_vm()
    finder = ModuleFinder({mod.name: mod.files for mod in mods} | {"core": CoreFiles()})
    make_stage = lua.compile(runtime_text("data_stage.lua"))
    versions = {"base": GAME_VERSION, **{mod.name: mod.version for mod in mods}}
    stage = make_stage(
        host, runtime_text("defines.lua"), runtime_text("serpent.lua"), finder.find, log, lua.table_from(versions)
    )
    hide_libraries(lua)
    try:
        stage["begin"](host["json_value"](json.dumps(raw)), host["json_value"](json.dumps(startup)))
        for name in names:
            for mod in mods:
                text = mod.files.read(name)
                if text is not None:
                    log(f"Loading mod {mod.name} {mod.version} ({name})")
                    stage["run"](mod.name, text, f"__{mod.name}__/{name}")
        result: dict[str, Any] = json.loads(str(stage["result"]()).encode("latin-1"))
    except LuaError as error:
        raise StartError(f"Failed to load mods: {error}") from None
    return result


def _name_what_is_left_out(raw: Mapping[str, Any], log: Callable[[str], None]) -> None:
    """Says which types of prototype mods have added that nothing here reads."""
    from harness.standin.prototypes import tables
    from harness.standin.prototypes.raw_types import ENTITY_TYPES, ITEM_TYPES

    known = base_raw()
    for kind, prototypes in raw.items():
        added = [name for name in prototypes if name not in (known.get(kind) or {})]
        if added and kind not in _READ_TYPES and kind not in ENTITY_TYPES and kind not in ITEM_TYPES:
            log(f"Note: prototypes of type {kind} have no effect here: {', '.join(map(str, added[:10]))}")
        elif added and kind in ENTITY_TYPES and kind not in tables.TYPES:
            log(f"Note: entities of type {kind} stand there as obstacles: {', '.join(map(str, added[:10]))}")
