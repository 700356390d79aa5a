"""What levels see beyond frames: asked at their own cadence, and true to what stands in the arena."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

import harness
from agent.encoders.planes import PLANE_NAMES, PLANES
from agent.perception import NODE_NAMES, Cadence, Perception, build_factory_graph
from agent.perception.graph import EDGE_KINDS, MOST_EDGES, MOST_NODES
from agent.perception.provider import full_map_scale
from harness import scripts


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    with harness.FactorioVectorEnv("automation_intro", 2) as made:
        made.reset(seed=1)
        yield made


def test_maps_have_the_documents_sizes(env: harness.FactorioVectorEnv) -> None:
    seen, places = Perception(env), np.zeros((2, 2))
    assert seen.local_map([0, 1], places, now=0).shape == (2, PLANES, 64, 64)
    assert seen.minimap([0, 1], places, now=0).shape == (2, PLANES, 256, 256)
    (world,) = seen.world([1], now=0)
    assert world.full_map.shape == (PLANES, 128, 128)
    assert world.production.shape[0] == len(env.prototype_names["item"]) + 1
    assert world.technologies.shape[0] == len(env.prototype_names["technology"]) + 1


def test_the_character_stands_in_the_middle_of_its_local_map(env: harness.FactorioVectorEnv) -> None:
    observation, _ = env.reset(seed=1)
    place = harness.fields(observation, "full")["player_pos"][0].astype(float)
    local = Perception(env).local_map([0], place[None], now=0)[0]
    left, top = round(place[0]) - 32, round(place[1]) - 32
    raw = env.query(0, "cells", (left, top, left + 64, top + 64), 1)
    row, column = np.argwhere((raw >> 12 & 0xF) == C.FACTORIO_CLASS_CHARACTER).mean(axis=0)
    assert abs(row - 32) <= 1 and abs(column - 32) <= 1
    assert local[PLANE_NAMES.index("walkable")].mean() > 0.5


def test_each_level_asks_when_its_last_look_is_old_and_not_before(env: harness.FactorioVectorEnv) -> None:
    seen, places = Perception(env, Cadence(local=1, tactical=16, strategic=256), minimap_scale=8), np.zeros((2, 2))
    asked = []
    for now in range(0, 64):
        before = seen.questions_asked
        seen.minimap([0, 1], places, now)
        asked.append(seen.questions_asked - before)
    assert [now for now, count in enumerate(asked) if count] == [0, 16, 32, 48]
    before = seen.questions_asked
    seen.world([0], 0)
    seen.world([0], 255)
    assert seen.questions_asked - before == 5
    seen.forget(0)
    seen.world([0], 255)
    assert seen.questions_asked - before == 10


@pytest.mark.parametrize(("side", "scale"), [(64, 1), (128, 1), (129, 2), (512, 4), (1024, 8)])
def test_the_full_map_has_at_most_128_cells_a_side(side: int, scale: int) -> None:
    assert full_map_scale(side) == scale


def rows(count: int, entity_class: int, first_slot: int = 1) -> np.ndarray:
    entities = np.zeros(count, dtype=scripts.ANSWERS["entities"][1])
    entities["slot"], entities["entity_class"] = np.arange(first_slot, first_slot + count), entity_class
    return entities


def edges(*ends: tuple[int, int, int]) -> np.ndarray:
    found = np.zeros(len(ends), dtype=scripts.ANSWERS["graph"][1])
    for row, end in zip(found, ends, strict=True):
        row["from_slot"], row["to_slot"], row["kind"] = end
    return found


HALF = np.array([64, 64], dtype=np.float32)
C = scripts.constants


def test_a_graph_names_the_places_of_its_nodes() -> None:
    entities = np.concatenate([
        rows(1, C.FACTORIO_CLASS_TRANSPORT, 9), rows(1, C.FACTORIO_CLASS_DRILL, 5), rows(2, C.FACTORIO_CLASS_NATURAL, 1)
    ])  # fmt: skip
    graph = build_factory_graph(entities, edges((5, 9, 3), (5, 77, 3), (9, 5, 1)), HALF)
    assert graph.present.sum() == 2  # trees are no part of a factory
    assert [NODE_NAMES[row.argmax()] for row in graph.nodes[:2, :13]] == ["drill", "transport"]
    assert graph.ends[:2].tolist() == [[0, 1], [1, 0]]  # machines first; the edge to nowhere is left out
    assert [EDGE_KINDS[kind] for kind in graph.kinds[:3]] == ["drill", "belt", "none"]


def test_a_large_factory_keeps_its_machines_and_loses_belts() -> None:
    belts, drills = rows(MOST_NODES, C.FACTORIO_CLASS_TRANSPORT), rows(20, C.FACTORIO_CLASS_DRILL, 1000)
    chain = [(slot, slot + 1, 1) for slot in range(1, MOST_NODES)] * 3
    graph = build_factory_graph(np.concatenate([belts, drills]), edges(*chain), HALF)
    assert graph.present.all() and graph.nodes[:20, NODE_NAMES.index("drill")].all()
    assert graph.nodes[:, NODE_NAMES.index("drill")].sum() == 20
    assert graph.ends.shape == (MOST_EDGES, 2) and graph.ends.max() < MOST_NODES and (graph.kinds == 1).all()


def test_an_empty_arena_has_an_empty_graph() -> None:
    graph = build_factory_graph(rows(0, 0), edges(), HALF)
    assert not graph.present.any() and not graph.kinds.any()
