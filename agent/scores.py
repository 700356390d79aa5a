"""How episodes went, and what an evaluation says of them: the records behind every score, on disk and for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pydantic
from numpy.typing import NDArray
from rich.table import Table

import harness
from agent.curve import bar


@dataclass(frozen=True)
class Score:
    """How one way of choosing actions did."""

    success_rate: float
    """Successes over episodes."""
    interval: list[float]
    """Wilson 95 % interval of the success rate."""
    episodes: int
    mean_reward: float
    """Mean sum of rewards of an episode."""
    mean_steps: float
    """Mean steps of an episode."""
    failed_seeds: list[int]
    """Seeds of the episodes without success, at most 20: `FactorioEnv.reset(seed=...)` plays them again."""


@dataclass(frozen=True)
class Evaluation:
    """A policy's held-out scores; what `--json` writes. Its JSON schema is `agent/evaluation.schema.json`."""

    success_rate: float
    """Success rate of the arm `mode`."""
    interval: list[float]
    """Wilson 95 % interval of it."""
    episodes: int
    """Episodes of the policy's two arms; each score says its own."""
    floors: dict[str, Score]
    """`random`: evenly among the allowed actions; `noop`: standing still."""
    arms: dict[str, Score]
    """`sampled`: drawn from the policy's distribution; `greedy`: always the likeliest action."""
    mode: Literal["sampled", "greedy"]
    """The arm that the first two numbers are of."""
    scenario: str
    """What was played."""
    seed: int
    """Which held-out episodes."""
    model_scenario: str
    """What the policy was trained on."""
    model_steps: int
    """Arena steps that it was trained for."""
    model_seed: int
    """Seed of its training."""
    machine: dict[str, Any]
    """Where it was measured."""
    subject: str = ""
    """Digest of what was scored and how (`agent.kept_scores`); empty where nobody will ask for it again."""
    format: int = 1
    """Version of this record."""

    def write(self, path: Path) -> None:
        """Writes the record as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> Evaluation:
        """Reads what `write` has written.

        Raises:
            OSError: if there is no such file.
            ValueError: if it holds something else.
        """
        return pydantic.TypeAdapter(cls).validate_json(path.read_bytes())


@dataclass(frozen=True)
class Outcomes:
    """What happened in each episode; arrays [episodes]."""

    success: NDArray[np.bool_]
    reward: NDArray[np.float64]
    steps: NDArray[np.int64]

    @classmethod
    def joined(cls, parts: list[Outcomes]) -> Outcomes:
        """Parts one after the other."""
        columns = ("success", "reward", "steps")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    def score(self, seeds: list[int]) -> Score:
        """Sums up."""
        successes, episodes = int(self.success.sum()), len(self.success)
        return Score(
            success_rate=successes / episodes,
            interval=list(harness.wilson_interval(successes, episodes)),
            episodes=episodes,
            mean_reward=float(self.reward.mean()),
            mean_steps=float(self.steps.mean()),
            failed_seeds=[seeds[i] for i in np.flatnonzero(~self.success)[:20]],
        )


def score_table(result: Evaluation) -> Table:
    """The result as a table with bars."""
    table = Table(box=None, padding=(0, 2, 0, 0), title=f"{result.scenario}: held-out success", title_justify="left")
    for heading in ("", "", "success", "95 % interval", "reward", "steps"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, score in {**result.arms, **result.floors}.items():
        low, high = score.interval
        table.add_row(
            name, bar(score.success_rate, 20), f"{score.success_rate:.1%}", f"{low:.1%} - {high:.1%}",
            f"{score.mean_reward:.2f}", f"{score.mean_steps:.0f}",
        )  # fmt: skip
    return table
