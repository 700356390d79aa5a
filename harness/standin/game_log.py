"""The engine log: the game's line format, on stdout and in factorio-current.log."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO


class GameLog:
    """Writes log lines as the game does: ``"   0.578 text"``, seconds since the start.

    Before :meth:`open` lines go to stdout only.
    """

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._file: IO[str] | None = None
        self._path: Path | None = None

    def open(self, write_data: Path, rotate: bool) -> None:
        """Starts factorio-current.log; with ``rotate`` the old one becomes factorio-previous.log."""
        self._path = write_data / "factorio-current.log"
        if rotate and self._path.exists():
            self._path.replace(write_data / "factorio-previous.log")
        self._file = self._path.open("a", encoding="utf-8")

    def reopen(self) -> None:
        """Opens the file by its name again, after a log rotator has moved it."""
        if self._file is not None and self._path is not None:
            self._file.close()
            self._file = self._path.open("a", encoding="utf-8")

    def __call__(self, text: str) -> None:
        """Writes one line, or several at the same time stamp."""
        line = f"{time.monotonic() - self._start:8.3f} {text}\n"
        self._write_stdout(line)
        if self._file is not None:
            self._file.write(line)
            self._file.flush()

    def error(self, text: str, source: str = "Main.cpp:0") -> None:
        """Writes an error line as the game does: ``Error <file>: <text>``."""
        self(f"Error {source}: {text}")

    def plain(self, text: str) -> None:
        """Writes to stdout alone, without a time stamp: what Lua's ``print`` does."""
        self._write_stdout(text + "\n")

    def _write_stdout(self, text: str) -> None:
        # A launcher that has gone away must not take the server's clean end with it.
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except (BrokenPipeError, ValueError):
            pass

    def close(self) -> None:
        """Closes the file. Safe to call twice."""
        if self._file is not None:
            self._file.close()
            self._file = None
