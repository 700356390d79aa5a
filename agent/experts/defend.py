"""Holds a base: turrets in a ring inside it, each with magazines, and rounds to refill, repair and build again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agent.experts.rules import Rules, first_of
from agent.options.intents.defence import CLEARANCE, FULL, PLACES, WHOLE, DefenceKit

#: Tiles from the middle of the base within which enemies keep the character from leaving it.
DANGER = 45.0
#: Tiles that a place counts as farther away while the character itself stands on it: others come first, or it would
#: walk off, find another nearer, and come back.
UNDERFOOT = 20.0
#: Magazines at which a turret is looked after.
LOW = FULL / 2


class DefendRules:
    """Chooses intents for the task defend; the present state alone decides, so it can be asked anywhere.

    Args:
        kit: who sees the arenas.
    """

    subgoals = ("rest", "take_cover", "feed", "set_up_turrets", "repair", "step_aside")

    def __init__(self, kit: DefenceKit) -> None:
        self.kit = kit

    def choose(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Intents and sub-goals, int64 [N] each, for what the kit has seen last."""
        kit = self.kit
        rules = Rules(kit.targets.allowed)
        rules.say(kit.is_hit, first_of(PLACES["aside"], -kit.from_refuges())[1], 5)
        rules.say(kit.enemy_distance < DANGER, PLACES["middle"].start, 1)
        always = np.ones(kit.arenas, dtype=bool)
        hunger = np.where(kit.there & (kit.ammunition < LOW), kit.ammunition * 100 + kit.away, np.inf)
        there, intents = first_of(PLACES["feed_best"], hunger)
        rules.say(there, intents, 2)
        rules.say(there, first_of(PLACES["feed_plain"], hunger)[1], 2)
        offset = np.abs(kit.place - kit.position[:, None])
        away = np.hypot(offset[..., 0], offset[..., 1]) + UNDERFOOT * (offset.max(axis=2) < CLEARANCE)
        there, intents = first_of(PLACES["build"], np.where(kit.open, away, np.inf))
        rules.say(there, intents, 3)
        hurt = np.where(kit.there & (kit.health < WHOLE), kit.health, np.inf)
        there, intents = first_of(PLACES["repair"], hurt)
        rules.say(there, intents, 4)
        rules.say(always, PLACES["middle"].start, 0)
        return rules.intents, rules.subgoals
