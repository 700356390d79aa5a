"""Questions about one arena that no frame answers: lists of entities, the map in cells, inventories, research."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comm_c.channel import Channel
from comm_c.errors import ChannelCorrupt, ChannelInvalid
from comm_c.layout import (
    constants,
    edge_row_dtype,
    entity_row_dtype,
    flow_row_dtype,
    query_dtype,
    question_dtype,
    state_dtype,
    technology_row_dtype,
)

#: Questions of one exchange, at most.
MOST_QUESTIONS = 4096

#: What each question is answered with: its number, and the dtype of a row. Positions are 1/256 tile.
#: `cells` gives [rows, columns], packed as `comm_c/frames.h` says; `inventory`, `flows` and `technologies` have a
#: row for every prototype number, 0 included.
ANSWERS: dict[str, tuple[int, np.dtype[Any]]] = {
    "entities": (constants.FACTORIO_QUERY_ENTITIES, entity_row_dtype),
    "resources": (constants.FACTORIO_QUERY_RESOURCES, entity_row_dtype),
    "cells": (constants.FACTORIO_QUERY_CELLS, np.dtype(np.uint32)),
    "state": (constants.FACTORIO_QUERY_STATE, state_dtype),
    "inventory": (constants.FACTORIO_QUERY_INVENTORY, np.dtype(np.uint32)),
    "flows": (constants.FACTORIO_QUERY_FLOWS, flow_row_dtype),
    "technologies": (constants.FACTORIO_QUERY_TECHNOLOGIES, technology_row_dtype),
    "graph": (constants.FACTORIO_QUERY_GRAPH, edge_row_dtype),
}

Area = tuple[int, int, int, int]
#: All zero stands for the whole map.
WHOLE_MAP: Area = (0, 0, 0, 0)


class Question(NamedTuple):
    """One question about one arena; see `harness.envs.vector_env.FactorioVectorEnv.query`."""

    arena: int
    kind: str
    area: Area = WHOLE_MAP
    scale: int = 1


def ask(
    channel: Channel, arena: int, kind: str, area: Area, scale: int, timeout: float
) -> NDArray[Any]:
    """Asks until the whole answer is there: a long one comes in parts.

    Raises:
        ValueError: if there is no such kind, or the server refuses a number.
        ChannelError: if the server is lost.
    """
    question, dtype = _query_of(kind, area, scale)
    parts, rows = list[NDArray[Any]](), 0
    while True:
        question["first"] = rows
        count, data = _answer(channel, arena, question, timeout)
        if data.size != count * dtype.itemsize and kind != "cells":
            raise ChannelCorrupt(
                f"the server answered {kind} with {count} rows in {data.size} bytes", constants.COMM_CORRUPT
            )
        parts.append(data.view(dtype))
        rows += count
        if kind == "cells":
            return parts[0].reshape(count, -1)
        if data.size + dtype.itemsize <= channel.blob.size:
            return np.concatenate(parts)


def ask_all(channel: Channel, questions: Sequence[Question], timeout: float) -> list[NDArray[Any]]:
    """Asks many questions in as few exchanges as the channel's blob allows.

    Raises:
        ValueError: if there is no such kind, or the server refuses a number.
        ChannelError: if the server is lost.
    """
    records = np.zeros(len(questions), dtype=question_dtype)
    for record, question in zip(records, questions, strict=True):
        record["arena"] = question.arena
        record["query"], _ = _query_of(question.kind, question.area, question.scale)
    answers = list[NDArray[Any]]()
    while len(answers) < len(questions):
        try:
            told = channel.ask(records[len(answers) : len(answers) + MOST_QUESTIONS], timeout)
        except ChannelInvalid:  # the first answer is longer than the blob, or is refused: alone it tells which
            arena, kind, area, scale = questions[len(answers)]
            answers.append(ask(channel, arena, kind, area, scale, timeout))
            continue
        for question, (rows, data) in zip(questions[len(answers) :], told, strict=False):
            answer = data.view(ANSWERS[question.kind][1])
            answers.append(answer.reshape(rows, -1) if question.kind == "cells" else answer)
    return answers


def _query_of(kind: str, area: Area, scale: int) -> tuple[NDArray[np.void], np.dtype[Any]]:
    """The record of a query, and the dtype of its rows."""
    if kind not in ANSWERS:
        raise ValueError(f"query kind {kind!r} is unknown; known: {', '.join(ANSWERS)}")
    number, dtype = ANSWERS[kind]
    query = np.zeros((), dtype=query_dtype)
    query["kind"], query["area"] = number, area
    query["scale"] = scale if kind == "cells" else 0
    return query, dtype


def _answer(channel: Channel, arena: int, question: NDArray[np.void], timeout: float) -> tuple[int, NDArray[np.uint8]]:
    try:
        return channel.query(arena, question, timeout)
    except ChannelInvalid as error:
        raise ValueError(f"the server refuses the query: {error}") from error
