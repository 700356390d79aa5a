"""Latencies of a microsecond and less, by pyperf: python suites/bench/python/micro_latencies.py --fast

pyperf starts many worker processes, calibrates, and warns when the machine is too unsteady for what it found.
"""

from __future__ import annotations

import os
import time

import numpy as np
import pyperf

from comm_c import Channel, ChannelServer, Request, channel_pingpong_ns, frame_dtype, pingpong_ns
from harness.bench.measure import action_frames
from harness.envs.vector_env import FactorioVectorEnv


def bare_round_trip(loops: int) -> float:
    """A number bounced between two processes on a cache line: the yardstick."""
    return float(np.sum(pingpong_ns(loops))) / 1e9


def step_of_one_arena(loops: int) -> float:
    """A random step of one arena through the channel, the loop in C."""
    with FactorioVectorEnv("movement_micro", 1) as env:
        env.reset(seed=0)
        return float(np.sum(channel_pingpong_ns(env.channels[0], loops, actions=action_frames(env)))) / 1e9


def step_from_python(loops: int) -> float:
    """The same, the loop in Python: write the actions, exchange, look at the frames."""
    with FactorioVectorEnv("movement_micro", 1, copy=False) as env:
        env.reset(seed=0)
        actions = np.zeros(1, dtype=np.int64)
        env.write_actions(actions)
        begin = time.perf_counter()
        for _ in range(loops):
            env.exchange()
        return time.perf_counter() - begin


def exchange_in_one_thread(loops: int) -> float:
    """Both sides of an exchange in Python and in one thread: what the calls themselves cost."""
    with Channel.create(1, 0, 4) as client, ChannelServer.attach(os.dup(client.fd)) as server:
        begin = time.perf_counter()
        for _ in range(loops):
            client.send(Request.STEP)
            server.answer(server.accept(1.0).seq)
            client.receive(1.0)
        return time.perf_counter() - begin


def view_of_a_frame(loops: int) -> float:
    """A structured view of a batch of frames, and one of its fields."""
    frames, dtype = np.zeros((64, 64), dtype=np.uint8), frame_dtype(0)
    begin = time.perf_counter()
    for _ in range(loops):
        frames.view(dtype)[:, 0]["player_pos"]
    return time.perf_counter() - begin


def main() -> None:
    """Measures all of them."""
    runner = pyperf.Runner()
    runner.metadata["description"] = "latencies of the transport and its Python face"
    for function in (bare_round_trip, step_of_one_arena, step_from_python, exchange_in_one_thread, view_of_a_frame):
        runner.bench_time_func(function.__name__, function)


if __name__ == "__main__":
    main()
