"""A trained model as a player of suite cases: what `pytest suites/... --policy MODEL` calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders import Encoder
from agent.errors import AgentError
from agent.evaluate import policy_chooser
from agent.hierarchy.model import is_hierarchy, load_hierarchy
from agent.hierarchy.player import HierarchyPlayer
from agent.model import Model, load_model


class ModelPlayer:
    """Plays greedily, so that an episode's seed alone decides how it goes."""

    def __init__(self, model: Model, encoder: Encoder, frame: str) -> None:
        """Plays with a loaded model.

        Args:
            model: the policy.
            encoder: reads the frames of the scenario that is played.
            frame: name of the scenario's frame kind.
        """
        self._frame = frame
        self._choose = policy_chooser(model, encoder, "greedy", seed=0)

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Nothing is drawn: the policy has no memory and no dice."""

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """The likeliest allowed action of each arena.

        Args:
            observations: uint8 [n, frame_bytes].
            action_mask: bool [n, k].

        Returns:
            int64 [n].
        """
        return self._choose(harness.fields(observations, self._frame), action_mask)


def load_policy(path: Path, scenario: harness.Scenario) -> ModelPlayer | HierarchyPlayer:
    """The model in a model's, a checkpoint's, a run's or a hierarchy's folder, ready to play the scenario.

    Raises:
        PolicyError: if there is no model, or it was made for other frames or actions.
    """
    try:
        if is_hierarchy(path):
            return HierarchyPlayer(load_hierarchy(path), scenario)
        model = load_model(path)
        encoder = model.spec.encoder(scenario)
    except AgentError as error:
        raise harness.PolicyError(str(error)) from error
    return ModelPlayer(model, encoder, scenario.frame)
