"""Walking equals factory-sim tick by tick: open ground, walls, buildings, narrow gaps, water, and their corners."""

from __future__ import annotations

from random import Random

import pytest
from duel import oracle_path
from engine_world import TILE
from oracle import Scene, Thing, footprint, oracle_position, scatter, seed_blocks

REACH = 5
LEGS = 24
KINDS = (["stone-wall"], ["stone-wall", "wooden-chest"], ["stone-furnace", "burner-mining-drill"],
         ["stone-wall", "wooden-chest", "stone-furnace", "burner-mining-drill"])  # fmt: skip


def open_tiles(things: list[Thing], water: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Tiles in and around the scene with nothing on them."""
    taken = water.union(*(footprint(thing) for thing in things)) if things else water
    side = range(-REACH - 2, REACH + 2)
    return [(x, y) for x in side for y in side if (x, y) not in taken]


def draw_scene(seed: int) -> Scene:
    """A scene crowded around 0, 0: from a few things to a maze, with or without water."""
    rng = Random(seed)
    things = scatter(rng, KINDS[seed % len(KINDS)], rng.choice((3, 10, 25, 45)), REACH)
    taken = set().union(*(footprint(thing) for thing in things)) if things else set()
    wet = {(rng.randint(-REACH, REACH - 1), rng.randint(-REACH, REACH - 1)) for _ in range(rng.choice((0, 0, 6)))}
    wet -= taken
    tile_x, tile_y = rng.choice(open_tiles(things, wet))
    start = (tile_x * TILE + 128, tile_y * TILE + 128)
    return Scene(start, tuple(things), water=tuple(sorted(wet)))


def draw_walk(seed: int) -> list[tuple[int, int]]:
    """Directions and lengths in ticks of the legs of a walk."""
    rng = Random(~seed)
    return [(rng.choice((0, 4, 8, 12)), rng.choice((1, 2, 3, 5, 8, 13, 21, 34))) for _ in range(LEGS)]


def play(seed: int) -> None:
    """Walks a random walk through a random scene."""
    scene = draw_scene(seed)
    sim, world = scene.to_oracle(), scene.to_engine()
    for leg, (direction, ticks) in enumerate(draw_walk(seed)):
        path = oracle_path(sim, direction, ticks)
        world.walk(direction)
        for tick, expected in enumerate(path):
            before = world.position
            world.run()
            assert world.position == expected, (
                f"seed {seed} leg {leg} tick {tick} direction {direction}: from {before} to {world.position}, "
                f"the oracle to {expected}; {scene}"
            )


@pytest.mark.parametrize("seeds", seed_blocks(1000), ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_a_walk_among_obstacles_equals_the_oracle_on_every_tick(seeds: range) -> None:
    for seed in seeds:
        play(seed)


@pytest.mark.parametrize("seed", range(20))
def test_a_walk_by_the_oracles_own_actions_is_the_same_walk(seed: int) -> None:
    """The oracle's public step, which also runs everything else of its tick, moves as fsim_walk_ticks does."""
    scene = draw_scene(seed)
    sim, world = scene.to_oracle(), scene.to_engine()
    for direction, _ in draw_walk(seed):
        name = {0: "north", 4: "east", 8: "south", 12: "west"}[direction]
        sim.step(f"step_{name}", ticks=1)
        world.walk(direction)
        for tick in range(7):
            world.run()
            assert world.position == oracle_position(sim), f"seed {seed} {name} tick {tick}; {scene}"
            sim.step("wait", ticks=1)
