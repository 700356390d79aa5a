"""What kind of server to start, for which scenario, with how many arenas."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from comm_c.layout import constants, frame_dtype
from harness.errors import ServerError
from harness.scenarios.frames import frame_kind
from harness.scenarios.schema import Scenario
from harness.servers.config import ServerConfig

ServerKind = Literal["standin", "factorio"]
SERVER_KINDS: tuple[ServerKind, ...] = get_args(ServerKind)

#: How frames get in and out: C reads and writes them, or the mod does over RCON.
Door = Literal["native", "stock"]
DOORS: tuple[Door, ...] = get_args(Door)

#: Arenas behind one stock door: the game has 64 forces, three of which are its own, and every arena needs one.
MOST_STOCK_ARENAS = 61

#: Arenas that one channel can carry.
MOST_ARENAS: int = constants.COMM_MAX_ARENAS


def default_door(kind: ServerKind) -> Door:
    """The fastest door of a server of that kind."""
    return "native" if kind == "standin" else "stock"


@dataclass(frozen=True)
class ServerSpec:
    """Everything that decides how a server is started; two equal specs start equal servers."""

    scenario: Scenario
    arenas: int
    kind: ServerKind = "standin"
    door: Door = "native"
    """The stock door is the only one that a real game has."""
    servers: int = 1
    """How many servers are stepped together, this one included: with their client, so many processes want a core."""
    number: int = 0
    """Which of them this one is, from 0."""
    name: str = "server-0"
    """Stands in every message about the server."""
    scene_seed: int = 0
    """Seed of the pool of scenes; all servers of one environment share it, so that they build the same pool."""
    config: ServerConfig = field(default_factory=ServerConfig)
    binary: Path | None = None
    """The Factorio binary; only for kind factorio."""
    command: tuple[str, ...] | None = None
    """The words before the flags, instead of those of the kind: a build of one's own, or a test's double."""
    flags: tuple[str, ...] = ()
    """More flags for its command line, behind ours."""
    start_timeout: float = 60.0
    """Seconds until it answers over RCON, and again for making its arenas. It is given longer to come up where the
    machine is too busy to run it."""

    def __post_init__(self) -> None:
        if self.kind not in SERVER_KINDS:
            raise ServerError(f"server kind {self.kind!r} is unknown; known: {', '.join(SERVER_KINDS)}")
        if self.door not in DOORS:
            raise ServerError(f"door {self.door!r} is unknown; known: {', '.join(DOORS)}")
        most = MOST_ARENAS if self.door == "native" else MOST_STOCK_ARENAS
        if not 1 <= self.arenas <= most * max(self.servers, 1):
            raise ServerError(
                f"{self.name}: {self.arenas} arenas; a server hosts 1..{most} behind its {self.door} door"
                + ("; spread more over more servers" if self.door == "stock" else "")
            )

    @property
    def cores(self) -> frozenset[int]:
        """Cores that its process is to run on.

        Servers that are more than the cores, with their client, get one each in turn. Left to the system, two of them
        end up on one core and stay there, while their client, which mostly waits, has another one to itself.
        """
        usable = sorted(os.sched_getaffinity(0))
        crowded = self.servers > 1 and self.servers + 1 > len(usable)
        if self.kind == "standin" and crowded:
            return frozenset({usable[self.number % len(usable)]})
        return frozenset(usable)

    @property
    def frame_bytes(self) -> int:
        """Bytes of one arena's frame."""
        return frame_dtype(frame_kind(self.scenario.frame)).itemsize
