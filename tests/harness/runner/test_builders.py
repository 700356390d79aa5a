"""The scripted builders, their parts, and the floors of the action set `commands`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from comm_c.layout import constants
from harness.envs import FactorioVectorEnv, commands, fields
from harness.errors import PolicyError
from harness.runner.play import Episode, play_episodes
from harness.runner.policies import GathererPolicy, scripted_policy
from harness.runner.policies.sites import choose_sites, covered_tiles
from harness.runner.policies.world_view import Thing, WorldView
from harness.runner.policy import load_policy
from harness.runner.transcript import write_transcript
from harness.scenarios import Scenario, load_scenario

COUNTED_AT = {"survival_basic": 600, "automation_intro": 1200}


def thing(name: str, x: float, y: float) -> Thing:
    return Thing(name, x, y, status=0, fuel=0, item="", item_count=0, health=0.0)


def field_of_ore(radius: int, x: int = 0, y: int = 0) -> np.ndarray:
    side = range(-radius, radius + 1)
    return np.array([(x + dx + 0.5, y + dy + 0.5) for dx in side for dy in side if dx * dx + dy * dy <= radius**2])


def play(name: str, seeds: range, policy: str = "scripted") -> list[Episode]:
    with FactorioVectorEnv(name, len(seeds), copy=False) as env:
        episodes = play_episodes(env, load_policy(policy, env.scenario), seeds)
        assert env.counters.servers_lost == 0
        return episodes


def short(name: str, steps: int) -> Scenario:
    task = load_scenario(name).model_dump()
    return Scenario.model_validate(
        task | {"episode_steps": steps, "task": task["task"] | {"seconds": steps * task["ticks_per_step"] / 60}}
    )


@pytest.fixture(scope="module")
def survival() -> Iterator[FactorioVectorEnv]:
    """Three arenas of survival_basic, cut short, shared by tests that reset them."""
    with FactorioVectorEnv(short("survival_basic", 60), 3) as env:
        yield env


def test_the_builder_builds_every_plan() -> None:
    assert [episode.seed for episode in play("building_micro", range(1, 31)) if not episode.success] == []


@pytest.mark.parametrize("name", sorted(COUNTED_AT))
def test_the_stories_end_with_success_when_the_count_is_taken(name: str) -> None:
    episodes = play(name, range(7000, 7004))
    assert [(episode.success, episode.steps) for episode in episodes] == [(True, COUNTED_AT[name])] * 4


def test_every_plan_has_all_its_pieces() -> None:
    pieces = load_scenario("building_micro").scene.layout
    assert pieces is not None
    with FactorioVectorEnv("building_micro", 61) as env:
        frames = fields(env.reset(seed=list(range(61)))[0], "building")
    assert (frames["ghosts"] == sum(pieces.pieces.values())).all()
    assert (frames["plan"]["item"] > 0).all()


@pytest.mark.parametrize("policy", ["scripted", "random"])
def test_an_episode_of_commands_is_its_seed_and_its_transcript(
    survival: FactorioVectorEnv, policy: str, tmp_path: Path
) -> None:
    episodes = play_episodes(survival, load_policy(policy, survival.scenario), [3, 4, 5])
    hashed = survival.state_hash()
    write_transcript(tmp_path / "t.jsonl", {}, episodes)
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text().splitlines()[1:]]
    survival.reset(seed=[line["seed"] for line in lines])
    for step in range(60):
        survival.step(np.array([line["actions"][step] for line in lines]))
    assert survival.state_hash() == hashed
    assert len({episode.actions for episode in episodes}) == 3


def test_random_commands_do_not_depend_on_how_many_are_played_at_once(survival: FactorioVectorEnv) -> None:
    policy = load_policy("random", survival.scenario)
    assert play_episodes(survival, policy, [3, 4, 5])[1] == play_episodes(survival, policy, [4])[0]


def test_random_commands_are_of_every_kind_and_all_are_valid(survival: FactorioVectorEnv) -> None:
    (episode, *_) = play_episodes(survival, load_policy("random", survival.scenario), [1, 2, 3])
    rows = np.array(episode.actions)
    assert rows.shape == (60, 9)
    assert len(set(rows[:, 0])) > 10
    builds = rows[rows[:, 0] == constants.FACTORIO_ACTION_BUILD]
    assert (builds[:, 4] <= 15).all()


def test_noop_stands_still_with_commands(survival: FactorioVectorEnv) -> None:
    (episode, *_) = play_episodes(survival, load_policy("noop", survival.scenario), [1, 2, 3])
    assert set(episode.actions) == {commands.STAND}


def test_a_story_that_nobody_is_attached_to_says_so() -> None:
    with pytest.raises(PolicyError, match=r"call attach\(env\) before begin"):
        GathererPolicy(load_scenario("survival_basic")).begin(np.zeros(1, dtype=np.uint64))


def test_a_task_without_a_script_is_named() -> None:
    scenario = load_scenario("building_micro").model_copy(update={"actions": "commands"})
    with pytest.raises(PolicyError, match="no scripted policy for the task build_plan with 'commands'"):
        scripted_policy(scenario)


def test_a_view_names_what_stands_there(survival: FactorioVectorEnv) -> None:
    survival.reset(seed=1)
    world = WorldView(survival, 0)
    assert {one.name for one in world.entities()} == {"tree-01", "character"}
    assert world.entities("character")[0].name == "character"
    assert len(world.ore("iron-ore")) == len(field_of_ore(5))
    assert len(world.ore("coal")) == len(field_of_ore(4))


def test_drills_stand_in_a_row_on_ore_alone() -> None:
    sites = choose_sites(field_of_ore(5), [], 3, "wooden-chest")
    assert len(sites) == 3
    assert len({site.y for site in sites}) == 1
    ore = {(int(np.floor(x)), int(np.floor(y))) for x, y in field_of_ore(5)}
    assert all(site.drill_tiles <= ore for site in sites)
    assert len(set.union(*(site.tiles for site in sites))) == 3 * 5


def test_drills_keep_off_what_stands_there() -> None:
    things = [thing("stone-furnace", 0.0, 0.0), thing("tree-01", 2.5, 0.5), thing("character", 0.5, 2.5)]
    covered = covered_tiles(things)
    assert covered == {(-1, -1), (0, -1), (-1, 0), (0, 0), (2, 0)}
    sites = choose_sites(field_of_ore(4), things, 4, "stone-furnace")
    assert sites
    assert not any(site.tiles & covered for site in sites)


def test_a_field_too_small_for_a_drill_has_no_site() -> None:
    assert choose_sites(np.array([(0.5, 0.5), (1.5, 0.5)]), [], 2, "wooden-chest") == []
