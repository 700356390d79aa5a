"""What an expert is: whom a learner asks what to do, wherever it has come to."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray


class Advice(NamedTuple):
    """What an expert would do in each of N arenas."""

    actions: NDArray[np.int64]
    """int64 [N], numbers of actions of the environment that was asked about."""
    subgoals: NDArray[np.int64]
    """int64 [N], places in `Expert.subgoals`: what the action is for."""


class Expert(Protocol):
    """Advises on the present frames. Asking changes nothing in the arenas, and any state may be asked about."""

    subgoals: tuple[str, ...]
    """Names of what a step can be for."""

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Before the first step of an episode in each of N arenas, whose seeds decide all that is drawn."""

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """What to do now.

        Args:
            observations: uint8 [N, frame_bytes], the newest frames.
            action_mask: bool [N, A], actions that make sense.
        """
