"""Which scenes a seed gives: a digest of the scripts that draw them."""

from __future__ import annotations

import hashlib
from functools import cache

from harness.servers.instance import MOD_FOLDER

#: Lua files that decide what a seed draws, in the folder of the mods.
SCENE_SCRIPTS = (
    "training-scenarios/arenas/*.lua",
    "factorio-agent-mod/scripts/arena.lua",
    "factorio-agent-mod/scripts/episode.lua",
    "factorio-agent-mod/scripts/ground.lua",
    "factorio-agent-mod/scripts/random.lua",
)


@cache
def scene_digest() -> str:
    """Digest of the scripts that draw scenes, starts and goals: while it stays the same, a seed gives the same scene.

    The stand-in's native door draws starts and goals in C, equal to the mod's Lua, so the Lua speaks for both.

    Returns:
        SHA-256 in hexadecimal digits.
    """
    digest = hashlib.sha256()
    for pattern in SCENE_SCRIPTS:
        for path in sorted(MOD_FOLDER.glob(pattern)):
            digest.update(path.relative_to(MOD_FOLDER).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
