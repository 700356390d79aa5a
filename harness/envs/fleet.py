"""All servers of one environment: how arenas are spread over them, started together, closed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from harness.envs.action_sets import Actions, action_names
from harness.envs.batch import Batch
from harness.envs.counters import Counters
from harness.envs.group import ArenaGroup
from harness.envs.judge import Judge
from harness.envs.observations import Observations
from harness.servers import ServerSpec

#: Exchanges that a reset may need: one more when a server had died unseen since the last step.
RESET_ATTEMPTS = 3


class Fleet:
    """The groups of an environment and the arrays that they share."""

    def __init__(self, spec: ServerSpec, servers: int, timeout: float) -> None:
        """Starts all servers at once and waits for all.

        Args:
            spec: what each server is like; its `arenas` are those of all servers together.
            servers: how many; the arenas are spread evenly, the first servers taking one more where needed.
            timeout: seconds that an exchange may take before its server counts as lost.

        Raises:
            ServerError: if one does not start; the others are gone then, too.
            ValueError: if there are more servers than arenas.
        """
        if not 1 <= servers <= spec.arenas:
            raise ValueError(f"num_servers is {servers}; 1..{spec.arenas} (one arena a server at least) are possible")
        self.scenario = spec.scenario
        self.batch = Batch.empty(spec.arenas, len(action_names(spec.scenario.actions)))
        judge = Judge(spec.scenario, self.batch)
        self.groups = [
            ArenaGroup(
                replace(spec, name=f"server-{number}", servers=servers, number=number,
                        arenas=rows.stop - rows.start),
                judge.part(rows),
                rows,
                timeout,
            )
            for number, rows in enumerate(_spread(spec.arenas, servers))
        ]
        self.observations = Observations(self.groups, spec.arenas)
        self._start()

    def _start(self) -> None:
        try:
            for group in self.groups:
                group.launch()
            for group in self.groups:
                group.wait_ready()
        except BaseException:
            self.close()
            raise

    def reseed(self, bases: NDArray[np.uint64], arenas: NDArray[np.int64]) -> None:
        """Gives every arena its base seed and arena number, uint64 [n] and int64 [n], and its episode 0 next."""
        for group in self.groups:
            group.reseed(bases[group.rows], arenas[group.rows])

    def settle(self) -> None:
        """Receives what is still on its way, as after an interrupted step."""
        for group in self.groups:
            if group.in_flight:
                group.receive()

    def reset(self) -> None:
        """Resets every arena.

        Raises:
            ServerLost: if a server is lost again and again.
        """
        self.settle()
        waiting = self.groups
        for _ in range(RESET_ATTEMPTS):
            for group in waiting:
                group.send_resets()
            for group in in_turn(waiting):
                group.receive()
            waiting = [group for group in waiting if group.loss is not None]
            if not waiting:
                return
        assert waiting[0].loss is not None  # noqa: S101
        raise waiting[0].loss

    def step(self, actions: Actions) -> None:
        """Steps every arena; servers work at the same time. Lost servers are noted in their groups."""
        for group in self.groups:
            group.send(actions[group.rows])
        self.observations.begin()
        for group in in_turn(self.groups):  # the others are still at work meanwhile
            group.receive(self.observations.room(group))

    def reset_ended(self, groups: Sequence[ArenaGroup]) -> NDArray[np.bool_]:
        """Begins the next episode wherever one has ended in these groups; the other arenas stand still meanwhile.

        Returns:
            [n] whose episode, though it had not ended, was cut by the loss of its server meanwhile, and begun anew.

        Raises:
            ServerLost: if a server is lost again and again.
        """
        cut = np.zeros(len(self.batch.done), dtype=np.bool_)
        waiting = [group for group in groups if group.batch.done.any()]
        for _ in range(RESET_ATTEMPTS):
            for group in waiting:
                group.send_ended()
            for group in in_turn(waiting):
                group.receive_begun()
            waiting = [group for group in waiting if group.loss is not None]
            if not waiting:
                return cut
            for group in waiting:
                cut[group.rows] = True
        assert waiting[0].loss is not None  # noqa: S101
        raise waiting[0].loss

    def note_losses(self) -> bool:
        """Brings `batch.server_lost` up to date; whether any server was lost in the last exchange."""
        losses = [group.note_loss() for group in self.groups]
        return any(losses)

    @property
    def counters(self) -> Counters:
        """Counts of all groups together."""
        return reduce(Counters.__add__, (group.counters for group in self.groups))

    def close(self) -> None:
        """Ends all servers."""
        for group in self.groups:
            group.close()


def in_turn(groups: list[ArenaGroup]) -> list[ArenaGroup]:
    """Whom to wait for first: those whose servers get a core once this process sleeps; the others have theirs."""
    return groups if len(groups) == 1 else sorted(groups, key=_has_a_core)


def _has_a_core(group: ArenaGroup) -> bool:
    return not group.shares_core


def _spread(arenas: int, servers: int) -> list[slice]:
    """Rows of each server, in order, as even as can be."""
    ends = [arenas * (number + 1) // servers for number in range(servers)]
    return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
