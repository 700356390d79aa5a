"""The constants that bring a scenario's quantities near 1; they come from the scenario and the game, not from data."""

from __future__ import annotations

from dataclasses import dataclass

from harness import Scenario

#: running_speed of the character prototype, tiles a tick.
WALK_TILES_PER_TICK = 0.15
#: max_health of the character prototype, hit points.
CHARACTER_HEALTH = 250.0
#: inventory_size of the character prototype, slots.
CHARACTER_SLOTS = 80.0
#: Radius around the character in which the compact frames list resources, tiles.
NEARBY_TILES = 16.0
#: Offsets are also given on this finer scale, clipped to it: what decides the last steps of a way, tiles.
NEAR_TILES = 4.0


@dataclass(frozen=True)
class Scales:
    """What one unit of a feature stands for."""

    half_width: float
    """Half of the map's width, tiles."""
    half_height: float
    """Half of the map's height, tiles."""
    ticks_per_step: int
    """Ticks that one step runs."""
    has_goal: bool
    """Whether a reset draws a goal to walk to."""
    items_wanted: float
    """Items that the task asks for; 1 where it asks for none."""

    @classmethod
    def of(cls, scenario: Scenario) -> Scales:
        """Reads the constants of a scenario."""
        width, height = scenario.map.sides
        wanted = float(getattr(scenario.task, "count", 1))
        return cls(width / 2, height / 2, scenario.ticks_per_step, scenario.reset.goal is not None, wanted)

    @property
    def step_tiles(self) -> float:
        """Tiles that a character walks in one step when nothing holds it back."""
        return WALK_TILES_PER_TICK * self.ticks_per_step
