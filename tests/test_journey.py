"""The whole path on real stand-in servers: same seed, same bytes; losses healed; nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import warnings

import gymnasium
import numpy as np
import psutil
import pytest
from gymnasium.utils.env_checker import check_env
from numpy.typing import NDArray

import harness
from harness import FactorioVectorEnv

SCENARIOS = ["movement_micro", "mining_micro"]
ARENAS = 8


def actions_for(scenario: str, steps: int, seed: int) -> NDArray[np.int64]:
    """Random actions with runs, so that walks get somewhere and mining gets done."""
    rng = np.random.default_rng(seed)
    count = 9 if scenario == "movement_micro" else 10
    fresh = rng.integers(0, count, size=(steps, ARENAS))
    keep = rng.random((steps, ARENAS)) < 0.8
    for step in range(1, steps):
        fresh[step] = np.where(keep[step], fresh[step - 1], fresh[step])
    return fresh


def play(env: FactorioVectorEnv, actions: NDArray[np.int64]) -> list[str]:
    """Steps and returns the state hash every 25 steps and at the end."""
    hashes = []
    for index, row in enumerate(actions):
        env.step(row)
        if index % 25 == 24:
            hashes.append(env.state_hash())
    return [*hashes, env.state_hash()]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_seed_gives_the_same_bytes_on_every_run_and_on_one_or_four_servers(scenario: str) -> None:
    actions = actions_for(scenario, 250, seed=5)
    runs = []
    for servers in (1, 1, 4):
        with FactorioVectorEnv(scenario, ARENAS, num_servers=servers, seed=11) as env:
            env.reset()
            runs.append(play(env, actions))
    assert runs[0] == runs[1] == runs[2]
    assert len(set(runs[0])) > 5


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_restored_at_any_point_in_another_process_goes_on_with_the_same_bytes(scenario: str) -> None:
    actions = actions_for(scenario, 200, seed=6)
    rng = np.random.default_rng(7)
    with FactorioVectorEnv(scenario, ARENAS, seed=1) as env, FactorioVectorEnv(scenario, ARENAS, seed=2) as other:
        for at in rng.integers(1, 150, size=6):
            env.reset(seed=int(at))
            play(env, actions[:at])
            snapshot = env.snapshot()
            uninterrupted = play(env, actions[at:])
            other.reset(seed=99)
            play(other, actions[: at // 2])
            other.restore(snapshot)
            assert play(other, actions[at:]) == uninterrupted


def test_another_seed_gives_other_scenes() -> None:
    with FactorioVectorEnv("movement_micro", ARENAS) as env:
        first, _ = env.reset(seed=1)
        second, _ = env.reset(seed=2)
        positions = harness.fields(np.concatenate([first, second]), "movement")["player_pos"]
    assert len(np.unique(positions, axis=0)) == 2 * ARENAS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_gymnasiums_checker_passes_on_a_real_server(scenario: str) -> None:
    env = gymnasium.make(f"factorio/{scenario}-v0")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.close()


def test_a_killed_server_is_replaced_and_its_broken_transitions_are_marked() -> None:
    actions = actions_for("movement_micro", 30, seed=8)
    with FactorioVectorEnv("movement_micro", ARENAS, num_servers=2) as env:
        env.reset(seed=0)
        for index, row in enumerate(actions):
            if index in (5, 17):
                os.kill(env.server_pids[1], signal.SIGKILL)
            _, rewards, terminated, truncated, info = env.step(row)
            lost = info.get("server_lost", np.zeros(ARENAS, dtype=bool))
            assert lost.any() == (index in (5, 17))
            assert not lost[: ARENAS // 2].any()
            assert truncated[lost].all()
            assert not terminated[lost].any()
            assert (rewards[lost] == 0).all()
        assert env.counters.servers_lost == 2


def test_closing_leaves_no_process_and_no_descriptor_behind() -> None:
    me = psutil.Process()
    with FactorioVectorEnv("movement_micro", 2):
        pass
    before = me.num_fds()
    for _ in range(3):
        with FactorioVectorEnv("movement_micro", 2, num_servers=2) as env:
            pids = env.server_pids
            env.reset()
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert me.num_fds() == before
    assert me.children() == []


def test_a_server_whose_client_is_killed_ends_by_itself() -> None:
    with FactorioVectorEnv("movement_micro", 2) as env:
        (pid,) = env.server_pids
        assert psutil.Process(pid).ppid() == os.getpid()
    code = (
        "import os, signal; from harness import FactorioVectorEnv;"
        "env = FactorioVectorEnv('movement_micro', 2); env.reset();"
        "print(env.server_pids[0], flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=1100)
    orphan = int(done.stdout)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(orphan).wait(timeout=1100)
    assert not psutil.pid_exists(orphan)
