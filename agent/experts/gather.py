"""Gathers with drills and hands: wood to begin with, drills on every ore, and coal from one of them as fuel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agent.experts.rules import Rules, first_of
from agent.options.intents.field import DRILLS, PLACES, FieldKit

#: Drills on each ore, in the order in which they are set up: place in ORES, and how many.
DRILLS_WANTED = ((2, 1), (0, 3), (1, 2))
#: Wood that is felled before the first drill: 2 MJ each, 13 s of drilling.
FIRST_WOOD = 36
#: Ticks before the end from which chests are emptied for the last time.
HARVEST_TICKS = 2400
#: Coal in a chest that is worth the way.
WORTHWHILE_COAL = 6
#: Tiles within which a drill that is low is filled up in passing.
IN_PASSING = 12.0
#: Places in KINDS.
IRON, COPPER, COAL, WOOD = 0, 1, 2, 4


class GatherRules:
    """Chooses intents for the task gather; the present state alone decides, so it can be asked anywhere.

    Args:
        kit: who sees the arenas.
    """

    subgoals = ("rest", "harvest", "first_wood", "set_up_drills", "fuel", "wood", "ore_by_hand")

    def __init__(self, kit: FieldKit) -> None:
        self.kit = kit

    def choose(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Intents and sub-goals, int64 [N] each, for what the kit has seen last."""
        kit = self.kit
        rules = Rules(kit.targets.allowed)
        late = kit.tick >= kit.end - HARVEST_TICKS
        self._harvest(rules, late)
        drills = kit.is_machine[:, :DRILLS].sum(axis=1)
        rules.say((drills == 0) & (kit.held[:, WOOD] < FIRST_WOOD) & ~late, PLACES["fell"].start, 2)
        unserved = np.where(kit.is_machine[:, :DRILLS] & ~kit.served, 0.0, np.inf)
        rules.say(~late & np.isfinite(unserved.min(axis=1)), first_of(PLACES["build_receiver"], unserved)[1], 3)
        self._fuel(rules, ~late)
        for ore, count in DRILLS_WANTED:
            rules.say(~late & (kit.drills_on[:, ore] < count), PLACES["build_drill"].start + ore, 3)
        self._work(rules, late)
        return rules.intents, rules.subgoals

    def _harvest(self, rules: Rules, late: NDArray[np.bool_]) -> None:
        """Empties the chests of what is short in the hand, the fullest first; nearest ore field first."""
        kit = self.kit
        for kind in (IRON, COPPER):
            short = late & (kit.held[:, kind] < kit.wanted[kind])
            full = np.where((kit.store_kind == kind) & (kit.store_count > 0), -kit.store_count, np.inf)
            there, intents = first_of(PLACES["collect"], full)
            rules.say(short & there, intents, 1)

    def _fuel(self, rules: Rules, early: NDArray[np.bool_]) -> None:
        """Gives fuel to drills that have none left to come; coal before wood, and to low ones in passing."""
        kit = self.kit
        away = np.hypot(*(kit.machine - kit.position[:, None]).transpose(2, 0, 1))
        empty = np.where(kit.is_machine & (kit.fuel == 0), away, np.inf)
        is_needed = early & np.isfinite(empty.min(axis=1))
        coal = np.where((kit.store_kind == COAL) & (kit.store_count >= WORTHWHILE_COAL), -kit.store_count, np.inf)
        there, intents = first_of(PLACES["collect"], coal)
        rules.say(is_needed & (kit.held[:, COAL] < 1) & there, intents, 4)
        rules.say(is_needed, first_of(PLACES["put_coal"], empty)[1], 4)
        rules.say(is_needed, first_of(PLACES["put_wood"], empty)[1], 4)
        low = np.where((away < IN_PASSING) & (kit.fuel <= 2), away, np.inf)
        there, intents = first_of(PLACES["put_coal"], low)
        rules.say(early & there & (kit.held[:, COAL] >= 4), intents, 4)

    def _work(self, rules: Rules, late: NDArray[np.bool_]) -> None:
        """Works by hand at what is short; before the harvest, what waits in chests counts as held."""
        kit = self.kit
        owned = kit.held + np.where(late[:, None], 0, kit.stored)
        lacking = np.maximum(kit.wanted - owned, 0)
        rules.say(lacking[:, WOOD] > 0, PLACES["fell"].start, 5)
        ore = lacking[:, :4].argmax(axis=1)
        rules.say(lacking[:, :4].max(axis=1) > 0, PLACES["mine"].start + ore, 6)
