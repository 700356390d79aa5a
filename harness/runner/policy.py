"""What a policy is, to the runner, and how one is found."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from harness.errors import PolicyError
from harness.runner.policies import (
    ChestFiller,
    Duplicator,
    HandCrafter,
    Repeater,
    Resetter,
    noop_policy,
    random_policy,
    scripted_policy,
)
from harness.scenarios import Scenario

if TYPE_CHECKING:
    from harness.runner.questions import Askable


class Policy(Protocol):
    """Plays many arenas at once."""

    def begin(self, seeds: NDArray[np.uint64]) -> None:
        """Before the first step of an episode in each of n arenas.

        Args:
            seeds: uint64 [n]; whatever is drawn for an arena must come from its seed alone, so that an
                episode can be played again by itself.
        """
        ...

    def act(self, observations: NDArray[np.uint8], action_mask: NDArray[np.bool_]) -> NDArray[Any]:
        """Chooses an action for each arena.

        Args:
            observations: uint8 [n, frame_bytes].
            action_mask: bool [n, k], actions that make sense.

        Returns:
            Whole numbers [n]; of the action set `commands` float64 [n, 9].
        """
        ...


@runtime_checkable
class AttachedPolicy(Policy, Protocol):
    """A policy that asks the environment more than frames say: prototype numbers, queries."""

    def attach(self, env: Askable) -> None:
        """Says who will be played on, before the first `begin`."""
        ...


#: Loads a policy from a model file or a run's directory.
PolicyLoader = Callable[[Path, Scenario], Policy]

#: Where models are loaded from unless the caller says otherwise; imported only when a model is asked for.
DEFAULT_LOADER = "agent.player:load_policy"

NAMED_POLICIES: dict[str, Callable[[Scenario], Policy]] = {
    "scripted": scripted_policy,
    "random": random_policy,
    "noop": noop_policy,
    "repeater": Repeater,
    "hand_crafter": HandCrafter,
    "chest_filler": ChestFiller,
    "duplicator": Duplicator,
    "resetter": Resetter,
}


#: Names that must fail every task worth playing: no skill at all, or tricks that only look like skill.
FLOOR_POLICIES: tuple[str, ...] = tuple(name for name in NAMED_POLICIES if name != "scripted")


def load_policy(name: str, scenario: Scenario, loader: str = DEFAULT_LOADER) -> Policy:
    """Finds a policy.

    Args:
        name: scripted, random, noop, or the path of a model.
        scenario: what it shall play.
        loader: `module:callable` of a `PolicyLoader`, for models.

    Returns:
        The policy.

    Raises:
        PolicyError: if there is no such name or path, or the loader cannot be imported.
    """
    if name in NAMED_POLICIES:
        return NAMED_POLICIES[name](scenario)
    path = Path(name)
    if not path.exists():
        raise PolicyError(f"there is no policy '{name}'; known: {', '.join(NAMED_POLICIES)}, or the path of a model")
    return _find_loader(loader)(path, scenario)


def _find_loader(text: str) -> PolicyLoader:
    module, colon, attribute = text.partition(":")
    if not colon:
        raise PolicyError(f"the policy loader '{text}' must have the form module:callable")
    try:
        loader: PolicyLoader = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise PolicyError(
            f"the policy loader '{text}' cannot be imported: {error}; models of this project need the extra 'train': "
            "pip install -e '.[train]'"
        ) from error
    return loader
