"""What an environment can be asked beside its frames."""

from __future__ import annotations

import difflib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.envs.fleet import Fleet
from harness.envs.query import WHOLE_MAP, Area, Question


def prototype_number(names: dict[str, list[str]], kind: str, name: str) -> int:
    """The number of a prototype in frames, commands and answers.

    Args:
        names: names by kind, as the server gives them.
        kind: item, entity, recipe, technology or fluid.
        name: of the prototype.

    Raises:
        ValueError: if there is no such kind or name, with those that are near.
    """
    if kind not in names:
        raise ValueError(f"prototype kind {kind!r} is unknown; known: {', '.join(names)}")
    try:
        return names[kind].index(name) + 1
    except ValueError:
        near = difflib.get_close_matches(name, names[kind], 3)
        hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are {len(names[kind])} of the kind"
        raise ValueError(f"there is no {kind} {name!r}{hint}") from None


class Queries(ABC):
    """The part of an environment that puts questions to its servers while they are at rest."""

    num_envs: int
    _fleet: Fleet

    @abstractmethod
    def _require_rest(self, what: str) -> None:
        """Raises ResetNeeded unless all servers are at rest and have a state; `what` names the caller."""

    def query(
        self, arena: int, kind: str, area: Area = WHOLE_MAP, scale: int = 1
    ) -> NDArray[Any]:
        """Asks for something of one arena that its frame does not carry.

        Args:
            arena: its number.
            kind: entities, resources, cells, state, inventory, flows, technologies or graph; see `harness.envs.query`.
            area: left, top, right, bottom, tiles; all zero: the whole map.
            scale: tiles of a side that a cell of `cells` stands for: 1, 2, 4 or 8.

        Returns:
            What there is, as `harness.envs.query.ANSWERS` says.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ValueError: if there is no such arena or kind, or a number is out of its range.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("query")
        for group in self._fleet.groups:
            if group.rows.start <= arena < group.rows.stop:
                return group.query(arena - group.rows.start, kind, area, scale)
        raise ValueError(f"arena is {arena}; there are 0..{self.num_envs - 1}")

    def query_many(
        self, arenas: Sequence[int] | NDArray[np.integer], kind: str, area: Area = WHOLE_MAP, scale: int = 1
    ) -> list[NDArray[Any]]:
        """Asks the same of several arenas, in one exchange a server; see `query`, and `ask` for mixed questions."""
        return self.ask([Question(int(arena), kind, area, scale) for arena in arenas])

    def ask(self, questions: Sequence[Question]) -> list[NDArray[Any]]:
        """Asks many questions in one exchange a server, which costs about as much as one question.

        Args:
            questions: arena, kind, area and scale of each, as in `query`.

        Returns:
            The answers, in their order.

        Raises:
            ResetNeeded: before the first reset, or while a step is on its way.
            ValueError: if there is no such arena or kind, or a number is out of its range.
            ServerLost: if a server is lost meanwhile.
        """
        self._require_rest("ask")
        answers: dict[int, NDArray[Any]] = {}
        for group in self._fleet.groups:
            mine = [n for n, question in enumerate(questions) if group.rows.start <= question.arena < group.rows.stop]
            if mine:
                local = [questions[n]._replace(arena=questions[n].arena - group.rows.start) for n in mine]
                answers |= dict(zip(mine, group.ask(local), strict=True))
        for number, question in enumerate(questions):
            if number not in answers:
                raise ValueError(f"arena is {question.arena}; there are 0..{self.num_envs - 1}")
        return [answers[number] for number in range(len(questions))]

    @property
    def prototype_names(self) -> dict[str, list[str]]:
        """Names of prototypes by kind (item, entity, recipe, technology, fluid): number i is at i - 1."""
        return self._fleet.groups[0].server.prototype_names

    def prototype_number(self, kind: str, name: str) -> int:
        """The number of a prototype, as `env.prototype_number("item", "stone-furnace")`.

        Raises:
            ValueError: if there is no such kind or name, with those that are near.
        """
        return prototype_number(self.prototype_names, kind, name)
