"""The vector environment: lock step, autoreset, who owns what, send and receive."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers.vector import RecordEpisodeStatistics

from comm_c.layout import constants
from harness.envs import FactorioEnv, FactorioVectorEnv, fields
from harness.errors import InvalidAction, ResetNeeded, ServerLost
from harness.runner.policies import scripted_policy
from harness.scenarios import Scenario, load_scenario

Make = Callable[..., FactorioVectorEnv]


def short_scenario(**changes: Any) -> Scenario:
    """movement_micro with episodes of a few steps."""
    data = load_scenario("movement_micro").model_dump() | {"episode_steps": 3} | changes
    return Scenario.model_validate(data)


def random_actions(env: FactorioVectorEnv, steps: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, len(env.action_names), (steps, env.num_envs))


def play_hashes(env: FactorioVectorEnv, steps: int = 12) -> tuple[list[bytes], str]:
    """Everything that a run shows, as bytes, and its last state's hash."""
    observations, _ = env.reset(seed=5)
    shown = [observations.tobytes()]
    for actions in random_actions(env, steps):
        observations, rewards, terminated, truncated, info = env.step(actions)
        for array in (observations, rewards, terminated, truncated, info["episode_return"], info["episode_length"]):
            shown.append(array.tobytes())
    return shown, env.state_hash()


def test_spaces_and_metadata_are_gymnasiums(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=3)
    assert env.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    assert env.observation_space.shape == (3, 64)
    assert env.action_space.shape == (3,)
    observations, info = env.reset(seed=1)
    assert env.observation_space.contains(observations)
    assert info["action_mask"].shape == (3, 9)


def test_the_first_frames_answer_a_reset_and_arenas_differ(make_fake_vec: Make) -> None:
    env = make_fake_vec()
    frames = fields(env.reset(seed=1)[0], "movement")
    assert (frames["flags"] & constants.FACTORIO_FLAG_RESET).all()
    assert len(np.unique(frames["goal_pos"], axis=0)) == 4


def test_a_seed_gives_the_same_episodes_and_another_seed_others(make_fake_vec: Make) -> None:
    env = make_fake_vec()
    first = env.reset(seed=1)[0]
    assert not np.array_equal(env.reset(seed=2)[0], first)
    assert np.array_equal(env.reset(seed=1)[0], first)


def test_a_reset_without_seed_goes_on_with_the_next_episodes(make_fake_vec: Make) -> None:
    env = make_fake_vec(seed=1)
    first, second = env.reset()[0], env.reset()[0]
    assert not np.array_equal(first, second)
    assert np.array_equal(env.reset(seed=1)[0], first)
    assert np.array_equal(env.reset()[0], second)


def test_the_results_do_not_depend_on_the_number_of_servers(make_fake_vec: Make) -> None:
    runs = [play_hashes(make_fake_vec(short_scenario(), 5, num_servers=servers)) for servers in (1, 2, 5)]
    assert runs[0] == runs[1] == runs[2]


def test_a_sequence_of_seeds_gives_each_arena_the_episodes_of_a_single_environment(
    make_fake_vec: Make, fake: dict[str, Any]
) -> None:
    env = make_fake_vec(short_scenario(), 2)
    observations, _ = env.reset(seed=[11, 4])
    single = FactorioEnv(short_scenario(), **fake)
    assert np.array_equal(single.reset(seed=4)[0][:52], observations[1][:52])
    for _ in range(4):
        observations = env.step([3, 3])[0]
    for _ in range(3):
        single.step(3)
    assert np.array_equal(single.reset()[0][:52], observations[1][:52])
    single.close()


def test_an_episode_that_ends_keeps_its_last_frame_and_the_next_step_resets(make_fake_vec: Make) -> None:
    env = make_fake_vec(short_scenario(), 2)
    env.reset(seed=1)
    for _ in range(2):
        *_, truncated, info = env.step([3, 3])
        assert not truncated.any()
    observations, _, terminated, truncated, info = env.step([3, 3])
    assert truncated.all()
    assert not terminated.any()
    assert fields(observations, "movement")["timestamp"].tolist() == [12, 12]
    assert info["episode_over"].all()
    assert info["episode_length"].tolist() == [3, 3]
    observations, rewards, terminated, truncated, info = env.step([3, 3])
    assert fields(observations, "movement")["timestamp"].tolist() == [0, 0]
    assert not (rewards.any() or terminated.any() or truncated.any() or info["episode_over"].any())
    assert info["episode_length"].tolist() == [0, 0]


def test_the_episodes_return_is_the_sum_of_its_rewards(make_fake_vec: Make) -> None:
    env = make_fake_vec(short_scenario(), 3)
    env.reset(seed=1)
    total = np.zeros(3, dtype=np.float32)
    for actions in random_actions(env, 3):
        _, rewards, *_, info = env.step(actions)
        total += rewards
    assert np.array_equal(info["episode_return"], total)


def test_gymnasiums_statistics_of_episodes_are_those_of_the_info(make_fake_vec: Make) -> None:
    env = make_fake_vec(short_scenario(), 2)
    watched = RecordEpisodeStatistics(env)
    watched.reset(seed=1)
    for actions in random_actions(env, 3):
        *_, info = watched.step(actions)
    assert info["_episode"].all()
    assert np.allclose(info["episode"]["r"], info["episode_return"])
    assert info["episode"]["l"].tolist() == info["episode_length"].tolist() == [3, 3]


def test_success_terminates_and_is_told(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=3)
    policy = scripted_policy(env.scenario)
    observations, info = env.reset(seed=1)
    reached = np.zeros(3, dtype=bool)
    for _ in range(env.scenario.episode_steps):
        observations, _, terminated, _, info = env.step(policy.act(observations, info["action_mask"]))
        assert np.array_equal(info["success"], terminated)
        reached |= terminated
    assert reached.all()
    assert env.counters.successes == env.counters.episodes >= 3


def test_what_finds_no_room_in_an_arena_is_counted_and_told_once(
    make_fake_vec: Make, fault: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    fault("lack_room", at=2)
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    assert env.counters.refused == 0
    with caplog.at_level(logging.WARNING, "harness"):
        for _ in range(3):
            env.step([0, 0])
    assert env.counters.refused == 3
    assert caplog.text.count("memory is full") == 1


def test_an_invalid_action_steps_nothing(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=3, num_servers=3)
    env.reset(seed=1)
    before, exchanges = env.state_hash(), env.counters.exchanges
    with pytest.raises(InvalidAction, match="arena 2: action 9"):
        env.step([0, 0, 9])
    assert env.counters.exchanges == exchanges
    assert env.state_hash() == before


def test_with_copy_what_was_returned_stays_as_it_was(make_fake_vec: Make) -> None:
    env = make_fake_vec()
    env.reset(seed=1)
    outcomes = [env.step([3] * 4) for _ in range(3)]
    kept = [(o.copy(), r.copy()) for o, r, *_ in outcomes]
    env.step([5] * 4)
    assert all(np.array_equal(o, k) and np.array_equal(r, c) for (o, r, *_), (k, c) in zip(outcomes, kept, strict=True))


@pytest.mark.parametrize("servers", [1, 2])
def test_without_copy_an_observation_lives_until_the_step_after_the_next(make_fake_vec: Make, servers: int) -> None:
    env = make_fake_vec(copy=False, num_servers=servers)
    env.reset(seed=1)
    first = env.step([3] * 4)[0]
    kept = first.copy()
    second = env.step([3] * 4)[0]
    assert np.array_equal(first, kept)
    third = env.step([3] * 4)[0]
    assert np.shares_memory(first, third)
    assert not np.shares_memory(second, third)


def test_one_servers_observations_without_copy_cannot_be_written_to(make_fake_vec: Make) -> None:
    env = make_fake_vec(copy=False)
    observations, _ = env.reset(seed=1)
    with pytest.raises(ValueError, match="read-only"):
        observations[0, 0] = 1


def test_observations_survive_the_environment(make_fake_vec: Make) -> None:
    env = make_fake_vec(copy=False)
    observations, _ = env.reset(seed=1)
    kept = observations.copy()
    env.close()
    assert np.array_equal(observations, kept)


def test_stepping_comes_after_a_reset_and_not_after_the_end(make_fake_vec: Make) -> None:
    env = make_fake_vec()
    with pytest.raises(ResetNeeded, match=r"call reset\(\) first"):
        env.step([0] * 4)
    env.close()
    env.close()
    with pytest.raises(ResetNeeded, match="the environment is closed"):
        env.reset()


@pytest.mark.parametrize("servers", [0, 5])
def test_more_servers_than_arenas_are_refused(servers: int, fake: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"num_servers is {servers}; 1\.\.4"):
        FactorioVectorEnv("movement_micro", 4, num_servers=servers, **fake)


def test_options_of_a_reset_are_refused(make_fake_vec: Make) -> None:
    with pytest.raises(ValueError, match=r"knows no options, got \['map'\]"):
        make_fake_vec().reset(options={"map": 1})


def test_send_and_recv_play_the_same_run_as_step(make_fake_vec: Make) -> None:
    lock_step = make_fake_vec(short_scenario(), 4, num_servers=2)
    actions = random_actions(lock_step, 10)
    lock_step.reset(seed=3)
    for row in actions:
        lock_step.step(row)
    env = make_fake_vec(short_scenario(), 4, num_servers=2)
    env.async_reset(seed=3)
    steps = np.zeros(4, dtype=int)
    for _ in range(2 * 11):  # the reset's answer and those of ten steps, from each of two servers
        arenas = env.recv()[4]["env_id"]
        assert arenas.tolist() in ([0, 1], [2, 3])
        if steps[arenas[0]] < 10:
            env.send(actions[steps[arenas[0]], arenas], arenas)
            steps[arenas] += 1
    assert env.state_hash() == lock_step.state_hash()


def test_recv_tells_arenas_by_their_number_among_all(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=4, num_servers=2)
    env.async_reset(seed=3)
    for _ in range(2):
        observations, *_, info = env.recv()
        assert fields(observations, "movement")["arena"].tolist() == info["env_id"].tolist()


def test_calls_out_of_turn_say_which_call_comes_first(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=4, num_servers=2)
    with pytest.raises(ResetNeeded, match=r"call async_reset\(\) first"):
        env.recv()
    env.async_reset(seed=1)
    with pytest.raises(ResetNeeded, match=r"call reset\(\) first"):
        env.step([0] * 4)
    with pytest.raises(ResetNeeded, match=r"recv\(\) what is on its way first"):
        env.snapshot()
    with pytest.raises(ValueError, match="have a step on its way"):
        env.send([0, 0], np.array([0, 1]))
    with pytest.raises(ValueError, match="all arenas of one server"):
        env.send([0, 0], np.array([1, 2]))
    env.recv()
    env.recv()
    with pytest.raises(ValueError, match=r"send\(\) actions first"):
        env.recv()
    env.reset(seed=1)
    env.step([0] * 4)


@pytest.mark.parametrize("servers", [1, 2])
def test_bare_exchanges_step_with_the_actions_that_were_written(make_fake_vec: Make, servers: int) -> None:
    env = make_fake_vec(num_servers=servers)
    start = fields(env.reset(seed=1)[0], "movement")["player_pos"]
    env.write_actions([3] * 4)
    for _ in range(2):
        env.exchange()
    frames = fields(env.step([0] * 4)[0], "movement")
    assert (frames["player_pos"] - start).tolist() == [[2 * 4 * 38 / 256, 0]] * 4
    assert env.counters.server_busy_ns == env.server_busy_ns > 0


def test_a_lost_server_ends_bare_exchanges_with_an_error(make_fake_vec: Make, fault: Callable[..., None]) -> None:
    fault("die", at=3)
    env = make_fake_vec()
    env.reset(seed=1)
    env.exchange()
    with pytest.raises(ServerLost, match="server-0 was lost"):
        env.exchange()
