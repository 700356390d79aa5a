"""Walks to places and around what stands in the way, with a step of many ticks."""

from __future__ import annotations

import math

from comm_c.layout import constants
from harness.envs.action_sets import WALKS
from harness.envs.commands import STAND, walk
from harness.runner.policies.script import Body, Part
from harness.runner.policies.walker import TILES_PER_TICK

#: Tiles that the character walks along each axis in one tick, diagonally: 27/256 of a tile.
DIAGONAL_TILES_PER_TICK = 27 / 256

#: Steps after which a walk is given up.
PATIENCE = 60

#: Steps of the longest way aside.
LONGEST_DETOUR = 3


def walk_to(body: Body, x: float, y: float, within: float) -> Part[bool]:
    """Walks until a place is near.

    Args:
        body: who walks.
        x: of the place, tiles.
        y: of the place, tiles.
        within: tiles that are near enough. From about 3.2 on some step of 30 ticks always ends there.

    Returns:
        Whether it is near.
    """
    blocked = 0
    for _ in range(PATIENCE):
        if body.distance(x, y) <= within:
            return True
        dx, dy = (body.steer or best_step)(body, x, y)
        if (dx, dy) == (0, 0):
            return False
        before = body.place
        yield walk(dx, dy)
        if _is_stuck(body, before):
            blocked += 1
            yield from _step_aside(dx, dy, blocked)
    return False


def stop(body: Body) -> Part[None]:
    """Stands still, where the character walks: what is done at once would let it walk on."""
    if int(body.frame["flags"]) & constants.FACTORIO_FLAG_WALKING:
        yield STAND


def best_step(body: Body, x: float, y: float) -> tuple[int, int]:
    """Signs of the step that ends nearest to the place; 0, 0 when none ends nearer than standing."""

    def left_over(way: tuple[str, int, int]) -> float:
        _, dx, dy = way
        stride = (DIAGONAL_TILES_PER_TICK if dx and dy else TILES_PER_TICK) * body.ticks_per_step
        return math.hypot(x - body.place[0] - dx * stride, y - body.place[1] - dy * stride)

    _, dx, dy = min(WALKS, key=left_over)
    return dx, dy


def _is_stuck(body: Body, before: tuple[float, float]) -> bool:
    """Whether something held the character back for most of the step."""
    if not int(body.frame["flags"]) & constants.FACTORIO_FLAG_BLOCKED:
        return False
    return body.distance(*before) < TILES_PER_TICK * body.ticks_per_step / 2


def _step_aside(dx: int, dy: int, times: int) -> Part[None]:
    """Leaves the way to one side, each time to the other one and farther; out of a pocket backwards."""
    if times > 2:
        yield walk(-dx, -dy)
    side = 1 if times % 2 else -1
    for _ in range(min((times + 1) // 2, LONGEST_DETOUR)):
        yield walk(-dy * side, dx * side)
