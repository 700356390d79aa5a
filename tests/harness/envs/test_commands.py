"""Commands by name: each action of a character has a function that writes its row."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import harness
from harness.envs.action_check import make_check
from harness.envs.action_sets import COMMAND_COLUMNS, LAST_COMMAND


def rows() -> list[tuple[float, ...]]:
    """One of each."""
    found = []
    for name, thing in vars(harness.commands).items():
        if isinstance(thing, tuple) and name.isupper():
            found.append(thing)
        elif inspect.isfunction(thing) and not name.startswith("_"):
            needed = [p for p in inspect.signature(thing).parameters.values() if p.default is p.empty]
            found.append(thing(*range(1, len(needed) + 1)))
    return found


def test_every_action_type_can_be_written_by_name() -> None:
    assert {int(row[0]) for row in rows()} == set(range(LAST_COMMAND + 1))


def test_every_row_passes_the_check() -> None:
    written = np.array(rows())
    assert written.shape[1] == COMMAND_COLUMNS
    assert np.array_equal(make_check("commands", len(written))(written), written)


def test_a_turn_the_other_way_and_a_target_are_said_in_words() -> None:
    assert harness.commands.rotate(3, 4, reverse=True)[:4] == (harness.constants.FACTORIO_ACTION_ROTATE, 3, 4, 1)
    assert [harness.commands.shoot(0, 0, target)[3] for target in ("none", "enemies", "selected")] == [0, 1, 2]
    with pytest.raises(ValueError):
        harness.commands.shoot(0, 0, "everything")  # type: ignore[arg-type]


def test_what_is_dropped_lies_there_until_it_is_picked_up() -> None:
    env = harness.make("automation_intro", observation="fields")
    seen, _ = env.reset(seed=1)
    item = int(np.flatnonzero(env.unwrapped.query("inventory"))[0])
    before = int(env.unwrapped.query("inventory")[item])
    x, y = seen["player_pos"]
    env.step(harness.commands.drop(x + 0.7, y, item))
    assert int(env.unwrapped.query("inventory")[item]) == before - 1
    env.step(harness.commands.PICK_UP)
    assert int(env.unwrapped.query("inventory")[item]) == before
    env.close()
