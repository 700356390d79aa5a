"""The command line of the stand-in: the Factorio binary's own flags behind another first word."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from harness.servers.instance import Instance
from harness.servers.ports import LOOPBACK

#: Scenario of the mod training-scenarios that waits for /agent-setup.
HOST_SCENARIO = "training-scenarios/arena-host"

#: The words before the flags.
COMMAND = (sys.executable, "-m", "harness.standin")


@dataclass(frozen=True)
class Ports:
    """What a server listens on, all on loopback."""

    game: int
    """UDP."""
    rcon: int
    """TCP."""


def server_flags(instance: Instance, ports: Ports, password: str) -> list[str]:
    """Flags that host the arena scenario out of an instance directory; the same for the game and the stand-in."""
    return [
        "--start-server-load-scenario", HOST_SCENARIO,
        "--config", str(instance.config_file),
        "--mod-directory", str(instance.mod_directory),
        "--server-settings", str(instance.server_settings),
        "--map-gen-settings", str(instance.map_gen_settings),
        *(["--map-settings", str(instance.map_settings)] if instance.map_settings else []),
        "--port", str(ports.game),
        "--bind", LOOPBACK,
        "--rcon-bind", f"{LOOPBACK}:{ports.rcon}",
        "--rcon-password", password,
    ]  # fmt: skip
