"""A trained hierarchy as a player of suite cases: what `pytest suites/... --policy MODEL` calls."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.errors import AgentError
from agent.hierarchy.model import Hierarchy
from agent.options.play import ArenaInPlay, OptionPlayer, check_scenario
from harness import scripts


class HierarchyPlayer:
    """Plays greedily, so that an episode's seed alone decides how it goes.

    Args:
        hierarchy: the three levels.
        scenario: what is played.

    Raises:
        PolicyError: if no option can act in the scenario.
    """

    def __init__(self, hierarchy: Hierarchy, scenario: harness.Scenario) -> None:
        try:
            check_scenario(scenario)
        except AgentError as error:
            raise harness.PolicyError(str(error)) from error
        self._hierarchy, self._scenario = hierarchy, scenario
        self._tactical = hierarchy.tactical_level("greedy", seed=0)
        self._steering = hierarchy.steering(scenario)
        self._player: OptionPlayer | None = None
        self._arenas: list[ArenaInPlay] = []
        self._has_begun = False

    def attach(self, env: harness.FactorioVectorEnv) -> None:
        """Remembers whom to ask."""
        spec = self._hierarchy.spec
        scale, period = spec.tactical["minimap_scale"], spec.strategic_period
        self._player = OptionPlayer(env, minimap_scale=scale, period=period)
        self._strategic = self._hierarchy.strategic_level(env, "greedy", seed=0)

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Begins the episodes anew.

        Raises:
            PolicyError: if there is nobody to ask.
        """
        if self._player is None:
            raise harness.PolicyError("a hierarchy asks queries; call attach(env) before begin()")
        self._arenas = self._player.arenas([int(seed) for seed in seeds], self._steering)
        self._has_begun = False

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """The next command of each arena, float64 [n, 9]; arenas whose episode is over wait."""
        assert self._player is not None  # noqa: S101  begin has seen to it
        frames = harness.fields(observations, self._scenario.frame)
        for arena, frame in zip(self._arenas, frames, strict=True):
            if self._has_begun:
                self._enter(arena, frame)
            else:
                arena.view.begin(frame)
        if not self._has_begun:
            self._tactical.begin(len(self._arenas))
            if self._strategic is not None:
                self._strategic.begin(len(self._arenas))
        self._has_begun = True
        return self._player.commands(self._arenas, self._tactical, self._strategic)

    def _enter(self, arena: ArenaInPlay, frame: Any) -> None:
        """Books a step; a frame that answers a reset ends the episode."""
        if int(frame["flags"]) & scripts.constants.FACTORIO_FLAG_RESET:
            arena.running, arena.story = False, None
        elif arena.running and arena.episode.decisions:
            arena.enter(0.0, 1.0)
        arena.view.see(frame)
