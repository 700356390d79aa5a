"""Playing and scoring episodes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.envs import FactorioVectorEnv
from harness.errors import CaseError, ScenarioError
from harness.runner.case import Bar, case_scenario, load_case
from harness.runner.play import Episode, play_episodes
from harness.runner.policy import load_policy
from harness.runner.score import miss_of_bar, score_episodes
from harness.runner.transcript import write_transcript
from harness.scenarios import load_scenario

Make = Callable[..., FactorioVectorEnv]

CASE = """
version: 1
scenario: movement_micro
seed: 5
bar: {success_rate: 0.9, mean_steps: 60}
"""


def episode(success: bool, steps: int = 10, reward: float = 1.0, seed: int = 0) -> Episode:
    return Episode(seed, success, success, not success, steps, reward, tuple([1] * steps))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / "README.md").write_text("why")
    return tmp_path


@pytest.mark.parametrize("policy", ["scripted", "random"])
def test_episodes_do_not_depend_on_how_many_are_played_at_once(make_fake_vec: Make, policy: str) -> None:
    scenario = load_scenario("movement_micro")
    seeds = [3, 9, 4, 7, 1]
    played = [
        play_episodes(make_fake_vec(num_envs=arenas), load_policy(policy, scenario), seeds) for arenas in (2, 5, 8)
    ]
    assert played[0] == played[1] == played[2]
    assert [e.seed for e in played[0]] == seeds


def test_an_episode_is_its_seed_and_its_actions(make_fake_vec: Make) -> None:
    env = make_fake_vec(num_envs=1)
    one = play_episodes(env, load_policy("random", env.scenario), [3])[0]
    env.reset(seed=[3])
    total = 0.0
    for action in one.actions:
        _, rewards, terminated, truncated, _ = env.step([action])
        total += float(rewards[0])
    assert (bool(terminated[0]), bool(truncated[0])) == (one.terminated, one.truncated)
    assert total == one.reward
    assert len(one.actions) == one.steps


def test_episodes_that_a_lost_server_breaks_are_played_again(make_fake_vec: Make, fault: Callable[..., None]) -> None:
    whole = make_fake_vec(num_envs=2)
    expected = play_episodes(whole, load_policy("scripted", whole.scenario), [3, 4])
    fault("die", at=6)
    env = make_fake_vec(num_envs=2)
    assert play_episodes(env, load_policy("scripted", env.scenario), [3, 4]) == expected
    assert env.counters.servers_lost == 1


def test_a_score_adds_up() -> None:
    score = score_episodes("a", "scripted", [episode(True, 10, 2.0), episode(True, 20, 1.0), episode(False, 50, 0.0)])
    assert (score.successes, score.episodes, score.mean_reward, score.mean_steps) == (2, 3, 1.0, 15.0)
    assert score.passed
    assert score.interval[0] < 2 / 3 < score.interval[1]


def test_a_score_without_success_has_no_mean_length() -> None:
    assert score_episodes("a", "noop", [episode(False)]).mean_steps is None


def test_a_bar_that_is_missed_says_by_how_much() -> None:
    episodes = [episode(True, 30), episode(False)]
    assert miss_of_bar(Bar(success_rate=0.5, mean_steps=30), episodes) == ""
    assert miss_of_bar(Bar(success_rate=0.6), episodes) == "success rate 0.5 (1 of 2) is below 0.6"
    assert "take 30.0 steps on average, more than 29" in miss_of_bar(Bar(success_rate=0.5, mean_steps=29), episodes)


def test_a_transcript_has_a_head_and_a_line_an_episode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.jsonl"
    write_transcript(path, {"case": "a"}, [episode(True, 2, seed=3), episode(False, 1, seed=4)])
    head, *lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert (head["kind"], head["version"], head["case"]) == ("head", 1, "a")
    assert [(line["kind"], line["seed"], line["actions"]) for line in lines] == [
        ("episode", 3, [1, 1]),
        ("episode", 4, [1]),
    ]


def test_a_case_is_read_with_its_defaults(folder: Path) -> None:
    case = load_case(folder)
    assert (case.policy, case.episodes, case.floors) == ("scripted", 10, None)
    assert case.needs == "success rate >= 0.9, mean steps <= 60"


def test_a_case_can_bring_its_own_scenario(folder: Path) -> None:
    text = (Path(load_scenario.__globals__["FOLDER"]) / "movement_micro.yaml").read_text()
    (folder / "own.yaml").write_text(text.replace("name: movement_micro", "name: own"))
    (folder / "case.yaml").write_text(CASE.replace("scenario: movement_micro", "scenario: own.yaml"))
    assert case_scenario(folder, load_case(folder)).name == "own"


def test_a_case_without_a_reason_is_refused(folder: Path) -> None:
    (folder / "README.md").unlink()
    with pytest.raises(CaseError, match=r"has no README.md; say in it what the case protects"):
        load_case(folder)


def test_an_unknown_key_of_a_case_is_refused_with_the_nearest(folder: Path) -> None:
    (folder / "case.yaml").write_text(CASE + "episods: 3\n")
    with pytest.raises(ScenarioError, match=r"case.yaml:6: unknown key 'episods'; the nearest known key is 'episodes'"):
        load_case(folder)
