"""The state of one arena, taken out of an environment and put into any arena of it: a start of one's own choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.fleet import Fleet
from harness.envs.group import ArenaGroup

#: Of what the client remembers of an arena: what belongs to the course of its episode. Seeds and the number of the
#: episode stay the arena's own, so that the next episode is the one that would have come anyway.
OF_THE_EPISODE = ("returns", "lengths")
OF_THE_TASK = "task."


@dataclass(frozen=True)
class ArenaState:
    """A moment of an episode."""

    server: NDArray[np.uint8]
    """uint8 [bytes], the server's part."""
    client: dict[str, Any]
    """What the client remembers of it, by name."""


def save_arena(fleet: Fleet, arena: int) -> ArenaState:
    """Reads the state of an arena; see `FactorioVectorEnv.save_arena`."""
    group = _group_of(fleet, arena)
    row = arena - group.rows.start
    remembered = {name: array[row].copy() for name, array in _episode_state(group).items()}
    return ArenaState(group.save_arena(row), remembered)


def load_arenas(fleet: Fleet, arenas: Sequence[int] | NDArray[np.integer], states: Sequence[ArenaState]) -> None:
    """Puts states into arenas; see `FactorioVectorEnv.load_arenas`."""
    for arena, state in zip(arenas, states, strict=True):
        group = _group_of(fleet, int(arena))
        row = int(arena) - group.rows.start
        group.load_arena(row, state.server)
        for name, array in _episode_state(group).items():
            array[row] = state.client[name]


def _episode_state(group: ArenaGroup) -> dict[str, NDArray[Any]]:
    state = group.client_state()
    return {name: array for name, array in state.items() if name in OF_THE_EPISODE or name.startswith(OF_THE_TASK)}


def _group_of(fleet: Fleet, arena: int) -> ArenaGroup:
    for group in fleet.groups:
        if group.rows.start <= arena < group.rows.stop:
            return group
    raise ValueError(f"arena is {arena}; there are 0..{fleet.groups[-1].rows.stop - 1}")
