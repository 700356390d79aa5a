"""The highest of the three policies: where to grow, what to research, what to favour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from agent.encoders.planes import PLANES
from agent.options.vocabulary import EXPANSION_SIDE, K, R
from agent.perception.graph import EDGE_KINDS, NODE_NAMES
from agent.perception.provider import ITEM_FEATURES, TECHNOLOGY_FEATURES, WorldState
from agent.policies.layers import PlaneEncoder, SetAttention, draw_weights
from agent.policies.value import ValueFunction


@dataclass(frozen=True)
class StrategicConfig:
    """Sizes. The defaults learn on two cores."""

    widths: tuple[int, ...] = (16, 32, 32)
    """Channels after each convolution over the full map."""
    embedding: int = 64
    """Length of the map's, production's and technologies' embeddings."""
    graph: int = 32
    """Length of a node of the factory graph."""
    rounds: int = 2
    """Rounds in which neighbours of the factory graph tell each other what they know."""
    hidden: int = 128
    """Width of the trunk."""


class WorldTensors(NamedTuple):
    """`WorldState` of B arenas."""

    full_map: Tensor
    """float32 [B, PLANES, rows, columns]."""
    production: Tensor
    """float32 [B, items, ITEM_FEATURES]."""
    technologies: Tensor
    """float32 [B, technologies, TECHNOLOGY_FEATURES]."""
    nodes: Tensor
    """float32 [B, V, len(NODE_NAMES)]."""
    present: Tensor
    """bool [B, V]."""
    ends: Tensor
    """int64 [B, E, 2], from which node to which."""
    kinds: Tensor
    """int64 [B, E], 0 for no edge."""

    @classmethod
    def stack(cls, states: list[WorldState]) -> WorldTensors:
        """One row for each state."""
        columns = zip(*((one.full_map, one.production, one.technologies, *one.graph) for one in states), strict=True)
        return cls(*(torch.from_numpy(np.stack(column)) for column in columns))

    def rows(self, index: Tensor) -> WorldTensors:
        """The rows `index`, int64 [b]."""
        return WorldTensors(*(column[index] for column in self))


class StrategicOutput(NamedTuple):
    """What a forward pass says about B worlds."""

    expansion_plan: Tensor
    """float32 [B, 1 + EXPANSION_SIDE^2], logits of the cell of the map to grow towards; 0 stands for none."""
    tech_priorities: Tensor
    """float32 [B, technologies], logits of the technology to research next; number 0 stands for none."""
    resource_strategy: Tensor
    """float32 [B, R], logits of the resource to favour; 0 stands for none."""
    task_assignment: Tensor
    """float32 [B, K], logits of the subtask to favour; 0 stands for none."""
    value: Tensor
    """float32 [B], expected discounted return in units of the return normaliser."""


class FactoryGNN(nn.Module):
    """Message passing over the factory graph: what flows into a machine, and what it flows to, with a weight a kind.

    Args:
        inputs: features of a node.
        width: length of a node's state.
        rounds: of messages; after two a drill knows the furnace behind its inserter.
    """

    def __init__(self, inputs: int, width: int, rounds: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inputs, width)
        kinds = len(EDGE_KINDS)
        self.forth = nn.ModuleList(nn.Linear(width, kinds * width) for _ in range(rounds))
        self.back = nn.ModuleList(nn.Linear(width, kinds * width) for _ in range(rounds))
        self.update = nn.ModuleList(nn.Linear(3 * width, width) for _ in range(rounds))
        self.width = width

    def forward(self, nodes: Tensor, ends: Tensor, kinds: Tensor) -> Tensor:
        """States float32 [B, V, width] of nodes float32 [B, V, inputs]; edges as in `WorldTensors`."""
        state = torch.tanh(self.enter(nodes))
        source, target = ends[..., 0], ends[..., 1]
        for forth, back, update in zip(self.forth, self.back, self.update, strict=True):
            into = self._sum(forth(state), source, target, kinds)
            out_of = self._sum(back(state), target, source, kinds)
            state = state + torch.tanh(update(torch.cat([state, into, out_of], dim=-1)))
        return state

    def _sum(self, messages: Tensor, source: Tensor, target: Tensor, kinds: Tensor) -> Tensor:
        """Adds up at each target what its sources say over the edges' kinds; [B, V, width]."""
        batch, nodes, _ = messages.shape
        by_kind = messages.reshape(batch, nodes * len(EDGE_KINDS), self.width)
        place = (source * len(EDGE_KINDS) + kinds).unsqueeze(-1).expand(-1, -1, self.width)
        said = by_kind.gather(1, place) * (kinds > 0).unsqueeze(-1)
        into = target.unsqueeze(-1).expand(-1, -1, self.width)
        return torch.zeros_like(messages[..., : self.width]).scatter_add(1, into, said)


class StrategicPolicy(nn.Module):
    """Directs the tactical level, every 256 to 1024 steps.

    Args:
        items: item prototypes of the server, 0 included: rows of the answer "flows".
        technologies: technology prototypes, 0 included: rows of the answer "technologies".
        config: sizes.
        generator: source of the initial weights; None leaves them as torch made them, to be loaded over.
    """

    def __init__(
        self,
        items: int,
        technologies: int,
        config: StrategicConfig | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.config = config = config or StrategicConfig()
        width = config.embedding
        self.map_encoder = PlaneEncoder(PLANES, config.widths, width)
        self.production_analyzer = nn.Sequential(nn.Linear(items * ITEM_FEATURES, width), nn.Tanh())
        self.technology_names = nn.Parameter(torch.zeros(technologies, 8))
        self.tech_encoder = SetAttention(TECHNOLOGY_FEATURES + 8, width, width)
        self.gnn = FactoryGNN(len(NODE_NAMES), config.graph, config.rounds)
        self.graph_attention = SetAttention(config.graph, width, config.graph)
        self.trunk = nn.Sequential(nn.Linear(3 * width + config.graph, config.hidden), nn.Tanh())
        self.expansion_head = nn.Linear(config.hidden, 1 + EXPANSION_SIDE**2)
        self.tech_head = nn.Linear(config.hidden, technologies)
        self.resource_strategy_head = nn.Linear(config.hidden, R)
        self.task_assignment_head = nn.Linear(config.hidden, K)
        self.value_function = ValueFunction(config.hidden)
        if generator is not None:
            heads = (self.expansion_head, self.tech_head, self.resource_strategy_head, self.task_assignment_head)
            draw_weights(self, generator, heads)
            self.value_function.draw_weights(generator)
            with torch.no_grad():
                self.technology_names.normal_(std=0.1, generator=generator)

    def forward(self, world: WorldTensors) -> StrategicOutput:
        """Judges a batch of worlds."""
        seen = self.map_encoder(world.full_map)
        made = self.production_analyzer(world.production.flatten(1))
        known = self._technologies(world.technologies, made)
        states = self.gnn(world.nodes, world.ends, world.kinds)
        works = self.graph_attention(states, world.present, made)
        hidden = self.trunk(torch.cat([seen, made, known, works], dim=1))
        return StrategicOutput(
            self.expansion_head(hidden),
            self.tech_head(hidden),
            self.resource_strategy_head(hidden),
            self.task_assignment_head(hidden),
            self.value_function(hidden),
        )

    def _technologies(self, technologies: Tensor, made: Tensor) -> Tensor:
        """Attends from what is produced over what is researched and what could be."""
        names = self.technology_names.expand(len(technologies), -1, -1)
        members = torch.cat([technologies, names], dim=-1)
        return self.tech_encoder(members, torch.ones_like(technologies[..., 0], dtype=torch.bool), made)
