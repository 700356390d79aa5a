"""What the benchmark plays: steps, with episodes that end when they would; no times are looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from comm_c.layout import constants
from harness.bench import measure, round_trip
from harness.bench.plan import SPEED_SCENARIOS, STARTER_FACTORY, default_plan
from harness.envs import FactorioVectorEnv
from harness.scenarios import load_scenario


@pytest.mark.parametrize(("arenas", "steps"), [(1, 7), (5, 7), (7, 7), (20, 7), (3, 1)])
def test_every_episode_is_over_once_in_its_time_and_ends_are_evenly_spread(arenas: int, steps: int) -> None:
    scenario = load_scenario("movement_micro").model_copy(update={"episode_steps": steps})
    with FactorioVectorEnv(scenario, arenas) as env:
        ends = measure._ends_by_time(env)
    assert len(ends) == steps
    assert sorted(np.concatenate(ends)) == list(range(arenas))
    assert {len(rows) for rows in ends} <= {arenas // steps, -(-arenas // steps)}
    assert 0 in ends[-1], "the first arena has its whole time"


def test_a_transport_row_plays_episodes_of_the_scenarios_length() -> None:
    scenario = load_scenario("movement_micro").model_copy(update={"episode_steps": 10})
    with FactorioVectorEnv(scenario, 20, num_servers=2) as env:
        row = measure.measure_transport(env, 0.02)
        exchanges = env.counters.exchanges // 2 - 1
        resets = sum(channel.resets_total for channel in env.channels)
        assert row.layer == "transport"
        assert resets == 20 + exchanges * 2, "two arenas of twenty in each round"


@pytest.mark.parametrize("name", ["movement_micro", "mining_micro", "building_micro", STARTER_FACTORY])
def test_a_round_trip_is_a_step(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The action frames that stand in a channel after a reset are RESETs, which do something else."""
    seen: list[tuple[int, int]] = []

    def spied(channel: Any, rounds: int, actions: Any) -> Any:
        resets, ticks = channel.resets_total, channel.ticks_total
        samples = measured(channel, rounds, actions=actions)
        assert not (actions["action_type"] == constants.FACTORIO_ACTION_RESET).any()
        seen.append((channel.resets_total - resets, channel.ticks_total - ticks))
        return samples

    measured = round_trip.channel_pingpong_ns
    monkeypatch.setattr(round_trip, "channel_pingpong_ns", spied)
    trip = round_trip.measure_round_trip(name, pairs=2, rounds=20)
    assert seen == [(0, 20 * load_scenario(name).ticks_per_step)] * trip.pairs


def test_bare_exchanges_begin_the_episodes_that_they_are_told_to(make_fake_vec: Any) -> None:
    env = make_fake_vec(num_envs=4, num_servers=2)
    env.reset(seed=1)
    for anew in ([], [3], [0, 1], []):
        env.write_actions([3] * 4, np.array(anew, dtype=int))
        env.exchange()
        types = np.concatenate([channel.actions["action_type"] for channel in env.channels])
        assert np.flatnonzero(types == constants.FACTORIO_ACTION_RESET).tolist() == anew


def test_the_plan_measures_every_scenario_with_a_target_on_one_core_and_on_two() -> None:
    plan = default_plan()
    for scenario in SPEED_SCENARIOS:
        rows = [row for row in plan if row.scenario == scenario]
        assert {row.servers for row in rows} == {1, 2}
        assert (1, 1) in {(row.servers, row.arenas) for row in rows}
        assert len(rows) == 8
    assert "starter_factory transport, 2 x 32 arenas" in map(str, plan)
