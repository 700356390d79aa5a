"""The write-data directory: one server at a time, its lock file, its script-output."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import IO

from harness.standin.errors import StartError

#: Where a process without config.ini keeps its files.
DEFAULT_WRITE_DATA = Path("~/.factorio-standin")


class WriteData:
    """Owns a write-data directory while a server runs.

    Args:
        root: Made when it does not exist.

    Raises:
        StartError: The directory cannot be made, or another server has it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._lock: IO[str] = (root / ".lock").open("a+", encoding="ascii")
        except OSError as error:
            raise StartError(f"write-data {root}: {error.strerror or error}") from error
        try:
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise StartError(
                f"Couldn't acquire exclusive lock for {root / '.lock'}: another server uses this write-data "
                "directory; give each its own in [path] write-data of its config.ini"
            ) from error
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    @property
    def script_output(self) -> Path:
        """Where ``helpers.write_file`` writes."""
        return self.root / "script-output"

    def write_script_output(self, name: str, data: bytes, append: bool) -> str:
        """Writes a file below script-output; returns an error text, empty when all went well.

        A name that leaves the directory, by ``..`` or by a link, is refused.
        """
        target = self._below_script_output(name)
        if target is None:
            return f"Invalid filename: {name}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("ab" if append else "wb") as file:
                file.write(data)
        except OSError as error:
            return f"Cannot write {name}: {error.strerror or error}"
        return ""

    def remove_script_output(self, name: str) -> str:
        """Removes a file or folder below script-output; returns an error text. What is not there is no error."""
        target = self._below_script_output(name)
        if target is None or target == self.script_output:
            return f"Invalid filename: {name}"
        try:
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
        except OSError as error:
            return f"Cannot remove {name}: {error.strerror or error}"
        return ""

    def _below_script_output(self, name: str) -> Path | None:
        target = self.script_output / name
        inside = name and "\0" not in name and target.resolve().is_relative_to(self.script_output.resolve())
        return target if inside else None

    def close(self) -> None:
        """Lets the next server in. Safe to call twice."""
        if not self._lock.closed:
            (self.root / ".lock").unlink(missing_ok=True)
            self._lock.close()

    def __enter__(self) -> WriteData:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
