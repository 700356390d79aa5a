"""The round trip of one arena beside the bare ping-pong, as a ratio of interleaved blocks in one run."""

from __future__ import annotations

import time

import numpy as np

from comm_c import channel_pingpong_ns, pingpong_ns
from harness.bench.measure import action_frames
from harness.bench.record import RoundTrip
from harness.bench.stats import median_ratio_interval
from harness.envs.vector_env import FactorioVectorEnv

#: Blocks of each kind, taken in turn, so that both meet the same moods of the machine.
PAIRS = 40
#: Round trips in a block at most, and no more than an episode has steps; their median is what counts.
ROUNDS = 500
#: On a machine whose cores are all taken a round trip waits for a time slice: then fewer pairs must do.
SECONDS, FEWEST_PAIRS = 10.0, 5


def measure_round_trip(scenario: str, pairs: int = PAIRS, rounds: int = ROUNDS) -> RoundTrip:
    """Steps one arena with random actions in a loop in C, and bounces a cache line, block by block in turn.

    Every block of steps is the beginning of an episode.

    Args:
        scenario: name or path.
        pairs: blocks of each kind; fewer when they take more than SECONDS.
        rounds: round trips in each block.

    Returns:
        Medians in ns and their ratio with its 95 % interval.

    Raises:
        HarnessError: if the server cannot be started.
    """
    bare: list[float] = []
    step: list[float] = []
    with FactorioVectorEnv(scenario, 1) as env:
        name = env.scenario.name
        rounds = min(rounds, env.scenario.episode_steps)
        (channel,) = env.channels
        end = time.monotonic() + SECONDS
        while len(step) < pairs and (len(step) < FEWEST_PAIRS or time.monotonic() < end):
            bare.append(float(np.median(pingpong_ns(rounds))))
            env.reset(seed=0)
            step.append(float(np.median(channel_pingpong_ns(channel, rounds, actions=action_frames(env)))))
    ratio, low, high = median_ratio_interval([s / b for s, b in zip(step, bare, strict=True)])
    return RoundTrip(
        scenario=name,
        pairs=len(step),
        bare_ns=float(np.median(bare)),
        step_ns=float(np.median(step)),
        ratio=ratio,
        ratio_interval=(low, high),
    )
