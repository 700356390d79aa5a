"""Experts that know what would be right: by intents, by frames, or erring as a level of skill says."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.ground import GroundEncoder
from agent.experts.advice import Advice, Expert
from agent.experts.defend import DefendRules
from agent.experts.gather import GatherRules
from agent.experts.levels import LEVELS, Slips
from agent.experts.line import LineRules
from agent.experts.smelt import SmeltRules
from agent.experts.ways import WayExpert


class IntentExpert:
    """An expert of a scenario that is played by intents: rules over what the environment's kit has seen."""

    def __init__(self, rules: Any) -> None:
        self._rules = rules
        self.subgoals: tuple[str, ...] = rules.subgoals

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn or remembered."""

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """The first rule that holds."""
        return Advice(*self._rules.choose())


class FrameExpert:
    """An expert that plays by frames alone: the harness's scripted player, with names for what it does.

    Args:
        env: who is played on; its actions are numbers.
    """

    def __init__(self, env: Any) -> None:
        scenario = env.scenario
        self._player = harness.scripted_policy(scenario)
        if hasattr(self._player, "attach"):
            self._player.attach(env)
        self._walks = 9
        does = {"walk": "arrive", "walk_and_mine": "mine", "walk_and_build": "build"}[scenario.actions]
        self.subgoals: tuple[str, ...] = ("rest", "approach", does)

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Forgets earlier episodes."""
        self._player.begin(seeds)

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """What the scripted player does; a walk is for approaching, anything beyond walks is the deed itself."""
        actions = np.asarray(self._player.act(observations, action_mask)).astype(np.int64)
        return Advice(actions, np.where(actions == 0, 0, np.where(actions < self._walks, 1, 2)))


class SkilledExpert:
    """An expert who errs as a level of skill says.

    Args:
        expert: who knows what would be right.
        level: name of one of `LEVELS`.
    """

    def __init__(self, expert: Expert, level: str) -> None:
        self.expert, self.subgoals = expert, expert.subgoals
        self._slips = Slips(LEVELS[level])

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Begins episodes; their seeds decide when it errs and how."""
        self.expert.begin(seeds)
        self._slips.begin(seeds)

    def advise(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> Advice:
        """What the expert would do, but where it errs. The sub-goal stays the right one."""
        advice = self.expert.advise(observations, action_mask)
        return Advice(self._slips.act(advice.actions, action_mask), advice.subgoals)


def expert_for(env: Any, level: str = "expert") -> Expert:
    """The expert for an environment of `agent.environments.around`.

    Args:
        env: who is played on.
        level: beginner, intermediate or expert.

    Raises:
        PolicyError: if there is no expert for its scenario, or no such level.
    """
    if level not in LEVELS:
        raise harness.PolicyError(f"there is no skill level '{level}'; known: {', '.join(LEVELS)}")
    expert = _best(env)
    return expert if level == "expert" else SkilledExpert(expert, level)


def _best(env: Any) -> Expert:
    rules = {"gather": GatherRules, "automate": SmeltRules, "unattended": LineRules, "defend": DefendRules}
    task = env.scenario.task.kind
    kit, encoder = getattr(env, "kit", None), getattr(env, "encoder", None)
    if isinstance(encoder, GroundEncoder):
        return WayExpert(encoder, env.scenario.ticks_per_step)
    if kit is not None and task in rules:
        return IntentExpert(rules[task](kit))
    if env.scenario.actions == "commands":
        raise harness.PolicyError(f"there is no expert that can be asked anywhere for the task {task}")
    return FrameExpert(env)
