"""Shrinks a scene in which two simulators differ, as far as they still do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from mixed_scene import MixedScene

T = TypeVar("T")


def without_parts(parts: Sequence[T], is_kept: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    """Leaves out runs of parts, long ones first, as long as `is_kept` says that the rest will do."""
    parts = tuple(parts)
    run = max(1, len(parts) // 2)
    while parts:
        first = 0
        while first < len(parts):
            shorter = parts[:first] + parts[first + run :]
            if is_kept(shorter):
                parts = shorter
            else:
                first += run
        if run == 1:
            break
        run //= 2
    return parts


def changed(scene: MixedScene, field: str, parts: tuple[Any, ...]) -> MixedScene:
    """The scene with other parts in a field."""
    fields: dict[str, Any] = {field: parts}
    return replace(scene, **fields)


def minimise(scene: MixedScene, first_difference: Callable[[MixedScene], int | None]) -> MixedScene:
    """The least scene found that still differs.

    Args:
        scene: one that differs.
        first_difference: the tick in which a scene's first difference shows, None when it has none.
    """

    def differs(smaller: MixedScene) -> bool:
        return first_difference(smaller) is not None

    def shorten(long: MixedScene) -> MixedScene:
        tick = first_difference(long)
        assert tick is not None, "the scene must differ"
        orders = tuple(order for order in long.orders if order.tick <= tick)
        short = replace(long, ticks=tick + 1, orders=orders)
        return short if differs(short) else long

    def without(whole: MixedScene, field: str) -> MixedScene:
        kept = without_parts(getattr(whole, field), lambda parts: differs(changed(whole, field, parts)))
        return changed(whole, field, kept)

    scene, before = shorten(scene), None
    while scene != before:
        before = scene
        for field in ("orders", "things", "ores", "inventory"):
            scene = without(scene, field)
        scene = shorten(scene)
    return scene
