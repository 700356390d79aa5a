"""Intents: where drills go, how feet walk, and a short play on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import harness
from agent.environments import around, encoder_of, make_env
from agent.experts import expert_for
from agent.options.field_work import choose_site, receiver_place, square, tiles_of
from agent.options.intents.feet import Feet

TICKS = 30


def field(width: int, height: int) -> np.ndarray:
    """Ore on every tile of a rectangle."""
    return np.array([(x + 0.5, y + 0.5) for y in range(height) for x in range(width)])


@pytest.mark.parametrize("receiver", ["wooden-chest", "stone-furnace"])
def test_drills_one_after_the_other_overlap_nothing_and_stand_on_ore(receiver: str) -> None:
    ore, taken = field(9, 9), set[tuple[int, int]]()
    rich = {(int(x), int(y)) for x, y in ore}
    for _ in range(4):
        site = choose_site(ore, taken, receiver)
        assert site is not None
        drill = square(int(site[0]), int(site[1]))
        both = drill | tiles_of(receiver, *receiver_place(*site, receiver))
        assert drill <= rich
        assert not both & taken
        taken |= both


def test_a_field_that_is_too_small_has_no_place_for_a_drill() -> None:
    assert choose_site(field(1, 5), set(), "wooden-chest") is None
    assert choose_site(np.zeros((0, 2)), set(), "wooden-chest") is None


@settings(max_examples=40, deadline=None)
@given(st.floats(-40, 40), st.floats(-40, 40), st.integers(1, 60))
def test_a_step_never_ends_on_a_place_to_build_on(x: float, y: float, ticks: int) -> None:
    feet = Feet(1, ticks)
    offset = np.array([[x, y]])
    ways = feet.ways(offset, np.array([1.5]), np.array([True]))
    left = offset - feet._moves[(feet_ways() == ways[0]).all(axis=1)]
    reachable = np.abs(offset[:, None] - feet._moves[1:]).max(axis=2) >= 1.5
    assert np.abs(left).max() >= 1.5 or not reachable.any()


def feet_ways() -> np.ndarray:
    from agent.options.intents.feet import WAYS

    return WAYS


def test_who_does_not_walk_stands_still() -> None:
    assert (Feet(2, TICKS).ways(np.ones((2, 2)) * 9, np.zeros(2), np.zeros(2, dtype=bool)) == 0).all()


@pytest.fixture(scope="module")
def survival() -> Iterator[object]:
    with closing(around(make_env(harness.load_scenario("survival_basic"), 4, copy=True))) as env:
        yield env


def played(env: object, steps: int) -> list[str]:
    """Names of the sub-goals of arena 0, one a step."""
    expert = expert_for(env)
    observations, info = env.reset(seed=1)  # type: ignore[attr-defined]
    expert.begin(np.arange(4, dtype=np.uint64))
    names = []
    for _ in range(steps):
        advice = expert.advise(observations, info["action_mask"])
        assert info["action_mask"][np.arange(4), advice.actions].all()
        names.append(expert.subgoals[int(advice.subgoals[0])])
        observations, *_, info = env.step(advice.actions)  # type: ignore[attr-defined]
    return names


def test_an_expert_fells_wood_then_sets_up_and_fuels_drills(survival: object) -> None:
    names = played(survival, 200)
    first = [names.index(name) for name in ("first_wood", "set_up_drills", "fuel")]
    assert first == sorted(first)
    frames = harness.fields(survival.reset(seed=2)[0], "building")  # type: ignore[attr-defined]
    assert (frames["structures"] == 0).all()


def test_a_snapshot_goes_on_with_the_same_features_and_masks(survival: object) -> None:
    env = survival
    played(env, 60)
    snapshot = env.snapshot()  # type: ignore[attr-defined]
    runs = []
    for _ in range(2):
        observations, info = env.restore(snapshot)  # type: ignore[attr-defined]
        seen = []
        for step in range(30):
            seen.append((encoder_of(env).encode(observations).tobytes(), info["action_mask"].tobytes()))
            chosen = np.where(info["action_mask"].cumsum(1) > step % 3, 1, 0).argmax(1)
            observations, *_, info = env.step(chosen)  # type: ignore[attr-defined]
        runs.append(seen)
    assert runs[0] == runs[1]


def test_features_have_a_name_each_and_are_finite(survival: object) -> None:
    played(survival, 40)
    encoder = encoder_of(survival)
    features = encoder.encode(np.zeros(0))
    assert features.shape == (4, len(encoder.feature_names))
    assert np.isfinite(features).all()
    assert np.abs(features).max() < 20


def test_a_task_without_intents_is_refused_by_name() -> None:
    with closing(harness.FactorioVectorEnv("movement_micro")) as env:
        from agent.options.intents.env import make_kit

        with pytest.raises(harness.PolicyError, match="reach_goal"):
            make_kit(env, 1)
