"""Mixed factories equal factory-sim on every tick: a character that walks, mines, builds, turns, gives and takes among
drills on mixed ore, furnaces, belts, inserters and chests.

A difference is minimised, and the scene printed: `play(MixedScene(...))` shows it again.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from engine_world import ffi
from minimiser import minimise
from mixed_duel import play
from mixed_scene import DRILL, MixedScene, Order, Thing, draw_scene
from oracle import seed_blocks

from harness.standin.prototypes import schema, tables
from harness.standin.prototypes.load import LoadedPrototypes

#: Factories of the default run; ORACLE_SCENES=10000 plays as many, some hours.
SCENES = 14


def first_difference(scene: MixedScene) -> int | None:
    """The tick of it."""
    difference = play(scene).difference
    return difference.tick if difference else None


@pytest.mark.parametrize("seeds", seed_blocks(SCENES), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_a_mixed_factory_equals_the_oracle_on_every_tick(seeds: range) -> None:
    for seed in seeds:
        difference = play(draw_scene(seed)).difference
        if difference:
            least = minimise(draw_scene(seed), first_difference)
            pytest.fail(f"seed {seed}: {difference}\nthe least scene: {play(least).difference}\n{least}", pytrace=False)


def test_most_ticks_of_most_factories_are_compared() -> None:
    """The reasons for which a comparison ends early leave most of it."""
    ticks = [play(draw_scene(seed)).ticks for seed in range(5)]
    assert sum(ticks) > 5 * 403 * 0.6


def test_fuel_that_a_hand_takes_out_of_an_inserter_that_waits_ends_the_comparison() -> None:
    """The least scene of that difference; its inserter holds coal over the ground, where a pile lies already."""
    chest, inserter = Thing("wooden-chest", 6.5, 2.5), Thing("burner-inserter", 7.5, 2.5, "west")
    orders = (Order(4, "gift", 6.5, 2.5, "coal", 3), Order(268, "take", 7.5, 2.5, "coal", 1))
    outcome = play(MixedScene((-1.5, 5.5), (chest, inserter), (), (), orders, 270))
    assert outcome.ended == "fuel taken out of an inserter that waits"


def test_a_changed_number_is_a_difference_and_is_minimised() -> None:
    """The comparison can fail: a drill that is a little faster is found, in a scene of that drill and its fuel."""
    data = deepcopy(schema.read())
    data["entities"][DRILL]["mining_speed"] *= 1.01
    faster = LoadedPrototypes(ffi, tables.build(schema.validate(data)))
    things = (Thing(DRILL, 4, 4), Thing("wooden-chest", 7.5, 4.5), Thing("stone-furnace", 2, 7))
    fuel = (Order(3, "gift", 4, 4, "coal", 1), Order(3, "gift", 7.5, 4.5, "coal", 1), Order(5, "gift", 2, 7, "wood", 1))
    scene = MixedScene((-1.5, 2.5), things, (("coal", 3, 3, 9), ("iron-ore", 0, 0, 9)), (("coal", 3),), fuel)

    def differs(smaller: MixedScene) -> int | None:
        difference = play(smaller, faster).difference
        return difference.tick if difference else None

    least = minimise(scene, differs)
    assert [thing.name for thing in least.things] == [DRILL]
    assert least.orders == fuel[:1]
    assert least.ores == (("coal", 3, 3, 9),)
    assert least.inventory == ()
    assert least.ticks < 20
