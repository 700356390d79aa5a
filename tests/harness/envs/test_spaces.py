"""Raw frames and their named view."""

from __future__ import annotations

import numpy as np
import pytest

from harness.envs.spaces import fields, observation_space


@pytest.mark.parametrize(("frame", "size"), [("movement", 64), ("mining", 256), ("building", 512), ("full", 2048)])
def test_an_observation_is_the_bytes_of_its_frame(frame: str, size: int) -> None:
    space = observation_space(frame)
    assert space.shape == (size,)
    assert space.dtype == np.uint8


def test_fields_are_a_view_of_the_bytes() -> None:
    raw = np.zeros((3, 64), dtype=np.uint8)
    fields(raw, "movement")["goal_distance"] = [1.5, 2.5, 3.5]
    assert raw[:, 56:60].tobytes() == np.array([1.5, 2.5, 3.5], dtype="<f4").tobytes()


def test_a_longer_frame_is_read_as_the_shorter_one_that_it_begins_with() -> None:
    raw = np.zeros((2, 256), dtype=np.uint8)
    fields(raw, "mining")["walked"] = 7
    assert fields(raw, "movement")["walked"].tolist() == [7, 7]


@pytest.mark.parametrize("shape", [(64,), (5, 64), (4, 5, 64)])
def test_any_number_of_leading_axes_is_kept(shape: tuple[int, ...]) -> None:
    assert fields(np.zeros(shape, dtype=np.uint8), 0).shape == shape[:-1]


@pytest.mark.parametrize("raw", [np.zeros((2, 63), np.uint8), np.zeros((2, 64), np.float32), np.zeros((), np.uint8)])
def test_what_cannot_be_a_frame_is_refused_with_its_shape(raw: np.ndarray) -> None:
    with pytest.raises(ValueError, match="the frame 'movement' needs uint8 with a last axis of at least 64"):
        fields(raw, "movement")


@pytest.mark.parametrize("frame", ["moving", 4, -1])
def test_an_unknown_frame_is_refused_with_the_known_ones(frame: int | str) -> None:
    with pytest.raises(ValueError, match="is unknown; known: movement, mining, building, full"):
        observation_space(frame)
