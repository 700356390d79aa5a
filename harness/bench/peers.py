"""Other environments, measured by the same loop in the same process group, where they are installed.

Every peer steps with actions that were drawn before the clock started. What a step is differs from one to the next (a
decision of factory-sim is 30 ticks of its world); the row says so, and says the bytes of an observation.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

#: Drawn beforehand and cycled through.
BATCHES = 63
WARMUP_ROUNDS = 20

#: Its wheels stand on versions that the harness does not run with (2.0.2: numpy 1.23, Gymnasium 0.29); 3.0 has none.
PUFFERLIB = "no wheel goes with this NumPy and Gymnasium: build 3.0 from source, `pip install --no-deps pufferlib`"


class PeerRow(BaseModel):
    """One measured peer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    what: str = Field(description="a step, and how environments are spread")
    environments: int
    workers: int = Field(description="threads or processes that step")
    steps_per_second: float = Field(ge=0)
    observation_bytes: int
    seconds: float
    absent: str = Field(default="", description="why it was not measured, and the next step; empty when it was")


@dataclass(frozen=True)
class Peer:
    """A way to make an environment and to step it."""

    name: str
    what: str
    needs: tuple[str, ...]
    """Modules that must be importable."""
    environments: int
    workers: int
    make: Callable[[int, int], tuple[Any, Callable[[int], Any], int]]
    """Given environments and workers: something to close, a function that plays a round, bytes of an observation."""
    install: str = "pip install -e '.[peers]'"
    """How it is had."""


def _factory_sim(environments: int, workers: int) -> tuple[Any, Callable[[int], Any], int]:
    vec = importlib.import_module("fsim.vec")
    env = vec.VecEnv(environments, threads=workers, seed=0)
    env.reset()
    rng = np.random.default_rng(0)
    choices = importlib.import_module("fsim.rl").NVEC
    actions = rng.integers(0, choices, size=(BATCHES, environments, len(choices))).astype(env.actions.dtype)
    observation = sum(array.nbytes for array in env.obs.values()) // environments
    return env, lambda index: env.step(actions[index % BATCHES]), observation


def _cartpole(mode: str) -> Callable[[int, int], tuple[Any, Callable[[int], Any], int]]:
    def make(environments: int, _workers: int) -> tuple[Any, Callable[[int], Any], int]:
        gymnasium = importlib.import_module("gymnasium")
        env = gymnasium.make_vec("CartPole-v1", num_envs=environments, vectorization_mode=mode)
        observation, _ = env.reset(seed=0)
        actions = np.random.default_rng(0).integers(0, 2, size=(BATCHES, environments))
        return env, lambda index: env.step(actions[index % BATCHES]), observation.nbytes // environments

    return make


def _pufferlib(environments: int, _workers: int) -> tuple[Any, Callable[[int], Any], int]:
    squared = importlib.import_module("pufferlib.ocean").env_creator("puffer_squared")
    env = squared(num_envs=environments)
    observation, _ = env.reset()
    actions = np.random.default_rng(0).integers(0, 5, size=(BATCHES, environments))
    return env, lambda index: env.step(actions[index % BATCHES]), observation.nbytes // environments


def _envpool(environments: int, workers: int) -> tuple[Any, Callable[[int], Any], int]:
    envpool = importlib.import_module("envpool")
    env = envpool.make("CartPole-v1", env_type="gymnasium", num_envs=environments, num_threads=workers)
    observation, _ = env.reset()
    actions = np.random.default_rng(0).integers(0, 2, size=(BATCHES, environments))
    return env, lambda index: env.step(actions[index % BATCHES]), observation.nbytes // environments


def peers() -> list[Peer]:
    """All that are known, installed or not."""
    cores = len(os.sched_getaffinity(0))
    decision = "a decision of 30 ticks, with observation, masks and rewards"
    return [
        Peer("factory-sim", decision, ("fsim.vec",), 64, 1, _factory_sim),
        Peer("factory-sim", decision, ("fsim.vec",), 64 * cores, cores, _factory_sim),
        Peer("Gymnasium CartPole, sync", "a step", ("gymnasium",), 64, 1, _cartpole("sync")),
        Peer("Gymnasium CartPole, async", "a step", ("gymnasium",), 2 * cores, 2 * cores, _cartpole("async")),
        Peer("PufferLib squared", "a step", ("pufferlib.ocean",), 1024, 1, _pufferlib, PUFFERLIB),
        Peer("EnvPool CartPole", "a step", ("envpool",), 64, cores, _envpool),
    ]


def missing(peer: Peer) -> str:
    """What keeps a peer from being measured, with the next step; empty when nothing does."""
    try:
        for module in peer.needs:
            importlib.import_module(module)
    except Exception as error:  # noqa: BLE001  a foreign package may fail in its own way while it is imported
        reason = str(error).strip().splitlines()
        return f"{reason[-1] if reason else type(error).__name__}; {peer.install}"
    return ""


def measure_peer(peer: Peer, seconds: float) -> PeerRow:
    """Steps a peer for about `seconds`."""
    env, play, observation_bytes = peer.make(peer.environments, peer.workers)
    with closing(env):
        for index in range(WARMUP_ROUNDS):
            play(index)
        rounds, begin = 0, time.perf_counter()
        while (took := time.perf_counter() - begin) < seconds:
            play(rounds)
            rounds += 1
    return PeerRow(
        name=peer.name, what=peer.what, environments=peer.environments, workers=peer.workers,
        steps_per_second=rounds * peer.environments / took, observation_bytes=observation_bytes, seconds=took,
    )  # fmt: skip


def measure_peer_if_installed(peer: Peer, seconds: float) -> PeerRow:
    """Measures a peer; one that is not installed, or fails, is a row that says why."""
    why = missing(peer)
    if not why:
        try:
            return measure_peer(peer, seconds)
        except Exception as error:  # noqa: BLE001  the failure of a foreign package is its own, and worth a row
            why = f"it failed: {type(error).__name__}: {error}"
    return PeerRow(
        name=peer.name, what=peer.what, environments=peer.environments, workers=peer.workers, steps_per_second=0.0,
        observation_bytes=0, seconds=0.0, absent=why,
    )  # fmt: skip
