"""factory-sim 0.3.0 as an oracle: the same scene in both simulators, advanced tick by tick.

Its author checks factory-sim tick by tick against recordings of Factorio 2.0.60. It walks along the axes only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from random import Random

import fsim
from engine_world import TILE, World

#: Seeds are checked in blocks, so that a failure names a small range and workers share the load.
BLOCK = 50


def seed_blocks(scenes: int) -> list[range]:
    """The seeds of `scenes` random scenes in blocks; the environment variable ORACLE_SCENES overrules the number."""
    count = int(os.environ.get("ORACLE_SCENES", scenes))
    return [range(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]


@dataclass(frozen=True)
class Thing:
    """An entity of a scene; x and y are tiles, of its centre."""

    name: str
    x: float
    y: float
    contents: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What stands where when a comparison begins."""

    character: tuple[int, int]  # 1/256 tile
    things: tuple[Thing, ...] = ()
    ores: tuple[tuple[str, int, int, int], ...] = ()  # name, tile x, tile y, amount
    water: tuple[tuple[int, int], ...] = ()
    inventory: dict[str, int] = field(default_factory=dict)

    def to_oracle(self) -> fsim.Sim:
        """The scene in factory-sim."""
        sim = fsim.Sim(water=list(self.water))
        sim.reset(
            {
                "entities": [
                    {
                        "name": thing.name,
                        "position": [thing.x, thing.y],
                        "direction": "north",
                        "force": "neutral" if thing.name == "stone-wall" else "player",
                        "contents": thing.contents,
                    }
                    for thing in self.things
                ],
                "resources": [
                    {"name": name, "position": [float(x), float(y)], "amount": amount}
                    for name, x, y, amount in self.ores
                ],
                "character": {
                    "position": [self.character[0] / TILE, self.character[1] / TILE],
                    "inventory": dict(self.inventory),
                },
                "radius": 48,
            }
        )
        return sim

    def to_engine(self) -> World:
        """The scene in the engine."""
        start = (self.character[0] / TILE, self.character[1] / TILE)
        world = World(side=96, entities=160, character=start, containers=64)
        for x, y in self.water:
            world.set_tile("water", x, y)
        for name, x, y, amount in self.ores:
            world.create(name, x + 0.5, y + 0.5, amount)
        for thing in self.things:
            handle = world.create(thing.name, thing.x, thing.y)
            for item, count in sorted(thing.contents.items()):
                world.insert(item, count, world.entity(handle).amount)
        for item, count in sorted(self.inventory.items()):
            world.insert(item, count)
        return world


def footprint(thing: Thing) -> set[tuple[int, int]]:
    """Tiles of the build grid that a thing of one or two tiles' side takes."""
    if thing.name in ("stone-furnace", "burner-mining-drill"):
        return {(int(thing.x) + dx, int(thing.y) + dy) for dx in (-1, 0) for dy in (-1, 0)}
    return {(int(thing.x // 1), int(thing.y // 1))}


def place_thing(rng: Random, name: str, reach: int) -> Thing:
    """A thing somewhere within `reach` tiles of 0, 0, on the build grid."""
    if name in ("stone-furnace", "burner-mining-drill"):
        return Thing(name, rng.randint(-reach, reach), rng.randint(-reach, reach))
    return Thing(name, rng.randint(-reach, reach - 1) + 0.5, rng.randint(-reach, reach - 1) + 0.5)


def scatter(rng: Random, names: list[str], count: int, reach: int) -> list[Thing]:
    """Up to `count` things that do not share a tile."""
    things: list[Thing] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(count):
        thing = place_thing(rng, rng.choice(names), reach)
        if footprint(thing) & taken:
            continue
        taken |= footprint(thing)
        things.append(thing)
    return things


def oracle_position(sim: fsim.Sim) -> tuple[int, int]:
    """The character's position in 1/256 tile."""
    return sim.env.char_pos.x, sim.env.char_pos.y


def oracle_stacks(sim: fsim.Sim) -> list[tuple[int, str, int]]:
    """Slot number from 0, item name and count of every stack of the character."""
    slots = sim.env.main
    return [(i, fsim.ITEM_NAMES[slots[i].item], slots[i].count) for i in range(80) if slots[i].count > 0]
