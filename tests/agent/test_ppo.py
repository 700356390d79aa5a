"""The learner: what enters a batch, what an update changes, and that it learns."""

from __future__ import annotations

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
from agent.errors import AgentError, LossNotFinite
from agent.policies import masked
from agent.ppo.normalizer import ReturnNormalizer
from agent.ppo.ppo import PPO

MakeLearner = Callable[..., PPO]


def shortened(scenario: harness.Scenario, steps: int) -> harness.Scenario:
    """The scenario with episodes of that many steps."""
    return scenario.model_copy(update={"episode_steps": steps})


def weights(learner: PPO) -> bytes:
    return b"".join(tensor.numpy().tobytes() for tensor in learner.policy.state_dict().values())


def test_a_rollout_has_the_shapes_that_it_states(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    rollout = make_learner(movement).collect()
    assert rollout.features.shape == (9, 16, 26)
    assert rollout.values.shape == (9, 16)
    assert rollout.masks.shape == (8, 16, 9)
    assert rollout.actions.shape == rollout.rewards.shape == rollout.valid.shape == (8, 16)


def test_the_pull_of_the_clone_keeps_the_policy_near_what_it_started_from(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    def distance(coefficient: float) -> float:
        learner = make_learner(movement, replace(SMALL, clone_coefficient=coefficient, learning_rate=0.01))
        learner.start_from(make_learner(movement, seed=2).policy.state_dict())
        for _ in range(6):
            learner.update(learner.collect())
        batch = learner._batch(learner.rollout)
        log_probs = masked.log_probabilities(learner.policy(batch.features).primitive_action, batch.masks)
        return float(learner._distance_to_clone(batch, log_probs).detach())

    assert distance(100.0) < distance(0.0) / 2


def test_a_learner_with_a_clone_is_saved_and_loaded_with_it(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    one, other = make_learner(movement, seed=1), make_learner(movement, seed=2)
    one.start_from(make_learner(movement, seed=3).policy.state_dict())
    one.update(one.collect())
    arrays = {name: array.copy() for name, array in one.arrays().items()}
    other.load(arrays, one.counters(), one._observation.copy(), {"action_mask": one._mask.copy()})
    assert other.clone is not None and one.clone is not None
    for name, tensor in one.clone.state_dict().items():
        assert torch.equal(other.clone.state_dict()[name], tensor)
    assert weights(one) == weights(other)


def test_the_step_after_an_episodes_end_is_no_transition(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    # Episodes of 3 steps: rows 0-2 play, row 2 is truncated, row 3 resets, rows 4-6 play, row 7 resets.
    rollout = make_learner(shortened(movement, 3)).collect()
    assert rollout.truncated[:, 0].tolist() == [False, False, True, False, False, False, True, False]
    assert rollout.valid[:, 0].tolist() == [True, True, True, False, True, True, True, False]


def test_an_episode_that_ends_with_a_rollout_resets_in_the_next(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    learner = make_learner(shortened(movement, 8))
    assert learner.collect().truncated[7].all()
    second = learner.collect()
    assert not second.valid[0].any()
    assert second.valid[1:].all()


def test_transitions_of_a_lost_server_are_no_transitions(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    learner = make_learner(movement, lose=(4,))
    rollout = learner.collect()
    # Step 4 is row 3; row 4 is the reset after it. The reward of the lost row is NaN in the numpy world.
    assert rollout.valid[:, 0].tolist() == [True, True, True, False, False, True, True, True]
    assert rollout.valid[:, 1].all()
    report = learner.update(rollout)
    assert all(np.isfinite(report))


def test_a_lost_episode_is_not_reported(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    learner = make_learner(movement, lose=(4,))
    assert learner.collect().episodes == []


def test_a_finished_episode_reports_its_rewards(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    rollout = make_learner(shortened(movement, 3)).collect()
    first, second = rollout.episodes
    assert first["episode_reward"] == pytest.approx(rollout.rewards[:3].sum(0).numpy(), abs=1e-5)
    assert second["episode_reward"] == pytest.approx(rollout.rewards[4:7].sum(0).numpy(), abs=1e-5)


def test_forbidden_actions_are_never_taken_while_acting(make_learner: MakeLearner, mining: harness.Scenario) -> None:
    rollout = make_learner(mining).collect()
    assert not rollout.masks[..., 9].all()
    assert rollout.masks.gather(-1, rollout.actions.unsqueeze(-1)).all()


def test_an_arena_without_any_allowed_action_is_named(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    learner = make_learner(movement)
    mask = np.ones((16, 9), dtype=bool)
    mask[5] = False
    learner._mask = mask
    with pytest.raises(AgentError, match="arena 5 allows no action"):
        learner.collect()


def test_equal_seeds_learn_equal_bytes(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    learners = [make_learner(movement, seed=seed) for seed in (3, 3, 4)]
    for learner in learners:
        for _ in range(3):
            learner.update(learner.collect())
    assert weights(learners[0]) == weights(learners[1])
    assert weights(learners[0]) != weights(learners[2])


def test_invalid_rows_change_nothing_that_is_learned(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    results = []
    for garbage in (0.0, 1e6):
        learner = make_learner(shortened(movement, 3))
        rollout = learner.collect()
        rollout.rewards[~rollout.valid] = garbage
        rollout.log_probs[~rollout.valid] = garbage
        learner.update(rollout)
        results.append(weights(learner))
    assert results[0] == results[1]


def test_a_loss_that_is_not_a_number_is_named_with_its_update(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    learner = make_learner(movement)
    learner.update(learner.collect())
    rollout = learner.collect()
    rollout.rewards[0, 0] = float("nan")
    with pytest.raises(LossNotFinite, match="policy_loss is nan in update 2"):
        learner.update(rollout)


def test_learning_rate_falls_linearly_over_the_steps(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    learner = make_learner(movement, replace(SMALL, learning_rate=1e-3, final_learning_rate=0.0))
    learner.anneal_steps = 256  # two rollouts of 128
    rates = [learner.update(learner.collect()).learning_rate for _ in range(4)]
    assert rates == pytest.approx([1e-3, 5e-4, 0.0, 0.0])


def test_a_target_kl_ends_the_passes_early(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    steps: list[Any] = []
    learner = make_learner(movement, replace(SMALL, epochs=5, target_kl=0.0, learning_rate=0.01))
    original = learner._gradient_step
    learner._gradient_step = lambda *args: steps.append(args) or original(*args)  # type: ignore[method-assign,func-returns-value]
    learner.update(learner.collect())
    assert len(steps) == SMALL.minibatches


def test_it_learns_to_walk_to_the_goal(make_learner: MakeLearner, movement: harness.Scenario) -> None:
    config = replace(SMALL, arenas=128, horizon=32, epochs=3, minibatches=4, hidden_units=64)
    learner = make_learner(movement, config, steps=200_000)
    success: list[float] = []
    for _ in range(30):
        rollout = learner.collect()
        success += [value for columns in rollout.episodes for value in columns["task_completion_rate"]]
        learner.update(rollout)
    assert np.mean(success[:50]) < 0.7
    assert np.mean(success[-100:]) > 0.95


def test_a_policy_that_only_loses_by_walking_learns_to_stand(
    make_learner: MakeLearner, movement: harness.Scenario
) -> None:
    learner = make_learner(movement, replace(SMALL, learning_rate=5e-3, entropy_coefficient=0.0), steps=20_000)
    for _ in range(60):
        rollout = learner.collect()
        rollout.rewards[:] = -(rollout.actions != 0).float()
        learner.update(rollout)
    assert float((learner.collect().actions == 0).float().mean()) > 0.95


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20), min_size=1, max_size=5))
def test_the_return_normalizer_knows_mean_and_variance_of_all_it_has_seen(batches: list[list[float]]) -> None:
    normalizer = ReturnNormalizer()
    for batch in batches:
        normalizer.update(torch.tensor(batch, dtype=torch.float64))
    everything = np.concatenate([np.array(batch) for batch in batches])
    assert normalizer.mean == pytest.approx(everything.mean(), abs=1e-6)
    assert normalizer.variance == pytest.approx(everything.var(), rel=1e-6, abs=1e-6)


def test_the_return_normalizer_is_its_own_inverse_even_without_spread() -> None:
    normalizer = ReturnNormalizer()
    normalizer.update(torch.full((4,), 3.0))
    values = torch.tensor([1.0, 3.0, 9.0])
    assert torch.allclose(normalizer.restore(normalizer.normalize(values)), values)
