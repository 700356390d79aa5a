"""Burner inserters equal factory-sim tick by tick: arm, hand, energy, order, and what stands around them."""

from __future__ import annotations

from random import Random

import pytest
from belt_duel import merged_at_once
from inserter_duel import SETTLE_TICKS, InserterDuel, Yard, draw_turn, draw_yard
from oracle import seed_blocks

#: Yards of the default run; ORACLE_SCENES=500 plays those of the campaign, in some minutes.
YARDS = 20
TICKS = 500


def play(seed: int, machines: bool) -> None:
    """Plays a random yard to its end."""
    play_yard(seed, draw_yard(Random(seed), machines))


def play_turn(seed: int) -> None:
    """Plays a random turn of a belt with inserters beside it to its end."""
    play_yard(seed, draw_turn(Random(seed)))


def play_yard(seed: int, yard: Yard) -> None:
    """Plays a yard to its end."""
    duel = InserterDuel(yard)
    for tick in range(1, SETTLE_TICKS + TICKS):
        duel.step(tick)
        differing = duel.differences()
        assert not differing, f"seed {seed} tick {tick}: engine, oracle: {differing[:4]}; {yard}"
    assert duel.world.fault() is None


@pytest.mark.parametrize("seeds", seed_blocks(YARDS), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_between_chests_belts_and_the_ground_every_tick_is_equal(seeds: range) -> None:
    with merged_at_once():
        for seed in seeds:
            play(seed, machines=False)


@pytest.mark.parametrize("seeds", seed_blocks(YARDS), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_between_furnaces_and_drills_every_tick_is_equal(seeds: range) -> None:
    with merged_at_once():
        for seed in seeds:
            play(seed, machines=True)


@pytest.mark.parametrize("seeds", seed_blocks(4 * YARDS), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_from_turns_of_belts_every_tick_is_equal(seeds: range) -> None:
    with merged_at_once():
        for seed in seeds:
            play_turn(seed)
