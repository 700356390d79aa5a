"""Builds a smelting line that runs unattended: a drill, the furnace it drops into, fuel for both, and hands off."""

from __future__ import annotations

from harness.envs.commands import STAND
from harness.runner.policies.field_work import put, set_up
from harness.runner.policies.script import Body, Part, ScriptPolicy
from harness.runner.policies.smelter import FULL


class LineBuilderPolicy(ScriptPolicy):
    """Solves unattended for iron plates, given a burner drill, a stone furnace and coal."""

    def tell(self, body: Body) -> Part[None]:
        """The episode: build until a line stands, fuel it, wait."""
        end = self._scenario.episode_ticks
        while body.tick < end and not (yield from set_up(body, "iron-ore", 1, "stone-furnace")):
            yield STAND
        for machine in body.world.entities(*FULL):
            yield from put(body, machine, "coal", FULL[machine.name])
        while body.tick < end:
            yield STAND
