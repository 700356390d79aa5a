"""Strikes servers while episodes are played, and keeps count of what it did and how long it took to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from harness import clock
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.runner.faults.kinds import Blow, Fault
from harness.runner.play import Watcher


class FaultInjector(Watcher):
    """Lets faults befall servers drawn at random."""

    def __init__(self, faults: Sequence[Fault], seed: int | Sequence[int], most: int | None = None) -> None:
        """Strikes nothing yet.

        Args:
            faults: kinds, and how often each strikes.
            seed: of the moments and the victims.
            most: blows after which there are no more; None: no end.
        """
        self.struck: Counter[str] = Counter()
        """Blows by kind."""
        self.recoveries: list[float] = []
        """Seconds from noticing a lost server to the end of the first step that all servers answered again."""
        self._faults = tuple(faults)
        self._most = most
        self._draws = np.random.default_rng(seed)
        self._blow: Blow | None = None
        self._lost_before = 0
        self._lost_at: float | None = None

    @property
    def total(self) -> int:
        """All blows."""
        return self.struck.total()

    def before_step(self, env: FactorioVectorEnv) -> None:
        """Draws whether a fault strikes in this step, and which."""
        self._lost_before = env.counters.servers_lost
        if self._most is not None and self.total >= self._most:
            return
        for fault in self._faults:
            if self._draws.random() < 1 / fault.every_steps:
                victim = int(self._draws.integers(env.num_servers))
                # On its way up a server can be killed like any other; what the others do needs one that steps.
                kind = fault.kind if env.servers_up[victim] else "kill"
                self._blow = Blow(kind, env, victim, self._draws)
                self.struck[kind] += 1
                return  # one at a time: two in one step could not be told apart

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Lets the blow land, and notes the time when servers have come back."""
        if self._blow is not None:
            self._blow.land()
            self._blow = None
        now = clock.monotonic()
        if env.counters.servers_lost > self._lost_before:
            self._lost_at = now if self._lost_at is None else self._lost_at
        elif self._lost_at is not None:
            self.recoveries.append(now - self._lost_at)
            self._lost_at = None
