"""A trained model as a player of suite cases: what `pytest suites/... --policy MODEL` calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.choosers import Chooser, policy_chooser
from agent.environments import needs_environment, seeing_encoder
from agent.errors import AgentError
from agent.hierarchy.model import is_hierarchy, load_hierarchy
from agent.hierarchy.player import HierarchyPlayer
from agent.model import Model, load_model


class ModelPlayer:
    """Plays greedily, so that an episode's seed alone decides how it goes."""

    def __init__(self, model: Model, scenario: harness.Scenario) -> None:
        """Plays with a loaded model.

        Args:
            model: the policy.
            scenario: what is played.
        """
        self._model, self._scenario = model, scenario
        self._choose: Chooser | None = None
        self._view: Any = None
        if not needs_environment(scenario):
            self._choose = policy_chooser(model, model.spec.encoder(scenario), "greedy", seed=0)

    def attach(self, env: Any) -> None:
        """Looks at the arenas the way the policy was trained, where frames alone are not enough for it.

        Raises:
            PolicyError: if the model was made for other features.
        """
        if not needs_environment(self._scenario):
            return
        self._view = seeing_encoder(env)
        try:
            self._model.spec.check(self._view, self._scenario)
        except AgentError as error:
            raise harness.PolicyError(str(error)) from error
        self._choose = policy_chooser(self._model, self._view, "greedy", seed=0)

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn; what was seen of earlier episodes is forgotten."""
        if self._view is not None:
            self._view.forget()

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """The likeliest allowed action of each arena.

        Args:
            observations: uint8 [n, frame_bytes].
            action_mask: bool [n, k].

        Returns:
            int64 [n]; of the action set `commands` float64 [n, 9].

        Raises:
            PolicyError: if it needs an environment to ask, and has not been given one.
        """
        if self._choose is None:
            raise harness.PolicyError(f"this model asks queries on {self._scenario.name}; call attach(env) first")
        frames = harness.fields(observations, self._scenario.frame)
        if self._view is None:
            return self._choose(frames, action_mask)
        self._view.see(frames)
        kit = getattr(self._view, "kit", None)
        if kit is None:
            return self._choose(frames, action_mask)
        return kit.commands(self._choose(frames, kit.targets.allowed), frames)


def load_policy(path: Path, scenario: harness.Scenario) -> ModelPlayer | HierarchyPlayer:
    """The model in a model's, a checkpoint's, a run's or a hierarchy's folder, ready to play the scenario.

    Raises:
        PolicyError: if there is no model, or it was made for other frames or actions.
    """
    try:
        if is_hierarchy(path):
            return HierarchyPlayer(load_hierarchy(path), scenario)
        return ModelPlayer(load_model(path), scenario)
    except AgentError as error:
        raise harness.PolicyError(str(error)) from error
