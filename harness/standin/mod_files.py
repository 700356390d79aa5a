"""Read access to the files of mods and of the core library, and to nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol


class ModFiles(Protocol):
    """The files below one mod's root."""

    def read(self, path: str) -> str | None:
        """Text of the file at a relative path, ``None`` when there is none or the path leads outside."""

    def paths(self) -> Iterable[str]:
        """Relative paths of all files."""


class FolderFiles:
    """A mod that is a folder.

    Args:
        root: The folder that holds info.json.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def read(self, path: str) -> str | None:
        """Text of the file; ``None`` also for a link that leaves the folder."""
        target = (self.root / path).resolve()
        if not is_inside(path) or not target.is_relative_to(self.root) or not target.is_file():
            return None
        return target.read_text(encoding="latin-1")

    def paths(self) -> Iterable[str]:
        """Relative paths of all files below the folder."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return [str(path.relative_to(self.root)) for path in found]


class ZipFiles:
    """A mod that is a zip with one folder at its top.

    Args:
        path: The zip.

    Raises:
        zipfile.BadZipFile: Not a zip.
        ValueError: The zip has no folder at its top.
    """

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        tops = {name.partition("/")[0] for name in self._zip.namelist() if "/" in name}
        if len(tops) != 1:
            raise ValueError(f"{path}: a mod's zip holds exactly one folder at its top, this one has {len(tops)}")
        self._top = tops.pop()

    def read(self, path: str) -> str | None:
        """Text of the file inside the top folder."""
        if not is_inside(path):
            return None
        try:
            return self._zip.read(f"{self._top}/{PurePosixPath(path)}").decode("latin-1")
        except KeyError:
            return None

    def paths(self) -> Iterable[str]:
        """Relative paths of all files inside the top folder."""
        names = self._zip.namelist()
        return [name.removeprefix(f"{self._top}/") for name in names if not name.endswith("/")]


class TextFiles:
    """Files that are in memory, such as those of a save.

    Args:
        texts: By relative path.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def read(self, path: str) -> str | None:
        """Text of the file."""
        return self._texts.get(str(PurePosixPath(path))) if is_inside(path) else None

    def paths(self) -> Iterable[str]:
        """All paths."""
        return list(self._texts)


def is_inside(path: str) -> bool:
    """Whether a relative path stays below its root, going by its text alone."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and "\0" not in path and "\\" not in path
