"""The curriculum: when a level is left, and that it goes on where it stopped."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.curriculum import CurriculumConfig, CurriculumManager
from agent.curriculum.manager import promotion_probability

SMALL = CurriculumConfig(
    trigger_episodes=10, confirmation_episodes=20, confirmation_successes=16, back_off_episodes=15,
    demotion_episodes=12,
)  # fmt: skip


def test_the_owners_rule_triggers_and_400_fresh_episodes_confirm() -> None:
    manager = CurriculumManager(["one", "two"])
    manager.note("one", [True] * 99)
    assert not manager.is_confirming
    manager.note("one", [True])
    assert manager.is_confirming and manager.current_level == 0
    manager.note("one", [True] * 329 + [False] * 70)
    assert manager.current_level == 0
    manager.note("one", [True])
    assert manager.current_level == 1 and manager.get_current_scenario() == "two"
    assert [event["what"] for event in manager.events] == ["triggered", "confirmed"]


def test_more_than_eight_tenths_means_more() -> None:
    manager = CurriculumManager(["one"])
    assert not manager.should_advance([1.0] * 80 + [0.0] * 20)
    assert manager.should_advance([1.0] * 81 + [0.0] * 19)
    assert not manager.should_advance([1.0] * 99)


def test_a_refusal_comes_as_soon_as_it_is_certain_and_the_back_off_doubles() -> None:
    manager = CurriculumManager(["one", "two"], SMALL)
    manager.note("one", [True] * 10)
    manager.note("one", [False] * 5)
    assert not manager.is_confirming and manager.events[-1]["what"] == "refused"
    manager.note("one", [True] * 14)
    assert not manager.is_confirming
    manager.note("one", [True])
    assert manager.is_confirming
    manager.note("one", [False] * 5)
    manager.note("one", [True] * 29)
    assert not manager.is_confirming
    manager.note("one", [True])
    assert manager.is_confirming


def test_a_level_that_is_too_hard_is_left_downwards() -> None:
    manager = CurriculumManager(["one", "two"], SMALL)
    manager.advance_curriculum()
    manager.note("two", [False] * 11)
    assert manager.current_level == 1
    manager.note("two", [False])
    assert manager.current_level == 0 and manager.events[-1]["what"] == "demoted"


def test_a_fifth_of_the_episodes_come_from_earlier_levels_and_none_while_confirming() -> None:
    manager = CurriculumManager(["one", "two", "three"], SMALL)
    assert {manager.next_scenario() for _ in range(50)} == {"one"}
    manager.advance_curriculum()
    manager.advance_curriculum()
    drawn = [manager.next_scenario() for _ in range(4000)]
    assert drawn.count("three") / 4000 == pytest.approx(0.8, abs=0.03)
    assert drawn.count("one") == pytest.approx(drawn.count("two"), abs=120)
    manager.note("three", [True] * 10)
    assert {manager.next_scenario() for _ in range(50)} == {"three"}


def test_earlier_levels_change_nothing_of_the_present_one() -> None:
    manager = CurriculumManager(["one", "two"], SMALL)
    manager.advance_curriculum()
    manager.note("one", [True] * 100)
    assert not manager.is_confirming and manager.success_rates() == {"one": 1.0}


def test_the_last_level_is_confirmed_and_stays() -> None:
    manager = CurriculumManager(["one"], SMALL)
    manager.note("one", [True] * 30)
    assert manager.is_finished and manager.current_level == 0
    manager.note("one", [True] * 100)
    assert not manager.is_confirming


@settings(deadline=None, max_examples=50)
@given(st.lists(st.booleans(), max_size=120), st.integers(0, 120), st.integers(0, 1000))
def test_a_state_goes_on_as_if_nothing_had_happened(outcomes: list[bool], cut: int, seed: int) -> None:
    def play(manager: CurriculumManager, part: list[bool]) -> list[str]:
        names = []
        for success in part:
            names.append(manager.next_scenario())
            manager.note(names[-1], [success])
        return names

    whole = CurriculumManager(["one", "two", "three"], SMALL, seed)
    first = CurriculumManager(["one", "two", "three"], SMALL, seed)
    names = play(whole, outcomes)
    before = play(first, outcomes[:cut])
    second = CurriculumManager(["one", "two", "three"], SMALL, seed + 1)
    second.load(json.loads(json.dumps(first.state())))
    assert before + play(second, outcomes[cut:]) == names
    assert second.state() == whole.state()


def test_a_state_of_another_curriculum_is_refused() -> None:
    with pytest.raises(ValueError, match=r"curriculum of \['one'\]"):
        CurriculumManager(["two"]).load(CurriculumManager(["one"]).state())


@pytest.mark.parametrize("scenarios", [[], ["one", "one"]])
def test_a_curriculum_needs_scenarios_each_once(scenarios: list[str]) -> None:
    with pytest.raises(ValueError, match="each once"):
        CurriculumManager(scenarios)


def test_a_policy_of_seven_tenths_is_not_promoted_and_one_of_nine_tenths_is() -> None:
    """The owner's rule alone promotes a rate of 0.70 with 92 % chance within 5,000 episodes."""
    bare = CurriculumConfig(confirmation_episodes=1, confirmation_successes=0)
    assert promotion_probability(0.70, bare, trials=15) > 0.7
    assert promotion_probability(0.70, trials=15) == 0
    assert promotion_probability(0.92, trials=15) > 0.95
    assert np.isclose(promotion_probability(0.3, trials=5), 0)
