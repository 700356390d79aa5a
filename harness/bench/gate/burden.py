"""Slowdowns made on purpose, of a stated size, for the gate's test of itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

#: What a burden can be: turns of an empty loop, copied cache lines, allocations.
KINDS = ("busy", "copy", "allocate")


@dataclass(frozen=True)
class Burden:
    """Work added to the steps of a workload."""

    kind: str
    units: int
    every: int = 1
    """It is added to every `every`-th step, so that it can be a small part of a short one."""

    @property
    def words(self) -> list[str]:
        """The words of the workload program."""
        return [self.kind, str(self.units), str(self.every)]


def burden_of(
    change: float, kind: str, every: int, cost: Callable[[Burden | None], float], probe: int = 1000
) -> Burden:
    """The burden that makes a step `change` dearer, or a little more.

    Args:
        change: wanted, for example 0.05.
        kind: one of KINDS.
        every: see Burden.
        cost: of a step under a burden, in instructions or ns; called three times.
        probe: units that are tried to learn what one costs.

    Returns:
        The burden; its cost is a straight line in its units, so it is found without searching.

    Raises:
        ValueError: if units cost nothing that could be seen.
    """
    plain, one, many = cost(None), cost(Burden(kind, 1, every)), cost(Burden(kind, 1 + probe, every))
    unit = (many - one) / probe
    if unit <= 0:
        raise ValueError(f"{probe} units of {kind} cost nothing that could be seen ({one:g} and {many:g})")
    return Burden(kind, max(1, 1 + math.ceil((plain * (1 + change) - one) / unit)), every)
