"""The words in which the levels speak to each other: subtasks, resources, patience, directives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: What an option does.
SUBTASKS = ("rest", "fell_trees", "mine", "build_drill", "build_receiver", "refuel", "collect")
#: What it does it with; "none" where that does not matter.
RESOURCES = ("none", "wood", "coal", "stone", "iron-ore", "copper-ore", "iron-plate", "copper-plate")
#: Steps after which an option gives the word back to the tactical level, whatever it has reached by then.
PATIENCE = (16, 32, 48, 64)
#: Cells of a side into which the strategic level's plan of expansion divides the map.
EXPANSION_SIDE = 8

K, R, P = len(SUBTASKS), len(RESOURCES), len(PATIENCE)


class Choices(NamedTuple):
    """What a tactical level has chosen for n arenas; int64 [n] each."""

    subtask: NDArray[np.int64]
    """Place in `SUBTASKS`."""
    resource: NDArray[np.int64]
    """Place in `RESOURCES`."""
    patience: NDArray[np.int64]
    """Place in `PATIENCE`."""

    def name(self, row: int) -> str:
        """For people, such as "mine coal for 32"."""
        what = "" if self.resource[row] == 0 else f" {RESOURCES[self.resource[row]]}"
        return f"{SUBTASKS[self.subtask[row]]}{what} for {PATIENCE[self.patience[row]]}"


@dataclass(frozen=True)
class Directive:
    """What the strategic level wants of the tactical one; the zero of every field asks for nothing."""

    resource: int = 0
    """`resource_strategy`: place in `RESOURCES` of what to favour; 0 for none."""
    subtask: int = 0
    """`task_assignment`: place in `SUBTASKS` of what to favour; 0, rest, for none."""
    technology: int = 0
    """`tech_priorities`: number of the technology to research next; 0 for none."""
    cell: int = 0
    """`expansion_plan`: 1 + cell of the map, row by row in `EXPANSION_SIDE`, to grow towards; 0 for none."""

    def features(self) -> NDArray[np.float32]:
        """float32 [DIRECTIVE_FEATURES]: one-hot of resource and subtask, x and y of the cell in -1..1, 0 for none."""
        out = np.zeros(DIRECTIVE_FEATURES, dtype=np.float32)
        out[self.resource] = self.resource > 0
        out[R + self.subtask] = self.subtask > 0
        if self.cell:
            row, column = divmod(self.cell - 1, EXPANSION_SIDE)
            out[-2:] = (2 * column + 1) / EXPANSION_SIDE - 1, (2 * row + 1) / EXPANSION_SIDE - 1
        return out


#: Length of `Directive.features`.
DIRECTIVE_FEATURES = R + K + 2
#: Wants nothing: the tactical level is on its own.
NO_DIRECTIVE = Directive()
