"""What the benchmark measures: which scenarios, layers, servers and arenas, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.bench.measure import measure_environment, measure_transport
from harness.bench.record import Row
from harness.envs.vector_env import FactorioVectorEnv
from harness.scenarios import list_scenarios
from harness.servers import MOST_STOCK_ARENAS, Door

#: A working factory in a scene of its own, measured beside the scenarios.
STARTER_FACTORY = str(Path(__file__).parent / "starter_factory.yaml")


@dataclass(frozen=True)
class Configuration:
    """One row to measure."""

    scenario: str
    layer: Literal["environment", "transport"]
    servers: int
    arenas: int
    door: Door = "native"

    def __str__(self) -> str:
        by_door = "" if self.door == "native" else ", stock door"
        return f"{Path(self.scenario).stem} {self.layer}, {self.servers} x {self.arenas // self.servers} arenas{by_door}"


#: Servers and arenas of all servers together: one arena for latency, then the throughput of one and two cores.
SHAPES = ((1, 1), (1, 64), (1, 512), (1, 1024), (2, 2048))


#: The same for the stock door: a game hosts 61 arenas at most.
STOCK_SHAPES = ((1, 1), (1, MOST_STOCK_ARENAS))


def default_plan(scenarios: list[str] | None = None, door: Door = "native") -> list[Configuration]:
    """The rows of `harness bench`: every scenario in every shape, through both layers."""
    return [
        Configuration(scenario, layer, servers, arenas, door)
        for scenario in scenarios or [*list_scenarios(), STARTER_FACTORY]
        for servers, arenas in (SHAPES if door == "native" else STOCK_SHAPES)
        for layer in ("transport", "environment")
    ]


def measure(configuration: Configuration, seconds: float, seed: int) -> Row:
    """Starts the servers of one configuration, measures it, stops them."""
    measured = measure_environment if configuration.layer == "environment" else measure_transport
    env = FactorioVectorEnv(
        configuration.scenario,
        configuration.arenas,
        num_servers=configuration.servers,
        seed=seed,
        copy=False,
        door=configuration.door,
    )
    try:
        return measured(env, seconds, seed)
    finally:
        env.close()


def measure_all(plan: list[Configuration], seconds: float, seed: int) -> Iterator[Row]:
    """Measures one configuration after another, each with fresh servers."""
    for configuration in plan:
        yield measure(configuration, seconds, seed)
