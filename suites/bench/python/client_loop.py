"""What a client does to step an environment, for callgrind to count: python client_loop.py STEPS [MARKS.so].

One server, 16 arenas, prepared random actions, full steps with checks, rewards and ends. The server is a process of its
own and is not counted; neither is the wait for it, whose length is the scheduler's doing: the gate tells callgrind to
leave out comm_wake_poll and comm_wake_wait.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys

import numpy as np

import harness
from harness.envs.vector_env import FactorioVectorEnv

ARENAS, BATCHES, WARMUP = 16, 63, 8


def main(steps: int, marks: ctypes.CDLL | None) -> None:
    """Warms up, then plays `steps` steps between the marks."""
    if not harness.__file__.startswith(os.environ.get("PYTHONPATH", "")):
        raise SystemExit(f"the harness at {harness.__file__} is not the one that PYTHONPATH names: nothing to compare")
    with FactorioVectorEnv("movement_micro", ARENAS, seed=1, timeout=300.0, copy=False) as env:
        for channel in env.channels:
            channel.wake_policy = (0, 0, 1_000_000_000)  # a wait is one call, that can be left out
        actions = np.random.default_rng(1).integers(0, len(env.action_names), size=(BATCHES, ARENAS))
        env.reset(seed=1)
        for index in range(WARMUP):
            env.step(actions[index])
        gc.collect()
        gc.disable()  # when it runs depends on what was allocated at import
        if marks:
            marks.marks_begin()
        for index in range(steps):
            env.step(actions[index % BATCHES])
        if marks:
            marks.marks_end()


if __name__ == "__main__":
    main(int(sys.argv[1]), ctypes.CDLL(sys.argv[2]) if len(sys.argv) > 2 else None)
