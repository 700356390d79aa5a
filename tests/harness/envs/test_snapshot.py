"""Snapshots: a run that goes on from one is the run that was not interrupted."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from harness.envs import FactorioVectorEnv
from harness.errors import ResetNeeded, SnapshotError
from harness.scenarios import Scenario, load_scenario

Make = Callable[..., FactorioVectorEnv]


def short(name: str) -> Scenario:
    return Scenario.model_validate(load_scenario(name).model_dump() | {"episode_steps": 5})


def run(env: FactorioVectorEnv, actions: np.ndarray) -> list[bytes]:
    shown = []
    for row in actions:
        observations, rewards, terminated, truncated, info = env.step(row)
        shown += [a.tobytes() for a in (observations, rewards, terminated, truncated, info["action_mask"])]
        shown += [info["episode_return"].tobytes(), info["episode_length"].tobytes()]
    return shown


def actions_for(env: FactorioVectorEnv, steps: int) -> np.ndarray:
    return np.random.default_rng(2).integers(0, len(env.action_names), (steps, env.num_envs))


@pytest.mark.parametrize("scenario", ["movement_micro", "mining_micro"])
@pytest.mark.parametrize("at", [0, 4, 5, 6, 13])
def test_a_restored_run_is_the_same_bit_for_bit(make_fake_vec: Make, scenario: str, at: int) -> None:
    env = make_fake_vec(short(scenario), 3, num_servers=2)
    actions = actions_for(env, 25)
    env.reset(seed=1)
    run(env, actions[:at])
    snapshot, before = env.snapshot(), env.state_hash()
    expected = run(env, actions[at:])
    after = env.state_hash()
    other = make_fake_vec(short(scenario), 3, num_servers=2)
    for restored in (env, other):  # in the run itself, and in a process of servers that has never been reset
        restored.restore(snapshot)
        assert restored.state_hash() == before
        assert restored.snapshot() == snapshot
        assert run(restored, actions[at:]) == expected
        assert restored.state_hash() == after


def test_restoring_shows_the_frames_and_the_mask_of_the_moment(make_fake_vec: Make) -> None:
    env = make_fake_vec("mining_micro", 3)
    env.reset(seed=1)
    observations, *_, info = env.step([1, 2, 3])
    snapshot = env.snapshot()
    env.step([4, 4, 4])
    shown, shown_info = env.restore(snapshot)
    assert np.array_equal(shown, observations)
    assert np.array_equal(shown_info["action_mask"], info["action_mask"])


def test_the_hash_changes_with_every_step_and_with_what_only_the_client_knows(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    hashes = {env.state_hash()}
    for action in (1, 1, 0, 0):
        env.step([action, action])
        hashes.add(env.state_hash())
    assert len(hashes) == 5


def test_many_chunks_are_one_snapshot(make_fake_vec: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_SERVER_CHUNK", "2")
    env = make_fake_vec(num_envs=5)
    env.reset(seed=1)
    snapshot, before = env.snapshot(), env.state_hash()
    env.restore(snapshot)
    assert env.state_hash() == before


def test_a_snapshot_needs_a_state(make_fake_vec: Make) -> None:
    env = make_fake_vec()
    with pytest.raises(ResetNeeded, match=r"snapshot\(\) needs a state"):
        env.snapshot()


def arrays_of(snapshot: bytes) -> dict[str, Any]:
    return dict(np.load(io.BytesIO(snapshot)))


def packed(arrays: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def test_what_does_not_fit_is_refused_with_the_reason_and_changes_nothing(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    snapshot = env.snapshot()
    env.step([1, 2])
    before = env.state_hash()
    arrays = arrays_of(snapshot)
    damaged = {
        "cannot be read": snapshot[: len(snapshot) // 2],
        "is damaged, or not a snapshot": b"nonsense",
        "has version": packed(arrays | {"version": np.array([99])}),
        "is of another scenario": packed(arrays | {"scenario": np.zeros(32, np.uint8)}),
        "has no array 'server-0.client.returns'": packed({k: v for k, v in arrays.items() if "returns" not in k}),
        "as many arenas as the snapshot's": packed(arrays | {"server-0.client.done": np.zeros(3, bool)}),
        "do not add up": packed(arrays | {"server-0.arenas": arrays["server-0.arenas"][:-1]}),
        "nothing asks for: extra": packed(arrays | {"extra": np.zeros(1)}),
    }
    for words, data in damaged.items():
        with pytest.raises(SnapshotError, match=words):
            env.restore(data)
        assert env.state_hash() == before


def test_a_snapshot_of_another_number_of_servers_names_it(make_fake_vec: Make) -> None:
    two, one = make_fake_vec(num_envs=2, num_servers=2), make_fake_vec(num_envs=2)
    two.reset(seed=1)
    with pytest.raises(SnapshotError, match="taken on 2 servers, this environment has 1; make it with num_servers=2"):
        one.restore(two.snapshot())


def test_a_snapshot_that_the_server_refuses_is_told_in_its_words(
    make_fake_vec: Make, fault: Callable[..., None]
) -> None:
    fault("refuse_restore")
    env = make_fake_vec(num_envs=2)
    env.reset(seed=1)
    with pytest.raises(
        SnapshotError, match="server-0 refuses the snapshot: .*cut short, damaged or of another scenario"
    ):
        env.restore(env.snapshot())
    env.step([0, 0])
