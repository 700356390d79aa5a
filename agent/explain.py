"""Why a run learns as it does: its record in four quarters, and what stands out in it.

Example: python -m agent.explain runs/movement_micro-1
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import tyro
from rich.console import Console
from rich.table import Table

from agent.curve import sparkline
from agent.errors import AgentError, CheckpointMissing
from agent.monitor import read_record

#: Numbers of the record that the table shows, in order.
SHOWN = (
    "task_completion_rate", "episode_reward", "entropy", "approximate_kl", "clipped_share", "explained_variance",
    "value_loss", "gradient_norm", "learning_rate", "steps_per_second",
)  # fmt: skip

#: Of them, those of the episodes that ended in an update: a mean counts as often as there are episodes.
OF_EPISODES = ("task_completion_rate", "episode_reward")
#: Fewer episodes than these say nothing of success: the first to end are those that end early, which succeed.
ENOUGH_EPISODES = 50

Quarter = dict[str, float]


@dataclass(frozen=True)
class Finding:
    """Something that stands out, and what usually helps."""

    what: str
    advice: str


def quarters(record: list[dict[str, Any]]) -> list[Quarter]:
    """Means of the four quarters of a record, of the numbers that each has.

    Args:
        record: lines of metrics.jsonl; fewer than four give as many quarters as there are lines.
    """
    count = min(4, len(record))
    edges = [round(i * len(record) / count) for i in range(count + 1)] if count else [0]
    return [_means(record[a:b]) for a, b in zip(edges, edges[1:], strict=False)]


def _means(lines: list[dict[str, Any]]) -> Quarter:
    means = {}
    for name in (*SHOWN, "share_environment"):
        told = [line for line in lines if line.get(name) is not None]
        weights = [line.get("episodes", 1) if name in OF_EPISODES else 1 for line in told]
        if sum(weights):
            means[name] = sum(w * line[name] for w, line in zip(weights, told, strict=True)) / sum(weights)
    if any("episodes" in line for line in lines):
        means["episodes"] = sum(line.get("episodes", 0) for line in lines)
    return means


def _no_success(parts: list[Quarter]) -> Finding | None:
    if max(part.get("task_completion_rate", 0.0) for part in parts) > 0.01:
        return None
    if parts[-1].get("entropy", 1.0) < 0.1:
        return Finding(
            "no episode succeeds, and the policy hardly varies its actions any more",
            "raise --ppo.entropy-coefficient, or lower --ppo.learning-rate, and begin with --fresh",
        )
    return Finding(
        "no episode has succeeded yet",
        "give it more --steps; if the reward does not rise either, check that chance ever reaches a reward",
    )


def _decline(parts: list[Quarter]) -> Finding | None:
    telling = [part for part in parts if part.get("episodes", ENOUGH_EPISODES) >= ENOUGH_EPISODES]
    rates = [part.get("task_completion_rate", 0.0) for part in telling]
    if not rates or rates[-1] >= max(rates) - 0.05:
        return None
    return Finding(
        f"success fell from {max(rates):.0%} to {rates[-1]:.0%}",
        "take the best checkpoint (checkpoints/best names it); lower --ppo.learning-rate or set --ppo.target-kl 0.02",
    )


def _large_steps(parts: list[Quarter]) -> Finding | None:
    worst = max(part.get("approximate_kl", 0.0) for part in parts)
    if worst <= 0.05:
        return None
    return Finding(
        f"an update moves the policy by {worst:.2g} nats; up to 0.05 is usual",
        "lower --ppo.learning-rate or --ppo.epochs, or set --ppo.target-kl 0.02",
    )


def _blind_value(parts: list[Quarter]) -> Finding | None:
    explained = parts[-1].get("explained_variance")
    if explained is None or explained >= 0.3:
        return None
    return Finding(
        f"the value function explains {explained:.0%} of the returns' variance; 30 % and more are usual",
        "widen the network (--ppo.hidden-units) or lengthen rollouts (--ppo.horizon)",
    )


def _slow_environment(parts: list[Quarter]) -> Finding | None:
    share = parts[-1].get("share_environment", 0.0)
    if share <= 0.5:
        return None
    return Finding(
        f"{share:.0%} of the time goes into the environment",
        "spread the arenas over more servers (--servers) if there are idle cores",
    )


#: What is looked for, the most telling first.
CHECKS: tuple[Callable[[list[Quarter]], Finding | None], ...] = (
    _no_success, _decline, _large_steps, _blind_value, _slow_environment,
)  # fmt: skip


def findings(parts: list[Quarter]) -> list[Finding]:
    """What stands out in a record's quarters; empty when nothing does."""
    return [finding for check in CHECKS if (finding := check(parts)) is not None]


def quarter_table(parts: list[Quarter]) -> Table:
    """The quarters side by side."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", *(f"quarter {number}" for number in range(1, len(parts) + 1))):
        table.add_column(heading, justify="right" if heading else "left")
    for name in SHOWN:
        table.add_row(name, *(f"{part[name]:.3g}" if name in part else "-" for part in parts))
    return table


def explain(folder: Path, console: Console) -> None:
    """Prints the story of a run.

    Raises:
        CheckpointMissing: if the folder holds no record of a run.
    """
    record = read_record(folder)
    if not record:
        raise CheckpointMissing(f"{folder} holds no record of a run (metrics.jsonl); give the folder of --out")
    parts = quarters(record)
    curve = [rate for line in record if (rate := line["task_completion_rate"]) is not None]
    console.print(f"{folder}: {record[-1]['steps']:,} steps in {record[-1]['seconds']:.0f} s", highlight=False)
    console.print(f"success  {sparkline(curve)}\n", highlight=False)
    console.print(quarter_table(parts))
    console.print()
    for finding in findings(parts) or [Finding("nothing stands out", "see the held-out scores")]:
        console.print(f"* {finding.what}:\n  {finding.advice}", highlight=False, markup=False)
    _print_scores(folder, console)


def _print_scores(folder: Path, console: Console) -> None:
    path = folder / "evaluation.json"
    if not path.is_file():
        return
    scores = json.loads(path.read_text())
    rates = {name: score["success_rate"] for name, score in {**scores["arms"], **scores["floors"]}.items()}
    told = ", ".join(f"{name} {rate:.1%}" for name, rate in rates.items())
    console.print(f"\nheld-out success: {told}", highlight=False)


@dataclass(frozen=True)
class ExplainConfig:
    """Tells from a run's record how it learned and what stands out.

    Example: python -m agent.explain runs/movement_micro-1
    """

    run: Annotated[Path, tyro.conf.Positional, tyro.conf.arg(metavar="RUN")]
    """Folder of the run."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    config = tyro.cli(ExplainConfig, args=arguments, prog="python -m agent.explain")
    try:
        explain(config.run, Console())
    except AgentError as error:
        Console(stderr=True).print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
