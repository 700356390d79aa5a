"""Reverse starts: episodes begin at moments of demonstrations, which move back as the learner succeeds."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import SMALL
from rich.console import Console
from toy_env import WALKS, ToyEnv

import harness
from agent.config import TrainConfig
from agent.curriculum import ReverseConfig, ReverseStarts
from agent.curriculum.reverse_env import ReverseStartEnv, with_reverse_starts
from agent.curriculum.starts import Demonstration, moments_of
from agent.demos.record import record
from agent.errors import AgentError
from agent.run import train

QUIET = Console(file=io.StringIO(), width=100)
#: Starts that only move back.
ALWAYS = ReverseConfig(first_steps=4, window=8, bare_share=0.0, growth=2)


def demonstration(scenario: harness.Scenario, seed: int) -> Demonstration:
    """Straight to the goal."""
    env, actions = ToyEnv(scenario, 1), list[int]()
    observation, _ = env.reset(seed=[seed])
    terminated = [False]
    while not terminated[0]:
        frame = harness.fields(observation, "movement")[0]
        offset = frame["goal_pos"] - frame["player_pos"]
        signs = np.where(np.abs(offset) > 0.5, np.sign(offset), 0)
        actions.append(int(np.flatnonzero((signs == WALKS).all(axis=1))[0]))
        observation, _, terminated, _, _ = env.step(np.array(actions[-1:]))
    return Demonstration(seed, np.array(actions))


@pytest.fixture
def shown(movement: harness.Scenario) -> list[Demonstration]:
    return [demonstration(movement, seed) for seed in range(1, 6)]


def arenas(scenario: harness.Scenario, shown: list[Demonstration], config: ReverseConfig = ALWAYS) -> ReverseStartEnv:
    env = ToyEnv(scenario, 4)
    return ReverseStartEnv(env, moments_of(env, shown, 64), config, seed=1)


def test_starts_move_back_only_when_the_learner_succeeds() -> None:
    starts = ReverseStarts(ReverseConfig(first_steps=8, growth=2, window=10), longest=20)
    starts.note([True] * 8 + [False] * 2)
    assert starts.left_steps == 8
    starts.note([True] * 10)
    assert starts.left_steps == 16 and not starts.is_finished
    starts.note([True] * 9)
    assert starts.left_steps == 16  # a new start has a window of its own
    starts.note([True])
    assert starts.left_steps == 20 and starts.is_finished


def test_their_state_goes_on() -> None:
    first, second = ReverseStarts(ALWAYS, 40), ReverseStarts(ALWAYS, 40)
    first.note([True] * 8)
    first.note([True] * 5)
    second.load(first.state())
    first.note([True] * 3)
    second.note([True] * 3)
    assert first.left_steps == second.left_steps == 16
    assert np.array_equal(first.state()["recent"], second.state()["recent"])


def test_a_moment_is_where_the_demonstration_led(movement: harness.Scenario, shown: list[Demonstration]) -> None:
    env = ToyEnv(movement, 4)
    moments = moments_of(env, shown, 64)
    assert [one.length for one in moments] == [len(one.actions) for one in shown]
    one, actions = moments[2], shown[2].actions
    left = 6
    env.reset(seed=[9, 9, 9, 9])
    observation, _ = env.load_arenas([1], [one.with_left(left)])
    there = harness.fields(observation, "movement")["player_pos"][1].copy()
    walked, _ = env.reset(seed=[shown[2].seed] * 4)
    for action in actions[: len(actions) - left]:
        walked, *_ = env.step(np.full(4, action))
    assert np.array_equal(there, harness.fields(walked, "movement")["player_pos"][0])
    assert one.with_left(len(actions)) is None


def test_episodes_begin_near_the_goal_and_others_are_left_alone(
    movement: harness.Scenario, shown: list[Demonstration]
) -> None:
    env = arenas(movement, shown)
    observation, _ = env.reset(seed=3)
    frames = harness.fields(observation, "movement")
    assert (frames["timestamp"] > 0).all()
    assert (frames["goal_distance"] < 5 * 0.6 * 1.5 + movement.task.radius).all()
    plain, _ = arenas(movement, shown, replace(ALWAYS, bare_share=1.0)).reset(seed=3)
    assert np.array_equal(plain, ToyEnv(movement, 4).reset(seed=3)[0])


def play(env: Any, steps: int) -> list[float]:
    """Walks straight to the goals; the starts after each step."""
    observation, left = env.reset(seed=3)[0], []
    for _ in range(steps):
        frames = harness.fields(observation, "movement")
        offset = frames["goal_pos"] - frames["player_pos"]
        signs = np.where(np.abs(offset) > 0.5, np.sign(offset), 0)
        actions = (signs[:, None] == WALKS).all(axis=2).argmax(axis=1)
        observation, *_ = env.step(actions)
        left.append(env.starts.left_steps)
    return left


def test_success_moves_them_back_to_the_scenarios_own_start(
    movement: harness.Scenario, shown: list[Demonstration]
) -> None:
    env = arenas(movement, shown)
    left = play(env, 400)
    assert left[0] == 4 and left == sorted(left) and env.starts.is_finished
    observation, _ = env.reset(seed=3)
    assert np.array_equal(observation, ToyEnv(movement, 4).reset(seed=3)[0])


def test_a_lost_server_counts_neither_way(movement: harness.Scenario, shown: list[Demonstration]) -> None:
    inner = ToyEnv(movement, 1, lose=(1,))
    env = ReverseStartEnv(inner, moments_of(ToyEnv(movement, 1), shown, 8), ALWAYS, seed=1)
    env.reset(seed=3)
    _, _, _, truncated, info = env.step(np.zeros(1, np.int64))
    assert truncated[0] and info["server_lost"][0]
    assert env.starts.success_rate == 0 and not env.starts.state()["recent"].max() >= 0


def test_a_demonstration_that_leads_elsewhere_is_named(movement: harness.Scenario, shown: list[Demonstration]) -> None:
    turned = Demonstration(shown[0].seed, np.roll(shown[0].actions, 1) * 0 + 1)
    with pytest.raises(AgentError, match=rf"the demonstration of seed 1 has {len(turned.actions)} steps to success"):
        moments_of(ToyEnv(movement, 2), [turned], 8)
    with pytest.raises(AgentError, match="need successful demonstrations"):
        moments_of(ToyEnv(movement, 2), [], 8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demonstrations of the scripted expert on the stand-in."""
    path = tmp_path_factory.mktemp("demos")
    record("mining_micro", "expert", 2, 0, path, QUIET, arenas=2)
    return path


def training(folder: Path, out: Path, **changes: Any) -> TrainConfig:
    base = TrainConfig(
        scenario="mining_micro", steps=SMALL.arenas * SMALL.horizon * 6, out=out, evaluation_episodes=0,
        checkpoint_every=2, reverse_starts=folder, ppo=SMALL,
        reverse=ReverseConfig(window=4, first_steps=4, threshold=0.2, moments=4),
    )  # fmt: skip
    return replace(base, **changes)


def test_a_run_with_reverse_starts_resumes_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    whole = train(training(folder, tmp_path / "whole"), QUIET)
    train(training(folder, tmp_path / "parts", budget=0.0), QUIET)
    parts = train(training(folder, tmp_path / "parts"), QUIET)
    assert parts.content_hash == whole.content_hash
    record_of = (tmp_path / "whole" / "metrics.jsonl").read_text()
    assert "reverse_left_steps" in record_of


def test_a_moment_of_the_stand_in_goes_on_in_any_arena_as_in_its_own() -> None:
    with harness.FactorioVectorEnv("mining_micro", 3, num_servers=2, copy=True) as env:
        env.reset(seed=[4, 5, 6])
        for step in range(20):
            env.step(np.full(3, 1 + step % 8))
        state = env.save_arena(0)
        after = [env.step(np.full(3, 3)) for _ in range(5)]
        observation, _ = env.load_arenas([2], [state])
        again = [env.step(np.full(3, 3)) for _ in range(5)]
        for (first, reward, *_), (second, other, *_) in zip(after, again, strict=True):
            one, two = (harness.fields(frames, "mining") for frames in (first, second))
            for name in ("player_pos", "timestamp", "walked", "resources", "mined_total"):
                assert np.array_equal(one[name][0], two[name][2])
            assert reward[0] == other[2]
        assert harness.fields(observation, "movement")["arena"].tolist() == [0, 1, 2]
        with pytest.raises(ValueError, match="arena is 3"):
            env.load_arenas([3], [state])


def test_demonstrations_of_another_scenario_are_refused(folder: Path) -> None:
    movement = ToyEnv(harness.load_scenario("movement_micro"), 2)
    with pytest.raises(AgentError, match="holds demonstrations of mining_micro, not of movement_micro"):
        with_reverse_starts(movement, folder, ALWAYS, 1)
    obstacles = ToyEnv(harness.load_scenario("movement_obstacles"), 2)
    with pytest.raises(AgentError, match="remember what they have seen"):
        with_reverse_starts(obstacles, folder, ALWAYS, 1)
