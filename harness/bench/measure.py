"""Measures steps per second, exchange latency and memory against live servers.

Actions are sampled before the clock starts, so that the numbers are those of the environment. Rounds are timed one by
one: throughput is arena steps over the sum of all rounds, and latency is the distribution of the same rounds, so one
cannot be improved by leaving out the bad part of the other.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import psutil
from numpy.typing import NDArray

from comm_c.layout import constants, frame_dtype
from harness.bench import scheduled
from harness.bench.memory import peak_resident_bytes
from harness.bench.record import Row
from harness.bench.stats import Quantiles, quantiles
from harness.envs.vector_env import FactorioVectorEnv
from harness.scenarios.frames import frame_kind

Layer = Literal["environment", "transport"]

#: Prepared action batches, cycled through; odd, so that they do not fall in step with episode lengths.
ACTION_BATCHES = 63
#: Rounds before the clock starts: pages are touched, the server's and the client's caches are warm. Rounds that take
#: long are warm after a few.
WARMUP_ROUNDS, LEAST_WARMUP_ROUNDS, WARMUP_NS = 50, 3, 500_000_000


def _timed_rounds(play: Callable[[int], Any], seconds: float) -> NDArray[np.int64]:
    """Calls `play(round)` for about `seconds`; returns the duration of each call in ns."""
    clock = time.perf_counter_ns
    before = clock()
    for index in range(WARMUP_ROUNDS):
        if index >= LEAST_WARMUP_ROUNDS and clock() - before > WARMUP_NS:
            break
        play(index)
    durations: list[int] = []
    before = clock()
    deadline = before + int(seconds * 1e9)
    while before < deadline:
        play(len(durations))
        now = clock()
        durations.append(now - before)
        before = now
    return np.array(durations, dtype=np.int64)


def _resident_bytes(pids: list[int]) -> int:
    return sum(psutil.Process(pid).memory_info().rss for pid in pids)


def _on_schedule(play: Callable[[int], Any], durations: NDArray[np.int64], seconds: float) -> dict[str, float]:
    """Latency of exchanges that are due by the clock, half as often as they could be; {} without the library for it."""
    if not scheduled.is_available():
        return {}
    period = max(1, int(np.median(durations) * scheduled.PERIODS))
    return scheduled.scheduled_latency(play, seconds, period)


def _row(
    env: FactorioVectorEnv,
    layer: Layer,
    durations: NDArray[np.int64],
    busy_ns: int,
    steps: int,
    on_schedule: dict[str, float],
) -> Row:
    spread: Quantiles = quantiles(durations)
    wall_ns = int(durations.sum())
    return Row(
        scenario=env.scenario.name,
        layer=layer,
        door=env.door,
        servers=env.num_servers,
        arenas=env.num_envs,
        ticks_per_step=env.scenario.ticks_per_step,
        steps_per_second=steps / wall_ns * 1e9,
        rounds=len(durations),
        latency_ns={"p50": spread.p50, "p99": spread.p99, "p999": spread.p999, "max": spread.maximum},
        scheduled_latency_ns=on_schedule,
        observation_bytes=frame_dtype(frame_kind(env.scenario.frame)).itemsize,
        memory_bytes={
            "client": psutil.Process().memory_info().rss,
            "servers": _resident_bytes(env.server_pids),
            "servers_peak": sum(map(peak_resident_bytes, env.server_pids)),
            "arena": env.arena_bytes,
        },
        server_share=busy_ns / (wall_ns * env.num_servers),
    )


def _sampled_actions(env: FactorioVectorEnv, seed: int) -> NDArray[Any]:
    """Uniform actions, one row a round; of commands those that walk."""
    rng = np.random.default_rng(seed)
    if env.scenario.actions == "commands":
        commands = np.zeros((ACTION_BATCHES, env.num_envs, 1 + constants.FACTORIO_PARAMETERS))
        commands[..., 0] = constants.FACTORIO_ACTION_MOVE
        commands[..., 1:3] = rng.integers(-1, 2, size=(ACTION_BATCHES, env.num_envs, 2))
        return commands
    return rng.integers(0, len(env.action_names), size=(ACTION_BATCHES, env.num_envs), dtype=np.int64)


def _ends_by_time(env: FactorioVectorEnv) -> list[NDArray[np.intp]]:
    """Which arenas' episodes are over in each round of an episode's time, evenly spread over it."""
    steps, arenas = env.scenario.episode_steps, np.arange(env.num_envs)
    lasts = steps - 1 - arenas * steps // env.num_envs
    return [np.flatnonzero(lasts == step) for step in range(steps)]


def action_frames(env: FactorioVectorEnv, seed: int = 0) -> NDArray[np.void]:
    """Random actions of an environment's first arena, as action frames.

    Args:
        env: that has been reset; what is aimed at lies where it is seen now.
        seed: of the sampled actions.

    Returns:
        [ACTION_BATCHES] of `comm_c.layout.action_dtype`.
    """
    frames = []
    for actions in _sampled_actions(env, seed):
        env.write_actions(actions)
        frames.append(env.channels[0].actions[:1].copy())
    return np.concatenate(frames)


def measure_environment(env: FactorioVectorEnv, seconds: float, seed: int = 0) -> Row:
    """Full environment steps: action checks, exchange, rewards, ends and resets, with random valid actions.

    Args:
        env: a vector environment; it is reset here and left running.
        seconds: wall time to measure, s.
        seed: of the sampled actions.

    Returns:
        The measured row.
    """
    actions = _sampled_actions(env, seed)
    env.reset(seed=seed)
    busy = env.server_busy_ns
    def play(index: int) -> None:
        env.step(actions[index % ACTION_BATCHES])

    durations = _timed_rounds(play, seconds)
    busy = env.server_busy_ns - busy
    on_schedule = _on_schedule(play, durations, seconds / 2)
    return _row(env, "environment", durations, busy, len(durations) * env.num_envs, on_schedule)


def measure_transport(env: FactorioVectorEnv, seconds: float, seed: int = 0) -> Row:
    """Exchanges over the channels: random actions are encoded and answered, rewards, ends and masks are left out.

    Nobody looks whether an episode has ended: each takes the time that the scenario gives it, and they end one after
    the other, as those of a learner do once it has played for a while. So walks do not gather at the map's edge, nor do
    factories run out of fuel.

    Args:
        env: a vector environment; its episodes are meaningless afterwards, so reset it before other use.
        seconds: wall time to measure, s.
        seed: of the sampled actions.

    Returns:
        The measured row.
    """
    actions, ends = _sampled_actions(env, seed), _ends_by_time(env)
    rounds = itertools.count()
    env.reset(seed=seed)

    def play(index: int) -> None:
        env.write_actions(actions[index % ACTION_BATCHES], ends[next(rounds) % len(ends)])
        env.exchange()

    busy = env.server_busy_ns
    durations = _timed_rounds(play, seconds)
    busy = env.server_busy_ns - busy
    on_schedule = _on_schedule(play, durations, seconds / 2)
    return _row(env, "transport", durations, busy, len(durations) * env.num_envs, on_schedule)
