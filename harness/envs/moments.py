"""Moments of an environment, or of one of its arenas, that are kept and put back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.arena_state import ArenaState, load_arenas, save_arena
from harness.envs.fleet import Fleet
from harness.envs.snapshot import restore_fleet, state_hash, take_snapshot


class Mode(Enum):
    """Which calls come next."""

    NEW = "reset() or async_reset()"
    LOCK_STEP = "step()"
    ASYNCHRONOUS = "recv() and send()"
    CLOSED = "nothing: the environment is closed"


class Moments(ABC):
    """The part of an environment that keeps what decides how its run goes on."""

    _fleet: Fleet
    _mode: Mode

    @abstractmethod
    def _require_rest(self, what: str) -> None:
        """Raises ResetNeeded unless there is a state and no step is on its way."""

    @abstractmethod
    def _shown(self) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Observations and info of all arenas as they are."""

    def snapshot(self) -> bytes:
        """Everything that decides how the run goes on: server, tasks, episodes, seeds.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("snapshot")
        return take_snapshot(self._fleet)

    def restore(self, snapshot: bytes) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Puts a snapshot back; the run then goes on, bit for bit, as it did from there.

        Args:
            snapshot: of an environment with the same scenario, arenas and servers; of this process or of another.

        Returns:
            Observations and info of the moment that it was taken.

        Raises:
            SnapshotError: if it does not fit or is damaged; before anything is changed, unless the server finds it out.
            ServerLost: if a server is lost meanwhile.
        """
        if self._mode is not Mode.NEW:
            self._require_rest("restore")
        restore_fleet(self._fleet, snapshot)
        if self._mode is Mode.NEW:
            self._mode = Mode.LOCK_STEP
        return self._shown()

    def save_arena(self, arena: int) -> ArenaState:
        """The present moment of one arena, which `load_arenas` can put into any other.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ValueError: if there is no such arena.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("save_arena")
        return save_arena(self._fleet, arena)

    def load_arenas(
        self, arenas: Sequence[int] | NDArray[np.integer], states: Sequence[ArenaState]
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Puts moments of episodes into arenas, which go on from there; the others are left alone.

        An arena keeps its own sequence of episodes: the next reset begins the one that would have come anyway.

        Args:
            arenas: their numbers.
            states: as many, of `save_arena`, of an environment with the same scenario and scenes.

        Returns:
            Observations and info of all arenas as they are now.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ValueError: if there is no such arena, or there are not as many states.
            SnapshotError: if a state is of another scenario, or damaged.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("load_arenas")
        load_arenas(self._fleet, arenas, states)
        return self._shown()

    def state_hash(self) -> str:
        """SHA-256 of the state that `snapshot` holds; the same however arenas are spread over servers.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("state_hash")
        return state_hash(self._fleet)
