"""The pioneer: its eyes, its choice of places, and how far it comes from bare hands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from comm_c.layout import constants
from harness.envs.spaces import fields
from harness.envs.vector_env import FactorioVectorEnv
from harness.runner.policies.ground import Ground
from harness.runner.policies.pioneer import PioneerPolicy
from harness.runner.policies.pioneer_hands import BUILD_REACH
from harness.runner.policies.pioneer_sites import FIRST_PIECES, Piece, beside_assemblers, drill_sites, station, stations
from harness.scenarios import load_scenario

LAND = constants.FACTORIO_TILE_LAND << 28 | 1
WALL = constants.FACTORIO_TILE_LAND << 28 | constants.FACTORIO_CLASS_DEFENCE << 12
TREE = constants.FACTORIO_TILE_LAND << 28 | constants.FACTORIO_CLASS_NATURAL << 12
WATER = constants.FACTORIO_TILE_WATER << 28
IRON = constants.FACTORIO_TILE_IRON_ORE << 28 | 1

#: Ticks in which the first technology comes, electronics: ten copper plates from drills that were crafted by hand.
FIRST_TECHNOLOGY_TICKS = 20_000


def ground(rows: list[str]) -> Ground:
    """A map of signs: . land, # wall, t tree, ~ water, i iron ore; its left top corner is 0, 0."""
    cells = {".": LAND, "#": WALL, "t": TREE, "~": WATER, "i": IRON}
    return Ground.of_cells(np.array([[cells[sign] for sign in row] for row in rows], dtype=np.uint32), 0, 0)


def test_a_way_leads_around_a_wall_and_cuts_no_corner() -> None:
    way = ground([".....", ".###.", "....."]).way((0.5, 1.5), (4.5, 1.5), 0.1)
    assert way in ([(0.5, 0.5), (4.5, 0.5), (4.5, 1.5)], [(0.5, 2.5), (4.5, 2.5), (4.5, 1.5)])


def test_a_way_ends_as_soon_as_it_is_near_enough() -> None:
    assert ground(["........"]).way((0.5, 0.5), (7.5, 0.5), 2.0) == [(5.5, 0.5)]


def test_there_is_no_way_through_water() -> None:
    assert ground(["..~.."]).way((0.5, 0.5), (4.5, 0.5), 0.5) == []


def test_trees_leave_no_place_to_build_until_they_are_felled() -> None:
    seen = ground([".t"])
    assert not seen.is_vacant([(0, 0), (1, 0)])
    assert seen.is_vacant([(0, 0), (1, 0)], but_trees=True)
    assert not ground([".~"]).is_vacant([(0, 0), (1, 0)], but_trees=True)


def test_a_drill_stands_on_ore_with_all_its_tiles_and_puts_down_into_its_furnace() -> None:
    rows = ["......", "......", "......", "......", "..ii..", "..ii..", "......"]
    [(drill, furnace)] = drill_sites(ground(rows), "iron-ore", "stone-furnace", 2)
    assert (drill.x, drill.y, drill.direction) == (3, 5, 0)
    assert (furnace.x, furnace.y) == (3, 3)


@pytest.mark.parametrize("direction", [0, 4, 8, 12])
def test_no_two_pieces_of_a_station_overlap_whichever_way_it_looks(direction: int) -> None:
    seen = ground(["." * 60] * 60)
    tiles = [tile for piece in station(30.5, 30.5, direction) for tile in piece.tiles(seen)]
    assert len(tiles) == len(set(tiles))


@pytest.mark.parametrize("direction", [0, 4, 8, 12])
def test_all_assembling_machines_are_built_from_beside_them(direction: int) -> None:
    seen = ground(["." * 60] * 60)
    pieces = station(30.5, 30.5, direction)
    taken = {tile for piece in pieces for tile in piece.tiles(seen)}
    for x, y in beside_assemblers(pieces[0]):
        assert seen.tile(x, y) not in taken
        assert all(np.hypot(piece.x - x, piece.y - y) < BUILD_REACH for piece in pieces[FIRST_PIECES:])


def test_a_station_stands_on_land_before_three_tiles_of_water() -> None:
    rows = ["~" * 24] * 4 + ["." * 24] * 24
    found = list(stations(ground(rows)))
    assert found
    assert {(pieces[0].y, pieces[0].direction) for pieces in found} == {(4.5, 0)}
    assert not list(stations(ground(["." * 24] * 24)))


def test_trees_do_not_keep_a_station_away() -> None:
    rows = ["~" * 24] * 4 + ["t" * 24] * 24
    assert list(stations(ground(rows)))


@pytest.fixture
def road() -> Iterator[FactorioVectorEnv]:
    env = FactorioVectorEnv("road_to_logistics", 2, timeout=60.0)
    yield env
    env.close()


def test_every_scene_has_a_lake_whose_shore_takes_a_station(road: FactorioVectorEnv) -> None:
    for seed in range(0, 12, 2):
        road.reset(seed=[seed, seed + 1])
        for arena in range(2):
            cells = road.query(arena, "cells", (-64, -64, 64, 64))
            seen = Ground.of_cells(cells, -64, -64)
            assert (seen.kind == constants.FACTORIO_TILE_WATER).sum() == 149  # a disc of radius 7
            assert not seen.walkable[seen.kind == constants.FACTORIO_TILE_WATER].any()
            assert next(stations(seen), None) is not None


def test_the_pioneer_sets_off_the_first_technology_from_bare_hands(road: FactorioVectorEnv) -> None:
    policy = PioneerPolicy(load_scenario("road_to_logistics"))
    policy.attach(road)
    observations, info = road.reset(seed=[3, 4])
    policy.begin(np.array([3, 4], dtype=np.uint64))
    rewards = np.zeros(2)
    for _ in range(FIRST_TECHNOLOGY_TICKS // road.scenario.ticks_per_step):
        observations, reward, *_, info = road.step(policy.act(observations, info["action_mask"]))
        rewards += reward
        if (fields(observations, "full")["research"] >= 1).all():
            break
    assert (fields(observations, "full")["research"] == 1).all()
    assert rewards.tolist() == [1.0, 1.0]


def test_the_first_pieces_of_a_station_are_those_that_need_no_automation() -> None:
    assert all(piece.item != "assembling-machine-1" for piece in station(0.5, 0.5, 0)[:FIRST_PIECES])
    assert isinstance(station(0.5, 0.5, 0)[0], Piece)
