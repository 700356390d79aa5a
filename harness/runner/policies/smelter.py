"""Smelts iron: drills that drop their ore into furnaces, and coal carried to both."""

from __future__ import annotations

from harness.envs.commands import STAND
from harness.runner.policies.field_work import collect, mine_ore, put, set_up
from harness.runner.policies.script import Body, Part, ScriptPolicy

#: Pairs of a drill and a furnace.
PAIRS = 2

#: Coal that is mined before the first fire, and before each next visit.
FIRST_COAL, NEXT_COAL = 14, 20

#: Coal that a machine is filled up to; a drill burns one in 27 s, a furnace in 44 s.
FULL = {"burner-mining-drill": 8, "stone-furnace": 6}


class SmelterPolicy(ScriptPolicy):
    """Solves automate for iron plates, given two burner drills and two stone furnaces."""

    def tell(self, body: Body) -> Part[None]:
        """The episode: mine coal, carry it, take the plates out of the way; again and again."""
        end = self._scenario.episode_ticks
        yield from mine_ore(body, "coal", FIRST_COAL, end)
        yield from set_up(body, "iron-ore", PAIRS, "stone-furnace")
        while body.tick < end:
            yield from self._visit(body)
            yield from mine_ore(body, "coal", NEXT_COAL, end)
            yield STAND

    def _visit(self, body: Body) -> Part[None]:
        """Shares the coal out evenly, and empties the furnaces: a full one stops."""
        machines = body.world.entities(*FULL)
        for index, machine in enumerate(machines):
            share = body.held("coal") // (len(machines) - index)
            yield from put(body, machine, "coal", min(share, FULL[machine.name] - machine.fuel))
            if machine.name == "stone-furnace":
                yield from collect(body, machine)
