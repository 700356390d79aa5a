"""What an intent is, and what a kit of intents offers: candidates, what is known of each, and how each is carried out.

An *intent* is a verb with a target: mine that ore, put coal into this drill, build a turret there. A kit lists the
same intents in the same places in every state, and masks those that make no sense. One intent is chosen every step;
while its target is out of reach the step walks there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.options.intents.feet import Feet

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]

#: Steps after which what queries said is asked again, though nothing was done that changes it.
REFRESH_STEPS = 8


@dataclass
class Targets:
    """How each of C intents of N arenas would be carried out."""

    place: NDArray[np.float64]
    """float64 [N, C, 2], tiles."""
    reach: NDArray[np.float64]
    """float64 [C], tiles from which it can be done."""
    kind: Whole
    """int64 [C], FACTORIO_ACTION_* once it is in reach."""
    item: Whole
    """int64 [N, C], third parameter of the command."""
    count: Whole
    """int64 [N, C], fourth parameter of the command."""
    clearance: NDArray[np.float64]
    """float64 [C], tiles along each axis that the character keeps from the target; 0 where it may stand on it."""
    allowed: Bools
    """bool [N, C], intents that make sense."""


class IntentKit(ABC):
    """The intents of one kind of scenario, for N arenas at once.

    Args:
        env: who is asked; its prototypes' numbers are looked up.
        arenas: N.
    """

    global_names: tuple[str, ...]
    """One name a column of what is known of the arena as a whole."""
    row_names: tuple[str, ...]
    """One name a column of what is known of each intent."""
    intents: tuple[str, ...]
    """One name an intent; the first stands still."""
    kept: tuple[str, ...] = ()
    """Names of the arrays that are state."""

    def __init__(self, env: harness.FactorioVectorEnv, arenas: int) -> None:
        self.env, self.scenario, self.arenas = env, env.scenario, arenas
        self.feet = Feet(arenas, env.scenario.ticks_per_step)
        self.age = np.full(arenas, REFRESH_STEPS, dtype=np.int64)
        self.begins = np.ones(arenas, dtype=np.bool_)
        self.wood = np.zeros(arenas, dtype=np.int64)
        self.targets: Targets

    def number(self, kind: str, name: str) -> int:
        """Number of a prototype of the kind item or entity; 0 where the server has none."""
        names = self.env.prototype_names[kind]
        return names.index(name) + 1 if name in names else 0

    @abstractmethod
    def begin(self, arenas: Whole) -> None:
        """Asks for what stays as it is during an episode of these arenas."""

    @abstractmethod
    def refresh(self, arenas: Whole) -> None:
        """Asks for what changes in these arenas."""

    @abstractmethod
    def survey(self, frames: NDArray[Any]) -> tuple[Floats, Floats]:
        """What is known: float32 [N, len(global_names)] and [N, C, len(row_names)]; renews `targets`."""

    def see(self, frames: NDArray[Any]) -> tuple[Floats, Floats]:
        """Brings what is known up to date with new frames, asking where something may have changed."""
        resets = (frames["flags"] & harness.constants.FACTORIO_FLAG_RESET) != 0
        wood = frames["item_counts"][:, harness.constants.FACTORIO_ITEM_WOOD].astype(np.int64)
        stale = resets | self.begins | (wood != self.wood) | (self.age >= REFRESH_STEPS)
        self.feet.see(frames, resets)
        self.begins |= resets
        self._ask(np.flatnonzero(stale))
        self.wood[:] = wood
        self.age += 1
        return self.survey(frames)

    def _ask(self, stale: Whole) -> None:
        begins = stale[self.begins[stale]]
        try:
            if begins.size:
                self.begin(begins)
            if stale.size:
                self.refresh(stale)
        except harness.ServerLost:  # the next step notices, and marks its transitions as broken
            return
        self.begins[stale] = False
        self.age[stale] = 0

    def commands(self, chosen: Whole, frames: NDArray[Any]) -> NDArray[np.float64]:
        """Rows of the action set `commands` that carry out the chosen intents.

        Args:
            chosen: int64 [N], numbers of intents.
            frames: structured [N], the frames that `see` has seen last.

        Returns:
            float64 [N, 9].
        """
        targets, every = self.targets, np.arange(self.arenas)
        place, kind = targets.place[every, chosen], targets.kind[chosen]
        offset = place - frames["player_pos"]
        distance = np.hypot(offset[:, 0], offset[:, 1])
        clearance = targets.clearance[chosen]
        is_on_it = (clearance > 0) & (np.abs(offset).max(axis=1) < clearance)
        is_far = distance > targets.reach[chosen]
        acts = ~(is_far | is_on_it) & (kind != harness.constants.FACTORIO_ACTION_MOVE)
        walking = (frames["flags"] & harness.constants.FACTORIO_FLAG_WALKING) != 0
        stops = acts & walking & (kind != harness.constants.FACTORIO_ACTION_MINE)
        commands = np.zeros((self.arenas, 1 + harness.constants.FACTORIO_PARAMETERS))
        does = acts & ~stops
        commands[does, 0] = kind[does]
        commands[does, 1:3] = place[does]
        commands[does, 3] = targets.item[every, chosen][does]
        commands[does, 4] = targets.count[every, chosen][does]
        walks = is_far | is_on_it
        commands[:, 1:3] += self.feet.ways(offset, clearance, walks)
        changes = does & (kind != harness.constants.FACTORIO_ACTION_MINE)
        self.age[changes] = REFRESH_STEPS
        return commands

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that is remembered, as views: copying into them restores it."""
        own = {name: getattr(self, name) for name in (*self.kept, "age", "begins", "wood")}
        return own | {f"feet/{name}": array for name, array in self.feet.state().items()}


def place_columns(offset: NDArray[np.float64], reach: NDArray[np.float64]) -> Floats:
    """Where something is, on a coarse and a fine scale.

    Args:
        offset: float64 [N, C, 2], tiles; not finite where there is nothing.
        reach: float64 [C], tiles.

    Returns:
        float32 [N, C, 6]: x and y over 32 tiles, the same over 8 tiles clipped, distance over 32, in reach; zeros
        where there is nothing.
    """
    known = np.isfinite(offset[..., :1])
    offset = np.where(known, offset, 0.0)
    distance = np.hypot(offset[..., 0], offset[..., 1])[..., None]
    near = np.clip(offset / 8, -1, 1)
    columns = np.concatenate([offset / 32, near, distance / 32, distance <= reach[:, None]], axis=-1)
    return (columns * known).astype(np.float32)


#: Names of the columns of `place_columns`.
PLACE_NAMES = ("x", "y", "near_x", "near_y", "distance", "in_reach")
