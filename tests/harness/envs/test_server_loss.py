"""Servers that are killed, hang, stop or lie: their arenas are cut and marked, another server takes over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import psutil
import pytest

from harness.envs import FactorioEnv, FactorioVectorEnv
from harness.envs.group import ArenaGroup
from harness.errors import ServerError, ServerLost

Make = Callable[..., FactorioVectorEnv]
Fault = Callable[..., None]

#: Exchange 1 is the reset.
THIRD_STEP = 4


@pytest.mark.parametrize("kind", ["die", "hang", "stop", "jump_sequence"])
def test_a_lost_server_cuts_its_arenas_and_the_run_goes_on(
    make_fake_vec: Make, fault: Fault, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    fault(kind, at=THIRD_STEP)
    env = make_fake_vec(num_envs=2, timeout=1.0)
    env.reset(seed=1)
    last = [env.step([3, 3])[0] for _ in range(2)][-1]
    with caplog.at_level(logging.WARNING, "harness"):
        observations, rewards, terminated, truncated, info = env.step([3, 3])
    assert info["server_lost"].all()
    assert truncated.all()
    assert not (terminated.any() or rewards.any() or info["success"].any() or info["episode_over"].any())
    assert np.array_equal(observations, last), "the last frame that is known"
    assert "server-0 was lost" in caplog.text
    _, rewards, terminated, truncated, info = env.step([3, 3])
    assert "server_lost" not in info
    assert not (truncated.any() or rewards.any())
    assert env.counters.servers_lost == 1
    assert env.counters.transitions_lost == 2


def test_other_servers_do_not_notice(make_fake_vec: Make, fault: Fault) -> None:
    fault("die", at=THIRD_STEP)
    env = make_fake_vec(num_envs=4, num_servers=2)
    whole = make_fake_vec(num_envs=4, num_servers=2)
    env.reset(seed=1)
    whole.reset(seed=1)
    lost = np.zeros(4, dtype=bool)
    for _ in range(6):
        observations, *_, info = env.step([3] * 4)
        lost |= info.get("server_lost", np.zeros(4, dtype=bool))
        unharmed = whole.step([3] * 4)[0]
    assert lost.tolist() in ([True, True, False, False], [False, False, True, True])
    assert np.array_equal(observations[~lost], unharmed[~lost])


def test_a_new_server_plays_new_episodes(make_fake_vec: Make, fault: Fault) -> None:
    fault("die", at=2)
    env = make_fake_vec(num_envs=2)
    first, _ = env.reset(seed=1)
    env.step([0, 0])
    after = env.step([0, 0])[0]
    assert not np.array_equal(first, after)
    env.reset(seed=1)
    assert np.array_equal(env.reset()[0], after), "those that come next in the arenas' seeds"


def test_a_loss_is_told_by_recv_too(make_fake_vec: Make, fault: Fault) -> None:
    fault("die", at=2)
    env = make_fake_vec(num_envs=2, num_servers=1)
    env.async_reset(seed=1)
    arenas = env.recv()[4]["env_id"]
    env.send([3, 3], arenas)
    *_, truncated, info = env.recv()
    assert truncated.all()
    assert info["server_lost"].all()
    env.send([3, 3], arenas)
    assert "server_lost" not in env.recv()[4]


def test_a_single_environment_tells_of_its_loss(fault: Fault, fake: dict[str, Any]) -> None:
    fault("die", at=3)
    env = FactorioEnv("movement_micro", **fake)
    env.reset(seed=1)
    assert "server_lost" not in env.step(3)[4]
    _, reward, terminated, truncated, info = env.step(3)
    assert (reward, terminated, truncated, info["server_lost"]) == (0.0, False, True, True)
    env.reset()
    env.step(3)
    env.close()


def test_a_server_that_died_unseen_does_not_spoil_a_reset(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    psutil.Process(env.server_pids[0]).kill()
    observations, info = env.reset(seed=1)
    assert "server_lost" not in info
    assert env.counters.servers_lost == 1
    assert env.observation_space.contains(observations)


def test_a_server_that_is_lost_at_every_reset_is_given_up_with_its_last_words(
    make_fake_vec: Make, fault: Fault
) -> None:
    fault("die", at=1, always=True)
    env = make_fake_vec(num_envs=2)
    with pytest.raises(ServerLost, match=r"(?s)server-0 was lost.*SIGKILL.*struck by the test"):
        env.reset(seed=1)


def test_a_server_that_cannot_be_started_again_ends_the_run(
    make_fake_vec: Make, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    fault("exit_at_start", always=True)
    psutil.Process(env.server_pids[0]).kill()
    assert env.step([0, 0])[4]["server_lost"].all()
    with pytest.raises(ServerError, match="server-0 did not start"):
        env.step([0, 0])


def test_a_loss_while_a_snapshot_is_taken_is_an_error_and_not_half_a_snapshot(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    psutil.Process(env.server_pids[0]).kill()
    with pytest.raises(ServerLost, match="server-0 was lost"):
        env.snapshot()


def test_nothing_is_left_of_servers_that_were_lost(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    before = psutil.Process().num_fds()
    pids = []
    for _ in range(3):
        pids += env.server_pids
        psutil.Process(env.server_pids[0]).kill()
        env.step([0, 0])
        env.step([0, 0])
    assert psutil.Process().num_fds() == before
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_step_that_was_interrupted_does_not_spoil_the_next_reset(
    make_fake_vec: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = make_fake_vec(num_envs=2, num_servers=2)
    expected, _ = env.reset(seed=1)

    def interrupt(_: ArenaGroup) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(ArenaGroup, "finish_exchange", interrupt)
        env.step([3, 3])
    observations, _ = env.reset(seed=1)
    assert np.array_equal(observations, expected)
    assert env.counters.servers_lost == 0


def test_a_successor_that_ends_on_its_way_up_is_started_again(
    make_fake_vec: Make, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    psutil.Process(env.server_pids[0]).kill()
    fault("exit_at_start")
    assert env.step([0, 0])[4]["server_lost"].all()
    assert env.servers_up == [False]
    with caplog.at_level(logging.WARNING, "harness"):
        assert "server_lost" not in env.step([0, 0])[4]
    assert "it is started again" in caplog.text
    assert env.servers_up == [True]


def test_successors_that_never_come_up_end_the_run(make_fake_vec: Make, fault: Fault) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    psutil.Process(env.server_pids[0]).kill()
    fault("exit_at_start", always=True)
    env.step([0, 0])
    with pytest.raises(ServerError, match="did not start"):
        env.step([0, 0])


def test_a_reset_that_a_dead_server_does_not_hear_begins_the_same_episodes_again(make_fake_vec: Make) -> None:
    env, whole = make_fake_vec(num_envs=4, num_servers=2), make_fake_vec(num_envs=4)
    env.reset(seed=1)
    env.step([0] * 4)
    psutil.Process(env.server_pids[1]).kill()
    assert np.array_equal(env.reset(seed=[5, 6, 7, 8])[0], whole.reset(seed=[5, 6, 7, 8])[0])
    assert env.counters.servers_lost == 1


def test_whoever_is_waited_for_first_the_step_is_the_same(
    make_fake_vec: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def played(sharing: int) -> list[np.ndarray]:
        monkeypatch.setattr(ArenaGroup, "shares_core", property(lambda group: group.rows.start == sharing))
        env = make_fake_vec(num_envs=4, num_servers=2)
        env.reset(seed=1)
        said = [env.step([3, 1, 5, 0]) for _ in range(5)]
        return [array for step in said for array in (*step[:4], *step[4].values())]

    assert all(np.array_equal(a, b) for a, b in zip(played(0), played(2), strict=True))


def test_a_server_that_shares_the_callers_core_is_waited_for_first(
    make_fake_vec: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the caller wakes when another has answered, only to sleep again until this one has had the core."""
    env, order = make_fake_vec(num_envs=6, num_servers=3), list[int]()
    monkeypatch.setattr(ArenaGroup, "shares_core", property(lambda group: group.rows.start == 2))
    finish = ArenaGroup.finish_exchange
    monkeypatch.setattr(ArenaGroup, "finish_exchange", lambda group: (order.append(group.rows.start), finish(group)))
    env.reset(seed=1)
    env.step([0] * 6)
    env.exchange()
    assert order == [2, 0, 4] * 3
