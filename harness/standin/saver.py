"""When and where a running game is saved: on request of scripts and the console, from time to time, at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from harness.standin.game import Game
from harness.standin.mod_files import is_inside
from harness.standin.saves import save_path

#: Names of autosaves; the number counts up to the number of slots.
AUTOSAVE_NAME = "_autosave{}"


class Saver:
    """Saves a game between two updates.

    Args:
        folder: The ``saves`` folder of the write-data directory.
        own: The save that the game was loaded from, written again at the end; ``None`` without one.
        interval_minutes: Between autosaves; 0 for none.
        slots: Autosaves that are kept. With 0 none is made by the clock, as clients count on who keep functions in
            ``storage`` for hours (the settings that Factorio Learning Environment gives its servers).
        log: Takes lines of the engine log.
    """

    def __init__(
        self, folder: Path, own: Path | None, interval_minutes: float, slots: int, log: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._own = own
        self._interval = interval_minutes * 60 if slots else 0
        self._slots = max(1, slots)
        self._log = log
        self._last_slot = 0
        self._due = time.monotonic() + self._interval
        self._requests: list[Path] = []

    def request(self, name: str, is_auto: bool) -> str:
        """Asks for a save after this update; returns an error text, empty when all is well."""
        if is_auto:
            self._requests.append(self._autosave_path(name))
        elif not name:
            self._requests.append(self._own or save_path(self._folder / "save"))
        elif not is_inside(name):
            return f"Invalid save name: {name}"
        else:
            self._requests.append(save_path(self._folder / name))
        return ""

    def after_update(self, game: Game, is_running: Callable[[], bool]) -> None:
        """Saves what was asked for, and an autosave when one is due and scripts have not switched them off."""
        if self._interval and time.monotonic() >= self._due:
            self._due = time.monotonic() + self._interval
            if is_running() and game.host.autosave_enabled:
                self._requests.append(self._autosave_path(""))
        while self._requests:
            self._save(game, self._requests.pop(0))

    def at_end(self, game: Game) -> None:
        """Writes the game's own save again."""
        if self._own is not None:
            self._save(game, self._own)

    def _autosave_path(self, name: str) -> Path:
        self._last_slot = self._last_slot % self._slots + 1
        stem = AUTOSAVE_NAME.format(f"-{name}" if name and is_inside(name) else self._last_slot)
        return save_path(self._folder / stem)

    def _save(self, game: Game, path: Path) -> None:
        self._log(f"Info AppManager.cpp:349: Saving game as {path}")
        try:
            game.save(path)
        except (OSError, MemoryError) as error:
            reason = getattr(error, "strerror", None) or error
            self._log(f"Error AppManager.cpp:349: Saving game as {path} has failed: {reason}")
            return
        self._log("Info AppManagerStates.cpp:1802: Saving finished")
