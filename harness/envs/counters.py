"""Counts of what has happened to an environment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counters:
    """What has happened since the environment was made."""

    exchanges: int = 0
    """Exchanges that came to an end, all servers added up."""
    steps: int = 0
    """Arena steps answered; resets are not counted."""
    episodes: int = 0
    """Episodes that ended by success, death or time."""
    successes: int = 0
    """Episodes that ended with success."""
    servers_lost: int = 0
    """Times that a server was lost and started again."""
    transitions_lost: int = 0
    """Arena steps that a lost server left unanswered."""
    server_busy_ns: int = 0
    """Time in which servers were computing, by their own clocks, all servers added up."""

    refused: int = 0
    """Things that ticks could not make, because the memory of an arena was full: not the whole game was played."""

    def __add__(self, other: Counters) -> Counters:
        return Counters(
            self.exchanges + other.exchanges,
            self.steps + other.steps,
            self.episodes + other.episodes,
            self.successes + other.successes,
            self.servers_lost + other.servers_lost,
            self.transitions_lost + other.transitions_lost,
            self.server_busy_ns + other.server_busy_ns,
            self.refused + other.refused,
        )
