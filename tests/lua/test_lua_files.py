"""Runs the tests that are written in Lua: every ``test("sentence", function)`` of the files beside is one test.

A file finds the game's globals and two helpers: ``equal(got, wanted)`` compares deeply, ``raises(text, function)``
wants an error that contains the text.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.standin.errors import StartError
from harness.standin.lua_host import ScriptError

HERE = Path(__file__).parent

PRELUDE = """
function equal(got, wanted)
    local same = got == wanted
    if type(got) == "table" and type(wanted) == "table" then same = table.compare(got, wanted) end
    if not same then error("got " .. serpent.line(got) .. ", wanted " .. serpent.line(wanted), 2) end
end
function raises(text, work, ...)
    local good, message = pcall(work, ...)
    if good then error("no error; wanted: " .. text, 2) end
    message = tostring(message)
    if not message:find(text, 1, true) then error("got error: " .. message .. "; wanted: " .. text, 2) end
end
tests = {}
function test(name, work) tests[name] = work end
"""

CASES = [
    pytest.param(path.name, name, id=f"{path.stem}: {name}")
    for path in sorted(HERE.glob("*.lua"))
    for name in re.findall(r'^test\("([^"]+)"', path.read_text(), re.MULTILINE)
]


@pytest.mark.parametrize(("file", "name"), CASES)
def test_lua(new_game, file: str, name: str) -> None:
    level = 'util = require("util")' + PRELUDE
    try:
        game = new_game(level=level)
    except (ScriptError, StartError) as error:
        pytest.fail(str(error))
    message = game.level.execute((HERE / file).read_text(encoding="latin-1"))
    assert message is None, message
    message = game.level.execute(f"tests[ [==[{name}]==] ]()")
    assert message is None, message


def test_every_lua_file_here_has_tests() -> None:
    with_tests = {case.values[0] for case in CASES}
    assert with_tests == {path.name for path in HERE.glob("*.lua")}
