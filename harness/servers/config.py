"""A server's configuration file, in the shape of the owner's factorio-training.yaml.

    server:
      headless: true
      game_speed: 64
      graphics: minimal
      audio: disabled
    map_generation:
      seed: 123
      size: small
      resource_richness: 1.0
      enemy_bases: false
    mods:
      - factorio-agent-mod
      - training-scenarios

The words `configurable` and `small_to_large` leave a value to the scenario. Arenas are surfaces of their own,
made by the scenario's script; `map_generation` describes the server's first surface, which no arena uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from harness.scenarios.schema import MAP_SIZES
from harness.scenarios.yaml_model import StrictModel, read_model

#: The mods of this repository: the agent's, and the one with the training scenarios.
OWN_MODS = ("factorio-agent-mod", "training-scenarios")

#: game.speed by kind of server where nobody asks for another. The game gets no faster beyond 100 (measured by others on
#: 2.0.60); the stand-in runs its updates back to back.
SPEEDS = {"factorio": 100.0, "standin": 1e6}

Configurable = Literal["configurable"]


class ServerSection(StrictModel):
    """How the server runs."""

    headless: Literal[True] = Field(default=True, description="the harness drives headless servers only")
    game_speed: float | None = Field(
        default=None, ge=0.01, le=1000,
        description="game.speed on the stock door, by default as fast as the server goes; the native door always does",
    )  # fmt: skip
    graphics: str | None = Field(default=None, description="accepted; a headless server draws nothing")
    audio: str | None = Field(default=None, description="accepted; a headless server plays nothing")

    def speed_of(self, kind: str) -> float:
        """game.speed of a server of that kind: what the file says, else the fastest that does any good."""
        return SPEEDS[kind] if self.game_speed is None else self.game_speed


class MapGenerationSection(StrictModel):
    """The server's first surface."""

    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] | Configurable = "configurable"
    size: Literal["tiny", "small", "medium", "large", "small_to_large"] = "small_to_large"
    resource_richness: Annotated[float, Field(ge=0, le=6)] | Configurable = "configurable"
    enemy_bases: bool | Configurable = "configurable"

    @property
    def side(self) -> int:
        """Side of the first surface, tiles; the smallest where the size is left to the scenario."""
        return MAP_SIZES.get(self.size, MAP_SIZES["tiny"])


class ServerConfig(StrictModel):
    """The whole file."""

    server: ServerSection = Field(default_factory=ServerSection)
    map_generation: MapGenerationSection = Field(default_factory=MapGenerationSection)
    mods: list[str] = Field(default_factory=lambda: list(OWN_MODS), description="names of mods to enable, in order")

    def notes(self) -> list[str]:
        """What was accepted although it has no effect on a headless server, one sentence a key."""
        keys = {"server.graphics": self.server.graphics, "server.audio": self.server.audio}
        return [
            f"{key}: {value!r} has no effect: a headless server has neither picture nor sound"
            for key, value in keys.items()
            if value is not None
        ]


def load_server_config(path: Path) -> ServerConfig:
    """Reads a configuration file.

    Raises:
        ScenarioError: if it cannot be read or says something that is not allowed, with file and line.
    """
    return read_model(path, ServerConfig)
