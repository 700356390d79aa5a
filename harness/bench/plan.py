"""What the benchmark measures: which scenarios, layers, servers and arenas, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.bench.measure import measure_environment, measure_transport
from harness.bench.memory import heap_peak
from harness.bench.record import Row
from harness.envs.vector_env import FactorioVectorEnv
from harness.scenarios import list_scenarios
from harness.servers import MOST_STOCK_ARENAS, Door

#: A working factory in a scene of its own, measured beside the scenarios.
STARTER_FACTORY = str(Path(__file__).parent / "starter_factory.yaml")


#: Under memray, which slows every allocation down; the peak is reached at once.
MEMORY_SECONDS = 0.2


@dataclass(frozen=True)
class Configuration:
    """One row to measure."""

    scenario: str
    layer: Literal["environment", "transport"]
    servers: int
    arenas: int
    door: Door = "native"

    def __str__(self) -> str:
        where = "" if self.door == "native" else f" {self.door} door"
        return f"{Path(self.scenario).stem}{where} {self.layer}, {self.servers} x {self.arenas // self.servers} arenas"


#: Servers and arenas of all servers together: one arena for latency, then the throughput of one and two cores.
SHAPES = ((1, 1), (1, 64), (1, 1024), (2, 2048))
#: The same where other numbers suit two cores: arenas of movement are so small that twice as many share what a round
#: costs, and more than a few dozen factories leave the caches.
SHAPES_OF = {
    "movement_micro": ((1, 1), (1, 64), (1, 1024), (2, 4096)),
    STARTER_FACTORY: ((1, 1), (1, 64), (1, 1024), (2, 64)),
}
#: The same of scenarios without a target of speed, whose transport is that of the others.
OTHER_SHAPES = ((1, 1), (1, 64), (2, 512))
#: The same of the stock door: one server, and as many of the few arenas that it has as a learner would take.
STOCK_SHAPES = ((1, 1), (1, 16), (1, MOST_STOCK_ARENAS), (2, 32))
#: Of a scaling curve: arenas of one server, then servers of 256 arenas each.
CURVE = (*((1, 4**power) for power in range(7)), *((servers, 256 * servers) for servers in (2, 4, 8, 16)))
#: The scenarios with targets of speed.
SPEED_SCENARIOS = ("movement_micro", "mining_micro", "building_micro", STARTER_FACTORY)


def default_plan(scenarios: list[str] | None = None, doors: Sequence[Door] = ("native",)) -> list[Configuration]:
    """The rows of `harness bench`.

    Scenarios with a target of speed, and those that are named, come in every shape through both layers, the others in a
    few through the environment, the stock door's after them.

    Args:
        scenarios: names or files; all that there are when None, of the stock door those with a target.
        doors: native, stock, or both.
    """
    native = [
        Configuration(scenario, layer, servers, arenas)
        for scenario in scenarios or SPEED_SCENARIOS
        for servers, arenas in SHAPES_OF.get(scenario, SHAPES)
        for layer in ("transport", "environment")
    ]  # fmt: skip
    native += [
        Configuration(scenario, "environment", servers, arenas)
        for scenario in ([] if scenarios else list_scenarios())
        for servers, arenas in OTHER_SHAPES
        if scenario not in SPEED_SCENARIOS
    ]
    stock = [
        Configuration(scenario, "environment", servers, arenas, "stock")
        for scenario in scenarios or SPEED_SCENARIOS
        for servers, arenas in STOCK_SHAPES
    ]
    return [*(native if "native" in doors else []), *(stock if "stock" in doors else [])]


def curve_plan(scenarios: list[str] | None = None) -> list[Configuration]:
    """The rows of a scaling curve: more and more arenas on one server, then more and more servers."""
    return [
        Configuration(scenario, "environment", servers, arenas)
        for scenario in scenarios or SPEED_SCENARIOS
        for servers, arenas in CURVE
    ]


def measure(configuration: Configuration, seconds: float, seed: int, memory: bool = False) -> Row:
    """Starts the servers of one configuration, measures it, stops them.

    Args:
        configuration: what to measure.
        seconds: of the clocked rounds; the latency on schedule takes half as long again.
        seed: of episodes and actions.
        memory: play it a second time, for a moment, to find the client's largest heap with memray.

    Returns:
        The measured row.

    Raises:
        HarnessError: if a server does not start, or memray is asked for and not installed.
    """
    row = _measure(configuration, seconds, seed)
    if not memory:
        return row
    with heap_peak() as peak:
        _measure(configuration, MEMORY_SECONDS, seed)
    return row.model_copy(update={"memory_bytes": {**row.memory_bytes, "client_heap_peak": peak.bytes}})


def _measure(configuration: Configuration, seconds: float, seed: int) -> Row:
    measured = measure_environment if configuration.layer == "environment" else measure_transport
    env = FactorioVectorEnv(
        configuration.scenario, configuration.arenas, num_servers=configuration.servers, seed=seed, copy=False,
        door=configuration.door,
    )  # fmt: skip
    try:
        return measured(env, seconds, seed)
    finally:
        env.close()


def measure_all(plan: list[Configuration], seconds: float, seed: int) -> Iterator[Row]:
    """Measures one configuration after another, each with fresh servers."""
    for configuration in plan:
        yield measure(configuration, seconds, seed)
