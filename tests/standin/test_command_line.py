"""Flags, values, help and version."""

from __future__ import annotations

import re

import pytest

from harness.standin.cli import main
from harness.standin.errors import StartError
from harness.standin.flags import FLAGS, parse_flags
from harness.standin.options import Address, read_options

START = ["--start-server-load-scenario", "a/b"]


def test_the_version_has_the_form_that_launchers_parse_and_says_that_it_is_not_the_game(capsys) -> None:
    assert main(["--version"]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Version: 2\.0\.77 \(build \d+, linux64, headless\)", first)
    assert last.startswith("Stand-in:") and "not the game" in last


def test_help_lists_every_flag_and_an_example(capsys) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(flag.name in text for flag in FLAGS)
    assert "Example:" in text


def test_values_are_taken_after_a_space_or_an_equals_sign() -> None:
    assert parse_flags(["--rcon-port", "5", "--rcon-password=a=b"]) == {"--rcon-port": "5", "--rcon-password": "a=b"}
    assert parse_flags(["-c", "x", "-v"]) == {"--config": "x", "--verbose": ""}


def test_an_optional_value_may_be_left_out() -> None:
    assert parse_flags(["--enable-lua-udp", "--verbose"]) == {"--enable-lua-udp": "", "--verbose": ""}
    assert parse_flags(["--use-server-whitelist", "true"]) == {"--use-server-whitelist": "true"}
    assert parse_flags(["--enable-lua-udp"]) == {"--enable-lua-udp": ""}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--rcon-prot", "5"], "unknown flag '--rcon-prot'. Did you mean --rcon-port? Known flags: "),
        (["--verbose=1"], "--verbose takes no value, got '1'"),
        (["--rcon-port"], "--rcon-port needs a value: --rcon-port N"),
        (["--config", "--verbose"], "--config needs a value"),
        (["world.zip"], "unexpected argument 'world.zip'"),
        (["--run-replay", "x"], "--run-replay is a flag of the game that the stand-in does not support yet"),
    ],
)
def test_a_command_line_that_cannot_be_read_says_why(words: list[str], message: str) -> None:
    with pytest.raises(StartError) as caught:
        parse_flags(words)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "is needed, got none of them"),
        ([*START, "--create", "x"], "got --start-server-load-scenario and --create"),
        ([*START, "--rcon-port", "5"], "RCON needs a password"),
        ([*START, "--rcon-port", "x"], "--rcon-port takes a whole number from 0 to 65535, got 'x'"),
        ([*START, "--rcon-port", "65536"], "65535"),
        ([*START, "--rcon-bind", "127.0.0.1"], "--rcon-bind takes ADDRESS:PORT"),
        ([*START, "--rcon-bind", "0.0.0.0:5", "--rcon-password", "x"], "is not a loopback address"),
        ([*START, "--rcon-bind", "host:5"], "--rcon-bind takes ADDRESS:PORT"),
        ([*START, "--map-gen-seed", "-1"], "--map-gen-seed takes a whole number"),
        ([*START, "--enable-lua-udp", "0"], "--enable-lua-udp takes a whole number from 1"),
    ],
)
def test_a_value_out_of_range_says_what_is_allowed(words: list[str], message: str) -> None:
    with pytest.raises(StartError) as caught:
        read_options(parse_flags(words))
    assert message in str(caught.value)


def test_rcon_bind_wins_over_rcon_port_and_both_are_loopback() -> None:
    words = [*START, "--rcon-port", "5", "--rcon-password", "x"]
    assert read_options(parse_flags(words)).rcon_address == Address("127.0.0.1", 5)
    assert read_options(parse_flags([*words, "--rcon-bind", "127.0.0.2:6"])).rcon_address == Address("127.0.0.2", 6)


def test_the_game_port_is_reserved_only_when_it_was_asked_for() -> None:
    assert read_options(parse_flags(START)).game_address is None
    assert read_options(parse_flags([*START, "--port", "7"])).game_address == Address("127.0.0.1", 7)
    assert read_options(parse_flags([*START, "--bind", "0.0.0.0"])).game_address == Address("127.0.0.1", 34197)


def test_a_mistake_ends_with_exit_code_one_and_one_log_line(capsys) -> None:
    assert main(["--nope"]) == 1
    assert re.fullmatch(r" +0\.\d{3} Error Util\.cpp:\d+: unknown flag '--nope'\..*\n", capsys.readouterr().out)
