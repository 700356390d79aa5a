"""One command trains, scores and records every row of the table of goals, and goes on where it stopped."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL
from rich.console import Console
from toy_env import ToyEnv

import agent.baseline
import harness
from agent.baseline import BaselineConfig, Interrupted, TableClock, main, record_table, show
from agent.config import TrainConfig, defaults_for
from agent.errors import AgentError
from agent.goals import EPISODES, Goal, Reached, load_goals, verdict

ROOT = Path(__file__).resolve().parents[2]
#: Two rows that the numpy world can play, and that a policy without skill cannot meet.
GOALS = [
    Goal("movement_micro", mean=0.9, seconds=10, seeds=(1, 2)),
    Goal("strolling", scenario="movement_micro", mean=0.9, worst=0.8, seconds=20, seeds=(1,)),
]


def toy(scenario: harness.Scenario, arenas: int, servers: int) -> Any:
    return ToyEnv(scenario, arenas)


def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def told(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BaselineConfig:
    """Runs of two updates, scored on six episodes."""

    def tiny(scenario: str, recipe: str | None) -> TrainConfig:
        steps = SMALL.arenas * SMALL.horizon * 2
        return TrainConfig(scenario, recipe, steps=steps, checkpoint_every=2, evaluation_episodes=6, ppo=SMALL)

    monkeypatch.setattr(agent.baseline, "defaults_for", tiny)
    return BaselineConfig(runs=tmp_path / "runs", out=tmp_path / "baselines")


def test_every_row_is_recorded_with_its_model_its_card_and_its_time(config: BaselineConfig) -> None:
    out = console()
    assert not record_table(config, GOALS, out, toy), "two updates reach no goal"
    for name, scenario, seeds in (("movement_micro", "movement_micro", 2), ("strolling", "movement_micro", 1)):
        assert "## Scores" in (config.out / "models" / name / "README.md").read_text()
        scores = json.loads((config.out / "scores" / f"{name}.json").read_text())
        assert scores["scenario"] == scenario
        assert len(scores["seeds"]) == seeds
        assert all("spent_seconds" in seed for seed in scores["seeds"])
    assert "strolling, seed 1: " in told(out)
    assert "missed" in told(out)


def test_a_table_that_was_stopped_goes_on_with_the_run_it_was_at(
    config: BaselineConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained, train = [], agent.baseline.train
    limit = [2]

    def stopping(run: TrainConfig, *rest: Any) -> Any:
        if len(trained) == limit[0]:
            return replace(train(replace(run, evaluation_episodes=0), *rest), interrupted=True)
        trained.append(run.folder.name)
        return train(run, *rest)

    monkeypatch.setattr(agent.baseline, "train", stopping)
    with pytest.raises(Interrupted, match="strolling-1"):
        record_table(config, GOALS, console(), toy)
    assert trained == ["movement_micro-1", "movement_micro-2"]
    digests = [path.read_bytes() for path in sorted(config.out.rglob("*.json"))]
    limit[0] = 9
    trained.clear()
    record_table(config, GOALS, console(), toy)
    assert trained == ["movement_micro-1", "movement_micro-2", "strolling-1"], "finished runs tell their scores"
    assert digests == [path.read_bytes() for path in sorted(config.out.rglob("*.json")) if "strolling" not in str(path)]


def test_the_time_left_is_what_rows_say_at_the_pace_of_this_machine(config: BaselineConfig) -> None:
    time = [0.0]
    runs = [(config.row(goal).run(seed), goal.seconds) for goal in GOALS for seed in goal.seeds]
    clock = TableClock(runs, now=lambda: time[0])
    assert str(clock) == "0:00 spent, about 0:40 left"
    clock.begin(runs[0][0])
    time[0] = 30.0
    clock.begin(runs[1][0])
    assert str(clock) == "0:30 spent, about 1:30 left"


def test_runs_that_are_finished_are_not_in_the_time_left(config: BaselineConfig) -> None:
    runs = [(config.row(goal).run(1), goal.seconds) for goal in GOALS]
    runs[0][0].folder.mkdir(parents=True)
    (runs[0][0].folder / "evaluation.json").write_text("{}")
    clock = TableClock(runs, now=lambda: 0.0)
    for run, _ in runs:
        clock.begin(run)
    assert str(clock) == "0:00 spent, about 0:20 left"


REACHED = Reached(5, EPISODES, sampled=(0.95, 0.85), greedy=(1.0, 1.0), floor=0.0, seconds=None)


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        (None, "-"),
        (REACHED, "met"),
        (replace(REACHED, sampled=(0.85, 0.85)), "missed"),
        (replace(REACHED, sampled=(0.95, 0.75)), "missed"),
        (replace(REACHED, floor=0.06), "missed"),
        (replace(REACHED, seeds=4), "so far"),
        (replace(REACHED, episodes=EPISODES - 1), "so far"),
    ],
)
def test_a_goal_is_met_by_mean_worst_seed_floors_seeds_and_episodes(reached: Reached | None, expected: str) -> None:
    assert verdict(Goal("any", mean=0.9, worst=0.8, seconds=1), reached) == expected


def test_no_recorded_score_misses_its_goal() -> None:
    config = BaselineConfig(out=ROOT / "baselines")
    for goal in load_goals():
        assert verdict(goal, Reached.read(config.row(goal).scores)) != "missed", goal.name


def test_every_row_names_a_scenario_and_what_it_is_trained_by() -> None:
    config = BaselineConfig()
    for goal in load_goals():
        run = config.row(goal).run(1)
        assert harness.load_scenario(run.scenario).name == (goal.scenario or goal.name)
        assert run.hierarchical == goal.hierarchical
        assert run.hierarchical or (ROOT / "agent" / "recipes" / f"{goal.name}.yaml").is_file()


def test_the_recorded_table_is_shown_without_training() -> None:
    out = console()
    show(BaselineConfig(out=ROOT / "baselines"), load_goals(), out)
    assert all(goal.name in told(out) for goal in load_goals())
    assert max(len(line) for line in told(out).splitlines()) <= 100


def test_a_recipe_that_there_is_not_is_named_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AgentError, match=r"no recipe 'nope'; known: automation_intro, .*survival_basic"):
        defaults_for("movement_micro", "nope")
    assert main(["--scenario", "movement_micro", "--recipe", "nope"]) == 2
    assert "no recipe 'nope'" in capsys.readouterr().err
