"""The console without a game behind it."""

from __future__ import annotations

import pytest

from harness.standin.console import CHEAT_WARNING, Console


class FakeGame:
    """Remembers what was run."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, str | None]] = []

    def command(self, name: str, parameter: str | None) -> bool:
        self.ran.append((name, parameter))
        return name == "known"

    def execute(self, code: str) -> str | None:
        self.ran.append(("lua", code))
        return "bad" if code == "fail" else None

    def begin_reply(self) -> None:
        pass

    def end_reply(self) -> str:
        return "printed\n"


@pytest.fixture
def game() -> FakeGame:
    return FakeGame()


@pytest.fixture
def console(game: FakeGame) -> Console:
    made = Console(game, {"level": game}, lambda: 60 * 3723, lambda kind, text: None, lambda: None)
    assert made.run("/sc first") == CHEAT_WARNING + "\n"
    return made


@pytest.mark.parametrize(
    ("line", "ran"),
    [
        ("/known", ("known", None)),
        ("/known  a  b ", ("known", "a  b ")),
        ("/known\n{\n}", ("known", "{\n}")),
        ("/sc a = 1\nb = 2", ("lua", "a = 1\nb = 2")),
        ("/c", ("lua", "")),
    ],
)
def test_a_line_is_parted_into_name_and_parameter(console: Console, game: FakeGame, line: str, ran: tuple) -> None:
    console.run(line)
    assert game.ran == [ran]


def test_what_was_printed_before_an_error_comes_before_it(console: Console) -> None:
    assert console.run("/sc fail") == "printed\nCannot execute command. Error: bad\n"


def test_code_for_a_mod_that_is_not_there_is_refused(console: Console, game: FakeGame) -> None:
    assert "there is no mod __nope__" in console.run("/sc __nope__ x = 1")
    assert game.ran == []


def test_the_consoles_own_commands_answer(console: Console) -> None:
    assert console.run("/time") == "1 hours, 2 minutes and 3 seconds\n"
    assert console.run("/players") == "Players (0):\n"
    assert "/quit" in console.run("/help")
    assert console.run("/help quit").startswith("/quit ")
    assert console.run("") == ""
