"""Features of the compact frames."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import harness
from agent.encoders import MiningEncoder, MovementEncoder, Scales, encoder_for

MOVEMENT, MINING = 0, 1


def blank(kind: int, count: int = 1) -> NDArray[Any]:
    return np.zeros(count, harness.frame_dtype(kind))


def named(encoder: Any, frames: NDArray[Any]) -> dict[str, float]:
    """The features of the first frame, by name."""
    return dict(zip(encoder.feature_names, encoder.encode(frames)[0].tolist(), strict=True))


def test_a_scenario_gives_its_constants(movement: harness.Scenario, mining: harness.Scenario) -> None:
    assert Scales.of(movement) == Scales(32.0, 32.0, 4, has_goal=True, items_wanted=1.0)
    assert Scales.of(mining) == Scales(64.0, 64.0, 10, has_goal=False, items_wanted=float(mining.task.count))  # type: ignore[union-attr]


def test_each_scenario_gets_the_encoder_of_its_frame(movement: harness.Scenario, mining: harness.Scenario) -> None:
    assert isinstance(encoder_for(movement), MovementEncoder)
    assert isinstance(encoder_for(mining), MiningEncoder)


def test_a_goal_is_seen_on_three_scales(movement: harness.Scenario) -> None:
    frames = blank(MOVEMENT)
    frames["player_pos"], frames["goal_pos"], frames["goal_distance"] = (10, -8), (13, -12), 5
    found = named(encoder_for(movement), frames)
    assert (found["position_x"], found["position_y"]) == pytest.approx((10 / 32, -8 / 32))
    assert (found["goal_x"], found["goal_y"]) == pytest.approx((3 / 32, -4 / 32))
    assert (found["goal_near_x"], found["goal_near_y"]) == pytest.approx((0.75, -1.0))
    assert (found["goal_unit_x"], found["goal_unit_y"]) == pytest.approx((0.6, -0.8))
    assert found["goal_distance"] == pytest.approx(5 / 32)


def test_a_goal_under_the_feet_has_no_direction_and_no_nan(movement: harness.Scenario) -> None:
    found = named(encoder_for(movement), blank(MOVEMENT))
    assert (found["goal_unit_x"], found["goal_unit_y"]) == (0.0, 0.0)


def test_the_last_step_is_seen(movement: harness.Scenario) -> None:
    frames = blank(MOVEMENT)
    frames["displacement"], frames["direction"], frames["flags"] = (0.3, 0), 4, 1 | 2 | 8
    frames["blocked_ticks"], frames["health"], frames["action_result"] = 2, 125, 4
    found = named(encoder_for(movement), frames)
    assert found["displacement_x"] == pytest.approx(0.5)  # 0.3 of 0.15 * 4 tiles
    assert [name for name, value in found.items() if name.startswith("facing") and value] == ["facing_east"]
    assert [found[name] for name in ("alive", "walking", "mining", "blocked")] == [1, 1, 0, 1]
    assert (found["blocked_share"], found["health"], found["refused"]) == pytest.approx((0.5, 0.5, 1.0))


def test_a_scenario_without_a_goal_has_zeros_in_the_goals_place(mining: harness.Scenario) -> None:
    frames = blank(MINING)
    frames["player_pos"] = (10, -8)
    found = named(encoder_for(mining), frames)
    assert {value for name, value in found.items() if name.startswith("goal")} == {0.0}
    assert found["position_x"] == pytest.approx(10 / 64)


def test_an_ore_is_seen_with_its_kind_amount_and_reach(mining: harness.Scenario) -> None:
    frames = blank(MINING)
    frames["resources"]["offset"][0, 1] = (-3, 4)
    frames["resources"]["amount"][0, 1], frames["resources"]["resource"][0, 1] = 10_000, 3
    frames["resources"]["reachable"][0, 1] = 1
    found = named(encoder_for(mining), frames)
    row = {name.removeprefix("resource_1_"): v for name, v in found.items() if name.startswith("resource_1_")}
    assert (row["x"], row["y"]) == pytest.approx((-3 / 16, 4 / 16))
    assert (row["near_x"], row["near_y"], row["unit_x"], row["unit_y"]) == pytest.approx((-0.75, 1.0, -0.6, 0.8))
    assert (row["present"], row["reachable"], row["amount"]) == pytest.approx((1, 1, 1))
    assert [row[f"is_{kind}"] for kind in ("iron_ore", "copper_ore", "coal", "stone")] == [0, 0, 1, 0]


def test_an_empty_row_is_all_zeros(mining: harness.Scenario) -> None:
    found = named(encoder_for(mining), blank(MINING))
    assert {value for name, value in found.items() if name.startswith("resource_")} == {0.0}


def test_items_and_progress_are_seen(mining: harness.Scenario) -> None:
    wanted = mining.task.count  # type: ignore[union-attr]
    frames = blank(MINING)
    frames["item_counts"][0, 0], frames["item_counts"][0, 1], frames["mined_total"] = 40, wanted, wanted
    frames["mining_progress"], frames["mining_target"], frames["resources_in_range"] = 0.25, (1.6, -1.6), 4
    found = named(encoder_for(mining), frames)
    assert (found["free_slots"], found["iron_ore"], found["mined"]) == pytest.approx((0.5, 1.0, 1.0))
    assert (found["mining_progress"], found["target_x"], found["target_y"]) == pytest.approx((0.25, 0.1, -0.1))
    assert found["resources_in_range"] == pytest.approx(0.5)


@pytest.mark.parametrize("kind", [MOVEMENT, MINING])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_encoding_is_pure_and_a_row_depends_on_its_frame_alone(kind: int, seed: int) -> None:
    encoder = encoder_for(harness.load_scenario(("movement_micro", "mining_micro")[kind]))
    rng = np.random.default_rng(seed)
    frames = np.frombuffer(rng.bytes(5 * harness.frame_dtype(kind).itemsize), harness.frame_dtype(kind)).copy()
    for name in ("player_pos", "goal_pos", "displacement", "health", "goal_distance"):
        frames[name] = rng.uniform(-100, 100, frames[name].shape)
    if kind == MINING:
        frames["mining_progress"], frames["mining_target"] = 0.5, 1.0
        frames["resources"]["offset"] = rng.uniform(-16, 16, frames["resources"]["offset"].shape)
    before = frames.tobytes()
    whole = encoder.encode(frames)
    assert frames.tobytes() == before
    assert whole.dtype == np.float32
    assert whole.shape == (5, len(encoder.feature_names))
    assert np.isfinite(whole).all()
    for row in range(5):
        assert np.array_equal(encoder.encode(frames[row : row + 1])[0], whole[row])


def test_encoding_into_a_buffer_writes_every_column(mining: harness.Scenario) -> None:
    encoder = encoder_for(mining)
    frames = blank(MINING, 3)
    out = np.full((3, len(encoder.feature_names)), np.nan, np.float32)
    assert encoder.encode(frames, out=out) is out
    assert np.array_equal(out, encoder.encode(frames))


def test_feature_names_are_distinct(mining: harness.Scenario) -> None:
    names = encoder_for(mining).feature_names
    assert len(set(names)) == len(names)


def test_scales_are_constants(movement: harness.Scenario) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Scales.of(movement).half_width = 1.0  # type: ignore[misc]


@given(st.integers(0, 40), st.sampled_from([0, 32, 448]), st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=40, deadline=None)
def test_c_writes_the_bytes_that_numpy_writes(count: int, more: int, seed: int, goal: bool) -> None:
    """Any bytes are a frame, also those that are no number; longer frames begin with one."""
    random = np.random.default_rng(seed)
    kind = harness.frame_dtype(MOVEMENT)
    longer = random.integers(0, 256, (count, kind.itemsize + more), dtype=np.uint8)
    frames = longer[:, : kind.itemsize].view(kind)[:, 0]
    for name in ("player_pos", "goal_pos", "displacement", "goal_distance", "health"):
        likely = random.random(count) < 0.7
        frames[name][likely] = random.normal(0, 20, frames[name][likely].shape)
    scales = Scales(32.0, 20.0, 4, has_goal=goal, items_wanted=1.0)
    with np.errstate(all="ignore"):
        expected = MovementEncoder(scales, compiled=False).encode(frames)
    out = np.full((count, len(MovementEncoder.feature_names) + 3), 7, np.float32)
    MovementEncoder(scales).encode_movement(frames, out)
    same = (out[:, :-3].view(np.uint32) == expected.view(np.uint32)) | (np.isnan(out[:, :-3]) & np.isnan(expected))
    assert same.all(), np.argwhere(~same)
    assert (out[:, -3:] == 7).all()


@pytest.mark.parametrize(
    "out",
    [np.zeros((2, 26), np.float32), np.zeros((3, 25), np.float32), np.zeros((3, 26)), np.zeros((26, 3), np.float32).T],
)
def test_c_takes_no_array_that_it_would_write_beyond(movement: harness.Scenario, out: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="frames .N. of 64 bytes at least make float32"):
        encoder_for(movement).encode(blank(MOVEMENT, 3), out)
