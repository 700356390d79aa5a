"""A server's private directory: its configuration files, its mods, its write-data. Removed with the server."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from harness.errors import ServerError
from harness.servers.config import MapGenerationSection, ServerConfig
from harness.servers.factorio import Installation
from harness.servers.private_directory import PrivateDirectory

#: Where the repository keeps the mods that a server loads.
MOD_FOLDER = Path(__file__).resolve().parents[2] / "factorio_mod"

#: Every instance directory's name begins with it.
PREFIX = "factorio-instance-"

#: Mods that the game brings along and that training does without.
EXPANSION_MODS = ("elevated-rails", "quality", "space-age")

#: Resources and the like that the first surface must not have, by their autoplace control.
_RESOURCE_CONTROLS = ("coal", "stone", "copper-ore", "iron-ore", "uranium-ore", "crude-oil")


class Instance:
    """Paths of one instance directory; made on construction, removed by `remove`."""

    def __init__(self, name: str, config: ServerConfig, installation: Installation | None = None) -> None:
        """Writes the directory.

        Args:
            name: the server's name, part of the directory's.
            config: what the files shall say.
            installation: of the game, whose example files are the ground for ours; None for the stand-in.

        Raises:
            ServerError: if a mod of the configuration is not there, or the directory cannot be written.
        """
        try:
            self._directory = PrivateDirectory(PREFIX, name)
        except OSError as error:
            raise _no_room(name, error) from error
        self.root = self._directory.path
        self._installation = installation
        try:
            self._write(name, config)
        except OSError as error:
            self.remove()
            raise _no_room(name, error) from error
        except BaseException:
            self.remove()
            raise

    def _write(self, name: str, config: ServerConfig) -> None:
        self.write_data.mkdir()
        self.mod_directory.mkdir()
        self.config_file.write_text(_config_ini(self.write_data))
        _write_json(self.server_settings, self._example("server-settings") | _server_settings(name))
        _write_json(
            self.map_gen_settings, self._example("map-gen-settings") | _map_gen_settings(config.map_generation)
        )
        if self.map_settings is not None:
            _write_json(self.map_settings, _map_settings(self._example("map-settings")))
        _write_mods(self.mod_directory, config.mods)

    @property
    def config_file(self) -> Path:
        """config.ini."""
        return self.root / "config.ini"

    @property
    def server_settings(self) -> Path:
        """server-settings.json."""
        return self.root / "server-settings.json"

    @property
    def map_gen_settings(self) -> Path:
        """map-gen-settings.json."""
        return self.root / "map-gen-settings.json"

    @property
    def map_settings(self) -> Path | None:
        """map-settings.json; None where the installation has no example of it, and the server's own defaults hold.

        Partial files are refused, so ours is the example of the installed version with our values in it.
        """
        has_example = self._installation is not None and self._installation.example("map-settings") is not None
        return self.root / "map-settings.json" if has_example else None

    def _example(self, name: str) -> dict[str, Any]:
        """The installed version's own example of a settings file; empty where there is none."""
        path = self._installation.example(name) if self._installation is not None else None
        if path is None:
            return {}
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ServerError(f"{path} cannot be read: {error}; is the installation whole?") from error
        return value if isinstance(value, dict) else {}

    @property
    def mod_directory(self) -> Path:
        """Holds mod-list.json and the mods."""
        return self.root / "mods"

    @property
    def write_data(self) -> Path:
        """The server's own; a second server on it would fail at its lock."""
        return self.root / "write-data"

    def remove(self) -> None:
        """Removes the directory; harmless when it is gone."""
        self._directory.remove()


def _no_room(name: str, error: OSError) -> ServerError:
    return ServerError(
        f"{name}: no instance directory could be made in {tempfile.gettempdir()}: {error}; "
        "set TMPDIR to a directory with free space"
    )


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def _config_ini(write_data: Path) -> str:
    return (
        "; version=8\n"
        "[path]\n"
        "read-data=__PATH__executable__/../../data\n"
        f"write-data={write_data}\n"
        "[other]\n"
        "check-updates=false\n"
        "enable-steam-networking=false\n"
    )


def _server_settings(name: str) -> dict[str, Any]:
    """Nobody can see or join the server, nothing pauses it, and it saves about never."""
    return {
        "name": name,
        "description": "reinforcement learning arenas",
        "max_players": 0,
        "visibility": {"public": False, "lan": False},
        "require_user_verification": False,
        "allow_commands": "true",
        "auto_pause": False,
        "auto_pause_when_players_connect": False,
        "only_admins_can_pause_the_game": True,
        "autosave_interval": 1_000_000,
        "autosave_slots": 1,
        "autosave_only_on_server": True,
        "non_blocking_saving": False,
    }


def _map_gen_settings(section: MapGenerationSection) -> dict[str, Any]:
    """The first surface. A size of 0 switches a control off; a frequency of 0 would break map generation."""
    richness = 0.0 if section.resource_richness == "configurable" else float(section.resource_richness)
    controls = {
        name: {"frequency": 1, "size": 1 if richness else 0, "richness": richness or 1} for name in _RESOURCE_CONTROLS
    }
    controls["water"] = {"frequency": 1, "size": 0, "richness": 1}
    controls["enemy-base"] = {"frequency": 1, "size": 1 if section.enemy_bases is True else 0, "richness": 1}
    return {
        "width": section.side,
        "height": section.side,
        "seed": 0 if section.seed == "configurable" else section.seed,
        "peaceful_mode": section.enemy_bases is not True,
        "autoplace_controls": controls,
    }


def _map_settings(example: dict[str, Any]) -> dict[str, Any]:
    """The example without what training does without; the mod says the same again when it is loaded."""
    for group in ("pollution", "enemy_evolution", "enemy_expansion"):
        example[group] = {**example.get(group, {}), "enabled": False}
    return example


def _write_mods(directory: Path, names: list[str]) -> None:
    """Links the repository's mods and lists what is on; the game's expansions are off."""
    for name in names:
        source = MOD_FOLDER / name
        if not (source / "info.json").is_file():
            known = sorted(p.parent.name for p in MOD_FOLDER.glob("*/info.json"))
            raise ServerError(
                f"the mod '{name}' has no {source / 'info.json'}; mods there: {', '.join(known) or 'none'}; "
                "give the name of one of these, or install the project again if its own are missing"
            )
        (directory / name).symlink_to(source, target_is_directory=True)
    mods = [{"name": name, "enabled": True} for name in ("base", *names)]
    mods += [{"name": name, "enabled": False} for name in EXPANSION_MODS]
    _write_json(directory / "mod-list.json", {"mods": mods})
