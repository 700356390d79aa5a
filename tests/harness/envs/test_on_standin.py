"""The whole path on the real stand-in: rules, determinism, snapshots, loss."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import psutil
import pytest
from gymnasium.utils.env_checker import check_env
from hypothesis import given, settings
from hypothesis import strategies as st

import harness
from comm_c.layout import constants
from harness.envs import FactorioEnv, FactorioVectorEnv, fields
from harness.envs.checks import check_vector_env
from harness.envs.query import ANSWERS
from harness.errors import InvalidAction, ResetNeeded
from harness.runner.play import play_episodes
from harness.runner.policies import scripted_policy
from harness.scenarios import Scenario, load_scenario

SCENARIOS = ("movement_micro", "mining_micro")

Make = Callable[..., FactorioVectorEnv]


def short(name: str, steps: int = 7) -> Scenario:
    return Scenario.model_validate(load_scenario(name).model_dump() | {"episode_steps": steps})


@pytest.fixture
def make_vec() -> Iterator[Make]:
    """Makes vector environments on stand-ins; closes them."""
    made: list[FactorioVectorEnv] = []

    def make(scenario: Any, num_envs: int, **options: Any) -> FactorioVectorEnv:
        made.append(FactorioVectorEnv(scenario, num_envs, **options))
        return made[-1]

    yield make
    for env in made:
        env.close()


@pytest.fixture(scope="module")
def mining() -> Iterator[FactorioVectorEnv]:
    """Six arenas of mining_micro, shared by tests that reset them."""
    with FactorioVectorEnv(short("mining_micro", 40), 6) as env:
        yield env


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("servers", [1, 2])
def test_the_standin_keeps_the_rules(make_vec: Make, scenario: str, servers: int) -> None:
    check_vector_env(make_vec(short(scenario), 5, num_servers=servers), steps=40)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_one_server_and_four_give_the_same_bytes_and_hashes(make_vec: Make, scenario: str) -> None:
    actions = np.random.default_rng(0).integers(0, 9, (30, 8))
    runs = []
    for servers in (1, 4):
        env = make_vec(short(scenario), 8, num_servers=servers)
        shown = [env.reset(seed=3)[0].tobytes()]
        for row in actions:
            observations, rewards, *_ = env.step(row)
            shown += [observations.tobytes(), rewards.tobytes(), env.state_hash()]
        runs.append(shown)
    assert runs[0] == runs[1]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), at=st.integers(0, 30), data=st.data())
def test_a_run_restored_at_any_moment_goes_on_bit_for_bit(
    mining: FactorioVectorEnv, seed: int, at: int, data: st.DataObject
) -> None:
    actions = np.random.default_rng(seed).integers(0, 10, (at + 20, 6))
    actions[data.draw(st.integers(0, at)) :] = 9  # mining, where there is something to mine
    mining.reset(seed=seed)
    for row in actions[:at]:
        mining.step(row)
    snapshot, before = mining.snapshot(), mining.state_hash()
    expected = [mining.step(row)[0].tobytes() for row in actions[at:]]
    after = mining.state_hash()
    mining.restore(snapshot)
    assert mining.state_hash() == before
    assert [mining.step(row)[0].tobytes() for row in actions[at:]] == expected
    assert mining.state_hash() == after


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_snapshot_goes_on_in_another_process(make_vec: Make, scenario: str) -> None:
    one, other = make_vec(scenario, 4, num_servers=2), make_vec(scenario, 4, num_servers=2)
    one.reset(seed=1)
    for _ in range(9):
        one.step([3, 4, 5, 6])
    other.restore(one.snapshot())
    for _ in range(9):
        assert np.array_equal(one.step([1, 2, 3, 4])[0], other.step([1, 2, 3, 4])[0])
    assert one.state_hash() == other.state_hash()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_scripted_solver_solves_every_episode(make_vec: Make, scenario: str) -> None:
    env = make_vec(scenario, 50, copy=False)
    episodes = play_episodes(env, scripted_policy(env.scenario), range(100, 150))
    assert [episode.seed for episode in episodes if not episode.success] == []


def test_a_character_walks_as_far_as_the_game_says(make_vec: Make) -> None:
    env = make_vec(short("movement_micro", 50), 2)
    env.reset(seed=1)
    frames = fields(env.step([env.action_names.index("east"), env.action_names.index("south_east")])[0], "movement")
    # 38/256 tile a tick straight, 27/256 on each axis diagonally (mechanics C02 and C03); a step runs 4 ticks.
    assert frames["displacement"].tolist() == [[4 * 38 / 256, 0], [4 * 27 / 256, 4 * 27 / 256]]


def test_start_and_goal_keep_to_the_scenario(make_vec: Make) -> None:
    env = make_vec("movement_micro", 500)
    frames = fields(env.reset(seed=1)[0], "movement")
    goal = env.scenario.reset.goal
    assert goal is not None
    assert (frames["flags"] & constants.FACTORIO_FLAG_RESET).all()
    assert np.abs(frames["player_pos"]).max() <= 28
    assert np.abs(frames["goal_pos"]).max() <= 28
    assert frames["goal_distance"].min() >= goal.min_distance
    assert frames["goal_distance"].max() <= goal.max_distance


def test_ore_stands_every_sixteen_tiles_with_a_thousand_units(make_vec: Make) -> None:
    env = make_vec("mining_micro", 3)
    frames = fields(env.reset(seed=1)[0], "mining")
    places = frames["player_pos"][:, None] + frames["resources"]["offset"]
    present = frames["resources"]["amount"] > 0
    assert present.any(axis=1).all()
    assert (frames["resources"]["amount"][present] == 1000).all()
    steps = (places[present] - places[present][0]) / 16
    assert np.array_equal(steps, np.round(steps))


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_standin_that_is_struck_down_is_replaced(make_vec: Make, signal_number: int) -> None:
    env = make_vec("movement_micro", 4, num_servers=2, timeout=1.0)
    env.reset(seed=1)
    struck = env.server_pids[1]
    os.kill(struck, signal_number)
    for _ in range(100):  # a step may be answered before the signal takes hold
        *_, truncated, info = env.step([0] * 4)
        if "server_lost" in info:
            break
    assert truncated.tolist() == info["server_lost"].tolist() == [False, False, True, True]
    assert "server_lost" not in env.step([0] * 4)[4]
    assert not psutil.pid_exists(struck)


def test_nothing_is_left_when_an_environment_is_closed() -> None:
    env = FactorioEnv("movement_micro")
    before, children = psutil.Process().num_fds(), psutil.Process().children()
    env.close()
    for _ in range(2):
        env = FactorioEnv("movement_micro")
        env.reset(seed=1)
        env.step(1)
        env.close()
    assert psutil.Process().num_fds() < before
    assert len(psutil.Process().children()) < len(children)


COMMAND_SCENARIOS = ("survival_basic", "automation_intro")


@pytest.mark.parametrize("scenario", COMMAND_SCENARIOS)
def test_gymnasiums_checker_passes_where_actions_are_commands(scenario: str) -> None:
    env = FactorioEnv(scenario)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # A command's columns are numbers of the game: positions, prototypes, counts.
        warnings.filterwarnings("ignore", message=".*we recommend using a symmetric and normalized space")
        check_env(env, skip_render_check=True)
    env.close()


def test_one_arena_takes_the_commands_that_many_take() -> None:
    with FactorioVectorEnv("survival_basic", 1) as many:
        one = FactorioEnv("survival_basic")
        many.reset(seed=[5])
        one.reset(seed=5)
        for command in (harness.commands.walk(1, 0), harness.commands.mine(2.5, 2.5), harness.commands.WAIT):
            observations, *_ = many.step([command])
            assert np.array_equal(one.step(command)[0], observations[0])
        one.close()


@pytest.mark.parametrize("action", [3, [1, 2, 3], [99] + [0] * 8, [float("nan")] + [0] * 8, None, "walk"])
def test_an_impossible_command_is_refused_and_the_episode_goes_on(action: Any) -> None:
    env = FactorioEnv("survival_basic")
    env.reset(seed=1)
    before = env.state_hash()
    with pytest.raises(InvalidAction):
        env.step(action)
    assert env.state_hash() == before
    env.step(harness.commands.STAND)
    env.close()


def test_one_arena_is_asked_what_its_frame_does_not_carry() -> None:
    env = FactorioEnv("automation_intro")
    with pytest.raises(ResetNeeded):
        env.query("entities")
    env.reset(seed=3)
    with FactorioVectorEnv("automation_intro", 1) as many:
        many.reset(seed=[3])
        for kind in ANSWERS:
            assert env.query(kind).tobytes() == many.query(0, kind).tobytes()
    assert env.prototype_names["item"] == many.prototype_names["item"]
    env.close()
