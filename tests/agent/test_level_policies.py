"""The networks of the three levels, each alone: shapes, masks, gradients, and that they notice what they should."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from agent.encoders.planes import PLANE_NAMES, PLANES, area_around, cell_planes
from agent.options.situation import ENTITY_NAMES, ENTITY_ROWS, TASK_FEATURES
from agent.options.vocabulary import EXPANSION_SIDE, K, P, R
from agent.perception.graph import EDGE_KINDS, MOST_EDGES, MOST_NODES, NODE_NAMES
from agent.perception.provider import ITEM_FEATURES, TECHNOLOGY_FEATURES
from agent.policies import masked
from agent.policies.conditional import join, joint_log_probabilities, split
from agent.policies.reactive_full import (
    INTERACTIONS,
    MOVEMENTS,
    FullReactiveConfig,
    FullReactivePolicy,
    action_log_probabilities,
)
from agent.policies.strategic import StrategicPolicy, WorldTensors
from agent.policies.tactical import TacticalConfig, TacticalPolicy

B, ITEMS, TECHNOLOGIES, CANDIDATES = 3, 20, 12, 5


def draws(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def random(*shape: int) -> torch.Tensor:
    return torch.rand(shape, generator=draws(sum(shape)))


def tactical_inputs(scale: int = 8) -> tuple[torch.Tensor, ...]:
    side = 256 // scale
    present = torch.zeros(B, ENTITY_ROWS, dtype=torch.bool)
    present[1:, :4] = True
    return (
        random(B, PLANES, side, side), random(B, TASK_FEATURES), random(B, ENTITY_ROWS, len(ENTITY_NAMES)), present
    )  # fmt: skip


def world() -> WorldTensors:
    kinds = torch.randint(0, len(EDGE_KINDS), (B, MOST_EDGES), generator=draws())
    ends = torch.randint(0, MOST_NODES, (B, MOST_EDGES, 2), generator=draws())
    present = torch.arange(MOST_NODES).expand(B, -1) < 9
    return WorldTensors(
        random(B, PLANES, 64, 64), random(B, ITEMS, ITEM_FEATURES), random(B, TECHNOLOGIES, TECHNOLOGY_FEATURES),
        random(B, MOST_NODES, len(NODE_NAMES)), present, ends, kinds,
    )  # fmt: skip


def check_gradients(policy: nn.Module, outputs: tuple[torch.Tensor, ...]) -> None:
    """Every parameter has a part in some output."""
    torch.stack([output.sum() for output in outputs]).sum().backward()
    without = [name for name, one in policy.named_parameters() if one.grad is None or not one.grad.abs().sum()]
    assert not without


@pytest.mark.parametrize("scale", [8, 1])
def test_the_tactical_policy_judges_a_minimap_of_256_tiles_at_any_scale(scale: int) -> None:
    policy = TacticalPolicy(TacticalConfig(minimap_scale=scale), draws())
    output = policy(*tactical_inputs(scale))
    assert output.subtask_selection.shape == (B, K)
    assert output.resource_allocation.shape == (B, K, R)
    assert output.coordination_signal.shape == (B, P)
    assert output.value.shape == (B,)
    check_gradients(policy, output)


def test_absent_entities_count_for_nothing() -> None:
    policy, inputs = TacticalPolicy(generator=draws()), tactical_inputs()
    garbled = inputs[2].clone()
    garbled[~inputs[3]] = 1e6
    first, second = policy(*inputs), policy(inputs[0], inputs[1], garbled, inputs[3])
    for one, other in zip(first, second, strict=True):
        torch.testing.assert_close(one, other)


def test_the_order_of_entities_does_not_matter() -> None:
    policy, (minimap, task, entities, present) = TacticalPolicy(generator=draws()), tactical_inputs()
    order = torch.randperm(ENTITY_ROWS, generator=draws())
    first = policy(minimap, task, entities, present)
    second = policy(minimap, task, entities[:, order], present[:, order])
    torch.testing.assert_close(first.subtask_selection, second.subtask_selection, atol=1e-5, rtol=1e-4)


def test_the_strategic_policy_has_four_heads_and_a_value() -> None:
    policy = StrategicPolicy(ITEMS, TECHNOLOGIES, generator=draws())
    output = policy(world())
    assert output.expansion_plan.shape == (B, 1 + EXPANSION_SIDE**2)
    assert output.tech_priorities.shape == (B, TECHNOLOGIES)
    assert output.resource_strategy.shape == (B, R)
    assert output.task_assignment.shape == (B, K)
    assert output.value.shape == (B,)
    check_gradients(policy, output)


def test_a_message_reaches_a_node_two_edges_away_and_none_without_edges() -> None:
    policy = StrategicPolicy(ITEMS, TECHNOLOGIES, generator=draws())
    nodes = torch.zeros(1, MOST_NODES, len(NODE_NAMES))
    ends = torch.zeros(1, MOST_EDGES, 2, dtype=torch.int64)
    kinds = torch.zeros(1, MOST_EDGES, dtype=torch.int64)
    ends[0, 0], ends[0, 1] = torch.tensor([0, 1]), torch.tensor([1, 2])
    kinds[0, :2] = EDGE_KINDS.index("inserter")
    changed = nodes.clone()
    changed[0, 0] = 1
    before, after = policy.gnn(nodes, ends, kinds), policy.gnn(changed, ends, kinds)
    assert not torch.allclose(before[0, 2], after[0, 2])
    torch.testing.assert_close(before[0, 3:], after[0, 3:])
    apart = torch.zeros_like(kinds)
    torch.testing.assert_close(policy.gnn(nodes, ends, apart)[0, 1:], policy.gnn(changed, ends, apart)[0, 1:])


def test_the_kind_and_direction_of_an_edge_matter() -> None:
    policy = StrategicPolicy(ITEMS, TECHNOLOGIES, generator=draws())
    nodes = random(1, MOST_NODES, len(NODE_NAMES))
    ends = torch.zeros(1, MOST_EDGES, 2, dtype=torch.int64)
    ends[0, 0] = torch.tensor([0, 1])
    states = []
    for kind, forward in (("belt", True), ("pipe", True), ("belt", False)):
        kinds = torch.zeros(1, MOST_EDGES, dtype=torch.int64)
        kinds[0, 0] = EDGE_KINDS.index(kind)
        states.append(policy.gnn(nodes, ends if forward else ends.flip(-1), kinds)[0, 1])
    assert not torch.allclose(states[0], states[1])
    assert not torch.allclose(states[0], states[2])


@pytest.mark.parametrize("recurrent", [False, True])
def test_the_full_reactive_policy_chooses_whole_actions_under_masks(recurrent: bool) -> None:
    policy = FullReactivePolicy(26, 7, FullReactiveConfig(recurrent=recurrent), draws())
    present = torch.ones(B, CANDIDATES, dtype=torch.bool)
    memory = policy.initial_memory(B) + 0.5
    output = policy(random(B, PLANES, 64, 64), random(B, 26), random(B, CANDIDATES, 7), present, memory)
    assert output.movement.shape == (B, MOVEMENTS)
    assert output.interaction.shape == (B, INTERACTIONS)
    assert output.primitive_action.shape == (B, INTERACTIONS, CANDIDATES)
    assert output.value.shape == (B,) and output.memory.shape == memory.shape
    allowed = torch.zeros(B, INTERACTIONS, MOVEMENTS + CANDIDATES, dtype=torch.bool)
    allowed[:, 0, :MOVEMENTS] = True
    allowed[:, 1, MOVEMENTS + 2] = True
    log_probs = action_log_probabilities(output, allowed)
    torch.testing.assert_close(log_probs.exp().sum(-1), torch.ones(B))
    chosen = masked.sample(log_probs.repeat(200, 1), draws())
    assert allowed.flatten(1).repeat(200, 1).gather(1, chosen.unsqueeze(1)).all()
    check_gradients(policy, (*output[:4], log_probs.clamp(min=-50)))


def test_a_recurrent_core_remembers() -> None:
    policy = FullReactivePolicy(4, 3, FullReactiveConfig(recurrent=True), draws())
    seen = (random(1, PLANES, 64, 64), random(1, 4), random(1, CANDIDATES, 3), torch.ones(1, CANDIDATES).bool())
    fresh = policy(*seen, policy.initial_memory(1))
    later = policy(*seen, fresh.memory)
    assert not torch.allclose(fresh.movement, later.movement)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**31), st.integers(1, 5), st.integers(1, 6))
def test_a_choice_in_two_parts_is_a_distribution_over_the_allowed_pairs(seed: int, first: int, second: int) -> None:
    generator = draws(seed)
    allowed = torch.rand(4, first, second, generator=generator) < 0.5
    allowed[:, 0, 0] = True
    logits = torch.randn(4, first, generator=generator), torch.randn(4, first, second, generator=generator)
    probabilities = joint_log_probabilities(*logits, allowed).exp()
    torch.testing.assert_close(probabilities.sum(-1), torch.ones(4))
    assert (probabilities[~allowed.flatten(1)] == 0).all()
    given_first = probabilities.unflatten(1, (first, second)).sum(-1)
    torch.testing.assert_close(
        given_first, masked.log_probabilities(logits[0], allowed.any(-1)).exp(), atol=1e-5, rtol=1e-4
    )


def test_pairs_are_split_as_they_were_joined() -> None:
    pairs = torch.arange(K * R)
    assert torch.equal(join(*split(pairs, R), R), pairs)


def test_a_cell_has_its_planes() -> None:
    iron_drill_at_work = 4 << 28 | 500 << 16 | 6 << 12 | 1 << 4
    planes = cell_planes(np.array([[iron_drill_at_work, 1 << 28 | 1]], dtype=np.uint32))
    told = {name for name, plane in zip(PLANE_NAMES, planes, strict=True) if plane[0, 0] == 1}
    assert told == {"iron_ore", "drill", "working"}
    assert {name for name, plane in zip(PLANE_NAMES, planes, strict=True) if plane[0, 1]} == {"land", "walkable"}
    assert planes[PLANE_NAMES.index("amount"), 0, 0] == pytest.approx(np.log(501) / np.log(4096), abs=1e-6)


def test_an_area_lies_around_its_place() -> None:
    assert area_around(0.4, -2.6, 64) == (-32, -35, 32, 29)
