"""Builds a smelting line that runs unattended: a drill, the furnace that it drops into, fuel, and hands off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agent.experts.rules import Rules, first_of
from agent.options.intents.field import DRILLS, FULL, PLACES, FieldKit

#: Share of its full fuel below which a machine is fuelled: a third outlasts the trial, which every touch begins anew.
WORTH_FUELLING = 0.34
#: Place of iron in ORES.
IRON = 0


class LineRules:
    """Chooses intents for the task unattended; the present state alone decides, so it can be asked anywhere.

    Args:
        kit: who sees the arenas.
    """

    subgoals = ("hands_off", "set_up_drill", "set_up_furnace", "fuel")

    def __init__(self, kit: FieldKit) -> None:
        self.kit = kit

    def choose(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Intents and sub-goals, int64 [N] each, for what the kit has seen last."""
        kit = self.kit
        rules = Rules(kit.targets.allowed)
        unserved = np.where(kit.is_machine[:, :DRILLS] & ~kit.served, 0.0, np.inf)
        is_served = (kit.is_machine[:, :DRILLS] & kit.served).any(axis=1)
        rules.say(~is_served & np.isfinite(unserved.min(axis=1)), first_of(PLACES["build_receiver"], unserved)[1], 2)
        rules.say(~is_served, PLACES["build_drill"].start + IRON, 1)
        hunger = np.where(kit.is_machine, kit.fuel / FULL, np.inf)
        rules.say(hunger.min(axis=1) < WORTH_FUELLING, first_of(PLACES["put_coal"], hunger)[1], 3)
        return rules.intents, rules.subgoals
