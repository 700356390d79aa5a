"""From the command line to what a game is made of: mods, scenario, settings, save."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.standin.console import GAME_COMMANDS
from harness.standin.data_stage import Stages, run_stages
from harness.standin.game import GameParts
from harness.standin.level import Level, find_level, freeplay, saved_level
from harness.standin.locale_files import translations
from harness.standin.lua_host import GameStart
from harness.standin.map_settings import new_map_settings
from harness.standin.mod_loader import Mod, load_mods
from harness.standin.mod_settings import read_file
from harness.standin.options import Options
from harness.standin.raw_prototypes import base_raw_text
from harness.standin.saves import Save, latest_save, read_save, save_path
from harness.standin.settings import read_map_gen_settings, read_map_settings
from harness.standin.version import GAME_VERSION


def own_save(options: Options, write_data: Path) -> Path | None:
    """The save that the command line names; ``None`` for a new game.

    A name without a folder is looked for in the ``saves`` folder too, as the game does.

    Raises:
        StartError: --start-server-load-latest without any save.
    """
    if options.load_latest:
        return latest_save(write_data)
    if options.save is None:
        return None
    in_saves = save_path(write_data / "saves" / options.save)
    given = options.save if options.save.exists() else save_path(options.save)
    return given if given.exists() or not in_saves.exists() else in_saves


def game_parts(options: Options, write_data: Path, save: Path | None, log: Callable[[str], None]) -> GameParts:
    """What the game is made of.

    Raises:
        StartError: A file is missing or wrong; the text says which.
    """
    mods = load_mods(options.mod_directory)
    saved = None if save is None else read_save(save)
    level = _level(options, mods, write_data, saved)
    stages = run_stages(mods, read_file(options.mod_directory), log)
    return GameParts(mods, level, _start(options, mods, level, stages), saved)


def _level(options: Options, mods: Sequence[Mod], write_data: Path, saved: Save | None) -> Level:
    if saved is not None:
        return saved_level(saved)
    return freeplay() if options.scenario is None else find_level(options.scenario, mods, write_data)


def _start(options: Options, mods: Sequence[Mod], level: Level, stages: Stages) -> GameStart:
    generation = read_map_gen_settings(options.map_gen_settings, options.map_gen_seed)
    first_surface: Mapping[str, Any] = {
        **generation.raw, "width": generation.width, "height": generation.height, "seed": generation.seed
    }  # fmt: skip
    return GameStart(
        level=level.description(),
        translations=translations([level.files, *(mod.files for mod in mods)]),
        active_mods={"base": GAME_VERSION, **{mod.name: mod.version for mod in mods}},
        map_settings=new_map_settings(read_map_settings(options.map_settings)),
        map_gen_settings=first_surface,
        game_commands=GAME_COMMANDS,
        startup_settings=stages.settings.startup,
        runtime_settings=stages.settings.runtime,
        player_settings=stages.settings.player,
        prototypes=stages.prototypes,
        raw_prototypes=base_raw_text if stages.raw is None else lambda: json.dumps(stages.raw),
    )
