"""Evaluation on held-out episodes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pydantic
import pytest
import torch
from numpy.typing import NDArray
from toy_env import ToyEnv

import agent.scores
import harness
from agent.choosers import noop_chooser, random_chooser
from agent.encoders import encoder_for
from agent.errors import AgentError, RunMismatch
from agent.evaluate import evaluate, main, play
from agent.model import Model, ModelSpec
from agent.policies import ReactivePolicy
from agent.scores import Evaluation, score_table

#: Action numbers by the signs of dx and dy.
WALK = {(0, -1): 1, (1, -1): 2, (1, 0): 3, (1, 1): 4, (0, 1): 5, (-1, 1): 6, (-1, 0): 7, (-1, -1): 8, (0, 0): 0}


def walk_to_goal(frames: NDArray[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A scripted walker: on each axis towards the goal until it is half a tile away."""
    offset = frames["goal_pos"] - frames["player_pos"]
    signs = np.where(np.abs(offset) > 0.5, np.sign(offset), 0).astype(int)
    return np.array([WALK[(dx, dy)] for dx, dy in signs], dtype=np.int64)


def untrained(scenario: harness.Scenario) -> Model:
    encoder = encoder_for(scenario)
    actions = [str(number) for number in range(10 if scenario.frame == "mining" else 9)]
    spec = ModelSpec(scenario.name, encoder.frame, list(encoder.feature_names), actions, 8, 1)
    policy = ReactivePolicy(len(spec.features), len(actions), 8, 1, torch.Generator().manual_seed(1))
    return Model(policy, spec, Path("nowhere"))


def test_a_scripted_walker_reaches_every_goal(movement: harness.Scenario) -> None:
    assert play(ToyEnv(movement, 8), walk_to_goal, list(range(20))).success.all()


def test_every_seed_is_played_once_whatever_the_number_of_arenas(movement: harness.Scenario) -> None:
    seeds = list(range(100, 120))
    results = [play(ToyEnv(movement, arenas), walk_to_goal, seeds) for arenas in (1, 7, 32)]
    for other in results[1:]:
        assert other.steps.tolist() == results[0].steps.tolist()
        assert other.reward.tolist() == pytest.approx(results[0].reward.tolist())


def test_episodes_of_a_lost_server_are_played_again(movement: harness.Scenario) -> None:
    seeds = list(range(6))
    whole = play(ToyEnv(movement, 6), walk_to_goal, seeds)
    env = ToyEnv(movement, 6, lose=(3,))
    begin, env_losses = env.reset, []

    def reset(**options: Any) -> Any:
        env.lose = (3,) if not env_losses else ()
        env_losses.append(1)
        return begin(**options)

    env.reset = reset  # type: ignore[method-assign]
    broken = play(env, walk_to_goal, seeds)
    assert len(env_losses) == 2
    assert broken.steps.tolist() == whole.steps.tolist()
    assert broken.success.all()
    assert not np.isnan(broken.reward).any()


def test_servers_that_are_lost_again_and_again_end_the_evaluation(movement: harness.Scenario) -> None:
    with pytest.raises(AgentError, match="1 of 4 episodes could not be played"):
        play(ToyEnv(movement, 4, lose=(3,)), walk_to_goal, list(range(4)))


def test_chance_chooses_only_allowed_actions() -> None:
    mask = np.random.default_rng(0).random((200, 10)) < 0.3
    mask[:, 0] = True
    chosen = random_chooser(1)(np.zeros(200), mask)
    assert mask[np.arange(200), chosen].all()
    assert len(set(chosen.tolist())) == 10


def test_doing_nothing_gets_nowhere(movement: harness.Scenario) -> None:
    outcomes = play(ToyEnv(movement, 8), noop_chooser, list(range(8)))
    assert not outcomes.success.any()
    assert (outcomes.steps == movement.episode_steps).all()


def test_a_result_is_written_with_the_documented_keys(tmp_path: Path, movement: harness.Scenario) -> None:
    evaluate(ToyEnv(movement, 10), untrained(movement), episodes=10, seed=3).write(tmp_path / "scores.json")
    result = json.loads((tmp_path / "scores.json").read_text())
    assert {"success_rate", "interval", "episodes", "floors"} <= set(result)
    assert result["episodes"] == 10
    assert set(result["floors"]) == {"random", "noop"}
    assert set(result["arms"]) == {"sampled", "greedy"}
    low, high = result["interval"]
    assert low <= result["success_rate"] <= high


def test_the_published_schema_is_that_of_the_result() -> None:
    """Made by: python -c "import json, pydantic, agent.scores as e;
    print(json.dumps(pydantic.TypeAdapter(e.Evaluation).json_schema(), indent=1))" > agent/evaluation.schema.json
    """
    published = Path(agent.scores.__file__).with_name("evaluation.schema.json")
    assert json.loads(published.read_text()) == pydantic.TypeAdapter(Evaluation).json_schema()


def test_failed_episodes_are_named_by_seed(movement: harness.Scenario) -> None:
    result = evaluate(ToyEnv(movement, 5), untrained(movement), episodes=5, seed=3)
    failed = result.arms["greedy"].failed_seeds
    first = 2**63 + 3 * 2**20
    assert failed
    assert set(failed) <= set(range(first, first + 5))


def test_equal_seeds_give_equal_results(movement: harness.Scenario) -> None:
    model = untrained(movement)
    results = [evaluate(ToyEnv(movement, 10), model, episodes=10, seed=seed) for seed in (3, 3, 4)]
    assert results[0].arms == results[1].arms
    assert results[0].floors == results[1].floors
    assert results[0].arms != results[2].arms


def test_a_model_of_another_scenario_is_refused(movement: harness.Scenario, mining: harness.Scenario) -> None:
    with pytest.raises(RunMismatch, match="trained on movement_micro with 26 features of the frame 'movement'"):
        evaluate(ToyEnv(mining, 2), untrained(movement), episodes=2)


def test_the_table_has_a_row_for_each_arm_and_floor(movement: harness.Scenario) -> None:
    assert score_table(evaluate(ToyEnv(movement, 4), untrained(movement), episodes=4)).row_count == 4


def test_a_model_that_is_not_there_is_told_with_the_command_that_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nothing")]) == 1
    error = capsys.readouterr().err
    assert "is no model" in error
    assert "python -m agent.train" in error
