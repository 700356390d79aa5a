"""Texts of mods: ``locale/en/*.cfg``, by the keys of LocalisedStrings.

The game's own texts are not in this project: its keys stay ``Unknown key: "..."``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.standin.mod_files import ModFiles

LANGUAGE = "en"


def parse(text: str) -> dict[str, str]:
    """Reads a locale file.

    Args:
        text: ``[section]`` lines and ``key=text`` lines; a line that begins with ``;`` or ``#`` is a note. A
            backslash and an n in a text are a new line.

    Returns:
        Text by ``section.key``, or by ``key`` alone before the first section.
    """
    found: dict[str, str] = {}
    section = ""
    for line in text.removeprefix("\xef\xbb\xbf").splitlines():
        stripped = line.lstrip()
        if not stripped or stripped[0] in ";#":
            continue
        if stripped.startswith("[") and stripped.rstrip().endswith("]"):
            section = stripped.rstrip()[1:-1] + "."
            continue
        key, equals, value = stripped.partition("=")
        if equals:
            found[section + key.strip()] = value.replace("\\n", "\n")
    return found


def translations(files: Iterable[ModFiles]) -> Mapping[str, str]:
    """The texts of several mods; a later one's take the place of an earlier one's."""
    found: dict[str, str] = {}
    for mod in files:
        for path in sorted(mod.paths()):
            if path.startswith(f"locale/{LANGUAGE}/") and path.endswith(".cfg"):
                found |= parse(mod.read(path) or "")
    return found
