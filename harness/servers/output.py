"""What a headless server's output lines mean: one table of patterns, and the parser over it.

The patterns are those of the real 2.0 server's stdout; the stand-in writes the same lines. A line opens with
the seconds since start and may carry a level and the source file:

    0.578 Info ServerMultiplayerManager.cpp:808: updateTick(0) changing state from(CreatingGame) to(InGame)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Event(Enum):
    """What a line tells."""

    HOSTING = "the game port is open"
    IN_GAME = "the map is loaded and ticks run"
    RCON_OPEN = "RCON takes connections"
    FAILURE = "the server will not start, or stops"


@dataclass(frozen=True)
class OutputEvent:
    """One line that means something."""

    event: Event
    text: str
    """The line without time, level and source file."""
    cause: str = ""
    """What went wrong, in words; empty unless `event` is FAILURE."""
    advice: str = ""
    """The next step; empty unless `event` is FAILURE."""
    port_taken: bool = False
    """Whether another try with other ports can help."""


@dataclass(frozen=True)
class _Pattern:
    expression: str
    event: Event
    cause: str = ""
    advice: str = ""
    port_taken: bool = False

    def match(self, text: str) -> OutputEvent | None:
        found = re.search(self.expression, text)
        if found is None:
            return None
        cause = self.cause.format(*found.groups())
        return OutputEvent(self.event, text, cause, self.advice, self.port_taken)


def _failure(expression: str, cause: str, advice: str, port_taken: bool = False) -> _Pattern:
    return _Pattern(expression, Event.FAILURE, cause, advice, port_taken)


_PREFIX = re.compile(r"^\s*\d+\.\d+ (?:(?:Info|Warning|Error|Verbose):? )?(?:[\w/]+\.(?:cpp|hpp|lua|py):\d+: )?")

#: The first pattern that fits wins: special causes stand before general ones.
_PATTERNS = (
    _Pattern(r"^Hosting game at IP ADDR:", Event.HOSTING),
    _Pattern(r"^(?:update|map)Tick\(\d+\) changing state from\(CreatingGame\) to\(InGame\)$", Event.IN_GAME),
    _Pattern(r"^Starting RCON interface at", Event.RCON_OPEN),
    _failure(r"Can't bind socket: Address already in use|Unable to start RCON",
             "the RCON port is taken", "give another port, or stop the program that holds it", port_taken=True),
    _failure(r"Host address is already in use|Binding IPv[46] socket failed: Address already in use",
             "the game port is taken", "give another port, or stop the program that holds it", port_taken=True),
    _failure(r"Binding IPv[46] socket failed: (.+?)\"?$",
             "the game port cannot be opened: {0}", "choose a port above 1023 and an address of this machine"),
    _failure(r"require_user_verification must be enabled for public games",
             "a public game needs user verification", "set visibility.public to false in server-settings.json"),
    _failure(r"Couldn't acquire exclusive lock for ([^\s:]+)",
             "the write-data directory is in use by another server ({0})",
             "give every server a write-data directory of its own"),
    _failure(r"Couldn't acquire exclusive lock",
             "the write-data directory is in use by another server",
             "give every server a write-data directory of its own"),
    _failure(r"Key \"?([\w.-]+)\"? not found",
             "a settings file lacks the key '{0}'",
             "derive the file from the example file of the installed version; partial files are refused"),
    _failure(r"Scenario (?:.*)not found|[Cc]ould not find scenario",
             "the scenario does not exist", "check --mod-directory and the scenario's name"),
    _failure(r"^Failed to load mods?: (.+)$",
             "a mod does not load: {0}", "the lines around it in the log name the file and the line"),
    _failure(r"^The mod (.+) caused a non-recoverable error",
             "the mod {0} raised an error in an event", "the lines after it in the log name the file and the line"),
    _failure(r"^(?:Error|Error while running event) .*?([\w-]+::on_\w+.*)$",
             "a script raised an error: {0}", "the lines after it in the log name the file and the line"),
    _failure(r"^MultiplayerManager failed: \"?(.+?)\"?$",
             "multiplayer could not start: {0}", "the lines before it in the log say more"),
)  # fmt: skip


def parse_line(line: str) -> OutputEvent | None:
    """What a line of output means.

    Args:
        line: one line, with or without the time, level and source file before it and the newline behind it.

    Returns:
        The event, or None for a line that means nothing to the harness.
    """
    text = _PREFIX.sub("", line.rstrip())
    for pattern in _PATTERNS:
        event = pattern.match(text)
        if event is not None:
            return event
    return None
