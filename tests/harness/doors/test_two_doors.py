"""The stock door gives the bytes of the native one: the same random play, frame by frame and query by query."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from comm_c.layout import constants
from harness.envs import FactorioVectorEnv, fields
from harness.envs.query import Question
from harness.errors import ServerError, SnapshotError
from harness.runner.policies import scripted_policy
from harness.scenarios import Scenario, list_scenarios, load_scenario

from .random_play import RandomCommands, RandomFactory, difference, linked, random_steps, rich

QUERIES = ("entities", "resources", "cells", "state", "inventory", "flows", "technologies")


@contextmanager
def both_doors(scenario: str | Scenario, arenas: int = 2) -> Iterator[tuple[FactorioVectorEnv, FactorioVectorEnv]]:
    with (
        FactorioVectorEnv(scenario, arenas, door="native") as native,
        FactorioVectorEnv(scenario, arenas, door="stock") as stock,
    ):
        yield native, stock


def playable(name: str, **changes: int) -> Scenario:
    """A scenario in which every action finds something to act with."""
    scenario = load_scenario(name)
    scenario = rich(name) if scenario.actions == "commands" else scenario
    return scenario.model_copy(update=changes)


@pytest.mark.parametrize("name", list_scenarios())
def test_random_play_looks_the_same_through_both_doors(name: str) -> None:
    """Episodes end early, so that some arenas are reset while others step."""
    with both_doors(playable(name, episode_steps=25)) as (native, stock):
        for step, wrong in random_steps(native, stock, 40, seed=3):
            assert wrong == "", f"after step {step}: {wrong}"


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", list_scenarios())
def test_long_random_play_looks_the_same_through_both_doors(name: str, seed: int) -> None:
    with both_doors(playable(name), 4) as (native, stock):
        for step, wrong in random_steps(native, stock, 300, seed):
            assert wrong == "", f"after step {step}: {wrong}"


def soon_attacked() -> Scenario:
    """The defence, with two waves of biters and spitters that come within seconds."""
    scenario = playable("defense_scenario")
    first, second = {"small-biter": 9, "small-spitter": 4}, {"medium-biter": 9}
    content = scenario.model_dump()
    content["scene"]["enemies"] |= {
        "distance": 40,
        "waves": [{"at_seconds": 1, "units": first}, {"at_seconds": 6, "units": second}],
    }
    return Scenario.model_validate(content)


def test_a_fight_is_the_same_through_both_doors() -> None:
    """Who bites whom and when, who dies, and what lies there then: drawn from the seed of the reset."""
    with both_doors(soon_attacked()) as (native, stock):
        ours, theirs = (env.reset(seed=4)[0] for env in (native, stock))
        commands, healths = RandomCommands(native, 4), set[float]()
        for step in range(30):
            actions = commands.draw(ours)
            ours, theirs = native.step(actions)[0], stock.step(actions)[0]
            wrong = difference(ours, theirs, "full")
            assert wrong == "", f"after step {step}: {wrong}"
            healths.update(fields(ours, "full")["health"].tolist())
    assert len(healths) > 3, "somebody was bitten, more than once"


def test_who_walks_against_a_belt_is_held_back_alike_through_both_doors() -> None:
    with both_doors("building_micro", arenas=1) as (native, stock):
        policy = scripted_policy(native.scenario)
        policy.begin(np.array([3007], dtype=np.uint64))
        (seen, info), (other, _) = (env.reset(seed=[3007]) for env in (native, stock))
        was_held = False
        for _ in range(70):
            assert seen.tobytes() == other.tobytes(), difference(seen, other, "building")
            was_held |= bool(fields(seen, "building")["blocked_ticks"][0])
            actions = policy.act(seen, info["action_mask"])
            seen, _, _, _, info = native.step(actions)
            other = stock.step(actions)[0]
        assert was_held


@pytest.mark.parametrize("kind", QUERIES)
def test_a_query_is_answered_alike_through_both_doors(
    played: tuple[FactorioVectorEnv, FactorioVectorEnv], kind: str
) -> None:
    native, stock = played
    for arena in range(native.num_envs):
        ours, theirs = (env.query(arena, kind) for env in (native, stock))
        assert len(ours), f"{kind} has no rows to compare"
        assert ours.tobytes() == theirs.tobytes()


def kinds_of_equal_graphs(name: str, steps: int, seed: int) -> tuple[set[int], int]:
    """Builds at random and compares the graphs after each step; the kinds of edge seen, and edges with an item."""
    kinds, carrying = set[int](), 0
    with both_doors(linked(name)) as (native, stock):
        for step, _ in random_steps(native, stock, steps, seed, RandomFactory):
            for arena in range(native.num_envs):
                ours, theirs = (env.query(arena, "graph") for env in (native, stock))
                assert ours.tolist() == theirs.tolist(), f"after step {step}, arena {arena}"
                kinds.update(ours["kind"].tolist())
                carrying += int(np.count_nonzero(ours["item"]))
    return kinds, carrying


EDGE_KINDS = {
    constants.FACTORIO_EDGE_BELT, constants.FACTORIO_EDGE_INSERTER, constants.FACTORIO_EDGE_DRILL,
    constants.FACTORIO_EDGE_PIPE, constants.FACTORIO_EDGE_WIRE,
}  # fmt: skip


def test_the_graph_of_a_factory_built_at_random_is_the_same_through_both_doors() -> None:
    seen = [kinds_of_equal_graphs(name, 150, seed=3) for name in ("survival_basic", "automation_intro")]
    assert seen[0][0] | seen[1][0] == EDGE_KINDS, "an edge of every kind has been compared"
    assert all(carrying for _, carrying in seen), "and items on their way"


class Builder:
    """Does one thing after the other in the first arena of both doors, at places counted from where it stands."""

    def __init__(self, doors: tuple[FactorioVectorEnv, FactorioVectorEnv]) -> None:
        self._doors = doors
        observations = [env.reset(seed=3)[0] for env in doors][0]
        self._origin = np.floor(fields(observations, doors[0].scenario.frame)["player_pos"][0]) + 0.5

    def do(self, kind: int, x: int, y: int, item: str, last: int) -> None:
        """`last`: a count, or the direction that is built."""
        action = np.zeros((self._doors[0].num_envs, 9), dtype=np.float32)
        action[:, 0] = constants.FACTORIO_ACTION_WAIT
        number = self._doors[0].prototype_names["item"].index(item) + 1
        action[0] = [kind, *(self._origin + (x, y)), number, last, 0, 0, 0, 0]
        for env in self._doors:
            env.step(action)

    def carried(self) -> list[list[int]]:
        """What each edge of the graph carries, through either door."""
        return [env.query(0, "graph")["item"].tolist() for env in self._doors]


def test_an_item_that_only_the_right_lane_of_a_belt_carries_is_told_by_both_doors() -> None:
    """An inserter north of a belt to the east puts things on its far lane, which is the right one."""
    build, insert = constants.FACTORIO_ACTION_BUILD, constants.FACTORIO_ACTION_INSERT
    with both_doors(linked("survival_basic"), 1) as doors:
        builder, seen = Builder(doors), set[tuple[int, ...]]()
        plate = doors[0].prototype_names["item"].index("iron-plate") + 1
        builder.do(build, 3, 2, "transport-belt", 4)
        builder.do(build, 2, 2, "transport-belt", 4)
        builder.do(build, 2, 0, "wooden-chest", 0)
        builder.do(build, 2, 1, "burner-inserter", 0)
        builder.do(insert, 2, 0, "iron-plate", 8)
        for _ in range(80):
            builder.do(insert, 2, 1, "coal", 1)
            ours, theirs = builder.carried()
            assert ours == theirs
            seen.add(tuple(ours))
        assert (plate, 0, 0) in seen, "the belt has carried one on while the inserter's hand was empty"


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["survival_basic", "automation_intro", "smelting_line"])
def test_graphs_stay_the_same_through_both_doors_in_long_random_building(name: str, seed: int) -> None:
    kinds, _ = kinds_of_equal_graphs(name, 400, seed)
    assert kinds, "something has been compared"


@pytest.mark.parametrize("scale", [1, 2, 4, 8])
def test_a_map_plane_is_the_same_at_every_scale(
    played: tuple[FactorioVectorEnv, FactorioVectorEnv], scale: int
) -> None:
    ours, theirs = (env.query(0, "cells", area=(-33, -20, 31, 41), scale=scale) for env in played)
    assert ours.tobytes() == theirs.tobytes()


def test_who_stands_at_the_very_edge_of_a_map_plane_is_drawn_by_both_doors() -> None:
    """The box of a character reaches 51/256 tile down from its position: here to the edge of the first row, exactly."""
    content = load_scenario("movement_micro").model_dump()
    content["reset"]["start_area"] = {"left": 0, "top": 205 / 256, "right": 0, "bottom": 205 / 256}
    with both_doors(Scenario.model_validate(content), 1) as (native, stock):
        native.reset(seed=1), stock.reset(seed=1)
        ours, theirs = (env.query(0, "cells", area=(-3, 1, 3, 4)) for env in (native, stock))
        assert len(np.unique(ours)) == 2, "the ground and the character"
        assert ours.tobytes() == theirs.tobytes()


def test_an_area_has_the_same_entities_and_their_slots(played: tuple[FactorioVectorEnv, FactorioVectorEnv]) -> None:
    ours, theirs = (env.query(1, "entities", area=(-20, -20, 20, 20)) for env in played)
    assert len(ours) and ours.tobytes() == theirs.tobytes()


def test_many_questions_in_one_exchange_are_answered_alike(played: tuple[FactorioVectorEnv, FactorioVectorEnv]) -> None:
    asked = [Question(0, "entities"), Question(1, "resources"), Question(1, "cells", scale=2), Question(0, "flows")]
    for ours, theirs in zip(*(env.ask(asked) for env in played), strict=True):
        assert len(ours) and ours.tobytes() == theirs.tobytes()


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[FactorioVectorEnv, FactorioVectorEnv]]:
    """Both doors of a factory after some random play."""
    with both_doors(rich("automation_intro")) as (native, stock):
        for step, wrong in random_steps(native, stock, 60, seed=5):
            assert wrong == "", f"after step {step}: {wrong}"
        yield native, stock


def test_a_query_out_of_range_is_refused_in_the_same_words() -> None:
    texts = []
    with both_doors("movement_micro") as doors:
        for env in doors:
            env.reset(seed=1)
            with pytest.raises(ValueError, match="area must have an inside") as caught:
                env.query(0, "cells", area=(5, 5, 5, 9))
            texts.append(str(caught.value).rpartition(": ")[2])
    assert texts[0] == texts[1]


def test_results_do_not_depend_on_how_many_servers_stand_behind_the_stock_door() -> None:
    actions = np.random.default_rng(1).integers(0, 9, (20, 5))
    seen = []
    for servers in (1, 3):
        with FactorioVectorEnv("movement_micro", 5, num_servers=servers, door="stock") as env:
            frames = [env.reset(seed=9)[0].copy()]
            frames += [env.step(row)[0].copy() for row in actions]
            seen.append(frames)
    for one, three in zip(*seen, strict=True):
        own = np.delete(one, np.s_[52:56], axis=1), np.delete(three, np.s_[52:56], axis=1)  # number of the arena
        assert np.array_equal(*own)


def test_a_server_that_is_killed_is_replaced_and_its_arenas_truncated() -> None:
    import os
    import signal

    with FactorioVectorEnv("movement_micro", 2, door="stock") as env:
        env.reset(seed=1)
        os.kill(env.server_pids[0], signal.SIGKILL)
        _, _, _, truncated, info = env.step(np.zeros(2, dtype=np.int64))
        assert truncated.all() and info["server_lost"].all()
        _, _, _, truncated, info = env.step(np.zeros(2, dtype=np.int64))
        assert not truncated.any() and "server_lost" not in info


def test_what_a_game_cannot_do_is_said_in_words() -> None:
    with FactorioVectorEnv("movement_micro", 1, door="stock") as env:
        env.reset(seed=1)
        with pytest.raises((SnapshotError, ValueError), match="can neither copy an arena nor hash it"):
            env.snapshot()
        assert len(env.query(0, "technologies")), "and it goes on"


def test_servers_behind_the_stock_door_host_as_many_arenas_each_as_one_does_alone() -> None:
    with FactorioVectorEnv("movement_micro", 62, num_servers=2, door="stock") as env:
        assert len(env.reset(seed=1)[0]) == 62


def test_more_arenas_than_a_game_has_forces_are_refused_before_anything_starts() -> None:
    with pytest.raises(ServerError, match=r"62 arenas; a server hosts 1\.\.61 behind its stock door; spread more"):
        FactorioVectorEnv("movement_micro", 62, door="stock")
