"""What action numbers become on their way to the server."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comm_c.layout import action_dtype, constants, frame_dtype
from harness.envs.action_sets import COMMAND_COLUMNS, LAST_COMMAND, action_names, make_action_set
from harness.kernels import is_built


def frames_of(rows: int) -> np.ndarray:
    frames = np.zeros(rows, dtype=frame_dtype(constants.FACTORIO_FRAME_MINING))
    frames["player_pos"] = [10.5, -3.25]
    frames["resources"]["offset"][:, 0] = [1.5, 2.0]
    return frames


def encode(name: str, actions: list[int]) -> np.ndarray:
    out = np.full(len(actions), 255, dtype=np.uint8).repeat(action_dtype.itemsize).view(action_dtype)
    action_set = make_action_set(name, len(actions))
    action_set.encode(np.array(actions, dtype=np.intp), frames_of(len(actions)), out)
    return out


@pytest.mark.parametrize("name", ["walk", "walk_and_mine"])
def test_action_0_stands_still_as_a_frame_of_zeros(name: str) -> None:
    assert encode(name, [0]).tobytes() == bytes(48)


@pytest.mark.parametrize(
    ("name", "dx", "dy"),
    [
        ("north", 0, -1), ("north_east", 1, -1), ("east", 1, 0), ("south_east", 1, 1),
        ("south", 0, 1), ("south_west", -1, 1), ("west", -1, 0), ("north_west", -1, -1),
    ],
)  # fmt: skip
def test_a_walk_carries_the_signs_of_its_direction(name: str, dx: int, dy: int) -> None:
    row = encode("walk", [action_names("walk").index(name)])[0]
    assert row["action_type"] == constants.FACTORIO_ACTION_MOVE
    assert row["parameters"].tolist() == [dx, dy, 0, 0, 0, 0, 0, 0]


def test_mining_aims_at_the_nearest_resource_and_leaves_other_arenas_alone() -> None:
    rows = encode("walk_and_mine", [3, 9, 0])
    assert rows["action_type"].tolist() == [0, constants.FACTORIO_ACTION_MINE, 0]
    assert rows["parameters"][:, :2].tolist() == [[1, 0], [12.0, -1.25], [0, 0]]


def test_mining_is_masked_where_the_nearest_resource_is_out_of_reach() -> None:
    action_set, frames = make_action_set("walk_and_mine", 2), frames_of(2)
    frames["resources"]["reachable"][:, 0] = [0, 1]
    mask = np.ones((2, 10), dtype=np.bool_)
    action_set.update_mask(frames, mask)
    assert mask[:, 9].tolist() == [False, True]
    assert mask[:, :9].all()


def test_walking_is_never_masked() -> None:
    mask = np.ones((2, 9), dtype=np.bool_)
    make_action_set("walk", 2).update_mask(frames_of(2), mask)
    assert mask.all()


@pytest.mark.skipif(not is_built(), reason="python harness/kernels/build_ffi.py builds the compiled action sets")
@pytest.mark.parametrize("name", ["walk", "walk_and_mine", "walk_and_build", "commands"])
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 40))
@settings(max_examples=25, deadline=None)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are no numbers now and then
def test_c_writes_the_action_frames_of_numpy_byte_for_byte(name: str, seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    raw = rng.integers(0, 256, (count, 512), dtype=np.uint8)
    frames = raw.view(frame_dtype(constants.FACTORIO_FRAME_BUILDING))[:, 0]
    if name == "commands":
        shape = (count, COMMAND_COLUMNS)
        actions = rng.integers(0, 15, shape) * rng.choice([1.0, -0.1, 777.7], shape)
        actions[:, 0] = rng.integers(0, LAST_COMMAND + 1, count)
    else:
        actions = rng.integers(0, len(action_names(name)), count)
    written = []
    for compiled in (False, True):
        out = np.full(count * action_dtype.itemsize, 7, dtype=np.uint8).view(action_dtype)
        make_action_set(name, count, compiled).encode(actions, frames, out)
        written.append(out)
    for field in action_dtype.names:  # a sum that is no number may be another one that is none
        assert np.array_equal(written[0][field], written[1][field], equal_nan=field == "parameters")
