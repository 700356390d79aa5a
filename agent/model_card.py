"""The card that stands beside a model's weights: where it comes from, what it can do, how sure that is."""

from __future__ import annotations

import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

from agent.config import TrainConfig, defaults_for
from agent.curve import sparkline, success_svg
from agent.model import ModelSpec
from agent.monitor import read_record
from agent.scores import Evaluation

#: What a training command says elsewhere, or what does not change what is learned.
NO_PART_OF_THE_BYTES = {
    "scenario", "recipe", "seed", "out", "resume", "resume_from", "fresh", "ppo", "dagger", "hierarchy", "reverse",
    "floor_episodes",
}  # fmt: skip


def card_files(
    config: TrainConfig, spec: ModelSpec, folder: Path, evaluation: Evaluation | None
) -> dict[str, bytes]:
    """Contents of the card and its picture, by file name.

    Args:
        config: how the model was trained.
        spec: what the model is.
        folder: the run's folder, whose record gives the curve.
        evaluation: held-out scores; None where there are none.
    """
    lines = list(read_record(folder))
    record = [line for line in lines if line["task_completion_rate"] is not None]
    steps = [line["steps"] for line in record]
    success = [line["task_completion_rate"] for line in record]
    seconds = lines[-1]["seconds"] if lines else 0.0
    parts = [
        f"# {spec.scenario}, seed {spec.seed}",
        _origin(config, spec, seconds),
        f"## Learning\n\n![success over steps](curve.svg)\n\n`{sparkline(success)}`",
        _scores(evaluation),
        _usage(spec),
    ]
    return {
        "README.md": ("\n\n".join(part for part in parts if part) + "\n").encode(),
        "curve.svg": success_svg(steps, success, f"{spec.scenario}: success while learning").encode(),
    }


def training_command(config: TrainConfig) -> str:
    """The command that trains the same bytes: what differs from the scenario's defaults.

    Of a scenario file with an absolute path it tells the name alone: where it lay says nothing on another machine.
    """
    defaults = defaults_for(config.scenario)
    scenario = Path(config.scenario).name if Path(config.scenario).is_absolute() else config.scenario
    words = ["python", "-m", "agent.train", "--scenario", scenario, "--seed", str(config.seed)]
    words += _flags("--", config, defaults, skip=NO_PART_OF_THE_BYTES)
    words += _flags("--ppo.", config.ppo, defaults.ppo, skip=set())
    if config.reverse_starts is not None:
        words += _flags("--reverse.", config.reverse, defaults.reverse, skip=set())
    if config.method == "dagger":
        words += _flags("--dagger.", config.dagger, defaults.dagger, skip=set())
    return shlex.join(words)


def _flags(prefix: str, value: Any, default: Any, skip: set[str]) -> list[str]:
    words: list[str] = []
    for entry in fields(value):
        chosen = getattr(value, entry.name)
        if entry.name in skip or chosen == getattr(default, entry.name):
            continue
        flag = prefix + entry.name.replace("_", "-")
        words += [flag] if chosen is True else [flag, str(chosen)]
    return words


def _origin(config: TrainConfig, spec: ModelSpec, seconds: float) -> str:
    by_intents = spec.architecture == "IntentPolicy"
    shape = "scores every intent with the same weights" if by_intents else "tanh, shared by policy and value"
    network = f"{spec.architecture}, {spec.hidden_layers} x {spec.hidden_units}, {shape}"
    algorithm = {"ppo": "PPO", "dagger": "imitation of the scripted expert on the learner's own states (DAgger)"}
    return "\n".join((
        f"    {training_command(config)}", "",
        "| | |", "|---|---|",
        f"| algorithm | {algorithm[config.method]}, {spec.steps:,} steps in {seconds:.0f} s |",
        f"| network | {network} |",
        f"| input | {len(spec.features)} features of the frame `{spec.frame}` |",
        f"| actions | {_actions(spec)} |",
    ))  # fmt: skip


def _actions(spec: ModelSpec) -> str:
    if spec.architecture != "IntentPolicy":
        return ", ".join(spec.actions)
    return (
        f"{len(spec.actions)} intents (a verb with a target, chosen every step; the way there and the command are "
        "scripted: agent/options/intents), the first of which stands still"
    )


def _scores(evaluation: Evaluation | None) -> str:
    if evaluation is None:
        return ""
    rows = [
        f"| {name} | {score.success_rate:.2%} | {score.interval[0]:.2%} - {score.interval[1]:.2%} | {score.episodes} "
        f"| {score.mean_reward:.2f} | {score.mean_steps:.0f} |"
        for name, score in {**evaluation.arms, **evaluation.floors}.items()
    ]
    return "\n".join((
        "## Scores", "",
        "Episodes that training cannot have seen, on scenes that it cannot have seen where they are drawn; Wilson 95 %",
        "interval. `random` chooses evenly among the allowed actions, `noop` stands still.", "",
        "| | success | interval | episodes | reward | steps |", "|---|---|---|---|---|---|", *rows, "",
        where_measured(evaluation.machine),
    ))  # fmt: skip


def where_measured(machine: dict[str, Any]) -> str:
    """A sentence about the machine and the commit, of `harness.machine_fingerprint`."""
    return (
        f"Trained and measured on {machine.get('cpu', 'an unknown processor')}, {machine.get('cores', '?')} cores, "
        f"{machine.get('system', '')}, Python {machine.get('python', '')}; commit {machine.get('commit')}."
    )


def _usage(spec: ModelSpec) -> str:
    return "\n".join((
        "## Use", "",
        f"    python -m agent.evaluate THIS_FOLDER --scenario {spec.scenario}", "",
        "    from pathlib import Path",
        "    from agent.model import load_model",
        "    model = load_model(Path(THIS_FOLDER))",
    ))  # fmt: skip
