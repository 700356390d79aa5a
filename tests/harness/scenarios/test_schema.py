"""Scenario files: what is accepted, and what a mistake is answered with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from harness.errors import ScenarioError
from harness.scenarios import Scenario, list_scenarios, load_scenario, scenario_schema
from harness.scenarios.catalogue import FOLDER
from harness.scenarios.yaml_model import parse_model

WALK = (FOLDER / "movement_micro.yaml").read_text()
MINE = (FOLDER / "mining_micro.yaml").read_text()


def complaint(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_model(text, Scenario, "own.yaml")
    return str(caught.value)


@pytest.mark.parametrize("name", list_scenarios())
def test_every_scenario_of_the_catalogue_loads_under_its_file_name(name: str) -> None:
    assert load_scenario(name).name == name


def test_a_path_of_an_own_file_is_as_good_as_a_name(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(WALK.replace("name: movement_micro", "name: own").replace("radius: 1.0", "radius: 2.5"))
    assert load_scenario(path) == load_scenario(str(path))
    assert load_scenario(path).task.radius == 2.5  # type: ignore[union-attr]


def test_an_own_scenario_can_use_the_script_of_another(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(WALK.replace("name: movement_micro", "name: own\nscript: movement_micro"))
    assert load_scenario(path).setup_script == "movement_micro"
    assert load_scenario("movement_micro").setup_script == "movement_micro"


def test_an_edited_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(WALK)
    before = load_scenario(path).episode_steps
    path.write_text(WALK.replace("episode_steps: 100", "episode_steps: 77"))
    assert (before, load_scenario(path).episode_steps) == (100, 77)


def test_a_scenario_is_given_back_as_it_is() -> None:
    scenario = load_scenario("mining_micro")
    assert load_scenario(scenario) is scenario


def test_an_unknown_key_is_answered_with_file_line_and_the_nearest_known_key() -> None:
    text = WALK.replace("ticks_per_step", "tick_per_step")
    line = text[: text.index("tick_per_step")].count("\n") + 1
    first = complaint(text).splitlines()[0]
    assert first == f"own.yaml:{line}: unknown key 'tick_per_step'; the nearest known key is 'ticks_per_step'"


def test_an_unknown_key_deep_inside_is_compared_with_the_keys_of_its_own_place() -> None:
    assert "unknown key 'task.cuont'; the nearest known key is 'count'" in complaint(MINE.replace("count:", "cuont:"))
    assert "unknown key 'resources.0.spacings'; the nearest known key is 'spacing'" in complaint(
        MINE.replace("spacing:", "spacings:")
    )


def test_a_key_like_no_other_is_answered_with_all_known_keys() -> None:
    text = complaint(WALK.replace("map:", "map:\n  qqq: 1"))
    assert "unknown key 'map.qqq'; known keys: height, size, width" in text


def test_a_missing_key_is_named_with_its_path() -> None:
    assert "key 'task.radius' is missing" in complaint(WALK.replace("  radius: 1.0\n", ""))


def test_a_wrong_value_is_quoted_with_what_is_allowed() -> None:
    assert re.search(r"own.yaml:\d+: 'map.size' is 'smal': .*'tiny', 'small', 'medium'", complaint(
        WALK.replace("size: tiny", "size: smal")
    ))  # fmt: skip
    assert re.search(r"own.yaml:\d+: 'episode_steps' is 0: ", complaint(WALK.replace("steps: 100", "steps: 0")))


def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    assert re.fullmatch(r"own.yaml:\d+: key 'frame' was given before, in line \d+; keep one of the two", complaint(
        WALK.replace("frame: movement\n", "frame: movement\nframe: movement\n")
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WALK.replace("min_distance: 12", "min_distance: 0.5"), "must be above task.radius"),
        (WALK.replace("min_distance: 12", "min_distance: 50"), "is above max_distance"),
        (WALK.replace("right: 28", "right: 33"), "reaches outside the map of 64 x 64"),
        (WALK.replace("left: -28", "left: 30"), "left must not lie right of right"),
        (WALK.replace("size: tiny", "size: tiny\n  width: 64"), "give either size"),
        (WALK.replace("size: tiny", "width: 64"), "give either size"),
        (MINE.replace("frame: mining", "frame: movement"), "use 'mining'"),
        (MINE.replace("actions: walk_and_mine", "actions: walk"), "use 'walk_and_mine'"),
        (MINE.replace("item: iron-ore", "item: coal"), "not among resources"),
        ("- a\n- b\n", "expected keys and values at the top"),
        ("a: [", "is not YAML"),
        ("", "expected keys and values at the top"),
    ],
)
def test_what_does_not_fit_together_is_said_in_words(text: str, words: str) -> None:
    assert words in complaint(text)


def test_an_unknown_name_is_answered_with_the_nearest_and_all_known_names() -> None:
    with pytest.raises(ScenarioError, match="no scenario 'movment_micro'; did you mean 'movement_micro'"):
        load_scenario("movment_micro")


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=re.escape(str(tmp_path / "none.yaml"))):
        load_scenario(tmp_path / "none.yaml")


def test_the_published_schema_names_every_key_of_the_scenario_files() -> None:
    schema = json.loads(json.dumps(scenario_schema()))
    assert set(yaml.safe_load(MINE)) <= set(schema["properties"])
