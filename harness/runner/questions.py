"""What a policy may ask of the environment it plays in: questions, and nothing that acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from harness.envs.query import Question
    from harness.envs.vector_env import FactorioVectorEnv
    from harness.scenarios import Scenario


class Askable(Protocol):
    """Who answers the questions of a policy: an environment, or its askable side."""

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind; number i is at i - 1."""
        ...

    def query(
        self, arena: int, kind: str, area: tuple[int, int, int, int] = (0, 0, 0, 0), scale: int = 1
    ) -> NDArray[Any]:
        """As `FactorioVectorEnv.query`."""
        ...

    def query_many(
        self,
        arenas: Sequence[int] | NDArray[np.integer],
        kind: str,
        area: tuple[int, int, int, int] = (0, 0, 0, 0),
        scale: int = 1,
    ) -> list[NDArray[Any]]:
        """As `FactorioVectorEnv.query_many`."""
        ...


class Questions:
    """The askable side of an environment.

    A policy that could reset, restore or step its own environment, or end its servers, could choose the episodes
    that it is judged by. It is handed this instead. (It guards against mistakes and shortcuts, not against code that
    means harm: a policy runs in this process.)
    """

    __slots__ = ("_ask", "_prototype_names", "_query", "_query_many", "num_envs", "scenario")

    def __init__(self, env: FactorioVectorEnv) -> None:
        """Takes the questions out of an environment."""
        self.scenario: Scenario = env.scenario
        self.num_envs: int = env.num_envs
        self._query, self._query_many, self._ask = env.query, env.query_many, env.ask
        self._prototype_names = env.prototype_names

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind; number i is at i - 1."""
        return self._prototype_names

    def query(
        self, arena: int, kind: str, area: tuple[int, int, int, int] = (0, 0, 0, 0), scale: int = 1
    ) -> NDArray[Any]:
        """As `FactorioVectorEnv.query`."""
        return self._query(arena, kind, area, scale)

    def ask(self, questions: Sequence[Question]) -> list[NDArray[Any]]:
        """As `FactorioVectorEnv.ask`."""
        return self._ask(questions)

    def query_many(
        self,
        arenas: Sequence[int] | NDArray[np.integer],
        kind: str,
        area: tuple[int, int, int, int] = (0, 0, 0, 0),
        scale: int = 1,
    ) -> list[NDArray[Any]]:
        """As `FactorioVectorEnv.query_many`."""
        return self._query_many(arenas, kind, area, scale)
