"""What each level sees beyond the frame, at its own cadence: planes, statistics, technologies, the factory graph."""

from agent.perception.graph import EDGE_KINDS, NODE_NAMES, FactoryGraph, build_factory_graph
from agent.perception.provider import Cadence, Perception, WorldState

__all__ = [
    "EDGE_KINDS",
    "NODE_NAMES",
    "Cadence",
    "FactoryGraph",
    "Perception",
    "WorldState",
    "build_factory_graph",
]
