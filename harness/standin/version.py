"""The version of the game that the stand-in follows, and how it says that it is not the game."""

from __future__ import annotations

#: Stable release whose behaviour and prototype data the stand-in follows.
GAME_VERSION = "2.0.77"

#: The game prints its build number here; the stand-in has none.
BUILD = "build 0, linux64, headless"

STANDIN_NOTE = "factorio-rl-harness stand-in: an independent server with Factorio's interface, not the game"


def version_text() -> str:
    """The reply to ``--version``.

    The first two lines have the form that launchers parse (``Version: 2.0.77 (...)``); the third says what runs.
    """
    return f"Version: {GAME_VERSION} ({BUILD})\nBinary version: 64\nStand-in: {STANDIN_NOTE}"


def version_tuple(text: str) -> tuple[int, int, int]:
    """``"2.0"`` or ``"2.0.77"`` as three numbers.

    Raises:
        ValueError: The text is not two or three numbers with dots between.
    """
    numbers = [int(part) for part in text.split(".")]
    if not 2 <= len(numbers) <= 3:
        raise ValueError(f"{text!r} is not a version: two or three numbers with dots between, as 2.0 or 2.0.77")
    return (numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 0)
