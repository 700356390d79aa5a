"""The factory as a graph: entities as nodes; belts, inserters, drops of drills, pipes and wires as edges."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness import scripts

#: Kinds of edge, by the number that stands in `FactoryGraph.kinds`; 0 stands for none.
EDGE_KINDS = ("none", "belt", "inserter", "drill", "pipe", "wire")
#: Names of what is told of a node.
NODE_NAMES = (
    "x", "y", "transport", "inserter", "drill", "crafter", "container", "pole", "power", "fluid", "lab", "defence",
    "other", "working", "starved", "blocked", "without_power", "fuel", "holds", "progress", "health",
)  # fmt: skip
#: Nodes and edges of a graph, at most; the nearest to the first nodes' order are kept.
MOST_NODES, MOST_EDGES = 256, 512

_C = scripts.constants
_CLASS_COLUMN = {
    _C.FACTORIO_CLASS_TRANSPORT: 2, _C.FACTORIO_CLASS_INSERTER: 3, _C.FACTORIO_CLASS_DRILL: 4,
    _C.FACTORIO_CLASS_CRAFTER: 5, _C.FACTORIO_CLASS_CONTAINER: 6, _C.FACTORIO_CLASS_POLE: 7,
    _C.FACTORIO_CLASS_POWER: 8, _C.FACTORIO_CLASS_FLUID: 9, _C.FACTORIO_CLASS_LAB: 10, _C.FACTORIO_CLASS_DEFENCE: 11,
}  # fmt: skip
_STARVED = (
    _C.FACTORIO_STATUS_NO_INGREDIENTS, _C.FACTORIO_STATUS_ITEM_INGREDIENT_SHORTAGE,
    _C.FACTORIO_STATUS_FLUID_INGREDIENT_SHORTAGE, _C.FACTORIO_STATUS_WAITING_FOR_SOURCE_ITEMS,
    _C.FACTORIO_STATUS_NO_MINABLE_RESOURCES, _C.FACTORIO_STATUS_MISSING_SCIENCE_PACKS,
)  # fmt: skip
_BLOCKED = (_C.FACTORIO_STATUS_FULL_OUTPUT, _C.FACTORIO_STATUS_WAITING_FOR_SPACE_IN_DESTINATION)
_POWERLESS = (
    _C.FACTORIO_STATUS_NO_POWER, _C.FACTORIO_STATUS_LOW_POWER, _C.FACTORIO_STATUS_NO_FUEL,
    _C.FACTORIO_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK,
)  # fmt: skip
_NOT_BUILT = (
    _C.FACTORIO_CLASS_NONE, _C.FACTORIO_CLASS_NATURAL, _C.FACTORIO_CLASS_CHARACTER, _C.FACTORIO_CLASS_ENEMY,
    _C.FACTORIO_CLASS_GHOST,
)  # fmt: skip
_UNITS_PER_TILE = 256.0
#: Hit points that the health column counts as 1.
_MUCH_HEALTH = 400.0


class FactoryGraph(NamedTuple):
    """The graph of one arena, filled up with absent nodes and edges of the kind 0."""

    nodes: NDArray[np.float32]
    """float32 [MOST_NODES, len(NODE_NAMES)]."""
    present: NDArray[np.bool_]
    """bool [MOST_NODES]."""
    ends: NDArray[np.int64]
    """int64 [MOST_EDGES, 2], places of the nodes from which and to which."""
    kinds: NDArray[np.int64]
    """int64 [MOST_EDGES], places in `EDGE_KINDS`."""


def build_factory_graph(
    entities: NDArray[Any], edges: NDArray[Any], half_sides: NDArray[np.float32]
) -> FactoryGraph:
    """Builds the graph of what stands in an arena.

    Args:
        entities: the answer of `env.query(arena, "entities")`.
        edges: the answer of `env.query(arena, "graph")`, of the same tick.
        half_sides: float32 [2], half of the map's width and height, tiles.

    Returns:
        The graph. Of a factory with more nodes or edges than there is room for, the machines come first (transport
        last), and edges whose nodes were left out are left out.
    """
    built = entities[~np.isin(entities["entity_class"], _NOT_BUILT)]
    order = np.argsort(built["entity_class"] == _C.FACTORIO_CLASS_TRANSPORT, kind="stable")[:MOST_NODES]
    rows, count = built[order], len(order)
    nodes = np.zeros((MOST_NODES, len(NODE_NAMES)), dtype=np.float32)
    nodes[:count, :2] = rows["position"] / _UNITS_PER_TILE / half_sides
    nodes[np.arange(count), [_CLASS_COLUMN.get(int(number), 12) for number in rows["entity_class"]]] = 1
    nodes[:count, 13] = rows["status"] == _C.FACTORIO_STATUS_WORKING
    for column, statuses in ((14, _STARVED), (15, _BLOCKED), (16, _POWERLESS)):
        nodes[:count, column] = np.isin(rows["status"], statuses)
    nodes[:count, 17] = np.minimum(rows["fuel"] / 8, 1)
    nodes[:count, 18] = np.log1p(rows["item_count"]) / 5
    nodes[:count, 19], nodes[:count, 20] = rows["progress"], rows["health"] / _MUCH_HEALTH
    ends, kinds = _edges(edges, rows["slot"])
    return FactoryGraph(nodes, np.arange(MOST_NODES) < count, ends, kinds)


def _edges(edges: NDArray[Any], slots: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Edges between the nodes of these slots, which are all different."""
    ends = np.zeros((MOST_EDGES, 2), dtype=np.int64)
    kinds = np.zeros(MOST_EDGES, dtype=np.int64)
    if not len(slots) or not len(edges):
        return ends, kinds
    sorter = np.argsort(slots)
    both = np.stack([edges["from_slot"], edges["to_slot"]], axis=1)
    place = np.searchsorted(slots, both, sorter=sorter).clip(max=len(slots) - 1)
    found = sorter[place]
    known = (slots[found] == both).all(axis=1)
    count = min(int(known.sum()), MOST_EDGES)
    ends[:count], kinds[:count] = found[known][:count], edges["kind"][known][:count]
    return ends, kinds
