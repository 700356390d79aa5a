"""`PerformanceBenchmark`, by the name and with the metrics of the owner's documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psutil

from harness.bench.plan import STARTER_FACTORY, Configuration, measure
from harness.bench.record import Row
from harness.servers import Door

#: The documents' environment types and the scenarios that they are.
ENVIRONMENTS = {
    "movement": "movement_micro", "mining": "mining_micro", "construction": "building_micro",
    "full_game": STARTER_FACTORY,
}  # fmt: skip


class PerformanceBenchmark:
    """Measures environments; `metrics` keeps what every call measured."""

    def __init__(self) -> None:
        """Starts with empty metrics: rates in 1/s, latencies in s, sizes in bytes, memory in MiB."""
        self.metrics: dict[str, list[float]] = {
            "steps_per_second": [], "communication_latency": [], "observation_size": [], "memory_usage": [],
        }  # fmt: skip

    def benchmark_environment(
        self, env_type: str, duration: float = 60.0, arenas: int = 1, servers: int = 1, door: Door = "native"
    ) -> dict[str, Any]:
        """Steps an environment with random actions for a while; ended episodes begin anew.

        Args:
            env_type: movement, mining, construction or full_game; or a scenario's name or file.
            duration: s.
            arenas: of all servers together.
            servers: processes.
            door: native or stock.

        Returns:
            env_type, steps_per_second, avg_latency (of an exchange, s), observation_size (bytes), memory_mb (MiB, of
            client and servers).

        Raises:
            HarnessError: if the scenario cannot be loaded or a server does not start.
        """
        configuration = Configuration(ENVIRONMENTS.get(env_type, env_type), "environment", servers, arenas, door)
        row: Row = measure(configuration, duration, seed=0)
        memory = (psutil.Process().memory_info().rss + row.memory_bytes["servers"]) / 2**20
        latency = row.arenas / row.steps_per_second
        values = (row.steps_per_second, latency, float(row.observation_bytes), memory)
        for name, value in zip(self.metrics, values, strict=True):
            self.metrics[name].append(value)
        return {
            "env_type": Path(env_type).stem,
            "steps_per_second": row.steps_per_second,
            "avg_latency": latency,
            "observation_size": row.observation_bytes,
            "memory_mb": memory,
        }
