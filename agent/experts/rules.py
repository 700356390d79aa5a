"""Rules in the order of their urgency: the first that holds decides, for many arenas at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Rules:
    """Collects rules for N arenas; each says where it holds, which intent follows, and for which sub-goal.

    Args:
        arenas: N.
        allowed: bool [N, C], intents that make sense; a rule whose intent makes no sense does not hold.
    """

    def __init__(self, allowed: NDArray[np.bool_]) -> None:
        self._allowed = allowed
        self._every = np.arange(len(allowed))
        self.intents = np.zeros(len(allowed), dtype=np.int64)
        self.subgoals = np.zeros(len(allowed), dtype=np.int64)
        self._open = np.ones(len(allowed), dtype=bool)

    def say(self, holds: NDArray[np.bool_], intents: NDArray[np.int64] | int, subgoal: int) -> None:
        """Decides the arenas where the rule holds and none before it did.

        Args:
            holds: bool [N].
            intents: int64 [N], or one for all.
            subgoal: number of the sub-goal.
        """
        intents = np.broadcast_to(intents, self.intents.shape)
        decides = self._open & holds & self._allowed[self._every, intents]
        self.intents[decides] = intents[decides]
        self.subgoals[decides] = subgoal
        self._open &= ~decides


def first_of(places: slice, score: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The intent with the smallest score among some.

    Args:
        places: of the intents among all.
        score: float64 [N, len(places)]; infinite for those that do not count.

    Returns:
        bool [N], whether there is one; int64 [N], its number.
    """
    return np.isfinite(score.min(axis=1)), places.start + score.argmin(axis=1)
