"""SAME_STEP autoreset: as Gymnasium has it, on one server and several, through both doors, when servers are lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import harness
from harness.envs import FactorioVectorEnv
from harness.scenarios import Scenario, load_scenario

SAME = AutoresetMode.SAME_STEP
ARENAS, STEPS, EPISODE = 3, 25, 7
#: Exchanges of a run on the fake server: the reset, then a step each, then the first that begins episodes.
FIRST_RESET = 1 + EPISODE + 1

Make = Callable[..., FactorioVectorEnv]
Fault = Callable[..., None]


def short(name: str) -> Scenario:
    return load_scenario(name).model_copy(update={"episode_steps": EPISODE})


def random_actions(env: Any, arenas: int = ARENAS, steps: int = STEPS) -> np.ndarray:
    return np.random.default_rng(0).integers(0, env.unwrapped.single_action_space.n, (steps, arenas))


def without_numbers(observation: Any) -> Any:
    """An observation but for the number that its arena has among others."""
    if isinstance(observation, dict):
        return {name: part for name, part in observation.items() if name != "arena"}
    if observation.dtype == np.uint8:
        observation = observation.copy()
        harness.fields(observation, "movement")["arena"] = 0
    return observation


def assert_same(ours: Any, theirs: Any, what: str) -> None:
    """Of observations of any kind."""
    ours, theirs = without_numbers(ours), without_numbers(theirs)
    if isinstance(theirs, dict):
        assert ours.keys() == theirs.keys()
        for name, part in theirs.items():
            assert np.array_equal(ours[name], part), f"{what}: {name}"
    else:
        assert np.array_equal(ours, theirs), what


@pytest.mark.parametrize("observation", ["frame", "features", "fields"])
@pytest.mark.parametrize("servers", [1, 2])
@pytest.mark.parametrize("name", ["movement_micro", "mining_micro"])
def test_many_arenas_play_what_gymnasium_makes_of_single_ones(name: str, servers: int, observation: Any) -> None:
    scenario, seeds = short(name), [11, 12, 13]
    singles = SyncVectorEnv([lambda: harness.make(scenario, observation)] * ARENAS, autoreset_mode=SAME)
    many = harness.make_vec(scenario, ARENAS, observation, num_servers=servers, autoreset_mode=SAME)
    assert many.metadata["autoreset_mode"] is SAME
    theirs, ours = singles.reset(seed=seeds), many.reset(seed=seeds)
    assert_same(ours[0], theirs[0], "reset")
    ends = 0
    for step, actions in enumerate(random_actions(many)):
        theirs, ours = singles.step(actions), many.step(actions)
        assert_same(ours[0], theirs[0], f"step {step}")
        for mine, other in zip(ours[1:4], theirs[1:4], strict=True):
            assert np.array_equal(mine, other.astype(mine.dtype)), f"step {step}: rewards and ends"
        assert np.array_equal(ours[4]["action_mask"], theirs[4]["action_mask"]), f"step {step}: masks"
        assert ("final_obs" in ours[4]) == ("final_obs" in theirs[4])
        if "final_obs" not in theirs[4]:
            continue
        for key in ("_final_obs", "_final_info"):
            assert np.array_equal(ours[4][key], theirs[4][key])
        for key in ("success", "action_mask"):
            mine, other = (info[4]["final_info"][key][info[4]["_final_info"]] for info in (ours, theirs))
            assert np.array_equal(mine, other), f"step {step}: {key} in the end"
        for mine, other in zip(ours[4]["final_obs"], theirs[4]["final_obs"], strict=True):
            assert (mine is None) == (other is None)
            if mine is not None:
                assert_same(mine, other, f"step {step}: the last observation")
                ends += 1
    assert ends >= ARENAS * (STEPS // EPISODE)
    singles.close()
    many.close()


def test_sums_of_an_episode_are_final_where_it_ends_and_begin_anew() -> None:
    with FactorioVectorEnv(short("mining_micro"), ARENAS, autoreset_mode="SameStep") as env:
        env.reset(seed=2)
        returns, lengths = np.zeros(ARENAS, dtype=np.float32), np.zeros(ARENAS, dtype=int)
        for actions in random_actions(env):
            _, rewards, terminated, truncated, info = env.step(actions)
            returns, lengths = returns + rewards, lengths + 1
            assert np.array_equal(info["episode_return"], returns)
            assert np.array_equal(info["episode_length"], lengths)
            assert np.array_equal(info["episode_over"], terminated | truncated)
            returns[info["episode_over"]], lengths[info["episode_over"]] = 0, 0


def test_no_step_of_the_counters_is_a_reset() -> None:
    with FactorioVectorEnv(short("movement_micro"), ARENAS, autoreset_mode=SAME) as env:
        env.reset(seed=2)
        for actions in random_actions(env):
            env.step(actions)
        assert env.counters.steps == STEPS * ARENAS
        assert env.counters.episodes == ARENAS * (STEPS // EPISODE)


def test_both_doors_show_the_same_bytes() -> None:
    scenario = short("mining_micro")
    shown: list[list[bytes]] = []
    for door in ("native", "stock"):
        with FactorioVectorEnv(scenario, ARENAS, door=door, autoreset_mode=SAME) as env:
            run = [env.reset(seed=5)[0].tobytes()]
            env.step([1, 2, 3])
            env.reset(seed=[1, 2, 3])
            for step, actions in enumerate(random_actions(env)):
                if step == EPISODE // 2:  # then some arenas end while others go on
                    run.append(_begin_one_anew(env))
                observations, *_, info = env.step(actions)
                final = [last.tobytes() for last in info.get("final_obs", []) if last is not None]
                run += [observations.tobytes(), *final]
            shown.append(run)
    assert shown[0] == shown[1]


def _begin_one_anew(env: FactorioVectorEnv) -> bytes:
    """Ends the episode of the last arena out of turn, as death would."""
    env._fleet.batch.done[-1] = True
    env._fleet.reset_ended(env._fleet.groups)
    return env._shown()[0].tobytes()


def test_a_run_restored_goes_on_bit_for_bit() -> None:
    with FactorioVectorEnv(short("mining_micro"), ARENAS, autoreset_mode=SAME) as env:
        env.reset(seed=2)
        actions = random_actions(env)
        for row in actions[:EPISODE]:
            env.step(row)
        snapshot = env.snapshot()
        runs = []
        for _ in range(2):
            runs.append([env.step(row)[0].tobytes() for row in actions[EPISODE:]])
            env.restore(snapshot)
        assert runs[0] == runs[1]


def test_servers_that_work_while_the_caller_thinks_give_the_same_episodes() -> None:
    with (
        FactorioVectorEnv(short("movement_micro"), 4, 2, autoreset_mode=SAME) as waits,
        FactorioVectorEnv(short("movement_micro"), 4, 2, autoreset_mode=SAME) as thinks,
    ):
        waits.reset(seed=1)
        thinks.async_reset(seed=1)
        actions, steps = random_actions(waits, 4), [0, 0]
        seen: list[list[Any]] = [[], []]
        while min(steps) <= STEPS:
            observations, *_, info = thinks.recv()
            server = int(info["env_id"][0] > 0)
            seen[server].append((observations.tobytes(), info.get("final_obs")))
            thinks.send(actions[steps[server] % STEPS, info["env_id"]], info["env_id"])
            steps[server] += 1
        for step, row in enumerate(actions):
            observations, *_, info = waits.step(row)
            for server, rows in enumerate((slice(0, 2), slice(2, 4))):
                shown, final = seen[server][step + 1]
                assert observations[rows].tobytes() == shown
                assert (final is None) == ("final_obs" not in info)
                if final is not None:
                    assert_same(np.stack(final), np.stack(info["final_obs"][rows]), "the last observations")


@pytest.mark.parametrize("at", [4, FIRST_RESET])
def test_a_lost_server_is_told_in_the_step_and_new_episodes_have_begun(
    make_fake_vec: Make, fault: Fault, at: int
) -> None:
    """Lost in a step, or between the step in which its episodes end and the episodes that follow."""
    fault("die", at=at)
    env = make_fake_vec(short("movement_micro"), 2, autoreset_mode=SAME)
    env.reset(seed=1)
    for step in range(1, EPISODE + 1):
        observations, rewards, terminated, truncated, info = env.step([3, 3])
        if step == at - 1 or (at == FIRST_RESET and step == EPISODE):
            break
    assert truncated.all() and not terminated.any()
    assert (harness.fields(observations, "movement")["timestamp"] == 0).all(), "they have begun"
    assert info["_final_obs"].all()
    if at == FIRST_RESET:  # the episodes had ended and been told before
        assert "server_lost" not in info and info["episode_over"].all() and rewards.any()
    else:
        assert info["server_lost"].all() and not info["episode_over"].any() and not rewards.any()
    assert env.counters.servers_lost == 1
    env.step([3, 3])


def test_arenas_that_go_on_are_cut_when_their_server_is_lost_while_others_begin(
    make_fake_vec: Make, fault: Fault
) -> None:
    fault("die", at=4)
    env = make_fake_vec(short("movement_micro"), 2, autoreset_mode=SAME)
    env.reset(seed=1)
    env.step([3, 3])
    env._fleet.batch.lengths[0] = EPISODE
    task_ends = env._fleet.groups[0]._judge

    def ends_the_first(*given: Any) -> Any:
        answer = type(task_ends).judge(task_ends, *given)
        env._fleet.batch.done[0] = env._fleet.batch.verdicts.truncated[0] = True
        return answer

    task_ends.judge = ends_the_first  # type: ignore[method-assign]
    _, rewards, _, truncated, info = env.step([3, 3])
    assert truncated.tolist() == [True, True]
    assert info["server_lost"].tolist() == [False, True], "the first had ended before"
    assert info["episode_over"].tolist() == [True, False]
    assert rewards[0] != 0 and rewards[1] == 0
    assert info["_final_obs"].all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"autoreset_mode": AutoresetMode.DISABLED}, "NEXT_STEP or SAME_STEP"),
        ({"autoreset_mode": SAME, "copy": False}, "copy=False is for NEXT_STEP"),
        ({"autoreset_mode": "sometimes"}, "sometimes"),
    ],
)
def test_what_arenas_cannot_do_is_refused_before_a_server_starts(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        FactorioVectorEnv("movement_micro", 2, command=("false",), **options)


def test_gymnasium_makes_it_by_its_own_argument() -> None:
    env = gymnasium.make_vec(
        "factorio/movement_micro-v0", 2, vectorization_mode="vector_entry_point", autoreset_mode=SAME
    )
    assert env.metadata["autoreset_mode"] is SAME
    env.close()
