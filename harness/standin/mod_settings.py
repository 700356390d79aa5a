"""Settings of mods: what settings.lua defines, and what mod-settings.dat says about it.

mod-settings.dat is a property tree behind a version. Format: https://wiki.factorio.com/Mod_settings_file_format and
https://wiki.factorio.com/Property_tree.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.standin.errors import StartError

FILE_NAME = "mod-settings.dat"

#: Type of a setting's prototype -> value that it has when it names no default.
SETTING_TYPES: Mapping[str, Any] = {
    "bool-setting": False,
    "int-setting": 0,
    "double-setting": 0.0,
    "string-setting": "",
    "color-setting": {"r": 1, "g": 1, "b": 1, "a": 1},
}

#: `setting_type` -> the field of ModSettings and the section of the file.
KINDS: Mapping[str, tuple[str, str]] = {
    "startup": ("startup", "startup"),
    "runtime-global": ("runtime", "runtime-global"),
    "runtime-per-user": ("player", "runtime-per-user"),
}

_DEEPEST = 50

#: Form of the property types that are numbers: a truth value, a double, two kinds of whole number.
_NUMBERS = {1: "<B", 2: "<d", 6: "<q", 7: "<Q"}


@dataclass(frozen=True, slots=True)
class ModSettings:
    """By kind, by name: ``{"value": ...}``."""

    startup: dict[str, dict[str, Any]] = field(default_factory=dict)
    runtime: dict[str, dict[str, Any]] = field(default_factory=dict)
    player: dict[str, dict[str, Any]] = field(default_factory=dict)


def settle(raw: Mapping[str, Any], given: Mapping[str, Any]) -> ModSettings:
    """The settings' values: from the file where it has them and they are allowed, else the defaults.

    Args:
        raw: ``data.raw`` after the settings stage.
        given: Of :func:`read_file`.

    Raises:
        StartError: A setting of an unknown kind.
    """
    settings = ModSettings()
    for prototype_type, fallback in SETTING_TYPES.items():
        for name, prototype in (raw.get(prototype_type) or {}).items():
            kind = KINDS.get(prototype.get("setting_type", ""))
            if kind is None:
                raise StartError(
                    f"Failed to load mods: setting {name}: setting_type is {prototype.get('setting_type')!r}, "
                    f"one of {', '.join(KINDS)} is allowed"
                )
            stored = (given.get(kind[1]) or {}).get(name)
            value = stored.get("value") if isinstance(stored, Mapping) else None
            chosen = value if _allows(prototype, value) else prototype.get("default_value", fallback)
            getattr(settings, kind[0])[name] = {"value": prototype.get("forced_value", chosen)}
    return settings


def _allows(prototype: Mapping[str, Any], value: Any) -> bool:
    """Whether a stored value is of the setting's type and within its limits."""
    kind = prototype["type"]
    if kind == "bool-setting":
        return isinstance(value, bool)
    if kind in ("int-setting", "double-setting"):
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and prototype.get("minimum_value", value) <= value <= prototype.get("maximum_value", value)
            and (not prototype.get("allowed_values") or value in prototype["allowed_values"])
        )
    if kind == "string-setting":
        return isinstance(value, str) and (not prototype.get("allowed_values") or value in prototype["allowed_values"])
    return isinstance(value, Mapping)


def read_file(directory: Path | None) -> dict[str, Any]:
    """mod-settings.dat of a mod directory; empty without one.

    Raises:
        StartError: The file is damaged.
    """
    path = None if directory is None else directory / FILE_NAME
    if path is None or not path.exists():
        return {}
    try:
        reader = _Reader(path.read_bytes())
        reader.take("<4H")
        reader.take("<B")
        tree = reader.tree(0)
    except (struct.error, ValueError, UnicodeDecodeError, OSError) as error:
        raise StartError(f"{path} is damaged: {error}") from error
    return tree if isinstance(tree, dict) else {}


class _Reader:
    """Reads property trees."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, form: str) -> Any:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values[0] if len(values) == 1 else values

    def text(self) -> str:
        if self.take("<B"):
            return ""
        length = self.take("<B")
        length = self.take("<I") if length == 255 else length
        if length > len(self._data) - self._at:
            raise ValueError("a text is longer than the file")
        raw = self._data[self._at : self._at + length]
        self._at += length
        return raw.decode("utf-8")

    def tree(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ValueError("it is nested too deep")
        kind, _ = self.take("<BB")
        if kind == 3:
            return self.text()
        if kind in _NUMBERS:
            number = self.take(_NUMBERS[kind])
            return bool(number) if kind == 1 else number
        if kind == 0:
            return None
        if kind not in (4, 5):
            raise ValueError(f"unknown type {kind} of a property")
        count = self.take("<I")
        if count > len(self._data):
            raise ValueError(f"a table of {count} entries is longer than the file")
        pairs = [(self.text(), self.tree(depth + 1)) for _ in range(count)]
        return dict(pairs) if kind == 5 else [value for _, value in pairs]
