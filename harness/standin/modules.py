"""``require``: from a module's name to its file, within the mods, the scenario and the core library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from harness.standin.mod_files import FolderFiles, ModFiles, is_inside

HERE = Path(__file__).parent

_ABSOLUTE = re.compile(r"^__(?P<mod>[\w -]+)__[/.](?P<rest>.+)$")


class SubFiles:
    """The files below a folder of other files.

    Args:
        files: Where the folder is.
        folder: Relative path, without a slash at its end.
    """

    def __init__(self, files: ModFiles, folder: str) -> None:
        self._files = files
        self._folder = folder

    def read(self, path: str) -> str | None:
        """Text of the file below the folder."""
        return self._files.read(f"{self._folder}/{path}") if is_inside(path) else None

    def paths(self) -> Iterable[str]:
        """Paths of all files below the folder."""
        start = f"{self._folder}/"
        return [path.removeprefix(start) for path in self._files.paths() if path.startswith(start)]


class CoreFiles:
    """What mods may require of the mod ``core``: its lualib, in our own writing."""

    def __init__(self) -> None:
        self._files = FolderFiles(HERE / "lualib")

    def read(self, path: str) -> str | None:
        """Text of ``lualib/...``."""
        folder, _, rest = path.partition("/")
        return self._files.read(rest) if folder == "lualib" and rest else None

    def paths(self) -> Iterable[str]:
        """``lualib/...``."""
        return [f"lualib/{path}" for path in self._files.paths()]


class ModuleFinder:
    """Resolves module names.

    Args:
        roots: Files of every mod by its name; the scenario is ``level``, the core library ``core``.
    """

    def __init__(self, roots: Mapping[str, ModFiles]) -> None:
        self._roots = roots

    def find(self, mod: str, module: str, directory: str) -> tuple[str, str | None]:
        """Finds a module.

        Args:
            mod: The mod that requires.
            module: ``scripts.random``, ``scripts/random``, ``__other-mod__/file`` or a name of the core library.
            directory: Of the requiring file, as ``__mod__/scripts``.

        Returns:
            Path of the file and its text, or a reason and ``None``.
        """
        absolute = _ABSOLUTE.match(module)
        if absolute is not None:
            return self._read(absolute["mod"], _file_of(absolute["rest"]))
        beside = PurePosixPath(directory).parts[1:]
        for owner, path in (
            (mod, _file_of(module)),
            (mod, "/".join([*beside, _file_of(module)])),
            ("core", f"lualib/{_file_of(module)}"),
        ):
            place, text = self._read(owner, path)
            if text is not None:
                return place, text
        return f"no such file __{mod}__/{_file_of(module)}", None

    def _read(self, mod: str, path: str) -> tuple[str, str | None]:
        files = self._roots.get(mod)
        if files is None:
            return f"there is no mod {mod}", None
        if not is_inside(path):
            return f"{path} leads outside of the mod", None
        text = files.read(path)
        return (f"__{mod}__/{path}", text) if text is not None else (f"no such file __{mod}__/{path}", None)


def _file_of(module: str) -> str:
    """``a.b`` and ``a/b`` are both ``a/b.lua``; an ending ``.lua`` is kept."""
    if module.endswith(".lua"):
        return module
    return module.replace(".", "/") + ".lua" if ".." not in module else module + ".lua"
