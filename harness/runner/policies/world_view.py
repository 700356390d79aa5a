"""One arena as queries show it: what stands where, ore by kind, and the inventory, all by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.runner.questions import Askable

UNITS_PER_TILE = 256


@dataclass(frozen=True)
class Thing:
    """An entity that is not a resource."""

    name: str
    x: float
    y: float
    status: int
    """FACTORIO_STATUS_*"""
    fuel: int
    """Units of fuel in it, without the one that burns."""
    health: float
    """Hit points."""
    item: str
    """First stack that can be taken, or a turret's magazines; empty for none."""
    item_count: int


class WorldView:
    """Asks one arena of an environment; more than a player sees, so only scripts that prove a task use it."""

    def __init__(self, env: Askable, arena: int) -> None:
        self._env = env
        self._arena = arena
        self._names = env.prototype_names

    def number(self, kind: str, name: str) -> int:
        """Number of a prototype of the kind item, entity, recipe or technology."""
        return self._names[kind].index(name) + 1

    def ask(self, kind: str, area: tuple[int, int, int, int] = (0, 0, 0, 0)) -> NDArray[Any]:
        """What a query answers, as it is."""
        return self._env.query(self._arena, kind, area)

    def entities(self, *names: str, area: tuple[int, int, int, int] = (0, 0, 0, 0)) -> list[Thing]:
        """Entities of these names, by slot; all when none is given.

        Args:
            names: of prototypes.
            area: left, top, right, bottom, tiles; the whole map when all are zero.
        """
        wanted = [self.number("entity", name) for name in names]
        rows = self.ask("entities", area)
        return [self._thing(row) for row in rows if not wanted or int(row["prototype"]) in wanted]

    def _thing(self, row: Any) -> Thing:
        item = int(row["item"])
        return Thing(
            name=self._names["entity"][int(row["prototype"]) - 1],
            x=int(row["position"][0]) / UNITS_PER_TILE,
            y=int(row["position"][1]) / UNITS_PER_TILE,
            status=int(row["status"]),
            fuel=int(row["fuel"]),
            health=float(row["health"]),
            item=self._names["item"][item - 1] if item else "",
            item_count=int(row["item_count"]),
        )

    def ore(self, name: str) -> NDArray[np.float64]:
        """Centres [n, 2] of the resource entities of a name."""
        rows = self.ask("resources")
        found: NDArray[np.float64] = rows["position"][rows["prototype"] == self.number("entity", name)] / UNITS_PER_TILE
        return found

    def count(self, name: str) -> int:
        """How many of an item the character holds, whether frames count it or not."""
        return int(self.ask("inventory")[self.number("item", name)])
