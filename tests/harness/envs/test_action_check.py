"""Actions that are refused, and with which words; those that pass, pass unchanged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.envs.action_check import ActionCheck, make_check
from harness.envs.action_sets import COMMAND_COLUMNS, LARGEST_PARAMETER, LAST_COMMAND
from harness.errors import InvalidAction

NAMES = ("stand", "go", "mine")


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=20),
    st.sampled_from(["i1", "u1", "i4", "u4", "i8", "u8"]),
)
def test_whole_numbers_in_range_pass_unchanged_in_every_type(numbers: list[int], dtype: str) -> None:
    check = ActionCheck(len(numbers), NAMES)
    assert check(np.array(numbers, dtype=dtype)).tolist() == numbers
    assert check(numbers).tolist() == numbers


@pytest.mark.parametrize("dtype", ["i1", "u1", "i8", "u8"])
def test_a_number_out_of_range_is_named_with_its_arena_and_what_is_allowed(dtype: str) -> None:
    with pytest.raises(InvalidAction, match=r"arena 2: action 3 is not within 0..2 \(stand, go, mine\)"):
        ActionCheck(3, NAMES)(np.array([0, 2, 3], dtype=dtype))


@pytest.mark.parametrize("value", [-1, -(2**63), 2**63 - 1])
def test_far_numbers_are_refused_too(value: int) -> None:
    with pytest.raises(InvalidAction, match=f"arena 1: action {value} is not"):
        ActionCheck(2, NAMES)(np.array([0, value]))


def test_an_unsigned_number_beyond_the_signed_range_does_not_wrap_into_it() -> None:
    with pytest.raises(InvalidAction, match=f"arena 0: action {2**64 - 1} is not"):
        ActionCheck(1, NAMES)(np.array([2**64 - 1], dtype=np.uint64))


@pytest.mark.parametrize("actions", [np.zeros((3, 1), int), np.zeros(2, int), 1, [[0, 0, 0]]])
def test_a_wrong_shape_is_refused_with_both_shapes(actions: Any) -> None:
    with pytest.raises(InvalidAction, match=r"have shape \(.*\); expected \(3,\)"):
        ActionCheck(3, NAMES)(actions)


@pytest.mark.parametrize("dtype", [np.float32, np.bool_, object])
def test_a_wrong_type_is_refused_by_its_name(dtype: Any) -> None:
    with pytest.raises(InvalidAction, match="actions have dtype .*whole numbers within 0..2 are expected"):
        ActionCheck(3, NAMES)(np.zeros(3, dtype=dtype))


def test_nan_is_named_with_its_arena() -> None:
    with pytest.raises(InvalidAction, match="arena 1: action is NaN"):
        ActionCheck(3, NAMES)(np.array([0.0, np.nan, 1.0]))


def test_arenas_of_a_part_are_named_by_their_number_among_all() -> None:
    with pytest.raises(InvalidAction, match="arena 7: action 9"):
        ActionCheck(8, NAMES)(np.array([0, 9]), slice(6, 8))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (0, -0.5, r"action type -0\.5"),
        (0, float(LAST_COMMAND + 1), f"action type {LAST_COMMAND + 1}"),
        (0, np.nan, "action type nan"),
        (3, np.nan, "parameter 2 is nan"),
        (8, -np.inf, "parameter 7 is -inf"),
        (1, LARGEST_PARAMETER * 2, "parameter 0 is"),
    ],
)
def test_what_does_not_fit_a_command_is_named_with_its_arena(column: int, value: float, words: str) -> None:
    commands = np.zeros((4, COMMAND_COLUMNS))
    commands[2, column] = value
    with pytest.raises(InvalidAction, match=f"arena 7: {words}"):
        make_check("commands", 9)(commands, slice(5, 9))


def test_types_of_commands_are_rounded_down_and_parameters_are_kept() -> None:
    commands = np.array([[LAST_COMMAND + 0.9, -LARGEST_PARAMETER, *[0.25] * 6, LARGEST_PARAMETER]])
    checked = make_check("commands", 1)(commands)
    assert checked[0, 0] == LAST_COMMAND
    assert np.array_equal(checked[0, 1:], commands[0, 1:])
