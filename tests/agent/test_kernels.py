"""The compiled network against torch: the same judgements, draws by the same law, the same gradients."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from conftest import SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

import harness
from agent.errors import LossNotFinite
from agent.kernels.mlp import LANES_VARIABLE, CompiledNetwork, Objective, Rows
from agent.policies import masked
from agent.policies.reactive import ReactivePolicy
from agent.ppo import losses
from agent.ppo.ppo import PPO

LANES = (4, 8, 16)
#: features, hidden units, hidden layers, actions, rows, rows of the minibatch
SIZES = [(26, 64, 2, 9, 700, 600), (5, 7, 1, 3, 90, 37), (40, 33, 3, 17, 1300, 1100), (1, 1, 1, 1, 3, 1)]
PLAIN = Objective(0.2, None, 0.5, 0.01, 0.0)
FULL = Objective(0.1, 0.1, 0.7, 0.02, 0.3)


def policy(features: int, hidden: int, layers: int, actions: int, seed: int = 1) -> ReactivePolicy:
    """A network whose every parameter matters."""
    generator = torch.Generator().manual_seed(seed)
    made = ReactivePolicy(features, actions, hidden, layers, generator)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter += torch.randn(parameter.shape, generator=generator) * 0.1
    return made


def masks(random: np.random.Generator, rows: int, actions: int) -> Any:
    """Random masks with one allowed action at least."""
    drawn = random.random((rows, actions)) < 0.7
    drawn[np.arange(rows), random.integers(0, actions, rows)] = True
    return drawn


def rows_for(network: CompiledNetwork, count: int, seed: int = 0) -> Rows:
    """Rows as a rollout leaves them, from a policy a little away from the network's."""
    random = np.random.default_rng(seed)

    def noise(*shape: int) -> Any:
        return random.normal(size=shape).astype(np.float32)

    features, allowed = noise(count, network.features), masks(random, count, network.actions)
    taken, log_probs, values = np.zeros(count, np.int64), np.zeros(count, np.float32), np.zeros(count, np.float32)
    network.act(features, allowed, random.random(count).astype(np.float32), taken, log_probs, values)
    clone, _ = network.judge(features, allowed)
    other = masked.log_probabilities(torch.from_numpy(clone + 0.3 * noise(*clone.shape)), torch.from_numpy(allowed))
    return Rows(
        features, allowed, taken, log_probs + 0.2 * noise(count), noise(count), noise(count),
        values + 0.1 * noise(count), other.numpy(),
    )  # fmt: skip


def by_torch(net: ReactivePolicy, rows: Rows, index: Any, objective: Objective) -> tuple[list[float], Any]:
    """Terms and gradient of the formulas in `agent.ppo.losses`."""
    assert rows.clone_log_probs is not None
    mb = [torch.from_numpy(column[index]) for column in rows]  # type: ignore[index]
    features, allowed, taken, old, advantages, returns, values, clone = mb
    output = net(features)
    log_probs = masked.log_probabilities(output.primitive_action, allowed)
    surrogate = losses.clipped_policy_loss(
        masked.log_probability_of(log_probs, taken), old, advantages, objective.clip
    )
    value = losses.value_loss(output.value, returns)
    if objective.value_clip is not None:
        value = losses.clipped_value_loss(output.value, values, returns, objective.value_clip)
    entropy = masked.entropy(log_probs).mean()
    apart = masked.divergence(log_probs, clone).mean() if objective.clone else torch.zeros(())
    loss = surrogate.loss + objective.value * value - objective.entropy * entropy + objective.clone * apart
    net.zero_grad()
    torch.autograd.backward(loss)
    terms = (surrogate.loss, value, entropy, surrogate.approximate_kl, surrogate.clipped_share, apart)
    return [float(term.detach()) for term in terms], gradient_of(net)


def gradient_of(net: torch.nn.Module) -> Any:
    parts = [parameter.grad for parameter in net.parameters()]
    return torch.cat([part.flatten() for part in parts if part is not None]).numpy().copy()


@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("sizes", SIZES)
def test_it_judges_as_torch_does(lanes: int, sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANES_VARIABLE, str(lanes))
    features, hidden, layers, actions, count, _ = sizes
    net = policy(features, hidden, layers, actions)
    random = np.random.default_rng(3)
    x, allowed = random.normal(size=(count, features)).astype(np.float32), masks(random, count, actions)
    log_probs, values = CompiledNetwork(copy.deepcopy(net)).judge(x, allowed)
    with torch.no_grad():
        output = net(torch.from_numpy(x))
    expected = masked.log_probabilities(output.primitive_action, torch.from_numpy(allowed)).numpy()
    np.testing.assert_allclose(log_probs[allowed], expected[allowed], atol=5e-6)
    np.testing.assert_allclose(values, output.value.numpy(), atol=5e-6)
    assert (np.exp(log_probs[~allowed]) == 0).all()


@pytest.mark.parametrize("objective", [PLAIN, FULL], ids=["plain", "every term"])
@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("sizes", SIZES)
def test_its_gradients_are_those_of_torch(
    lanes: int, sizes: tuple[int, ...], objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANES_VARIABLE, str(lanes))
    *shape, count, part = sizes
    net = policy(*shape)
    network = CompiledNetwork(copy.deepcopy(net))
    rows = rows_for(network, count)
    index = np.random.default_rng(1).permutation(count)[:part]
    terms = network.gradient(rows, index, objective)
    expected_terms, expected = by_torch(net, rows, index, objective)
    np.testing.assert_allclose(terms, expected_terms, atol=2e-6)
    found = gradient_of(network._policy)
    assert np.linalg.norm(found - expected) <= 1e-5 * np.linalg.norm(expected) + 1e-7


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 12), st.integers(1, 80))
def test_draws_follow_the_uniform_numbers_and_the_mask(seed: int, actions: int, count: int) -> None:
    random = np.random.default_rng(seed)
    network = CompiledNetwork(policy(3, 8, 1, actions, seed % 100))
    x, allowed = random.normal(size=(count, 3)).astype(np.float32) * 5, masks(random, count, actions)
    uniform = random.random(count).astype(np.float32)
    uniform[: count // 3] = np.float32(1 - 2**-24)  # the largest that is drawn: rounding may leave nothing above it
    uniform[-1] = 0
    taken, log_probs, values = np.full(count, -1), np.zeros(count, np.float32), np.zeros(count, np.float32)
    network.act(x, allowed, uniform, taken, log_probs, values)
    every, judged = network.judge(x, allowed)
    assert allowed[np.arange(count), taken].all()
    np.testing.assert_array_equal(log_probs, every[np.arange(count), taken])
    np.testing.assert_array_equal(values, judged)
    until = np.cumsum(np.exp(every), axis=1)
    upper, lower = until[np.arange(count), taken], np.where(taken > 0, until[np.arange(count), taken - 1], 0)
    assert (lower <= uniform + 1e-5).all() and (upper >= uniform - 1e-5).all()


def test_the_number_of_threads_changes_no_byte() -> None:
    results = []
    for threads in (1, 2, 3):
        network = CompiledNetwork(policy(26, 16, 2, 9), threads)
        rows = rows_for(network, 3500)
        index = np.random.default_rng(1).permutation(3500)
        results.append((network.gradient(rows, index, FULL), gradient_of(network._policy).tobytes()))
    assert results[0] == results[1] == results[2]


def test_torch_and_the_kernel_look_at_the_same_parameters() -> None:
    net = policy(4, 8, 2, 3)
    network = CompiledNetwork(net)
    x, allowed = np.ones((2, 4), np.float32), np.ones((2, 3), bool)
    before = network.judge(x, allowed)[1]
    net.load_state_dict({name: tensor * 2 for name, tensor in net.state_dict().items()})
    after = network.judge(x, allowed)[1]
    assert not np.array_equal(before, after)
    with torch.no_grad():
        np.testing.assert_allclose(after, net(torch.from_numpy(x)).value.numpy(), atol=1e-5)


def test_clipping_scales_the_gradient_as_torch_does() -> None:
    network = CompiledNetwork(policy(26, 16, 2, 9))
    rows = rows_for(network, 200)
    network.gradient(rows, np.arange(200), PLAIN)
    whole = gradient_of(network._policy)
    assert network.clip(1e9) == pytest.approx(np.linalg.norm(whole), rel=1e-5)
    np.testing.assert_array_equal(gradient_of(network._policy), whole)
    network.clip(0.01)
    assert np.linalg.norm(gradient_of(network._policy)) == pytest.approx(0.01, rel=1e-3)


def test_arrays_that_do_not_fit_are_named_and_nothing_is_computed() -> None:
    network = CompiledNetwork(policy(4, 8, 1, 3))
    allowed = np.ones((2, 3), bool)
    with pytest.raises(ValueError, match=r"needs float32 \[2, 4\], row after row; got float64 \[2, 4\]"):
        network.judge(np.zeros((2, 4)), allowed)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"got float32 \[2, 5\]"):
        network.judge(np.zeros((2, 5), np.float32), allowed)
    with pytest.raises(ValueError, match="not contiguous"):
        network.judge(np.zeros((4, 2), np.float32).T, allowed)
    rows = rows_for(network, 10)
    for index in ([10], [-1], []):
        with pytest.raises(ValueError, match=r"names rows 0\.\.9"):
            network.gradient(rows, np.array(index, np.int64), PLAIN)
    with pytest.raises(ValueError, match="needs the clone"):
        network.gradient(rows._replace(clone_log_probs=None), np.arange(10), FULL)


# --- the learner -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"clone_coefficient": 0.5, "value_clip": 0.2, "target_kl": 0.05}])
def test_a_learner_learns_the_same_with_the_kernel_and_with_torch(
    make_learner: Callable[..., PPO], movement: harness.Scenario, changes: dict[str, Any]
) -> None:
    config = replace(SMALL, **changes)
    compiled, plain = (make_learner(movement, replace(config, compiled=wanted)) for wanted in (True, False))
    assert compiled.network is not None and plain.network is None
    if changes:
        for learner in (compiled, plain):
            learner.start_from(make_learner(movement, seed=2).policy.state_dict())
    rollout = compiled.collect()  # torch draws by another law from the same generator: both learn from one rollout
    plain.generator.set_state(compiled.generator.get_state())
    plain.steps = compiled.steps
    for _ in range(3):
        reports = compiled.update(rollout), plain.update(rollout)
        np.testing.assert_allclose(*reports, rtol=2e-3, atol=2e-5)
    for name, tensor in plain.policy.state_dict().items():
        torch.testing.assert_close(compiled.policy.state_dict()[name], tensor, rtol=1e-3, atol=2e-4)


def test_a_loss_that_is_no_number_stops_before_the_weights_change(
    make_learner: Callable[..., PPO], movement: harness.Scenario
) -> None:
    learner = make_learner(movement)
    rollout = learner.collect()
    before = {name: tensor.clone() for name, tensor in learner.policy.state_dict().items()}
    rollout.features[0, 0, 0] = float("nan")
    config = learner.config
    learner.config = replace(config, minibatches=1, epochs=1)
    with pytest.raises(LossNotFinite, match="policy_loss is nan in update 1"):
        learner.update(rollout)
    assert all(torch.equal(tensor, before[name]) for name, tensor in learner.policy.state_dict().items())
