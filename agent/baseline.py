"""Records the checked-in baselines: trains several seeds, scores each on held-out episodes, keeps the first model.

    python -m agent.baseline                              # every row of the table of goals, from nothing
    python -m agent.baseline --show                       # the table as it is recorded; trains nothing
    python -m agent.baseline --scenario movement_micro    # one scenario

A command that is given again goes on where it stopped: seeds that are trained and scored are taken as they are.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

import tyro
from rich.console import Console

import harness
from agent.config import TrainConfig, defaults_for
from agent.dashboard import duration
from agent.environments import EnvMaker, make_env
from agent.errors import AgentError
from agent.goals import Goal, Reached, goal_table, load_goals, verdict
from agent.hierarchy.command import train_and_score
from agent.interrupt import INTERRUPTED
from agent.kept_scores import model_digest
from agent.run import train

#: Training seeds where nothing else is said.
SEEDS = (1, 2, 3, 4, 5)
#: Kept in a run's folder: seconds that its sessions took, training and scoring.
SPENT = "spent_seconds"


class Interrupted(AgentError):
    """Somebody wants it to stop; the same command goes on."""


@dataclass(frozen=True)
class BaselineConfig:
    """Trains every seed from nothing and writes baselines/models/NAME and baselines/scores/NAME.json.

    Without --scenario it does so for every row of agent/goals.yaml, the quick ones first, and tells after each what is
    reached, the time spent and the time left. Given again, it goes on where it stopped.

    Examples:
        python -m agent.baseline
        python -m agent.baseline --show
        python -m agent.baseline --scenario movement_micro
        python -m agent.baseline --scenario smelting_line --recipe smelting_line_ppo --seeds 1 2 3
    """

    scenario: str | None = None
    """Scenario to record: a name. Every row of agent/goals.yaml when left out."""
    recipe: str | None = None
    """Recipe (agent/recipes) to train it by, whose name is recorded; the scenario's own when left out."""
    seeds: tuple[int, ...] | None = None
    """Training seeds; the first one's model is kept. 1 to 5, or what a row says, when left out."""
    hierarchical: bool = False
    """Three levels, recorded as SCENARIO_hierarchical."""
    show: bool = False
    """Only print the table of what is recorded."""
    runs: Path = Path("runs/baselines")
    """Folder for the runs; runs that are there already are gone on with."""
    out: Path = Path("baselines")
    """Folder of the baselines."""

    @property
    def name(self) -> str:
        """Of the recorded model and scores."""
        return f"{self.scenario}_hierarchical" if self.hierarchical else str(self.recipe or self.scenario)

    @property
    def all_seeds(self) -> tuple[int, ...]:
        """The training seeds."""
        return SEEDS if self.seeds is None else self.seeds

    @property
    def scores(self) -> Path:
        """File of the recorded scores."""
        return self.out / "scores" / f"{self.name}.json"

    def run(self, seed: int) -> TrainConfig:
        """One seed's run.

        Raises:
            AgentError: if there is no such recipe.
        """
        defaults = defaults_for(str(self.scenario), self.recipe)
        return replace(defaults, seed=seed, out=self.runs / f"{self.name}-{seed}", hierarchical=self.hierarchical)

    def row(self, goal: Goal) -> BaselineConfig:
        """What records a row of the table."""
        scenario = goal.scenario or goal.name
        has_recipe = not goal.hierarchical and goal.name != scenario
        return replace(
            self, scenario=scenario, recipe=goal.name if has_recipe else None, hierarchical=goal.hierarchical,
            seeds=goal.seeds if self.seeds is None else self.seeds,
        )  # fmt: skip


def train_seed(config: BaselineConfig, seed: int, console: Console, make: EnvMaker = make_env) -> dict[str, Any]:
    """Trains one seed and returns its score: what `agent.evaluate --json` writes, its weights' hash, its time.

    A seed that has been trained and scored before is neither trained nor scored again.

    Raises:
        Interrupted: if somebody wants it to stop.
        AgentError: if it cannot go on.
    """
    run, started = config.run(seed), monotonic()
    was_done = _is_done(run)
    try:
        content_hash = _train(config, run, console, make)
    finally:
        spent = _spent(run) + (0.0 if was_done else monotonic() - started)
        if run.folder.is_dir():
            (run.folder / SPENT).write_text(f"{spent:.0f}\n")
    evaluation = json.loads((run.folder / "evaluation.json").read_text())
    return {"content_hash": content_hash, **evaluation, SPENT: round(spent) or None}


def _train(config: BaselineConfig, run: TrainConfig, console: Console, make: EnvMaker) -> str:
    """Trains and scores one run; returns the hash of what it has learned."""
    interrupted = Interrupted(f"seed {run.seed} was interrupted; the same command goes on from {run.folder}")
    if config.hierarchical:
        if not train_and_score(run, console, make):
            raise interrupted
        return model_digest(run.folder / "model")
    result = train(run, console, make)
    if result.interrupted or result.evaluation is None:
        raise interrupted
    return result.content_hash


def _is_done(run: TrainConfig) -> bool:
    """Whether it has been trained and scored."""
    return (run.folder / "evaluation.json").is_file()


def _spent(run: TrainConfig) -> float:
    """Seconds of earlier sessions."""
    path = run.folder / SPENT
    return float(path.read_text()) if path.is_file() else 0.0


def _ignore(seed: int) -> None:
    """Nobody wants to hear."""


def record(
    config: BaselineConfig, console: Console, make: EnvMaker = make_env, before: Callable[[int], None] = _ignore
) -> Path:
    """Trains all seeds and writes model and scores.

    Args:
        config: what to record; it names a scenario.
        console: where progress goes.
        make: makes arenas.
        before: is told each seed before it is trained.

    Returns:
        The file of the scores.
    """
    scores = []
    for seed in config.all_seeds:
        before(seed)
        scores.append(train_seed(config, seed, console, make))
    model = config.out / "models" / config.name
    if model.exists():
        shutil.rmtree(model)
    shutil.copytree(config.run(config.all_seeds[0]).folder / "model", model)
    config.scores.parent.mkdir(parents=True, exist_ok=True)
    summary = {
        "scenario": config.scenario,
        "command": command_of(config),
        "mean_success_rate": sum(score["success_rate"] for score in scores) / len(scores),
        "worst_success_rate": min(score["success_rate"] for score in scores),
        "seeds": scores,
    }
    config.scores.write_text(json.dumps(summary, indent=1) + "\n")
    return config.scores


def command_of(config: BaselineConfig) -> str:
    """The command that records the same."""
    words = ["python", "-m", "agent.baseline", "--scenario", str(config.scenario)]
    words += [] if config.recipe is None else ["--recipe", config.recipe]
    words += ["--hierarchical"] if config.hierarchical else []
    if config.all_seeds != SEEDS:
        words += ["--seeds", *map(str, config.all_seeds)]
    return " ".join(words)


class TableClock:
    """Time spent on the runs of a table, and what is left: what rows say of a seed, times this machine's pace.

    Args:
        runs: every run with the seconds that it is said to take.
        now: a clock, seconds.
    """

    def __init__(self, runs: list[tuple[TrainConfig, float]], now: Callable[[], float] = monotonic) -> None:
        self._now, self._started = now, now()
        self._left = [seconds for run, seconds in runs if not _is_done(run)]
        self._said = 0.0
        self._began: float | None = None

    def begin(self, run: TrainConfig) -> None:
        """The next run begins; the one before it has ended."""
        if self._began is not None:
            self._said += self._left.pop(0)
        self._began = None if _is_done(run) else self._now()

    def __str__(self) -> str:
        spent = self._now() - self._started
        pace = spent / self._said if self._said else 1.0
        return f"{duration(spent)} spent, about {duration(pace * sum(self._left))} left"


def record_table(config: BaselineConfig, goals: list[Goal], console: Console, make: EnvMaker = make_env) -> bool:
    """Records every row, and prints the table after each; returns whether all goals are met.

    Raises:
        Interrupted: if somebody wants it to stop.
        AgentError: if a run cannot go on.
    """
    rows = [config.row(goal) for goal in goals]
    clock = TableClock([(row.run(seed), goal.seconds) for goal, row in zip(goals, rows, strict=True)
                        for seed in row.all_seeds])  # fmt: skip
    for row in rows:

        def announce(seed: int, row: BaselineConfig = row) -> None:
            clock.begin(row.run(seed))
            console.rule(f"{row.name}, seed {seed}: {clock}", align="left")

        record(row, console, make, announce)
        show(config, goals, console)
    return all(verdict(goal, Reached.read(row.scores)) == "met" for goal, row in zip(goals, rows, strict=True))


def show(config: BaselineConfig, goals: list[Goal], console: Console) -> None:
    """Prints the table of what is recorded."""
    console.print(goal_table((goal, Reached.read(config.row(goal).scores)) for goal in goals))


def main(arguments: list[str] | None = None, make: EnvMaker = make_env) -> int:
    """Records one scenario or the table; 1 where a goal of the table is not met, 2 when a run cannot be finished."""
    config = tyro.cli(
        BaselineConfig, args=arguments, prog="python -m agent.baseline", config=(tyro.conf.FlagCreatePairsOff,)
    )
    console = Console()
    try:
        if config.show:
            show(config, load_goals(), console)
        elif config.scenario is None:
            return 0 if record_table(config, load_goals(), console, make) else 1
        else:
            console.print(f"scores written to {record(config, console, make)}", highlight=False, soft_wrap=True)
    except Interrupted as stop:
        console.print(str(stop), highlight=False, soft_wrap=True)
        return INTERRUPTED
    except (AgentError, harness.HarnessError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
