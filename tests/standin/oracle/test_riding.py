"""Who stands on a belt is carried as in factory-sim, on every tick: standing, walking with it, against it and across.

What stands in the way holds it back there as here. A comparison ends where a belt that turns carries the character,
which factory-sim leaves where it is.
"""

from __future__ import annotations

from random import Random

import pytest
from mixed_duel import play
from mixed_engine import EngineSide
from mixed_scene import BELT, MixedScene, Order, Thing
from oracle import seed_blocks

SIDE = 8
TICKS = 160
DIRECTIONS = ("north", "east", "south", "west")


def draw_scene(seed: int) -> MixedScene:
    """Belts that mostly run in rows, chests and walls between them, and a character that walks about now and then."""
    rng = Random(seed)
    common = rng.choice(DIRECTIONS)
    things, free = [], []
    for x in range(SIDE):
        for y in range(SIDE):
            what = rng.random()
            if what < 0.7:
                direction = common if rng.random() < 0.9 else rng.choice(DIRECTIONS)
                things.append(Thing(BELT, x + 0.5, y + 0.5, direction))
            elif what < 0.78:
                things.append(Thing(rng.choice(("wooden-chest", "stone-wall")), x + 0.5, y + 0.5))
                continue
            free.append((x + rng.random(), y + rng.random()))
    orders = tuple(
        Order(tick, "walk", direction=rng.choice(DIRECTIONS), count=rng.choice((2, 7)))
        for tick in range(10, TICKS, rng.randint(9, 30))
    )
    start = rng.choice([place for place in free if 1 < place[0] < SIDE - 1 and 1 < place[1] < SIDE - 1])
    return MixedScene((int(start[0] * 256) / 256, int(start[1] * 256) / 256), tuple(things), orders=orders, ticks=TICKS)


@pytest.mark.parametrize("seeds", seed_blocks(40), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_a_character_among_belts_is_carried_as_by_the_oracles(seeds: range) -> None:
    for seed in seeds:
        difference = play(draw_scene(seed)).difference
        assert difference is None, f"seed {seed}: {difference}\n{draw_scene(seed)}"


def test_most_of_the_walk_is_compared() -> None:
    """Turns end few of the comparisons early."""
    assert sum(play(draw_scene(seed)).ticks for seed in range(5)) > 5 * TICKS * 0.5


@pytest.mark.parametrize(("direction", "step"), [(None, 8), ("east", 46), ("west", -30)])
def test_the_recorded_steps_on_a_yellow_belt_are_8_standing_46_with_it_and_30_against_it(
    direction: str | None, step: int
) -> None:
    """As its author recorded them in the game."""
    belts = tuple(Thing(BELT, x + 0.5, 0.5, "east") for x in range(12))
    side = EngineSide(MixedScene((6.5, 0.5), belts))
    if direction:
        side.world.walk(direction)
    for tick in range(1, 8):
        side.world.run()
        assert tuple(side.world.position) == (6 * 256 + 128 + step * tick, 128)
