"""Smelts iron: drills that drop their ore into furnaces, and coal carried to both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agent.experts.rules import Rules, first_of
from agent.options.intents.field import CHESTS, DRILLS, FULL, PLACES, FieldKit

#: Coal that is mined before the first fire, and before each next visit.
FIRST_COAL, NEXT_COAL = 14, 20
#: Pairs of a drill and a furnace.
PAIRS = 2
#: Tiles from the machines within which coal that is held is still given out.
AT_THE_MACHINES = 14.0
#: Plates in a furnace that are taken out of the way when it is visited.
MANY_PLATES = 15
#: Share of its full fuel below which a machine is filled up at a visit.
WORTH_FILLING = 0.7
#: Places in ORES and KINDS.
IRON, COAL = 0, 2


class SmeltRules:
    """Chooses intents for the task automate; the present state alone decides, so it can be asked anywhere.

    Args:
        kit: who sees the arenas.
    """

    subgoals = ("rest", "first_coal", "set_up_drills", "set_up_furnaces", "fuel", "clear_plates", "coal_by_hand")

    def __init__(self, kit: FieldKit) -> None:
        self.kit = kit

    def choose(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Intents and sub-goals, int64 [N] each, for what the kit has seen last."""
        kit = self.kit
        rules = Rules(kit.targets.allowed)
        coal = kit.held[:, COAL]
        nothing_stands = ~kit.is_machine.any(axis=1)
        rules.say(nothing_stands & (coal < FIRST_COAL), PLACES["mine"].start + COAL, 1)
        unserved = np.where(kit.is_machine[:, :DRILLS] & ~kit.served, 0.0, np.inf)
        rules.say(np.isfinite(unserved.min(axis=1)), first_of(PLACES["build_receiver"], unserved)[1], 3)
        rules.say(kit.drills_on[:, IRON] < PAIRS, PLACES["build_drill"].start + IRON, 2)
        self._visit(rules, coal)
        rules.say(np.ones_like(nothing_stands), PLACES["mine"].start + COAL, 6)
        return rules.intents, rules.subgoals

    def _visit(self, rules: Rules, coal: NDArray[np.float64]) -> None:
        """Shares the coal out, and empties the furnaces: a full one stops."""
        kit = self.kit
        away = np.hypot(*(kit.machine - kit.position[:, None]).transpose(2, 0, 1))
        is_here = away.min(axis=1) < AT_THE_MACHINES
        ratio = np.where(kit.is_machine, kit.fuel / FULL, np.inf)
        visits = (coal >= NEXT_COAL) | ((coal >= 1) & is_here)
        lowest = ratio.min(axis=1)
        rules.say(visits & (lowest < WORTH_FILLING), first_of(PLACES["put_coal"], ratio)[1], 4)
        plates = np.where(kit.store_count[:, CHESTS:] >= MANY_PLATES, -kit.store_count[:, CHESTS:], np.inf)
        full = np.concatenate([np.full((len(coal), CHESTS), np.inf), plates], axis=1)
        there, intents = first_of(PLACES["collect"], full)
        rules.say(is_here & there, intents, 5)
