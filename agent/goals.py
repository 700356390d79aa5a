"""What agents shall reach: the rows of `goals.yaml`, and recorded scores judged by them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic
import yaml
from rich.table import Table

from agent.dashboard import duration

#: Where the rows stand.
GOALS = Path(__file__).parent / "goals.yaml"
#: Held-out episodes of each seed that a verdict needs.
EPISODES = 400
#: Success that random and no-op may have at most.
FLOOR = 0.05


@dataclass(frozen=True)
class Goal:
    """One row: what is trained, how often, and how well it shall do."""

    name: str
    """Of the recorded model and its scores, and of the recipe."""
    mean: float
    """Success that the training seeds shall reach on average, 0..1."""
    seconds: float
    """What one seed takes on two cores, training and scoring."""
    worst: float | None = None
    """Success that every training seed shall reach, 0..1; None where only the mean counts."""
    scenario: str | None = None
    """What is played; the row's name when None."""
    hierarchical: bool = False
    """Three levels."""
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    """Training seeds; the first one's model is kept."""


def load_goals(path: Path = GOALS) -> list[Goal]:
    """The rows in their order: quick ones first.

    Raises:
        pydantic.ValidationError: if a row says something that there is not.
    """
    return pydantic.TypeAdapter(list[Goal]).validate_python(yaml.safe_load(path.read_text()))


@dataclass(frozen=True)
class Reached:
    """How the recorded seeds of a row did."""

    seeds: int
    """How many are recorded."""
    episodes: int
    """Held-out episodes of each arm, the least over the seeds."""
    sampled: tuple[float, float]
    """Mean and worst success of the seeds, actions drawn from the policy."""
    greedy: tuple[float, float]
    """The same with the likeliest actions."""
    floor: float
    """The greater success of random and no-op, the greatest over the seeds."""
    seconds: float | None
    """Time that the recorded seeds took together; None where it was not noted."""

    @classmethod
    def read(cls, path: Path) -> Reached | None:
        """From a file of `baselines/scores`; None where there is none."""
        if not path.is_file():
            return None
        seeds: list[dict[str, Any]] = json.loads(path.read_text())["seeds"]
        rates = {arm: [seed["arms"][arm]["success_rate"] for seed in seeds] for arm in ("sampled", "greedy")}
        noted: list[float] = [seed["spent_seconds"] for seed in seeds if seed.get("spent_seconds")]
        return cls(
            seeds=len(seeds),
            episodes=min(score["episodes"] for seed in seeds for score in (*seed["arms"].values(), *_floors(seed))),
            sampled=(sum(rates["sampled"]) / len(seeds), min(rates["sampled"])),
            greedy=(sum(rates["greedy"]) / len(seeds), min(rates["greedy"])),
            floor=max(score["success_rate"] for seed in seeds for score in _floors(seed)),
            seconds=sum(noted) if len(noted) == len(seeds) else None,
        )


def _floors(seed: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return seed["floors"].values()


def verdict(goal: Goal, reached: Reached | None) -> str:
    """Whether a row's goal is met: `met`, `missed`, `so far` (fewer seeds or episodes than asked), or `-`."""
    if reached is None:
        return "-"
    mean, worst = reached.sampled
    if mean < goal.mean or worst < (goal.worst or 0.0) or reached.floor > FLOOR:
        return "missed"
    return "met" if reached.seeds >= len(goal.seeds) and reached.episodes >= EPISODES else "so far"


def goal_table(rows: Iterable[tuple[Goal, Reached | None]]) -> Table:
    """The rows with what they have reached, in per cent, as a table that fits 80 columns."""
    title = "held-out success in per cent: mean and worst of the training seeds"
    table = Table(box=None, padding=(0, 1, 0, 0), title=title, title_justify="left")
    table.add_column("", overflow="fold")
    for heading in ("goal", "sampled", "greedy", "floor", "seeds", "spent", ""):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for goal, reached in rows:
        asked = f"{100 * goal.mean:g} " + ("-" if goal.worst is None else f"{100 * goal.worst:g}")
        cells = ["-"] * 5 if reached is None else _cells(goal, reached)
        table.add_row(goal.name, asked, *cells, verdict(goal, reached))
    return table


def _cells(goal: Goal, reached: Reached) -> list[str]:
    pairs = [f"{100 * mean:.2f} {100 * worst:.2f}" for mean, worst in (reached.sampled, reached.greedy)]
    seeds = f"{reached.seeds}/{len(goal.seeds)}"
    return [*pairs, f"{100 * reached.floor:.1f}", seeds, duration(reached.seconds)]
