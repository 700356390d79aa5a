"""How players of less skill err: how often, for how long, and in which way; drawn from the episode's seed alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_GAMMA = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class SkillLevel:
    """What sets a level of skill apart."""

    slips: float
    """Chance, a step, that an error begins."""
    longest: int
    """Steps of the longest error; each length from 1 on is equally likely."""
    hesitation: float
    """Share of the errors that are standing still; the others do something that makes sense, but drawn blindly."""


#: Levels by name. An expert does not err.
LEVELS: dict[str, SkillLevel] = {
    "beginner": SkillLevel(slips=0.08, longest=8, hesitation=0.5),
    "intermediate": SkillLevel(slips=0.02, longest=4, hesitation=0.3),
    "expert": SkillLevel(slips=0.0, longest=1, hesitation=0.0),
}


class Slips:
    """The errors of N players.

    Args:
        level: how they err.
    """

    def __init__(self, level: SkillLevel) -> None:
        self._level = level
        self.begin(np.zeros(0, dtype=np.uint64))

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Begins an episode for each seed."""
        self._seeds = seeds.copy()
        self._step = 0
        self._left = np.zeros(len(seeds), dtype=np.int64)
        self._action = np.zeros(len(seeds), dtype=np.int64)

    def act(self, right: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The right actions, but for those who err.

        Args:
            right: int64 [N].
            mask: bool [N, A], actions that make sense; an error that no longer does is over.
        """
        level, every = self._level, np.arange(len(right))
        begins = (self._left == 0) & (self._draw(0) < level.slips)
        length = 1 + (self._draw(1) * level.longest).astype(np.int64)
        allowed = mask.cumsum(axis=1)
        place = (self._draw(2) * allowed[:, -1]).astype(np.int64) + 1
        blind = (allowed >= place[:, None]).argmax(axis=1)
        wrong = np.where(self._draw(3) < level.hesitation, 0, blind)
        self._left = np.where(begins, length, self._left)
        self._action = np.where(begins, wrong, self._action)
        errs = (self._left > 0) & mask[every, self._action]
        self._left = np.where(errs, self._left - 1, 0)
        self._step += 1
        return np.where(errs, self._action, right)

    def _draw(self, stream: int) -> NDArray[np.float64]:
        """A number 0..1 for each player: SplitMix64 of seed, stream and step."""
        with np.errstate(over="ignore"):
            bits = _mix(self._seeds + _GAMMA)
            bits = _mix((bits ^ np.uint64(stream)) + _GAMMA)
            bits = _mix((bits ^ np.uint64(self._step)) + _GAMMA)
        return (bits >> np.uint64(11)).astype(np.float64) / 2**53


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
