"""Questions about one arena that no frame answers: lists of entities, the map in cells, inventories, research."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comm_c.channel import Channel
from comm_c.errors import ChannelCorrupt, ChannelInvalid
from comm_c.layout import (
    constants,
    entity_row_dtype,
    flow_row_dtype,
    query_dtype,
    state_dtype,
    technology_row_dtype,
)

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
}


def ask(
    channel: Channel, arena: int, kind: str, area: tuple[int, int, int, int], scale: int, timeout: float
) -> NDArray[Any]:
    """Asks until the whole answer is there: a long one comes in parts.

    Raises:
        ValueError: if there is no such kind, or the server refuses a number.
        ChannelError: if the server is lost.
    """
    if kind not in ANSWERS:
        raise ValueError(f"query kind {kind!r} is unknown; known: {', '.join(ANSWERS)}")
    number, dtype = ANSWERS[kind]
    question = np.zeros((), dtype=query_dtype)
    question["kind"], question["area"] = number, area
    question["scale"] = scale if kind == "cells" else 0
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


def _answer(channel: Channel, arena: int, question: NDArray[np.void], timeout: float) -> tuple[int, NDArray[np.uint8]]:
    try:
        return channel.query(arena, question, timeout)
    except ChannelInvalid as error:
        raise ValueError(f"the server refuses the query: {error}") from error
