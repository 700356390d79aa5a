"""What `python -m agent.train --hierarchical` does: train the levels, write the model, score it, tell the story."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.console import Console

import harness
from agent.config import TrainConfig
from agent.curve import sparkline, success_svg
from agent.environments import EnvMaker
from agent.hierarchy.evaluation import evaluate_hierarchy
from agent.hierarchy.model import load_hierarchy
from agent.hierarchy.pipeline import FactorioTrainingPipeline, Interrupted
from agent.kept_scores import kept_or_scored, subject_of
from agent.limits import check
from agent.model_card import where_measured
from agent.monitor import read_record
from agent.scores import Evaluation, score_table


def train_and_score(config: TrainConfig, console: Console, make: EnvMaker) -> bool:
    """Trains a hierarchy and scores it on held-out episodes.

    Returns:
        False if somebody has stopped it; the same command goes on.

    Raises:
        AgentError: if it cannot start or go on.
    """
    check(config)
    pipeline = FactorioTrainingPipeline(config, console, make)
    try:
        path = pipeline.train_hierarchical()
    except Interrupted:
        console.print(f"stopped; the same command goes on from {pipeline.folder}", highlight=False, soft_wrap=True)
        return False
    evaluation = None
    if config.evaluation_episodes:
        hierarchy, scenario, episodes = load_hierarchy(path), pipeline.scenario, config.evaluation_episodes
        evaluation = kept_or_scored(
            pipeline.folder / "evaluation.json", subject_of(path, scenario, episodes=episodes),
            lambda: evaluate_hierarchy(hierarchy, scenario, episodes=episodes, console=console), console,
        )  # fmt: skip
        evaluation.write(path / "evaluation.json")
        console.print(score_table(evaluation))
    write_card(path, config, pipeline.folder, evaluation)
    console.print(f"model: {path}", highlight=False, soft_wrap=True)
    return True


def write_card(path: Path, config: TrainConfig, folder: Path, evaluation: Evaluation | None) -> None:
    """Writes the model's card and the tactical level's curve beside the weights."""
    record = [line for line in read_record(folder / "tactical") if line["task_completion_rate"] is not None]
    success = [line["task_completion_rate"] for line in record]
    scenario = harness.load_scenario(config.scenario)
    words = ["python", "-m", "agent.train", "--hierarchical", "--scenario", config.scenario, "--seed", str(config.seed)]
    hierarchy = config.hierarchy
    taught = f"{hierarchy.teacher_rounds} rounds of a {hierarchy.teacher} teacher"
    teacher = "no teacher" if hierarchy.teacher == "none" else taught
    seconds = record[-1]["seconds"] if record else 0.0
    lines = [
        f"# {scenario.name}, three levels, seed {config.seed}", "",
        f"    {shlex.join(words)}", "",
        "| level | what it is | how it learned |", "|---|---|---|",
        f"| strategic | directs every {hierarchy.strategic_period} steps | {hierarchy.strategic_updates} PPO updates |",
        f"| tactical | chooses options | {teacher}, then {hierarchy.tactical_updates} PPO updates in {seconds:.0f} s |",
        f"| reactive | walks | {hierarchy.reactive_steps:,} steps of PPO on a scenario of walking |", "",
        "Options are executed by scripts: what a hand does within an option (mine, build, insert) is not learned.", "",
        "## Learning", "", "![success over updates](curve.svg)", "", f"`{sparkline(success)}`", "",
    ]  # fmt: skip
    if evaluation is not None:
        lines += _scores(evaluation)
    (path / "README.md").write_text("\n".join(lines) + "\n")
    updates = [line["update"] for line in record]
    (path / "curve.svg").write_text(success_svg(updates, success, f"{scenario.name}: success while learning"))


def _scores(evaluation: Evaluation) -> list[str]:
    rows = [
        f"| {name} | {score.success_rate:.2%} | {score.interval[0]:.2%} - {score.interval[1]:.2%} | {score.episodes} "
        f"| {score.mean_reward:.2f} |"
        for name, score in {**evaluation.arms, **evaluation.floors}.items()
    ]
    return [
        "## Scores", "",
        "Episodes that training cannot have seen; Wilson 95 % interval. `random` chooses evenly among the options that",
        "can be initiated, `noop` rests.", "",
        "| | success | interval | episodes | reward |", "|---|---|---|---|---|", *rows, "",
        where_measured(evaluation.machine),
    ]  # fmt: skip
