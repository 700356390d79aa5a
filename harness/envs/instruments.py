"""What can be read off an environment's servers: how they are reached, how they fare, what they cost."""

from __future__ import annotations

from comm_c.channel import Channel
from harness.envs.counters import Counters
from harness.envs.fleet import Fleet
from harness.servers import Door


class Instruments:
    """The part of an environment that measures; nothing here steps anything."""

    num_envs: int
    _fleet: Fleet

    @property
    def door(self) -> Door:
        """How frames get in and out of the servers."""
        return self._fleet.groups[0].server.spec.door

    @property
    def num_servers(self) -> int:
        """Number of servers."""
        return len(self._fleet.groups)

    @property
    def counters(self) -> Counters:
        """What has happened since the environment was made."""
        return self._fleet.counters

    @property
    def server_busy_ns(self) -> int:
        """Time in which the servers were computing, by their own clocks, all servers added up."""
        return self._fleet.counters.server_busy_ns

    @property
    def server_pids(self) -> list[int]:
        """Process ids of the servers."""
        return [group.server.process.pid for group in self._fleet.groups]

    @property
    def servers_up(self) -> list[bool]:
        """Of each server, whether it can be stepped; the others are on their way up in place of a lost one."""
        return [group.is_up for group in self._fleet.groups]

    def server_log(self, arena: int) -> list[str]:
        """The last lines that the server of an arena has printed, oldest first.

        Raises:
            ValueError: if there is no such arena.
        """
        for group in self._fleet.groups:
            if group.rows.start <= arena < group.rows.stop:
                return group.server.process.tail()
        raise ValueError(f"arena is {arena}; there are 0..{self.num_envs - 1}")

    @property
    def channels(self) -> list[Channel]:
        """The servers' channels, for measuring; whoever steps them resets the environment before other use."""
        return [group.server.channel for group in self._fleet.groups]

    @property
    def arena_bytes(self) -> int:
        """Bytes that one arena takes on its server, scenes of the pool shared out."""
        return sum(group.server.channel.server_memory_bytes for group in self._fleet.groups) // self.num_envs
