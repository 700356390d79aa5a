"""Ticks of one factory, ours against factory-sim 0.3.0: same scene, same ticks, one core, in one run.

    python suites/bench/against_factory_sim.py --rounds 7

The scene is that of `harness/bench/starter_factory.yaml` (64 entities at work) with wooden chests, which are what
factory-sim knows. Both simulators are called in this process through cffi, 30 ticks a call, arena after arena, with no
door, no action and no observation: what is compared is the simulation alone. Rounds alternate, so that what else the
machine does falls on both; each pair gives a ratio of processor time. At the end both must have made the same number of
plates, or nothing is told. `pip install factory-sim==0.3.0` where it is missing (the `dev` extra has it).
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Annotated, Any

import tyro
import yaml
from rich.console import Console
from rich.progress import track

from harness.bench.machine import machine_fingerprint
from harness.bench.plan import STARTER_FACTORY
from harness.standin import library
from harness.standin.prototypes.load import load

TILE = 256
DIRECTIONS = {0: "north", 4: "east", 8: "south", 12: "west"}
PLATE = "iron-plate"
#: Until every furnace works; what is measured comes after.
WARM_TICKS = 3000


@dataclass(frozen=True)
class BenchConfig:
    """Measures ticks of the starter factory against factory-sim.

    Example: python suites/bench/against_factory_sim.py --rounds 7 --arenas 16
    """

    rounds: int = 7
    """Pairs of measurements."""
    arenas: int = 16
    """Arenas of each side, stepped in turn."""
    steps: int = 40
    """Calls for each arena in a round."""
    ticks: int = 30
    """Ticks of a call."""
    json: Annotated[Path | None, tyro.conf.arg(metavar="FILE")] = None
    """Where to write the numbers."""


@dataclass(frozen=True)
class Thing:
    """An entity of the scene; x and y are tiles, of its centre."""

    name: str
    x: float
    y: float
    direction: int
    items: dict[str, int]


@dataclass(frozen=True)
class Side:
    """One simulator with its arenas."""

    play: Callable[[int], None]
    """Runs so many ticks in every arena."""
    plates: Callable[[], int]
    """How many the first arena's furnaces have made."""
    memory: Any
    """What must live as long as the arenas do."""


def read_scene() -> tuple[list[Thing], list[tuple[int, int]]]:
    """What stands where, and the tiles that hold ore."""
    scene = yaml.safe_load(Path(STARTER_FACTORY).read_text())["scene"]
    things = [
        Thing(row["name"].replace("iron-chest", "wooden-chest"), row["x"], row["y"], row.get("direction", 0),
              row.get("items", {}))
        for row in scene["base"]
    ]  # fmt: skip
    radius = scene["patches"][0]["radius"]
    tiles = range(-radius, radius)
    return things, [(x, y) for y in tiles for x in tiles if x * x + y * y < radius * radius]


def ours(arenas: int) -> Side:
    """The stand-in's engine."""
    ffi, lib = library.load()
    prototypes = load(ffi)
    table = prototypes.pointer
    things, ores = read_scene()
    config = lib.sim_arena_default_config(128, 128, 1000, table)
    config.inventory_capacity, config.slot_capacity = 200, 4000
    for pool in range(lib.SIM_POOL_COUNT):
        config.pool_capacity[pool] = 300
    size = lib.sim_arena_bytes(ffi.new("sim_arena_config *", config), table)
    blocks = [ffi.new("uint64_t[]", size // 8) for _ in range(arenas)]
    first = ffi.cast("sim_arena *", blocks[0])
    _check(lib.sim_arena_init(first, size, ffi.new("sim_arena_config *", config), table) == lib.SIM_OK)

    def create(name: str, x: float, y: float, direction: int = 0, amount: int = 0) -> int:
        spec, handle = ffi.new("sim_entity_spec *"), ffi.new("sim_handle *")
        spec.prototype, spec.direction = prototypes.number("entities", name), direction
        spec.force, spec.amount = lib.SIM_FORCE_ARENA, amount
        spec.position.x, spec.position.y = int(x * TILE), int(y * TILE)
        _check(lib.sim_entity_create(first, table, spec, handle) == lib.SIM_OK)
        return int(handle.index)

    for x, y in ores:
        create("iron-ore", x + 0.5, y + 0.5, amount=100_000)
    for thing in things:
        slot = create(thing.name, thing.x, thing.y, thing.direction)
        for item, count in thing.items.items():
            lib.sim_transfer_insert(first, table, slot, prototypes.number("items", item), count)
    pointers = [ffi.cast("sim_arena *", block) for block in blocks]
    for pointer in pointers[1:]:
        _check(lib.sim_arena_copy(pointer, size, first) == lib.SIM_OK)

    def play(ticks: int) -> None:
        for pointer in pointers:
            lib.sim_run(pointer, table, ticks)

    def plates() -> int:
        return int(lib.sim_statistics_get(first, prototypes.number("items", PLATE)).produced)

    return Side(play, plates, (blocks, prototypes))


def theirs(arenas: int) -> Side:
    """factory-sim."""
    fsim = importlib.import_module("fsim")

    things, ores = read_scene()
    blueprint: dict[str, Any] = {
        "entities": [
            {"name": thing.name, "position": [thing.x, thing.y], "direction": DIRECTIONS[thing.direction],
             "force": "player", "contents": thing.items}
            for thing in things
        ],
        "resources": [{"name": "iron-ore", "position": [float(x), float(y)], "amount": 100_000} for x, y in ores],
        "character": {"position": [0.0, 20.0], "inventory": {}},
        "radius": 48,
    }  # fmt: skip
    sims = [fsim.Sim(water=[]) for _ in range(arenas)]
    for sim in sims:
        sim.reset(blueprint)

    def play(ticks: int) -> None:
        for sim in sims:
            fsim.lib.fsim_advance(sim.env, ticks)

    def plates() -> int:
        env = sims[0].env
        return sum(int(env.entities[i].products_finished) for i in range(env.entity_count))

    return Side(play, plates, sims)


def _check(holds: bool) -> None:
    if not holds:
        raise RuntimeError("the engine refused a part of the scene")


def seconds_of(side: Side, config: BenchConfig) -> float:
    """Processor time of a round, s."""
    started = process_time()
    for _ in range(config.steps):
        side.play(config.ticks)
    return process_time() - started


def measure(config: BenchConfig) -> dict[str, Any]:
    """Alternating rounds.

    Raises:
        RuntimeError: if the two sides made different numbers of plates.
        ModuleNotFoundError: without factory-sim.
    """
    sides = {"ours": ours(config.arenas), "factory-sim": theirs(config.arenas)}
    for side in sides.values():
        side.play(WARM_TICKS)
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for number in track(range(config.rounds), "rounds", console=Console(stderr=True)):
        for name in sorted(sides, reverse=number % 2 == 1):
            seconds[name].append(seconds_of(sides[name], config))
    plates = {name: side.plates() for name, side in sides.items()}
    if len(set(plates.values())) != 1:
        raise RuntimeError(f"the sides made different numbers of plates: {plates}; no ratio of different work is told")
    calls = config.steps * config.arenas
    return {
        "decisions_per_second": {name: [calls / value for value in values] for name, values in seconds.items()},
        "ratios": [theirs / ours for ours, theirs in zip(seconds["ours"], seconds["factory-sim"], strict=True)],
        "plates": plates["ours"], "ticks": config.ticks, "arenas": config.arenas, "machine": machine_fingerprint(),
    }  # fmt: skip


def main() -> None:
    """Measures and prints."""
    config = tyro.cli(BenchConfig, description=__doc__)
    try:
        result = measure(config)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed: pip install factory-sim==0.3.0")
    for name, speeds in result["decisions_per_second"].items():
        print(f"{name:12} {statistics.median(speeds):12,.0f} calls of {config.ticks} ticks a second of one core")
    ratios = result["ratios"]
    print(f"ratio        {statistics.median(ratios):12.2f} ({min(ratios):.2f} .. {max(ratios):.2f}), goal >= 2; "
          f"{result['plates']} plates on both sides")  # fmt: skip
    if config.json:
        config.json.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
