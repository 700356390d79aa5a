"""Leaves of `data.raw` what the game's rules need: names and numbers, no pictures, sounds, texts or map noise.

The rest is what `data-raw-2.0.77.json.gz` holds, on which mods' data stages work. That no number of ours is lost is
tested: the prototype file made of it is the prototype file made of all.
"""

from __future__ import annotations

import re
from typing import Any

#: Fields whose subject is how things look, sound and are called.
_DROPPED_FIELDS = re.compile(
    r"icon|sprite|picture|graphic|animation|sound|light(?!_blinking_speed)|shadow|tint|smoke|circuit|localised|_glow|overlay"
    r"|patch|decal|explosion$|dying_trigger|created_effect|render|_layer$|variation|working_visual|frozen"
    r"|water_reflection|autoplace|tile_width_|_fog|camera|factoriopedia|cursor|selection_color|map_color|color|remains"
    r"|background|gui|font|style|transition",
    re.IGNORECASE,
)

#: Types of prototype that only show, sound or explain something.
_DROPPED_TYPES = frozenset(
    {
        "ambient-sound", "animation", "burner-usage", "chain-active-trigger", "custom-input",
        "deconstruct-tile-achievement", "delayed-active-trigger", "editor-controller", "font",
        "god-controller", "gui-style", "impact-category", "leaf-particle", "map-gen-presets", "mouse-cursor",
        "noise-expression", "noise-function", "optimized-decorative", "optimized-particle",
        "procession", "procession-layer-inheritance-group", "remote-controller", "shortcut",
        "sound", "spectator-controller", "sprite", "tile-effect", "tips-and-tricks-item",
        "tips-and-tricks-item-category", "trivial-smoke", "tutorial", "utility-sounds", "utility-sprites",
    }
)  # fmt: skip


def prune(raw: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The part of `data.raw` that rules are made of.

    Args:
        raw: Type to name to prototype; stays as it is.
    """
    return {
        kind: {name: _pruned(prototype) for name, prototype in prototypes.items()}
        for kind, prototypes in raw.items()
        if kind not in _DROPPED_TYPES and not kind.endswith("achievement")
    }


def _names_a_file(value: Any) -> bool:
    if isinstance(value, dict):
        return "filename" in value or any(_names_a_file(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_names_a_file(inner) for inner in value)
    return isinstance(value, str) and value.startswith("__")


def _pruned(value: Any) -> Any:
    if isinstance(value, list):
        return [_pruned(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        if _DROPPED_FIELDS.search(key) or (isinstance(inner, str) and _names_a_file(inner)):
            continue
        small = _pruned(inner)
        if small or not _names_a_file(inner):
            kept[key] = small
    return kept
