"""Lines of real servers, as they were recorded, and what they mean."""

from __future__ import annotations

import pytest

from harness.servers.output import Event, parse_line

RECORDED = [
    ("   0.577 Hosting game at IP ADDR:({0.0.0.0:34197})", Event.HOSTING),
    (
        "   0.578 Info ServerMultiplayerManager.cpp:808: updateTick(0) changing state from(CreatingGame) to(InGame)",
        Event.IN_GAME,
    ),
    (
        "   0.578 Info RemoteCommandProcessor.cpp:126: Starting RCON interface at IP ADDR:({0.0.0.0:27019})",
        Event.RCON_OPEN,
    ),
]

FAILURES = [
    (
        '   1.203 Error ServerMultiplayerManager.cpp:91: MultiplayerManager failed: "Binding IPv4 socket failed: '
        'Permission denied"',
        "the game port cannot be opened: Permission denied",
        False,
    ),
    ("MultiplayerManager failed: Host address is already in use.", "the game port is taken", True),
    ("   0.9 Error: Can't bind socket: Address already in use", "the RCON port is taken", True),
    ("require_user_verification must be enabled for public games.", "a public game needs user verification", False),
    (
        "   0.010 Error Util.cpp:76: Couldn't acquire exclusive lock for /srv/a/.lock: another server uses it",
        "the write-data directory is in use by another server (/srv/a/.lock)",
        False,
    ),
    ("Couldn't acquire exclusive lock", "the write-data directory is in use by another server", False),
    ('Key "steering" not found in property tree', "a settings file lacks the key 'steering'", False),
    ("   1.0 Error: MultiplayerManager failed: something new", "something new", False),
]

MEANINGLESS = [
    "",
    "   0.000 2026-11-21 12:00:00; Factorio 2.0.77 (build 84457, linux64, headless)",
    "   0.403 Loading mod core 0.0.0 (data.lua)",
    "2026-11-21 12:00:00 [CHAT] <server>: Hosting game at IP ADDR",
    "   2.000 Info AppManager.cpp:305: Saving game as /srv/a/saves/x.zip",
]


@pytest.mark.parametrize(("line", "event"), RECORDED)
def test_a_line_of_readiness_is_known(line: str, event: Event) -> None:
    found = parse_line(line + "\n")
    assert found is not None
    assert found.event is event


@pytest.mark.parametrize(("line", "cause", "port_taken"), FAILURES)
def test_a_line_of_failure_gives_cause_and_next_step(line: str, cause: str, port_taken: bool) -> None:
    found = parse_line(line)
    assert found is not None
    assert found.event is Event.FAILURE
    assert cause in found.cause
    assert found.port_taken is port_taken
    assert found.advice


@pytest.mark.parametrize("line", MEANINGLESS)
def test_other_lines_mean_nothing(line: str) -> None:
    assert parse_line(line) is None
