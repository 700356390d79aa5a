"""Whose answer comes next, when servers work while the caller thinks."""

from __future__ import annotations

import os

from harness import clock
from harness.envs.group import ArenaGroup

#: About what a sleeper costs when it is woken: shorter waits are spent looking.
POLL_SECONDS = 50e-6


class Turns:
    """Takes groups in turn, so that one quick server does not keep the others waiting."""

    def __init__(self, groups: list[ArenaGroup]) -> None:
        """Begins with the second group's turn.

        Args:
            groups: all of an environment.
        """
        self._groups = groups
        self._last = 0

    def next_answered(self) -> ArenaGroup:
        """The first group that has answered, in turn; waits for the one whose turn it is when none has.

        Raises:
            ValueError: if every answer has been received already.
        """
        turn = self._last + 1
        waiting = [group for group in self._groups[turn:] + self._groups[:turn] if group.in_flight]
        if not waiting:
            raise ValueError("recv() has nothing to wait for; send() actions first")
        answered = _poll(waiting) or waiting[0]
        self._last = self._groups.index(answered)
        return answered


def _poll(groups: list[ArenaGroup]) -> ArenaGroup | None:
    """Looks from one to the next for a little while; then it is better to sleep on one of them."""
    until = clock.monotonic() + POLL_SECONDS
    while True:
        for group in groups:
            if group.is_answered():
                return group
        if clock.monotonic() > until:
            return None
        os.sched_yield()  # a server may be waiting for this very core
