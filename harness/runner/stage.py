"""Where episodes are played: scenario, servers, door, and who plays. All environments of a suite are made here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.envs.vector_env import FactorioVectorEnv
from harness.runner.policy import DEFAULT_LOADER, Policy, load_policy
from harness.scenarios import Scenario
from harness.servers import Door, ServerKind
from harness.servers.spec import MOST_STOCK_ARENAS


@dataclass(frozen=True)
class Stage:
    """Everything that is needed to play; the results do not depend on `arenas` and `servers`."""

    scenario: Scenario
    policy_name: str
    arenas: int = 1
    servers: int = 1
    server: ServerKind = "standin"
    door: Door = "native"
    factorio_bin: Path | None = None
    policy_loader: str | None = None

    def env(self, arenas: int | None = None, servers: int | None = None, timeout: float = 10.0) -> FactorioVectorEnv:
        """Starts the servers.

        Args:
            arenas: played at once; the stage's own number when None, and never more than the door takes.
            servers: processes; the stage's own number when None, and never more than arenas.
            timeout: seconds that an exchange may take before its server counts as lost.

        Raises:
            ServerError: if a server does not start.
        """
        arenas = arenas or self.arenas
        servers = min(servers or self.servers, arenas)
        if self.door == "stock":
            arenas = min(arenas, servers * MOST_STOCK_ARENAS)
        return FactorioVectorEnv(
            self.scenario,
            arenas,
            num_servers=servers,
            copy=False,
            timeout=timeout,
            server=self.server,
            door=self.door,
            factorio_bin=self.factorio_bin,
        )

    def policy(self) -> Policy:
        """Who plays, made anew.

        Raises:
            PolicyError: if there is no such policy.
        """
        return load_policy(self.policy_name, self.scenario, self.policy_loader or DEFAULT_LOADER)
