"""Lets `import gym`, as learners written for it do, find Gymnasium."""

from __future__ import annotations

import sys
import types

import gymnasium
from gymnasium import spaces


def gymnasium_as_gym() -> None:
    """Lets `import gym` find Gymnasium, with the names that it no longer has."""
    gym, wrappers = types.ModuleType("gym"), types.ModuleType("gym.wrappers")
    wrappers.TimeLimit = wrappers.Monitor = gymnasium.Wrapper  # type: ignore[attr-defined]
    gym.spaces, gym.wrappers = spaces, wrappers  # type: ignore[attr-defined]
    sys.modules |= {"gym": gym, "gym.wrappers": wrappers, "gym.spaces": spaces}
