"""A server behind the stock door keeps nothing of the episodes that are over."""

from __future__ import annotations

import psutil

from harness.envs import FactorioVectorEnv

ARENAS = 16
#: A surface's settings alone, were they kept, would be six of these.
KEPT_BYTES_AT_MOST = 1024


def resident_bytes(env: FactorioVectorEnv) -> int:
    return sum(psutil.Process(pid).memory_info().rss for pid in env.server_pids)


def test_resets_leave_nothing_in_the_server() -> None:
    with FactorioVectorEnv("movement_micro", ARENAS, door="stock") as env:
        for seed in range(60):  # until its collector of garbage has been round
            env.reset(seed=seed)
        before = resident_bytes(env)
        for seed in range(120):
            env.reset(seed=seed)
        assert resident_bytes(env) - before < 120 * ARENAS * KEPT_BYTES_AT_MOST
